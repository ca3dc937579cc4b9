package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/internal/numtext"
)

// Response is what came back beside the object that a call returns.
type Response struct {
	Status    int
	Header    http.Header
	RequestID string
	RateLimit RateLimit // zero when the answer does not say
	Replayed  bool      // the server repeated the answer of an earlier request with the same key
	Attempts  []Attempt
	// Skipped lists members that were not decoded, at most 16. Their fields have the zero
	// value. A member is skipped for an unexpected JSON type or an invalid value, such as a
	// negative count, a number of more than 64 characters or a text that is no time.
	// Amounts, ids and statuses are never skipped: their faults are a [DecodeError].
	Skipped []Skipped
	body    func() []byte // a function, so that printing a Response does not show it
}

// Skipped is a member of a response that was not decoded.
type Skipped struct {
	Path string // "metadata.color"
	Kind string // the JSON type that was found, "array"; or "invalid UTF-8"
}

// RateLimit is what an answer says of the rate limit of its account.
type RateLimit struct {
	Limit     int       // requests a second
	Remaining int       // that may be made at once
	Reset     time.Time // when all of them may be made again
}

// Format prints the exported fields for every verb, not the body.
func (r Response) Format(f fmt.State, _ rune) {
	type plain Response // without this method
	shown := plain(r)
	shown.body = nil
	_, _ = fmt.Fprintf(f, "%+v", shown)
}

// NewResponse returns the Response of a status, headers and a body, with the fields
// that follow from the headers. It serves tests and middleware of users, too.
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

// Body returns the body of the response, decompressed. It belongs to the caller. It is
// nil for a nil Response.
func (r *Response) Body() []byte {
	if r == nil || r.body == nil {
		return nil
	}
	return r.body()
}

// Decode stores the answer's JSON in the value that v points to.
func (r *Response) Decode(v any) error { return json.Unmarshal(r.Body(), v) }

// ParseRateLimit reads the headers X-RateLimit-Limit, -Remaining and -Reset. A header
// that is no plain number leaves its field zero. Without a limit the result is false.
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

// resetIsTime is the number from which a reset is a Unix time; below it is a number
// of seconds from now. Servers differ.
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

// RequestOption changes one call: its timeout, its idempotency key, its headers. The
// functions With… of package stateset make request options; other types cannot
// implement the interface.
type RequestOption interface{ sealedOption() }
