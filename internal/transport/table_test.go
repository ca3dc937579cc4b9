package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// verdict is the result of a call: the number of attempts, the number of requests that
// the server received, and the data of its failure.
type verdict struct {
	attempts, reads int
	outcome         api.Outcome
	stop            api.StopReason
}

// The possible verdicts of the table.
func repeated(o api.Outcome) verdict                    { return verdict{3, 3, o, api.StopAttempts} }
func stopped(o api.Outcome, why api.StopReason) verdict { return verdict{1, 1, o, why} }
func unsent(attempts int, why api.StopReason) verdict {
	return verdict{attempts, 0, api.OutcomeNotSent, why}
}

// condition is a failure of attempts, the row that must decide, and the verdict for each
// kind of request.
type condition struct {
	name                 string
	row                  int
	answer               answer                    // the response to every request
	server               func(*testing.T, *server) // changes the server; optional
	request              func(*Request)            // changes the request; optional
	config               func(*Config)             // changes the client; optional
	cancel               bool                      // the caller cancels when the server has read the request
	safe, keyed, unkeyed verdict
}

// hits counts the rows that decided, for each kind.
type hits struct {
	mu   sync.Mutex
	seen map[int]map[Kind]int
}

func (h *hits) add(row int, kind Kind) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seen[row] == nil {
		h.seen[row] = map[Kind]int{}
	}
	h.seen[row][kind]++
}

// Every row decides as the policy specifies, for each kind of request, through the whole
// client. Every row is reached.
func TestTable(t *testing.T) {
	t.Parallel()
	all := append(localConditions(), append(networkConditions(), answerConditions()...)...)
	require.GreaterOrEqual(t, len(all), 57)
	found := &hits{seen: map[int]map[Kind]int{}}
	t.Run("rows", func(t *testing.T) {
		for _, c := range all {
			for name, kind := range kinds {
				t.Run(fmt.Sprintf("row %d/%s/%s", c.row, c.name, name), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { c.check(t, kind, found) })
				})
			}
		}
	})
	for _, row := range Table {
		for name, kind := range kinds {
			require.Positive(t, found.seen[row.ID][kind], "no case reaches row %d for a %s request", row.ID, name)
		}
	}
}

func (c condition) check(t *testing.T, kind Kind, found *hits) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	step := c.answer
	if c.cancel {
		step = after(cancel, step)
	}
	s := serve(t, step)
	if c.server != nil {
		c.server(t, s)
	}
	r := newRequest(kind)
	if c.request != nil {
		c.request(r)
	}
	var edits []func(*Config)
	if c.config != nil {
		edits = append(edits, c.config)
	}
	response, failure := s.client(t, edits...).Do(ctx, r)
	require.Nil(t, response)
	require.NotNil(t, failure)
	found.add(failure.Row, kind)
	want := [...]verdict{Safe: c.safe, Keyed: c.keyed, Unkeyed: c.unkeyed}[kind]
	seen := s.requests()
	require.Equal(t, c.row, failure.Row, "%v", failure.Err)
	require.Equal(t, want, verdict{len(failure.Attempts), len(seen), failure.Outcome, failure.Stop}, "%v", failure.Err)
	requireSameRequests(t, kind, seen)
}

// requireSameRequests checks that all attempts sent the same request except for the
// attempt number.
func requireSameRequests(t *testing.T, kind Kind, seen []sighting) {
	t.Helper()
	for i, one := range seen {
		require.Equal(t, fmt.Sprintf("%d/3", i+1), one.header.Get("X-Stateset-Attempt"))
		require.Equal(t, seen[0].method, one.method)
		require.Equal(t, seen[0].target, one.target)
		require.Equal(t, map[Kind]string{Keyed: keyOfCall}[kind], one.header.Get("Idempotency-Key"))
		require.Equal(t, map[Kind]string{Keyed: bodyOfCall, Unkeyed: bodyOfCall}[kind], one.body)
	}
}

func TestTableIsInOrder(t *testing.T) {
	t.Parallel()
	for i, row := range Table {
		require.Equal(t, i+1, row.ID)
		require.NotEmpty(t, row.Condition)
	}
}

var errRefused = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", errRefuse)}

// localConditions are failures before the request is sent.
func localConditions() []condition {
	refused, permanent := unsent(0, api.StopPermanent), unsent(1, api.StopPermanent)
	never := unsent(3, api.StopAttempts)
	rows := []condition{
		{name: "caller cancels before the answer", row: 1, cancel: true, answer: stalled(""),
			safe: stopped(api.OutcomeUnknown, api.StopContext)},
		{name: "caller cancels, then an error comes", row: 1, cancel: true, answer: reply(503, ""),
			safe: stopped(api.OutcomeUnknown, api.StopContext)},
		{name: "scheme", row: 2, safe: refused, request: func(r *Request) { r.URL.Scheme = "ftp" }},
		{name: "no host", row: 2, safe: refused, request: func(r *Request) { r.URL.Host = "" }},
		{name: "header value", row: 2, safe: refused, request: func(r *Request) { r.Header["X-Note"] = []string{"a\nb"} }},
		{name: "header name", row: 2, safe: refused, request: func(r *Request) { r.Header["X Note"] = []string{"a"} }},
		{name: "method", row: 2, safe: refused, request: func(r *Request) { r.Method += " " }},
		{name: "bearer in clear text", row: 2, safe: permanent, request: func(r *Request) { r.URL.Host = "api.example.com" }},
		{name: "limiter", row: 2, safe: permanent, config: func(c *Config) {
			c.Limiter = limiter(func(context.Context) error { return errors.New("no tokens left") })
		}},
		{name: "bad proxy", row: 2, safe: permanent, server: func(_ *testing.T, s *server) { s.wireHTTP.Proxy = badProxy }},
		dialFailure("host does not exist", 4, permanent, &net.DNSError{Err: "no such host", Name: "localhost", IsNotFound: true}),
		dialFailure("refused", 5, never, errRefused),
		dialFailure("dial timeout", 5, never, &net.OpError{Op: "dial", Net: "tcp", Err: os.ErrDeadlineExceeded}),
		dialFailure("name server fails", 5, never, &net.DNSError{Err: "server misbehaving", Name: "localhost", IsTemporary: true}),
		dialFailure("name server is slow", 5, never, &net.DNSError{Err: "i/o timeout", Name: "localhost", IsTimeout: true}),
		{name: "TLS handshake stalls", row: 5, safe: never, request: overTLS, server: func(_ *testing.T, s *server) { s.deaf = true }},
	}
	return append(sameForAll(rows), tlsConditions()...)
}

// sameForAll copies the verdict of safe requests to the other kinds.
func sameForAll(rows []condition) []condition {
	for i := range rows {
		if rows[i].answer == nil {
			rows[i].answer = reply(200, "{}")
		}
		rows[i].keyed, rows[i].unkeyed = rows[i].safe, rows[i].safe
	}
	return rows
}

func dialFailure(name string, row int, v verdict, err error) condition {
	return condition{name: name, row: row, safe: v, server: func(_ *testing.T, s *server) {
		s.refuse = func(int) error { return err }
	}}
}

func tlsConditions() []condition {
	secured := func(t *testing.T, s *server) { s.tls = certificateFor(t, "localhost", time.Hour) }
	rows := []condition{
		{name: "unknown authority", row: 3, server: secured},
		{name: "unknown authority, seen through middleware", row: 3, server: secured, config: func(c *Config) { c.Middleware = wrapping() }},
		{name: "certificate of another host", row: 3, server: func(t *testing.T, s *server) {
			s.tls = certificateFor(t, "elsewhere.example", time.Hour)
			trust(s)
		}},
		{name: "expired certificate", row: 3, server: func(t *testing.T, s *server) {
			s.tls = certificateFor(t, "localhost", -time.Hour)
			trust(s)
		}},
		{name: "client certificate missing, TLS 1.3", row: 3, server: demandCertificate(tls.VersionTLS13)},
		{name: "client certificate missing, TLS 1.2", row: 3, server: demandCertificate(tls.VersionTLS12)},
		{name: "http on the TLS port", row: 3, server: func(_ *testing.T, s *server) { s.greet = "HTTP/1.1 400 Bad Request\r\n\r\n" }},
		{name: "no TLS on the TLS port", row: 3, server: func(_ *testing.T, s *server) { s.greet = "SSH-2.0-OpenSSH_9.9\r\n" }},
	}
	for i := range rows {
		rows[i].request, rows[i].safe = overTLS, unsent(1, api.StopPermanent)
	}
	return sameForAll(rows)
}

// demandCertificate makes the server reject clients without a certificate.
func demandCertificate(version uint16) func(*testing.T, *server) {
	return func(t *testing.T, s *server) {
		s.tls = certificateFor(t, "localhost", time.Hour)
		s.tls.ClientAuth, s.tls.MaxVersion = tls.RequireAnyClientCert, version
		trust(s)
	}
}

func overTLS(r *Request) { r.URL.Scheme = "https" }

// wrapping is middleware that wraps errors, as tracers do.
func wrapping() []func(http.RoundTripper) http.RoundTripper {
	return []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			response, err := next.RoundTrip(r)
			if err != nil {
				err = fmt.Errorf("traced: %w", err)
			}
			return response, err
		})
	}}
}

// networkConditions are failures after the request was sent.
func networkConditions() []condition {
	unknown := api.OutcomeUnknown
	rows := []condition{
		{name: "closed after reading", row: 6, answer: ended("")},
		{name: "reset after reading", row: 6, answer: reset("")},
		{name: "no answer in time", row: 6, answer: stalled("")},
		{name: "status line breaks off", row: 6, answer: ended("HTTP/1.1 20")},
		{name: "headers break off", row: 6, answer: reset("HTTP/1.1 200 OK\r\nContent-Le")},
		{name: "headers stall", row: 6, answer: stalled("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")},
		{name: "not HTTP", row: 6, answer: ended("220 mail.example.com ESMTP\r\n")},
		{name: "two lengths", row: 6, answer: ended("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")},
		{name: "negative length", row: 6, answer: ended("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")},
		{name: "2 MiB of headers", row: 6, answer: ended("HTTP/1.1 200 OK\r\nX-Fill: " + long(2<<20) + "\r\n\r\n"),
			server: func(_ *testing.T, s *server) { s.wireHTTP.MaxResponseHeaderBytes = maxHeader }},
		{name: "nil answer of a round tripper", row: 6, config: func(c *Config) {
			inner := c.HTTP.Transport
			c.HTTP = &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				if _, err := inner.RoundTrip(r); err != nil {
					return nil, err
				}
				return nil, nil
			})}
		}, answer: reply(200, "")},
		{name: "body breaks off", row: 7, answer: ended("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"id\":")},
		{name: "chunks break off", row: 7, answer: ended("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")},
		{name: "reset in the body", row: 7, answer: reset("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"id\":")},
		{name: "reset before the body", row: 7, answer: reset("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n")},
		{name: "body stalls", row: 7, answer: stalled("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"id\":")},
		{name: "bad chunk", row: 7, answer: ended("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")},
		{name: "gzip stream breaks off", row: 7, answer: reply(200, zipped(t1k)[:60], "Content-Encoding: gzip")},
		{name: "gzip stream and connection break off", row: 7,
			answer: ended("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zipped(t1k)[:60])},
	}
	for i := range rows {
		rows[i].safe, rows[i].keyed = repeated(unknown), repeated(unknown)
		rows[i].unkeyed = stopped(unknown, api.StopNotKeyed)
	}
	return rows
}
