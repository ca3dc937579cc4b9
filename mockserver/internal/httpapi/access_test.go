package httpapi

import (
	"context"
	"fmt"
	"net"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/memnet"
)

const controlToken = "a-control-token"

func withToken(o *Options)   { o.ControlToken = controlToken }
func openControl(o *Options) { o.ControlOpen = true }

// caller is a request to the control interface. Headers are pairs.
type caller struct {
	remote, host string
	headers      []string
}

// asks sends the request. For the remote address of memnet the connection is in memory.
func (f *testServer) asks(c caller) *reply {
	r := f.request("GET", "/_mock/health", "")
	r.Header.Del("Authorization")
	r.RemoteAddr, r.Host = c.remote, c.host
	if c.remote == memnet.Address {
		r = r.WithContext(f.server.ConnContext(r.Context(), &memnet.Conn{}))
	}
	for i := 0; i < len(c.headers); i += 2 {
		r.Header.Add(c.headers[i], c.headers[i+1])
	}
	got := f.send(r)
	require.Empty(f.t, got.header.Get("Access-Control-Allow-Origin"))
	require.Equal(f.t, "nosniff", got.header.Get("X-Content-Type-Options"))
	require.Equal(f.t, "same-origin", got.header.Get("Cross-Origin-Resource-Policy"))
	return got
}

func TestLocalControl(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, func(o *Options) { o.PublicURL = "https://Mock.test/prefix" })
	for _, c := range []caller{
		{"127.0.0.1:5", "127.0.0.1:8420", nil},
		{"127.8.9.10:5", "localhost", nil},
		{"[::1]:5", "[::1]:8420", nil},
		{"[::1]:5", "[::1]", nil},
		{"[::ffff:127.0.0.1]:5", "LOCALHOST:80", nil},
		{"127.0.0.1:5", "[::ffff:127.0.0.1]:80", nil},
		{memnet.Address, "localhost", nil},
		{memnet.Address, "memory", nil},
		{"127.0.0.1:5", "localhost", []string{"Authorization", "Bearer sk_test_abc"}},
	} {
		require.Equal(t, 200, f.asks(c).status, "%+v", c)
	}
	for _, c := range []caller{
		{"192.0.2.1:5", "localhost", nil},
		{"[2001:db8::1]:5", "localhost", nil},
		{"", "localhost", nil},
		{"127.0.0.1", "localhost", nil},
		{"[::1%lo]:5", "localhost", nil},
		{"[fe80::1%eth0]:5", "localhost", nil},
		{"127.0.0.1:5", "memory", nil},
		{"127.0.0.1:5", "", nil},
		{"127.0.0.1:5", "evil.test", nil},
		{"127.0.0.1:5", "mock.test", nil}, // the public URL permits no host
		{"127.0.0.1:5", "localhost.", nil},
		{"127.0.0.1:5", "localhost.evil.test:8420", nil},
		{"127.0.0.1:5", "[localhost]:8420", nil},
		{"127.0.0.1:5", "[127.0.0.1]:8420", nil},
		{"127.0.0.1:5", "[::1%lo]:8420", nil},
		{"127.0.0.1:5", "127.1", nil},
		{"127.0.0.1:5", "2130706433", nil},
		{"127.0.0.1:5", "0.0.0.0:8420", nil},
		{memnet.Address, "evil.test", nil},
		{"192.0.2.1:5", "localhost", []string{"X-Forwarded-For", "127.0.0.1"}},
		{"192.0.2.1:5", "localhost", []string{"X-Real-Ip", "127.0.0.1", "Forwarded", "for=127.0.0.1;host=localhost"}},
		{"127.0.0.1:5", "evil.test", []string{"X-Forwarded-Host", "localhost"}},
		{"192.0.2.1:5", "localhost", []string{"X-Mock-Token", controlToken}},
	} {
		f.asks(c).refused(403, "insufficient_permissions", "null")
	}
}

// A remote address with the text "memory" is not an in-memory connection.
func TestMemoryIsAConnection(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	r := f.request("GET", "/_mock/health", "")
	r.RemoteAddr, r.Host = memnet.Address, memnet.Address
	f.send(r).refused(403, "insufficient_permissions", "null")
	client, server := net.Pipe()
	defer client.Close()
	defer server.Close()
	f.send(r.WithContext(f.server.ConnContext(context.Background(), server))).refused(403, "insufficient_permissions", "null")
}

// The rules for browsers and deliveries hold in every mode.
func TestOriginsInEveryMode(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]func(*Options){"local": func(*Options) {}, "token": withToken, "open": openControl} {
		f := newTestServer(t, mode, func(o *Options) { o.PublicURL = "https://Mock.test/prefix" })
		ask := func(host string, headers ...string) *reply {
			return f.asks(caller{"127.0.0.1:5", host, append(headers, tokenHeader, controlToken)})
		}
		for _, headers := range [][]string{
			{"Origin", "http://localhost:3000"},
			{"Origin", "https://127.0.0.1"},
			{"Origin", "http://[::1]:1"},
			{"Origin", "https://mock.test"},
			{"Origin", "https://MOCK.test:443"},
			{"Sec-Fetch-Site", "same-origin"},
			{"Sec-Fetch-Site", "none"},
		} {
			require.Equal(t, 200, ask("localhost", headers...).status, "%s %v", name, headers)
		}
		for _, headers := range [][]string{
			{"Origin", "http://evil.test"},
			{"Origin", "http://mock.test"}, // another scheme
			{"Origin", "https://mock.test:8443"},
			{"Origin", "https://mock.test."},
			{"Origin", "https://mock.test/prefix"},
			{"Origin", "https://evil.mock.test"},
			{"Origin", "http://localhost.evil.test"},
			{"Origin", "http://localhost@evil.test"},
			{"Origin", "http://[::1%25lo]:3000"},
			{"Origin", "null"},
			{"Origin", ""},
			{"Origin", "chrome-extension://localhost"},
			{"Origin", "http://localhost", "Origin", "http://evil.test"},
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "none", "Sec-Fetch-Site", "Cross-Site"},
			{"Origin", "http://localhost", "Sec-Fetch-Site", "cross-site"},
			{"X-StateSet-Delivery", "dlv_1"},
		} {
			got := ask("localhost", headers...)
			require.Equal(t, 403, got.status, "%s %v: %s", name, headers, got.body)
		}
		// The page of this server, at its IP address.
		require.Equal(t, name == "local", ask("192.0.2.7:8420", "Origin", "http://192.0.2.7:8420").status == 403, name)
		require.Equal(t, name == "local", ask("[2001:db8::1]", "Origin", "http://[2001:db8::1]", "Sec-Fetch-Site", "same-origin").status == 403, name)
		for _, origin := range []string{"http://192.0.2.7", "http://192.0.2.8:8420", "http://192.0.2.7:8420/"} {
			require.Equal(t, 403, ask("192.0.2.7:8420", "Origin", origin).status, "%s %s", name, origin)
		}
		// DNS rebinding: the attacker's page sends matching Host and Origin headers.
		require.Equal(t, 403, ask("evil.test", "Origin", "http://evil.test").status, name)
		require.Equal(t, 403, ask("evil.test:8420", "Origin", "http://evil.test:8420").status, name)
	}
}

func TestControlToken(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, withToken, openControl) // a token is required even if the mode is open
	for _, headers := range [][]string{
		{"X-Mock-Token", controlToken},
		{"Authorization", "Bearer " + controlToken},
		{"Authorization", "bearer  " + controlToken + " "},
		{"Authorization", "Bearer sk_test_abc", "X-Mock-Token", controlToken},
	} {
		require.Equal(t, 200, f.asks(caller{"192.0.2.1:5", "mock:8420", headers}).status, "%v", headers)
		require.Equal(t, 200, f.asks(caller{"[fe80::1%eth0]:5", "mock.corp.example.", headers}).status, "%v", headers)
	}
	for _, headers := range [][]string{
		nil,
		{"Authorization", controlToken},
		{"Authorization", "Basic " + controlToken},
		{"Authorization", "Bearer " + controlToken, "Authorization", "Bearer " + controlToken},
		{"X-Mock-Token", controlToken, "X-Mock-Token", "other"},
		{"Cookie", "token=" + controlToken},
	} {
		f.asks(caller{"127.0.0.1:5", "localhost", headers}).refused(401, "api_key_missing", "null")
	}
	for _, headers := range [][]string{
		{"X-Mock-Token", ""},
		{"X-Mock-Token", controlToken + "x"},
		{"X-Mock-Token", "A-CONTROL-TOKEN"},
		{"Authorization", "Bearer sk_test_abc"},
		{"Authorization", "Bearer " + controlToken, "X-Mock-Token", "other"},
	} {
		got := f.asks(caller{"127.0.0.1:5", "localhost", headers}).refused(401, "invalid_api_key", "null")
		require.NotContains(t, got.body, controlToken)
	}
	require.NotContains(t, fmt.Sprintf("%+v %#v", f.server.opts, f.server.access), controlToken)
}

func TestOpenControl(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, openControl)
	for _, c := range []caller{
		{"192.0.2.1:5", "mock:8420", nil},
		{"[2001:db8::1]:5", "203.0.113.7", nil},
		{"127.0.0.1:5", "localhost", nil},
	} {
		require.Equal(t, 200, f.asks(c).status, "%+v", c)
	}
}

// A request target that is a URL replaces the Host header.
func TestAbsoluteRequestTargets(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]func(*Options){"local": func(*Options) {}, "open": openControl} {
		f := newTestServer(t, mode)
		outer := httptest.NewUnstartedServer(f.server)
		outer.Config.ConnContext = f.server.ConnContext
		outer.Start()
		defer outer.Close()
		for target, want := range map[string]int{
			"/_mock/health":                            200,
			"http://localhost/_mock/health":            403,
			"http://evil.test/_mock/health":            403,
			"/%5fmock/health":                          200, // the path is decoded before the rules
			"//_mock/health":                           401, // a path of the API, which requires a key
			"http://127.0.0.1@evil.test/_mock/reset":   403,
			"http://localhost:8420@evil.test/_mock/":   403,
			"http://evil.test:8420/_mock/clock?x=y%20": 403,
		} {
			conn, err := net.Dial("tcp", outer.Listener.Addr().String())
			require.NoError(t, err)
			_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", target)
			require.NoError(t, err)
			require.Equal(t, want, statusLine(t, conn), "%s %s", name, target)
		}
	}
}

// statusLine reads the status of a response, and closes the connection.
func statusLine(t *testing.T, conn net.Conn) (status int) {
	t.Helper()
	defer conn.Close()
	_, err := fmt.Fscanf(conn, "HTTP/1.1 %d", &status)
	require.NoError(t, err)
	return status
}

// A caller on another machine cannot register an endpoint on the server's machine.
func TestEndpointsOfRemoteCallers(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	send := func(remote, method, path, body string) *reply {
		r := f.request(method, path, body)
		r.RemoteAddr = remote
		r.Host = "localhost"
		r.Header.Set("X-Forwarded-For", "127.0.0.1")
		return f.send(r)
	}
	const here, there, local, remote = `"url":"https://localhost:9000/hooks"`, `"url":"https://example.com/hooks"`, "127.0.0.1:5", "192.0.2.1:5"
	create := func(from, url string) *reply { return send(from, "POST", "/v1/webhooks", `{`+url+`,"events":["*"]}`) }
	create(remote, here).refused(400, "parameter_invalid", "url")
	create(local, here).ok()
	id := create(remote, there).ok().at("id")
	send(remote, "PATCH", "/v1/webhooks/"+id, `{`+here+`}`).refused(400, "parameter_invalid", "url")
	send(remote, "PATCH", "/v1/webhooks/"+id, `{"description":"x"}`).ok()
	send(local, "PATCH", "/v1/webhooks/"+id, `{`+here+`}`).ok()
}
