package transport

import (
	"context"
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

// attemptTripper makes one attempt of a call: it waits for the limiter, gives the
// attempt its timeout, its trace and headers of its own, and refuses to send a key
// in clear text. It has no CloseIdleConnections on purpose.
type attemptTripper struct {
	next  http.RoundTripper
	pool  *http.Transport // what middleware wraps, if it is net/http's
	fetch bool            // pool is a browser's Fetch API
	plain bool            // next is net/http's, which never changes a request's headers
}

// RoundTrip makes the attempt. The call reads the answer's body afterwards, and
// ends the attempt.
func (t attemptTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	call := request.Context().Value(callKey{}).(*call)
	if err := call.ready(); err != nil {
		return nil, err
	}
	attempt := call.begin()
	if err := secure(request); err != nil {
		return nil, &permanentError{err}
	}
	response, err := attempt.once(t.next, t.outgoing(request, attempt))
	if attempt.repeats() {
		response, err = attempt.once(t.next, t.outgoing(request, attempt))
	}
	if err != nil {
		return nil, attempt.proxyError(t.pool, request, err)
	}
	if response != nil && response.Body == nil {
		response.Body = http.NoBody
	}
	if t.fetch && response != nil && response.StatusCode == 0 {
		attempt.hiddenRedirect = true // the Fetch API does not tell its status
	}
	if response != nil && response.StatusCode >= 300 && response.StatusCode <= 399 {
		return attempt.stay(response), nil
	}
	return response, nil
}

// outgoing is the request of one round trip: with the attempt's context, a body and
// headers of its own.
func (t attemptTripper) outgoing(request *http.Request, attempt *attemptTrace) *http.Request {
	call := attempt.Context.(*call)
	header := request.Header
	if call.number > 1 || call.repeated || !t.plain || t.fetch {
		header = maps.Clone(header) // the attempt before may still be read, and middleware adds to its own
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

// stay hides where a redirect points, until the answer is read: http.Client would
// parse that, and make an error of its own of what it cannot parse.
func (t *attemptTrace) stay(response *http.Response) *http.Response {
	t.location = response.Header["Location"]
	hidden := *response
	hidden.Header = maps.Clone(response.Header)
	delete(hidden.Header, "Location")
	return &hidden
}

// noTransport stands for the nil that a middleware returned.
type noTransport struct{}

// RoundTrip says what is wrong.
func (noTransport) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &permanentError{errors.New("stateset: a middleware returned no transport")}
}

// attemptTrace is one attempt: the parent of its context, and what httptrace tells
// of it. Its hooks may run after the attempt ended, hence the atomics, and nothing
// of it serves another attempt.
type attemptTrace struct {
	context.Context // the call
	info            api.Operation
	ctx             context.Context // with the attempt's timeout
	cancel          context.CancelFunc
	hooks           httptrace.ClientTrace
	start           time.Time
	location        []string // of a redirect
	hiddenRedirect  bool
	writes          atomic.Int32
	refused         bool  // the last round trip ended in a refusal to look at the request
	refusedWrites   int32 // how many of the writes the server did not look at
	connRequested   atomic.Bool
	connected       atomic.Bool // a connection was ready for the request
	reused          atomic.Bool
}

func newAttemptTrace(c *call, timeout time.Duration, cause error) *attemptTrace {
	t := &c.firstTrace
	if c.number > 1 {
		t = new(attemptTrace)
	}
	t.Context, t.info, t.start = c, c.info, time.Now()
	t.ctx, t.cancel = context.WithTimeoutCause(t, timeout, cause)
	t.hooks = httptrace.ClientTrace{GetConn: t.getConn, GotConn: t.gotConn, WroteHeaders: t.wroteHeaders}
	return t
}

// Value finds what the request is for.
func (t *attemptTrace) Value(key any) any {
	if _, ok := key.(infoKey); ok {
		return &t.info
	}
	return t.Context.Value(key)
}

func (t *attemptTrace) getConn(string) { t.connRequested.Store(true) }
func (t *attemptTrace) gotConn(info httptrace.GotConnInfo) {
	t.connected.Store(true)
	t.reused.Store(info.Reused)
}
func (t *attemptTrace) wroteHeaders() { t.writes.Add(1) }

// sends is how often the request was written. Over HTTP/2 a response may outrun the
// hook that counts the write.
func (t *attemptTrace) sends(answered bool) int {
	sends := t.writes.Load()
	if answered && t.connRequested.Load() {
		sends = max(sends, t.refusedWrites+1)
	}
	return int(sends)
}

// secure refuses to send a bearer key over http to another machine.
func secure(request *http.Request) error {
	if request.URL.Scheme == "http" && !IsLoopback(request.URL.Hostname()) && request.Header.Get("Authorization") != "" {
		return fmt.Errorf("%w: %s", api.ErrInsecureURL, request.URL.Host)
	}
	return nil
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

// attemptHeaders holds the values of the attempt header, which are few.
var attemptHeaders = func() (values [maxMaxAttempts + 1][maxMaxAttempts + 1][]string) {
	for total := range values {
		for n := range values[total] {
			values[total][n] = []string{strconv.Itoa(n) + "/" + strconv.Itoa(total)}
		}
	}
	return values
}()

func attemptHeader(n, total int) []string { return attemptHeaders[total][n] }
