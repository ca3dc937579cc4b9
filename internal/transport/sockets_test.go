package transport

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// The conditions of TestTable have the same result on real sockets. Retried conditions
// make only two attempts, because the wait between them takes real time.
func TestRealSockets(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		open                 func(*testing.T, http.HandlerFunc) string
		handle               http.HandlerFunc
		row                  int
		safe, keyed, unkeyed verdict
	}{
		"refused": {open: closedPort, row: 5,
			safe: unsent(2, api.StopAttempts), keyed: unsent(2, api.StopAttempts), unkeyed: unsent(2, api.StopAttempts)},
		"unknown authority": {open: openTLS, row: 3,
			safe: unsent(1, api.StopPermanent), keyed: unsent(1, api.StopPermanent), unkeyed: unsent(1, api.StopPermanent)},
		"http on the TLS port": {open: openWrongTLS, row: 3,
			safe: unsent(1, api.StopPermanent), keyed: unsent(1, api.StopPermanent), unkeyed: unsent(1, api.StopPermanent)},
		"reset after reading": {open: open, handle: resetConnection, row: 6,
			safe: twice(), keyed: twice(), unkeyed: stopped(api.OutcomeUnknown, api.StopNotKeyed)},
		"body breaks off": {open: open, handle: breakOff, row: 7,
			safe: twice(), keyed: twice(), unkeyed: stopped(api.OutcomeUnknown, api.StopNotKeyed)},
		"HTTP/2 stream reset": {open: openHTTP2, handle: breakOff, row: 7,
			safe: twice(), keyed: twice(), unkeyed: stopped(api.OutcomeUnknown, api.StopNotKeyed)},
		"HTTP/2 stream reset before the answer": {open: openHTTP2, handle: abort, row: 6,
			safe: twice(), keyed: twice(), unkeyed: stopped(api.OutcomeUnknown, api.StopNotKeyed)},
	} {
		for kindName, kind := range kinds {
			t.Run(name+"/"+kindName, func(t *testing.T) {
				t.Parallel()
				var reads atomic.Int64
				address := c.open(t, func(w http.ResponseWriter, r *http.Request) {
					reads.Add(1)
					c.handle(w, r)
				})
				failure := failOn(t, address, kind)
				want := [...]verdict{Safe: c.safe, Keyed: c.keyed, Unkeyed: c.unkeyed}[kind]
				require.Equal(t, c.row, failure.Row, "%v", failure.Err)
				require.Equal(t, want, verdict{len(failure.Attempts), int(reads.Load()), failure.Outcome, failure.Stop}, "%v", failure.Err)
			})
		}
	}
}

func twice() verdict { return verdict{2, 2, api.OutcomeUnknown, api.StopAttempts} }

// failOn makes a call to the address that must fail.
func failOn(t *testing.T, address string, kind Kind) *Failure {
	u, err := url.Parse(address)
	require.NoError(t, err)
	hc := DefaultHTTP()
	if u.Fragment == "trusted" { // a server whose certificate the client trusts
		hc.Transport.(*http.Transport).TLSClientConfig = trusted(t)
		u.Fragment = ""
	}
	t.Cleanup(hc.CloseIdleConnections)
	c := New(Config{HTTP: hc, Policy: complete(t, api.RetryPolicy{MaxAttempts: 2})})
	c.random = noJitter
	r := newRequest(kind)
	r.URL = u
	response, failure := c.Do(t.Context(), r)
	require.Nil(t, response)
	return failure
}

func open(t *testing.T, handle http.HandlerFunc) string {
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s.URL
}

func openTLS(t *testing.T, handle http.HandlerFunc) string {
	s := httptest.NewUnstartedServer(handle)
	s.Config.ErrorLog = silent()
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

func openWrongTLS(t *testing.T, handle http.HandlerFunc) string {
	return "https" + open(t, handle)[len("http"):]
}

func openHTTP2(t *testing.T, handle http.HandlerFunc) string {
	s := httptest.NewUnstartedServer(handle)
	s.EnableHTTP2, s.Config.ErrorLog = true, silent()
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL + "#trusted"
}

// closedPort returns the address of a bound socket that does not listen. The address of a
// closed listener could be taken by another test.
func closedPort(t *testing.T, _ http.HandlerFunc) string {
	s := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}}
	conn, err := dialer.Dial("tcp", s.Listener.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return "http://" + conn.LocalAddr().String()
}

// resetConnection ends the connection with a reset.
func resetConnection(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

// breakOff closes the connection within the body of the response.
func breakOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "20")
	_, _ = w.Write([]byte(`{"id":`))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// abort closes the connection without a response.
func abort(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
