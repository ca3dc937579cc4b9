package transport

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// childEnv makes a copy of the test binary run a single failing call.
const childEnv = "STATESET_TRANSPORT_TEST_CHILD"

// inChild runs the calling test again in its own process and returns its output. In that
// process it returns false.
func inChild(t *testing.T, environment ...string) (string, bool) {
	t.Helper()
	if os.Getenv(childEnv) != "" {
		return "", false
	}
	program, err := os.Executable()
	require.NoError(t, err)
	child := exec.Command(program, "-test.run=^"+t.Name()+"$")
	child.Env = append(append(os.Environ(), childEnv+"=1"), environment...)
	var output bytes.Buffer
	child.Stdout, child.Stderr = &output, &output
	require.NoError(t, child.Run(), output.String())
	return withoutCoverage(output.String()), true
}

// A failing call writes nothing to the standard streams. The default logger of
// go-retryablehttp would print every URL.
func TestFailingCallPrintsNothing(t *testing.T) {
	t.Parallel()
	if output, parent := inChild(t); parent {
		require.Equal(t, "PASS\n", output)
		return
	}
	synctest.Test(t, func(t *testing.T) {
		for _, step := range []answer{reply(503, ""), ended(""), reply(302, "", "Location: /x")} {
			_, failure := serve(t, step).client(t).Do(t.Context(), newRequest(Safe))
			require.NotNil(t, failure)
		}
	})
}

// A proxy that net/http refuses ends the call before anything is sent. net/http refuses a
// proxy from HTTP_PROXY in a CGI program, because a request could set it. net/http reads
// the environment once, so the test runs in its own process.
func TestRefusedProxyEndsTheCall(t *testing.T) {
	t.Parallel()
	if _, parent := inChild(t, "REQUEST_METHOD=GET", "HTTP_PROXY=http://user:proxy-password@proxy.example", "NO_PROXY=", "no_proxy="); parent {
		return
	}
	r := newRequest(Keyed)
	r.URL.Host = "api.example.com"
	r.Header.Del("Authorization")
	_, failure := New(Config{Policy: complete(t, api.RetryPolicy{})}).Do(t.Context(), r)
	require.ErrorContains(t, failure.Err, "CGI")
	require.NotContains(t, failure.Err.Error(), "proxy-password")
	require.Equal(t, api.OutcomeNotSent, failure.Outcome)
	require.Equal(t, api.StopPermanent, failure.Stop)
	require.Len(t, failure.Attempts, 1)
}

// withoutCoverage removes the line that the testing package adds under -cover.
func withoutCoverage(output string) string {
	if i := bytes.Index([]byte(output), []byte("coverage:")); i >= 0 {
		return output[:i]
	}
	return output
}

// No error contains the address with its query or the key, even if middleware wraps an
// error of its own HTTP client.
func TestErrorsHoldNoAddressAndNoSecret(t *testing.T) {
	t.Parallel()
	nested := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			inner := &url.Error{Op: "Get", URL: r.URL.String(), Err: errors.New("no token")}
			return nil, fmt.Errorf("signing: %w", inner)
		})
	}
	for name, c := range map[string]struct {
		step    answer
		config  func(*Config)
		server  func(*server)
		request func(*Request)
	}{
		"no answer":        {step: ended("")},
		"timeout":          {step: stalled("")},
		"redirect":         {step: reply(302, "", "Location: http://elsewhere.example/?q="+secretQuery)},
		"broken body":      {step: ended("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")},
		"refused":          {server: func(s *server) { s.refuse = func(int) error { return errRefused } }},
		"clear text":       {request: func(r *Request) { r.URL.Host = "api.example.com" }},
		"unsendable key":   {request: func(r *Request) { r.Header.Set("Authorization", "Bearer "+secretKey+"\n") }},
		"nested URL":       {config: func(c *Config) { c.Middleware = append(c.Middleware, nested) }},
		"nil round trip":   {config: func(c *Config) { c.HTTP = &http.Client{Transport: roundTripper(nothing)} }},
		"malformed answer": {step: ended("220 mail\r\n")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, c.step)
				if c.server != nil {
					c.server(s)
				}
				r := newRequest(Keyed)
				if c.request != nil {
					c.request(r)
				}
				var edits []func(*Config)
				if c.config != nil {
					edits = append(edits, c.config)
				}
				_, failure := s.client(t, edits...).Do(t.Context(), r)
				texts := []string{failure.Err.Error()}
				for _, a := range failure.Attempts {
					if a.Err != nil {
						texts = append(texts, a.Err.Error())
					}
				}
				for _, text := range texts {
					require.NotEmpty(t, text)
					require.NotContains(t, text, secretKey)
					require.NotContains(t, text, secretQuery)
					require.NotContains(t, text, secretID)
					require.NotContains(t, text, "\n", "one line")
				}
			})
		})
	}
}

func nothing(*http.Request) (*http.Response, error) { return nil, nil }

// A write without a key is sent once, whatever the server does. A throttled write did not
// take effect and is sent again.
func TestWriteWithoutKeyIsSentOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step  answer
		reads int
	}{
		"500": {reply(500, ""), 1}, "503": {reply(503, "", "Retry-After: 1", "Stateset-Should-Retry: true"), 1},
		"timeout": {stalled(""), 1}, "reset": {reset(""), 1}, "half a success": {ended("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{"), 1},
		"throttled": {reply(429, "", "Stateset-Should-Retry: true"), 3},
	} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := serve(t, c.step)
					r := newRequest(Unkeyed)
					r.Method = method
					_, failure := s.client(t).Do(t.Context(), r)
					require.NotNil(t, failure)
					require.Len(t, s.requests(), c.reads)
				})
			})
		}
	}
}

// After the last attempt the complete last response is kept.
func TestSpentAttemptsKeepTheLastAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, ended(""), reply(500, "", "X-Request-Id: req_2"), reply(503, code("service_unavailable"), "X-Request-Id: req_3"))
		_, failure := s.client(t).Do(t.Context(), newRequest(Keyed))
		require.NoError(t, failure.Err, "the answer says it all")
		require.Equal(t, 503, failure.Response.Status)
		require.Equal(t, code("service_unavailable"), string(failure.Response.Body))
		require.Equal(t, "service_unavailable", failure.Answer.ErrorCode())
		require.Len(t, failure.Attempts, 3, "each is recorded once")
		for i, want := range []struct {
			status int
			id     string
			delay  bool
		}{{0, "", true}, {500, "req_2", true}, {503, "req_3", false}} {
			got := failure.Attempts[i]
			require.Equal(t, i+1, got.Number)
			require.Equal(t, want.status, got.Status)
			require.Equal(t, want.id, got.RequestID)
			require.Equal(t, want.delay, got.Delay > 0)
			require.Equal(t, i == 0, got.Err != nil)
			require.Equal(t, 1, got.WireSends)
		}
	})
}

// An API key is sent in clear text only to this machine.
func TestBearerInClearText(t *testing.T) {
	t.Parallel()
	for address, sent := range map[string]bool{
		"http://localhost": true, "http://LOCALHOST:8080": true, "http://127.0.0.1": true, "http://127.8.9.10:1": true,
		"http://[::1]": true, "http://[::ffff:127.0.0.1]": true,
		"http://api.example.com": false, "http://localhost.example.com": false, "http://127.0.0.1.example.com": false,
		"http://10.0.0.1": false, "http://0.0.0.0": false, "http://[::]": false, "http://192.168.1.1": false, "http://128.0.0.1": false,
		"http://localhost.": false, "http://2130706433": false,
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, reply(200, "{}"))
				r := newRequest(Keyed)
				u, err := url.Parse(address)
				require.NoError(t, err)
				r.URL = u
				response, failure := s.client(t).Do(t.Context(), r)
				require.Equal(t, sent, failure == nil)
				response.Release()
				if sent {
					return
				}
				require.ErrorIs(t, failure.Err, api.ErrInsecureURL)
				require.Equal(t, api.OutcomeNotSent, failure.Outcome)
				require.Zero(t, s.dialled())
			})
		})
	}
}

// With PlainHTTP a test key may be sent in clear text, and a live key may not.
func TestBearerInAllowedClearText(t *testing.T) {
	t.Parallel()
	for key, sent := range map[string]bool{"sk_test_abc": true, "sk_live_abc": false, "rk_live_abc": false} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://mock:8420/v1/payments", nil)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+key)
		require.Equal(t, sent, secure(request, true) == nil, key)
		require.ErrorIs(t, secure(request, false), api.ErrInsecureURL)
	}
}

// Requests over https, or with another authentication scheme, may be sent to every host.
// So may requests in clear text without a key.
func TestClearTextWithoutBearer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(200, "{}"))
		r := newRequest(Safe)
		r.URL.Host = "api.example.com"
		r.Header.Del("Authorization")
		response, failure := s.client(t).Do(t.Context(), r)
		require.Nil(t, failure)
		response.Release()
	})
}

// The bytes of a request are never modified.
func TestBodyIsNotTouched(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRequest(Keyed)
		before := slices.Clone(r.Body)
		s := serve(t, reply(503, ""), ended(""), reply(200, "{}"))
		response, failure := s.client(t).Do(t.Context(), r)
		require.Nil(t, failure)
		response.Release()
		require.Equal(t, before, r.Body)
		for _, one := range s.requests() {
			require.Equal(t, string(before), one.body)
		}
	})
}
