package transport

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/api"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The contents of the test requests. None may appear in an error or a log line, except
// for the template of the path.
const (
	secretKey   = "sk_test_sentinel_key"
	secretQuery = "sentinel-query"
	secretID    = "sentinel-id"
	keyOfCall   = "key-of-the-call"
	template    = "/v1/things/{id}"
	bodyOfCall  = `{"amount":"10.50","currency":"USD"}`
)

// kinds are all kinds, by name.
var kinds = map[string]Kind{"safe": Safe, "keyed": Keyed, "unkeyed": Unkeyed}

// newRequest returns a request of the kind to this machine, in clear text.
func newRequest(kind Kind) *Request {
	r := &Request{
		Operation: "Things.Read", Method: http.MethodGet, Template: template,
		URL: &url.URL{Scheme: "http", Host: "localhost", Path: "/v1/things/" + secretID, RawQuery: "q=" + secretQuery},
		Header: http.Header{
			"Accept-Encoding": {"gzip"}, "Authorization": {"Bearer " + secretKey},
		},
	}
	if kind == Safe {
		return r
	}
	r.Operation, r.Method, r.Body = "Things.Create", http.MethodPost, []byte(bodyOfCall)
	r.Header["Content-Type"] = []string{"application/json"}
	if kind == Keyed {
		r.Key, r.KeyCreated = keyOfCall, time.Now()
		r.Header["Idempotency-Key"] = []string{r.Key}
	}
	return r
}

// complete adds the defaults to a policy.
func complete(t *testing.T, p api.RetryPolicy) api.RetryPolicy {
	t.Helper()
	p, err := Complete(p)
	require.NoError(t, err)
	return p
}

// envelope is the body of an error, with the members that the tests need.
type envelope struct {
	Error struct {
		Code       string `json:"code"`
		RetryAfter int64  `json:"retry_after"`
	} `json:"error"`
}

func (e *envelope) ErrorCode() string { return e.Error.Code }

func (e *envelope) RetryAfterHint() (time.Duration, bool) {
	return time.Duration(e.Error.RetryAfter) * time.Second, e.Error.RetryAfter > 0
}

func classify(r *Response) Answer {
	e := new(envelope)
	if json.Unmarshal(r.Body, e) != nil {
		return nil
	}
	return e
}

// roundTripper is a function as a round tripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// noJitter returns the minimum of every random number.
func noJitter(int64) int64 { return 0 }

// fullJitter returns the maximum of every random number.
func fullJitter(n int64) int64 { return n - 1 }
