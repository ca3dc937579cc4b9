package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/api"
)

// attemptTripper makes one attempt of a call. It waits for the limiter, sets the timeout,
// the trace and the headers of the attempt, and refuses to send a key in clear text. It
// has no CloseIdleConnections, because go-retryablehttp would call it.
type attemptTripper struct {
	next  http.RoundTripper
	pool  *http.Transport // the transport below all middleware, if it belongs to net/http
	fetch bool            // pool uses the Fetch API of a browser
	plain bool            // next belongs to net/http, which never modifies request headers
	clear bool            // a test key may be sent over http to every host
}

// RoundTrip makes the attempt. The call reads the response body afterwards and ends the
// attempt.
func (t attemptTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	call := request.Context().Value(callKey{}).(*call)
	if err := call.ready(); err != nil {
		return nil, err
	}
	attempt := call.begin()
	if err := secure(request, t.clear); err != nil {
		return nil, &permanentError{err}
	}
	response, err := attempt.once(t.next, t.outgoing(request, attempt))
	if attempt.repeats() {
		response, err = attempt.once(t.next, t.outgoing(request, attempt))
	}
	if err != nil {
		return nil, attempt.proxyError(t.pool, request, attempt.alert(err))
	}
	if response != nil && response.Body == nil {
		response.Body = http.NoBody
	}
	if t.fetch && response != nil && response.StatusCode == 0 {
		attempt.hiddenRedirect = true // the Fetch API hides its status
	}
	if response != nil && response.StatusCode >= 300 && response.StatusCode <= 399 {
		return attempt.stay(response), nil
	}
	return response, nil
}

// outgoing returns the request of one round trip, with its own context, body and
// headers.
func (t attemptTripper) outgoing(request *http.Request, attempt *attemptTrace) *http.Request {
	call := attempt.Context.(*call)
	header := request.Header
	if call.number > 1 || call.repeated || !t.plain || t.fetch {
		header = maps.Clone(header) // the previous attempt may still be read, and middleware may add headers
	}
	header["X-Stateset-Attempt"] = attemptHeader(call.number, call.policy.MaxAttempts)
	if t.fetch {
		forFetch(header)
	}
	out := request.WithContext(httptrace.WithClientTrace(attempt.ctx, &attempt.hooks))
	out.Header = header
	setBody(out, call.request)
	return out
}

// stay removes the Location of a redirect until the response is read: http.Client would
// parse it, and return its own error for a malformed one.
func (t *attemptTrace) stay(response *http.Response) *http.Response {
	t.location = response.Header["Location"]
	hidden := *response
	hidden.Header = maps.Clone(response.Header)
	delete(hidden.Header, "Location")
	return &hidden
}

// noTransport replaces a nil that a middleware returned.
type noTransport struct{}

// RoundTrip returns the error.
func (noTransport) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &permanentError{errors.New("stateset: a middleware returned no transport")}
}

// attemptTrace is one attempt: the parent of its context, and the events of httptrace.
// The hooks may run after the attempt ended, so the fields are atomic and no attempt
// reuses them.
type attemptTrace struct {
	context.Context // the call
	info            api.Operation
	values          context.Context // of the hook OnAttemptStart; nil without one
	ctx             context.Context // with the attempt's timeout
	cancel          context.CancelFunc
	hooks           httptrace.ClientTrace
	start           time.Time
	location        []string // of a redirect
	hiddenRedirect  bool
	writes          atomic.Int32
	refused         bool  // the server refused to process the last round trip
	refusedWrites   int32 // how many writes the server did not process
	connRequested   atomic.Bool
	connected       atomic.Bool // a connection was ready for the request
	reused          atomic.Bool
	secured         atomic.Pointer[tls.Conn] // the connection, if it uses TLS
}

func newAttemptTrace(c *call, timeout time.Duration, cause error) *attemptTrace {
	t := &c.firstTrace
	if c.number > 1 {
		t = new(attemptTrace)
	}
	t.Context, t.info, t.start = c, c.info, time.Now()
	t.ctx, t.cancel = context.WithTimeoutCause(t, timeout, cause)
	t.hooks.GetConn, t.hooks.GotConn, t.hooks.WroteHeaders = t.getConn, t.gotConn, t.wroteHeaders
	return t
}

// Value returns the operation of the request.
func (t *attemptTrace) Value(key any) any {
	if _, ok := key.(infoKey); ok {
		return &t.info
	}
	if t.values != nil {
		if value := t.values.Value(key); value != nil {
			return value
		}
	}
	return t.Context.Value(key)
}

func (t *attemptTrace) getConn(string) { t.connRequested.Store(true) }
func (t *attemptTrace) gotConn(info httptrace.GotConnInfo) {
	t.connected.Store(true)
	t.reused.Store(info.Reused)
	secured, _ := info.Conn.(*tls.Conn)
	t.secured.Store(secured)
}
func (t *attemptTrace) wroteHeaders() { t.writes.Add(1) }

// sends returns how often the request was written. Over HTTP/2 a response may arrive
// before the hook that counts the write.
func (t *attemptTrace) sends(answered bool) int {
	sends := t.writes.Load()
	if answered && t.connRequested.Load() {
		sends = max(sends, t.refusedWrites+1)
	}
	return int(sends)
}

// secure returns an error when a key would travel over http to another machine. If clear
// is set, a test key may.
func secure(request *http.Request, clear bool) error {
	key := request.Header.Get("Authorization")
	if request.URL.Scheme != "http" || key == "" || IsLoopback(request.URL.Hostname()) || clear && !strings.Contains(key, "k_live_") {
		return nil
	}
	return fmt.Errorf("%w: %s", api.ErrInsecureURL, request.URL.Host)
}

// IsLoopback reports whether the host is this machine: localhost, 127.0.0.0/8 or
// ::1.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && addr.Unmap().IsLoopback()
}

// attemptHeaders holds the values of the attempt header, to avoid allocations.
var attemptHeaders = func() (values [maxMaxAttempts + 1][maxMaxAttempts + 1][]string) {
	for total := range values {
		for n := range values[total] {
			values[total][n] = []string{strconv.Itoa(n) + "/" + strconv.Itoa(total)}
		}
	}
	return values
}()

func attemptHeader(n, total int) []string { return attemptHeaders[total][n] }
