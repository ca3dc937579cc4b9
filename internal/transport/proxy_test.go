package transport

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// proxied are transports that use a proxy.
var proxied = map[string]func(*testing.T, *url.URL) http.RoundTripper{
	"default": func(t *testing.T, proxy *url.URL) http.RoundTripper {
		pool := DefaultHTTP().Transport.(*http.Transport)
		pool.Proxy = http.ProxyURL(proxy)
		t.Cleanup(pool.CloseIdleConnections)
		return pool
	},
	"user's": func(t *testing.T, proxy *url.URL) http.RoundTripper {
		pool := &http.Transport{Proxy: http.ProxyURL(proxy)}
		t.Cleanup(pool.CloseIdleConnections)
		return pool
	},
	"another type": func(t *testing.T, proxy *url.URL) http.RoundTripper {
		pool := &http.Transport{Proxy: http.ProxyURL(proxy)}
		t.Cleanup(pool.CloseIdleConnections)
		return wrapping()[0](pool)
	},
}

// The error of a proxy that refuses to connect names the proxy and its status, for every
// transport. A 4xx is final, a 5xx is retried, and the server receives nothing. The
// credentials of the proxy never appear.
func TestProxyRefusesToConnect(t *testing.T) {
	t.Parallel()
	const password = "sentinel-password"
	answer := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
			w.WriteHeader(status)
		}
	}
	hangUp := func(w http.ResponseWriter, _ *http.Request) { // as if the connection to the server was lost
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = conn.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n"))
		_ = conn.(*net.TCPConn).CloseWrite()
		waitForClose(conn) // reads what the client sends, so that its connection is not reset
		_ = conn.Close()
	}
	final, retried := verdict{1, 1, api.OutcomeNotSent, api.StopPermanent}, verdict{2, 2, api.OutcomeNotSent, api.StopAttempts}
	for name, c := range map[string]struct {
		handle http.HandlerFunc
		row    int
		want   verdict
		status int
		err    string // after the name of the proxy
	}{
		"407":                  {answer(407), 2, final, 407, "407 Proxy Authentication Required: put the credentials into the proxy URL"},
		"403":                  {answer(403), 2, final, 403, "403 Forbidden"},
		"502":                  {answer(502), 5, retried, 502, "502 Bad Gateway"},
		"503":                  {answer(503), 5, retried, 503, "503 Service Unavailable"},
		"no connection inside": {hangUp, 5, retried, 0, "EOF"},
	} {
		for transportName, transport := range proxied {
			kind := kinds[[]string{"safe", "keyed", "unkeyed"}[len(transportName)%3]]
			t.Run(name+"/"+transportName, func(t *testing.T) {
				t.Parallel()
				var connects atomic.Int64
				proxy, err := url.Parse(open(t, func(w http.ResponseWriter, r *http.Request) {
					connects.Add(1)
					if r.Method != http.MethodConnect || r.Header.Get("Authorization") != "" || r.Header.Get("Proxy-Authorization") == "" {
						panic(http.ErrAbortHandler) // the server gets the key, the proxy gets the password
					}
					c.handle(w, r)
				}))
				require.NoError(t, err)
				proxy.User = url.UserPassword("me", password)
				client := New(Config{HTTP: &http.Client{Transport: transport(t, proxy)}, Policy: complete(t, api.RetryPolicy{MaxAttempts: 2})})
				client.random = noJitter
				r := newRequest(kind)
				r.URL = &url.URL{Scheme: "https", Host: "api.example.com", Path: "/v1/things"} // never resolved
				_, failure := client.Do(t.Context(), r)
				require.Equal(t, c.row, failure.Row, "%v", failure.Err)
				require.Equal(t, c.want, verdict{len(failure.Attempts), int(connects.Load()), failure.Outcome, failure.Stop}, "%v", failure.Err)
				var refusal *api.ProxyError
				require.Equal(t, c.status != 0, errors.As(failure.Err, &refusal))
				if c.status == 0 {
					require.ErrorContains(t, failure.Err, c.err)
					return
				}
				named, label := proxy.Scheme+"://"+proxy.Host, "proxy "+proxy.Scheme+"://"+proxy.Host
				if transportName == "another type" {
					named, label = "", "a proxy"
				}
				require.Equal(t, &api.ProxyError{Proxy: named, Status: c.status}, refusal)
				require.EqualError(t, failure.Err, "stateset: "+label+" refused to connect to the server: "+c.err)
				require.NotContains(t, fmt.Sprintf("%+v %#v", failure.Err, failure.Attempts), password)
			})
		}
	}
}
