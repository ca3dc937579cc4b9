package mockserver

import (
	"fmt"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// Action is the effect of a fault. Every rule has one action. The zero value is invalid.
// The methods of an Action change how it responds, and return the changed Action:
//
//	mockserver.Status(502).WithEnvelope("html").WithHeader("Retry-After", "2")
type Action struct{ words []fault.Word }

func action(text, code string, args ...any) Action {
	return Action{[]fault.Word{{Name: "do", Value: text, Go: fmt.Sprintf(code, args...)}}}
}

func sized(name string, size int64, code string) Action {
	return action(name+":"+strconv.FormatInt(size, 10), "%s(%d)", code, size)
}

func (a Action) with(name, value, code string, args ...any) Action {
	return Action{append(a.words[:len(a.words):len(a.words)], fault.Word{Name: name, Value: value, Go: fmt.Sprintf(code, args...)})}
}

// Do returns the action with the text form, such as "redirect:302:self".
func Do(text string) Action { return action(text, "Do(%q)", text) }

// Status responds with a status from 200 to 599. The body is the documented error,
// unless [Action.WithEnvelope] or [Action.WithBody] sets another. The response does not
// state whether to retry.
func Status(status int) Action { return action("status:"+strconv.Itoa(status), "Status(%d)", status) }

// ErrorCode responds with the error code of the API, such as "card_declined", with its
// documented status and body.
func ErrorCode(code string) Action { return action("error:"+code, "ErrorCode(%q)", code) }

// WithEnvelope sets the form of the response of [Status], [ErrorCode] or [StoredError].
// JSON forms: documented, details, success, success-text, string, flat, errors,
// errors-by-field, problem, meta, beside and array. Other forms: html, text, empty, null
// and bad-json.
func (a Action) WithEnvelope(name string) Action {
	return a.with("envelope", name, "WithEnvelope(%q)", name)
}

// WithBody sets the body of the response of [Status], [ErrorCode] or [StoredError]. Its
// media type is guessed: JSON, HTML or text.
func (a Action) WithBody(text string) Action { return a.with("body", text, "WithBody(%q)", text) }

// WithHeader sets a header of the response. A further call with the same name adds a
// line.
func (a Action) WithHeader(name, value string) Action {
	return a.with("header", name+":"+value, "WithHeader(%q, %q)", name, value)
}

// WithDelay waits before the action, see [Delay].
func (a Action) WithDelay(d time.Duration) Action {
	return a.with("delay", d.String(), "WithDelay(%s)", d)
}

// Header sets a header of the real response.
func Header(name, value string) Action {
	return Action{[]fault.Word{{Name: "header", Value: name + ":" + value, Go: fmt.Sprintf("Header(%q, %q)", name, value)}}}
}

// Delay delays the request, which then continues. Maximum: 24 hours. Every wait of a
// fault takes real time, which is virtual in testing/synctest only. A wait ends when the
// client disconnects or the server closes.
func Delay(d time.Duration) Action {
	return Action{[]fault.Word{{Name: "delay", Value: d.String(), Go: fmt.Sprintf("Delay(%s)", d)}}}
}

// Stall sends nothing for d, then closes the connection. Maximum: 24 hours. Zero means
// until the client disconnects.
func Stall(d time.Duration) Action {
	if d == 0 {
		return action("stall", "Stall(%s)", d)
	}
	return action("stall:"+d.String(), "Stall(%s)", d)
}

// Reset ends the connection with RST.
func Reset() Action { return action("reset", "Reset()") }

// Disconnect ends the connection with FIN.
func Disconnect() Action { return action("close", "Disconnect()") }

// Garbage sends bytes that are not HTTP, then FIN.
func Garbage() Action { return action("garbage", "Garbage()") }

// Cut is the end of a truncated response.
type Cut string

// The ends of a truncated response.
const (
	CutFIN  Cut = "fin"  // the connection ends
	CutRST  Cut = "rst"  // it is reset
	CutHang Cut = "hang" // no more bytes until the client disconnects
	CutOK   Cut = "ok"   // the response ends as if it were complete
)

// Truncate writes n bytes of the body, and then ends the response.
func Truncate(n int64, cut Cut) Action {
	return action("truncate:"+strconv.FormatInt(n, 10)+":"+string(cut), "Truncate(%d, %q)", n, cut)
}

// TruncatePercent writes this percentage of the body, from 0 to 100, and then ends the
// response.
func TruncatePercent(percent int, cut Cut) Action {
	return action("truncate:"+strconv.Itoa(percent)+"%:"+string(cut), "TruncatePercent(%d, %q)", percent, cut)
}

// Drip writes the body at this number of bytes per second.
func Drip(bytesPerSecond int64) Action { return sized("drip", bytesPerSecond, "Drip") }

// WrongLength sends a Content-Length that differs from the length of the body by delta.
func WrongLength(delta int) Action {
	return action("wrong-length:"+strconv.Itoa(delta), "WrongLength(%d)", delta)
}

// NegativeLength sends a Content-Length below zero.
func NegativeLength() Action { return action("wrong-length:negative", "NegativeLength()") }

// TwoLengths sends two different Content-Length headers.
func TwoLengths() Action { return action("wrong-length:two", "TwoLengths()") }

// NoTerminator sends the body in chunks, without the last one.
func NoTerminator() Action { return action("no-terminator", "NoTerminator()") }

// HTML responds with an HTML page. HTML, [Empty], [Null] and [BadJSON] have status 200,
// or the status of the response that they replace.
func HTML() Action { return action("html", "HTML()") }

// Empty responds without a body, see [HTML].
func Empty() Action { return action("empty", "Empty()") }

// Null responds with null, see [HTML].
func Null() Action { return action("null", "Null()") }

// BadJSON responds with JSON that is cut off, see [HTML].
func BadJSON() Action { return action("bad-json", "BadJSON()") }

// GzipBomb responds with a compressed body that has this size after decompression.
// Maximum: 16 GiB.
func GzipBomb(size int64) Action { return sized("gzip:bomb", size, "GzipBomb") }

// GzipCorrupt compresses the response with a wrong checksum.
func GzipCorrupt() Action { return action("gzip:corrupt", "GzipCorrupt()") }

// GzipMislabelled declares an uncompressed response as compressed.
func GzipMislabelled() Action { return action("gzip:mislabelled", "GzipMislabelled()") }

// GzipNested compresses the response twice, and declares it once.
func GzipNested() Action { return action("gzip:nested", "GzipNested()") }

// Redirect responds with 301, 302, 303, 307 or 308. The target is a URL, "self" for the
// URL of the request, or "missing" for no Location.
func Redirect(status int, target string) Action {
	return action("redirect:"+strconv.Itoa(status)+":"+target, "Redirect(%d, %q)", status, target)
}

// BigBody responds with a JSON object after blanks. The size is the total in bytes.
// Maximum: 16 GiB.
func BigBody(size int64) Action { return sized("big", size, "BigBody") }

// HeaderFlood adds headers with this total size in bytes to the response. Maximum: 16
// GiB.
func HeaderFlood(size int64) Action { return sized("header-flood", size, "HeaderFlood") }

// InterimFlood sends n responses with status 103 before the real one, from 1 to
// 1,000,000.
func InterimFlood(n int) Action { return action("interim:"+strconv.Itoa(n), "InterimFlood(%d)", n) }

// Wait is the form in which a 429 states how long to wait.
type Wait string

// The forms of a wait.
const (
	WaitSeconds     Wait = "seconds"       // Retry-After: 2
	WaitDate        Wait = "date"          // Retry-After: Fri, 31 Dec 1999 23:59:59 GMT
	WaitMillis      Wait = "ms"            // Retry-After-Ms: 2000
	WaitReset       Wait = "reset"         // X-RateLimit-Reset: a Unix time
	WaitResetDelta  Wait = "reset-delta"   // X-RateLimit-Reset: 2
	WaitResetAfter  Wait = "reset-after"   // X-RateLimit-Reset-After: 2
	WaitXRetryAfter Wait = "x-retry-after" // X-RateLimit-Retry-After: 2
	WaitRateLimit   Wait = "ratelimit"     // RateLimit: "default";r=0;t=2
	WaitBody        Wait = "body"          // "retry_after": 2 in the error
	WaitNone        Wait = "none"          // the response states no wait
)

// RateLimit responds with 429 and states how long to wait. The unit is whole seconds,
// except for [WaitMillis].
func RateLimit(d time.Duration, wait Wait) Action {
	return action("rate-limit:"+d.String()+":"+string(wait), "RateLimit(%s, %q)", d, wait)
}

// InFlight responds with 409 as for a key in use.
func InFlight() Action { return action("in-flight:json", "InFlight()") }

// InFlightText responds with 409 in the text form of other servers of the API.
func InFlightText() Action { return action("in-flight:text", "InFlightText()") }

// StoredError stores a failed response under the idempotency key, so that every retry
// receives it as a replay. The request is not executed.
func StoredError(status int) Action {
	return action("replayed:"+strconv.Itoa(status), "StoredError(%d)", status)
}
