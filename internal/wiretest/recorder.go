package wiretest

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

// The API keys of clients. Only the Authorization header may contain the Sentinel.
const (
	Sentinel = "Zq8sentinel7Vx2w"
	Key      = "sk_test_" + Sentinel + "LmKp9"
	LiveKey  = "sk_live_" + Sentinel + "LmKp9"
)

// Request is a request as the client sent it.
type Request struct {
	Method, URL, Host string
	Path              string // escaped
	Query             url.Values
	Header            http.Header
	Body              string
}

// Key returns the idempotency key.
func (r Request) Key() string { return r.Header.Get("Idempotency-Key") }

// String returns the method, the host with path and query, and the body.
func (r Request) String() string {
	line := r.Method + " " + r.Host + r.Path
	if len(r.Query) > 0 {
		line += "?" + r.Query.Encode()
	}
	if r.Body != "" {
		line += " " + r.Body
	}
	return line
}

// Recorder is a transport that records requests. It is safe for concurrent use.
type Recorder struct {
	responses []Response

	mu       sync.Mutex
	requests []Request
}

// New returns a recorder that sends the responses in order. The last response repeats.
// Without responses every request fails with status 400.
func New(responses ...Response) *Recorder {
	if len(responses) == 0 {
		responses = []Response{Respond(http.StatusBadRequest, `{"error":{"code":"recorded","message":"recorded"}}`)}
	}
	return &Recorder{responses: responses}
}

// RoundTrip records the request and returns the next response. A request whose context
// has ended is not sent.
func (r *Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	var body []byte
	if request.Body != nil {
		var err error
		if body, err = io.ReadAll(request.Body); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	r.requests = append(r.requests, Request{
		Method: request.Method, URL: request.URL.String(), Host: request.URL.Host, Path: request.URL.EscapedPath(),
		Query: request.URL.Query(), Header: request.Header.Clone(), Body: string(body),
	})
	respond := r.responses[min(len(r.requests), len(r.responses))-1]
	r.mu.Unlock()
	return respond(request)
}

// Requests returns a copy of the requests so far.
func (r *Recorder) Requests() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// Last returns the newest request. The test fails without one.
func (r *Recorder) Last(t testing.TB) *Request {
	t.Helper()
	requests := r.Requests()
	require.NotEmpty(t, requests, "no request was sent")
	return &requests[len(requests)-1]
}

// Only returns the single request. The test fails if there are none or several.
func (r *Recorder) Only(t testing.TB) *Request {
	t.Helper()
	requests := r.Requests()
	require.Equal(t, 1, len(requests), "requests")
	return &requests[0]
}

// Client returns a client with the test key that sends to the recorder.
func (r *Recorder) Client(t testing.TB, opts ...stateset.Option) *stateset.Client {
	t.Helper()
	return NewClient(t, r, opts...)
}

// NewClient returns a client with the test key that sends over the transport.
func NewClient(t testing.TB, transport http.RoundTripper, opts ...stateset.Option) *stateset.Client {
	t.Helper()
	client, err := stateset.New(Key, append([]stateset.Option{stateset.WithHTTPClient(&http.Client{Transport: transport})}, opts...)...)
	require.NoError(t, err)
	return client
}

// Serve returns a client that receives status 200 and the body for every call.
func Serve(t testing.TB, body string) (*stateset.Client, *Recorder) {
	t.Helper()
	recorder := New(Respond(http.StatusOK, body))
	return recorder.Client(t), recorder
}
