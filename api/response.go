package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/internal/numtext"
)

// Response is the HTTP response of a call, beside the object that the call returns.
type Response struct {
	Status    int
	Header    http.Header
	RequestID string
	RateLimit RateLimit // zero if the response does not report it
	Replayed  bool      // whether the server repeated the response of an earlier request with the same key
	Attempts  []Attempt
	// Skipped lists members that were not decoded, at most 16. Their fields have the zero
	// value. A member is skipped for an unexpected JSON type or an invalid value: a
	// negative count, a number of more than 64 characters, or a text that is not a time.
	// Amounts, IDs and statuses are never skipped: a fault in them returns a
	// [DecodeError].
	Skipped []Skipped
	body    func() []byte // a function, so that printing a Response does not show it
}

// Skipped is a member of a response that was not decoded.
type Skipped struct {
	Path string // as in "metadata.color"
	Kind string // the JSON type of the member, such as "array", or "invalid UTF-8"
}

// RateLimit is the rate limit of an account as a response reported it.
type RateLimit struct {
	Limit     int       // requests per second
	Remaining int       // requests that can be sent immediately
	Reset     time.Time // when Remaining is back at Limit
}

// Format prints the exported fields for every verb, without the body.
func (r Response) Format(f fmt.State, _ rune) {
	type plain Response // without this method
	shown := plain(r)
	shown.body = nil
	_, _ = fmt.Fprintf(f, "%+v", shown)
}

// NewResponse returns the Response for a status, headers and a body. The other fields are
// computed from the headers. Use it in tests and middleware.
func NewResponse(status int, header http.Header, body []byte) *Response {
	limit, _ := ParseRateLimit(header)
	r := &Response{
		Status: status, Header: header, RateLimit: limit,
		Replayed: Replayed(header), body: func() []byte { return body },
	}
	if ids := header["X-Request-Id"]; len(ids) > 0 {
		r.RequestID = ids[0]
	}
	return r
}

// Body returns the decompressed body of the response. The caller may change it. Body of a
// nil Response is nil.
func (r *Response) Body() []byte {
	if r == nil || r.body == nil {
		return nil
	}
	return r.body()
}

// Decode decodes the JSON of the response into the value that v points to.
func (r *Response) Decode(v any) error { return json.Unmarshal(r.Body(), v) }

// ParseRateLimit reads the headers X-RateLimit-Limit, -Remaining and -Reset. A header
// that is not a plain number leaves its field zero. Without a limit the result is false.
func ParseRateLimit(header http.Header) (RateLimit, bool) {
	limit, ok := plainNumber(header, "X-Ratelimit-Limit")
	if !ok {
		return RateLimit{}, false
	}
	remaining, _ := plainNumber(header, "X-Ratelimit-Remaining")
	l := RateLimit{Limit: int(limit), Remaining: int(remaining)}
	if reset, ok := plainNumber(header, "X-Ratelimit-Reset"); ok {
		l.Reset = resetTime(reset, header)
	}
	return l, true
}

// resetIsTime is the smallest reset that is a Unix time. Smaller values are seconds from
// now. Servers use both.
const resetIsTime = 1_000_000_000

func resetTime(reset int64, header http.Header) time.Time {
	if reset >= resetIsTime {
		return time.Unix(reset, 0).UTC()
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return now.UTC().Truncate(time.Second).Add(time.Duration(reset) * time.Second)
}

func plainNumber(header http.Header, name string) (int64, bool) {
	values := header[name]
	if len(values) != 1 || len(values[0]) > 10 || !numtext.AllDigits(values[0]) {
		return 0, false
	}
	n, err := strconv.ParseInt(values[0], 10, 64)
	return n, err == nil
}

// RequestOption configures a single call: its timeout, its idempotency key, its headers.
// The functions With… of package stateset return request options. Other types cannot
// implement the interface.
type RequestOption interface{ sealedOption() }
