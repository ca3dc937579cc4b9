package transport

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// pipes is a listener in memory.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// wires are the protocols of a request.
var wires = map[string]func(*testing.T, http.Handler) (*http.Transport, string){
	"in memory": func(t *testing.T, h http.Handler) (*http.Transport, string) {
		listener := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		server := &http.Server{Handler: h, ErrorLog: silent()}
		var group sync.WaitGroup
		group.Go(func() { _ = server.Serve(listener) })
		t.Cleanup(func() { _ = server.Close(); group.Wait() })
		return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			listener.conns <- far
			return near, nil
		}}, "http://localhost"
	},
	"HTTP/1.1": func(t *testing.T, h http.Handler) (*http.Transport, string) {
		s := httptest.NewUnstartedServer(h)
		s.Config.ErrorLog = silent()
		s.Start()
		t.Cleanup(s.Close)
		return DefaultHTTP().Transport.(*http.Transport), s.URL
	},
	"HTTP/2": func(t *testing.T, h http.Handler) (*http.Transport, string) {
		s := httptest.NewUnstartedServer(h)
		s.EnableHTTP2, s.Config.ErrorLog = true, silent()
		s.StartTLS()
		t.Cleanup(s.Close)
		return s.Client().Transport.(*http.Transport), s.URL
	},
}

// A fault has the same result on a new and on a reused connection, for every protocol.
// The server receives a write once per attempt.
func TestWritesAreSentOncePerAttempt(t *testing.T) {
	t.Parallel()
	attempts := func(n int, stop api.StopReason) verdict { return verdict{n, n, api.OutcomeUnknown, stop} }
	for faultName, fault := range map[string]http.HandlerFunc{
		"no response":      abort,
		"response cut off": breakOff,
		"server error":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"early server error": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Connection", "close")
			w.WriteHeader(http.StatusBadGateway)
		},
	} {
		for wireName, wire := range wires {
			for _, c := range []struct {
				name    string
				warm    bool
				kind    Kind
				allowed int
				want    verdict
			}{
				{"cold keyed", false, Keyed, 1, attempts(1, api.StopAttempts)},
				{"warm keyed", true, Keyed, 1, attempts(1, api.StopAttempts)},
				{"cold keyed twice", false, Keyed, 2, attempts(2, api.StopAttempts)},
				{"warm keyed twice", true, Keyed, 2, attempts(2, api.StopAttempts)},
				{"cold unkeyed", false, Unkeyed, 2, attempts(1, api.StopNotKeyed)},
				{"warm unkeyed", true, Unkeyed, 2, attempts(1, api.StopNotKeyed)},
			} {
				t.Run(faultName+"/"+wireName+"/"+c.name, func(t *testing.T) {
					t.Parallel()
					var writes atomic.Int64
					pool, address := wire(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						if r.Method == http.MethodGet {
							_, _ = io.WriteString(w, "{}")
							return
						}
						writes.Add(1)
						fault(w, r)
					}))
					t.Cleanup(pool.CloseIdleConnections)
					client := New(Config{HTTP: &http.Client{Transport: pool}, Policy: complete(t, api.RetryPolicy{MaxAttempts: c.allowed})})
					client.random = noJitter
					if c.warm {
						succeed(t, client, at(t, Safe, address))
					}
					_, failure := client.Do(t.Context(), at(t, c.kind, address))
					require.NotNil(t, failure)
					require.Equal(t, c.want, verdict{len(failure.Attempts), int(writes.Load()), failure.Outcome, failure.Stop}, "%v", failure.Err)
					require.Equal(t, c.warm, failure.Attempts[0].ConnReused)
					for _, a := range failure.Attempts {
						require.Equal(t, 1, a.WireSends)
					}
				})
			}
		}
	}
}

// at returns a request of the kind to a server.
func at(t *testing.T, kind Kind, address string) *Request {
	t.Helper()
	r := newRequest(kind)
	var err error
	r.URL, err = url.Parse(address)
	require.NoError(t, err)
	return r
}

// succeed makes a call that must succeed, and returns its attempts.
func succeed(t *testing.T, c *Client, r *Request) []api.Attempt {
	t.Helper()
	response, failure := c.Do(t.Context(), r)
	require.Nil(t, failure)
	attempts := response.Attempts
	response.Release()
	return attempts
}

// A server regularly closes connections after every third response. No write on such a
// connection has an unknown outcome.
func TestRotatedConnections(t *testing.T) {
	t.Parallel()
	const calls = 30
	for name, c := range map[string]struct {
		headers []string
		allowed int
		settle  bool // the client notices the close before it writes again
	}{
		"announced": {headers: []string{"Connection: close"}, allowed: 1},
		"noticed":   {allowed: 1, settle: true},
		"silent":    {allowed: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var served atomic.Int64
				s := serve(t, func(conn net.Conn, r *http.Request) bool {
					if served.Add(1)%3 != 0 {
						return reply(200, "{}")(conn, r)
					}
					reply(200, "{}", c.headers...)(conn, r)
					return false
				})
				client := s.client(t, func(config *Config) { config.Policy.MaxAttempts = c.allowed })
				for range calls {
					succeed(t, client, newRequest(Keyed))
					if c.settle {
						synctest.Wait()
					}
				}
				require.Len(t, s.requests(), calls)
				require.Equal(t, calls/3, s.dialled())
			})
		})
	}
}

// The first retry after the loss of a reused connection does not wait, because servers
// close such connections regularly. A second loss, and the loss of a new connection, have
// the backoff.
func TestLostReusedConnection(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		warm   bool
		lost   answer
		delays [2]bool // whether the first and second wait are backoffs
	}{
		"warm, ended":   {true, ended(""), [2]bool{false, true}},
		"warm, reset":   {true, reset(""), [2]bool{false, true}},
		"warm, stalled": {true, stalled(""), [2]bool{true, true}},
		"warm, garbage": {true, ended("SSH-2.0\r\n"), [2]bool{true, true}},
		"cold, ended":   {false, ended(""), [2]bool{true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, c.lost)
				client := s.client(t)
				if c.warm {
					s.script = []answer{reply(200, "{}"), c.lost}
					succeed(t, client, newRequest(Safe))
				}
				_, failure := client.Do(t.Context(), newRequest(Keyed))
				require.Len(t, failure.Attempts, 3)
				require.Equal(t, c.delays, [2]bool{failure.Attempts[0].Delay >= waitFloor, failure.Attempts[1].Delay >= waitFloor})
				require.Positive(t, failure.Attempts[0].Delay)
				require.Equal(t, api.OutcomeUnknown, failure.Outcome)
			})
		})
	}
}

// A write always has a body of known length, and each attempt sends it completely. Only
// the call can repeat it.
func TestBodyOfWrites(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method, body, wantBody, wantType string
		length                           int64
	}{
		"POST":              {http.MethodPost, bodyOfCall, bodyOfCall, "", int64(len(bodyOfCall))},
		"POST without body": {http.MethodPost, "", "{}", "application/json", 2},
		"PUT without body":  {http.MethodPut, "", "{}", "application/json", 2},
		"DELETE":            {http.MethodDelete, "", "", "", 0},
		"DELETE with body":  {http.MethodDelete, bodyOfCall, bodyOfCall, "", int64(len(bodyOfCall))},
	} {
		for wireName, wire := range wires {
			t.Run(name+"/"+wireName, func(t *testing.T) {
				t.Parallel()
				var seen int
				pool, address := wire(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					seen++
					body, err := io.ReadAll(r.Body)
					if err != nil || string(body) != c.wantBody || len(r.TransferEncoding) > 0 || r.Header.Get("Content-Type") != c.wantType ||
						r.ProtoMajor == 1 && r.ContentLength != c.length {
						w.WriteHeader(http.StatusTeapot)
					} else if seen == 1 {
						w.WriteHeader(http.StatusServiceUnavailable)
					}
				}))
				t.Cleanup(pool.CloseIdleConnections)
				rewindable := false
				client := New(Config{
					HTTP: &http.Client{Transport: pool}, Policy: complete(t, api.RetryPolicy{MaxAttempts: 2}),
					Middleware: []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
						return roundTripper(func(r *http.Request) (*http.Response, error) {
							rewindable = rewindable || r.Body == nil || r.GetBody != nil
							return next.RoundTrip(r)
						})
					}},
				})
				client.random = noJitter
				r := at(t, Keyed, address)
				r.Method, r.Body = c.method, nil
				delete(r.Header, "Content-Type")
				if c.body != "" {
					r.Body = []byte(c.body)
				}
				require.Len(t, succeed(t, client, r), 2)
				require.False(t, rewindable)
			})
		}
	}
}

// A middleware may repeat a write. The effect of its first request is unknown, and a
// response from before the check of the key does not settle it.
func TestResendOfAMiddleware(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]api.Outcome{
		401: api.OutcomeUnknown, 403: api.OutcomeUnknown, 413: api.OutcomeUnknown, 307: api.OutcomeUnknown,
		402: api.OutcomeRejected, 404: api.OutcomeRejected, 422: api.OutcomeRejected,
	} {
		synctest.Test(t, func(t *testing.T) {
			s := serve(t, ended(""), reply(status, "{}"))
			_, failure := s.client(t, func(c *Config) {
				c.Middleware = []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
					return roundTripper(func(r *http.Request) (*http.Response, error) {
						body, err := io.ReadAll(r.Body)
						if err != nil {
							return nil, err
						}
						first := r.Clone(r.Context())
						setBody(first, &Request{Method: r.Method, Body: body})
						if response, err := next.RoundTrip(first); err == nil {
							return response, nil
						}
						setBody(r, &Request{Method: r.Method, Body: body})
						return next.RoundTrip(r)
					})
				}}
			}).Do(t.Context(), newRequest(Keyed))
			require.Len(t, failure.Attempts, 1)
			require.Equal(t, 2, failure.Attempts[0].WireSends)
			require.Equal(t, want, failure.Outcome, status)
			require.True(t, failure.PriorAmbiguous)
		})
	}
}
