package mockserver

import (
	"strconv"
	"time"
)

func action(text string) FaultOption { return word("do", text) }

func sized(name string, size int64) FaultOption {
	return action(name + ":" + strconv.FormatInt(size, 10))
}

// What a fault does. Every fault has one of these, or Delay or Header alone.

// Do is any action in its text form, such as "redirect:302:self".
func Do(text string) FaultOption { return action(text) }

// Status answers with a status from 200 to 599, and the documented envelope unless
// [Envelope] or [Body] say otherwise. It does not say whether to retry.
func Status(status int) FaultOption { return action("status:" + strconv.Itoa(status)) }

// ErrorCode answers with an error of the catalogue, with its status and everything
// else as the API does.
func ErrorCode(code string) FaultOption { return action("error:" + code) }

// Envelope is the form of the answer of [Status] or [ErrorCode]: documented,
// details, success, success-text, string, flat, errors, errors-by-field, problem,
// meta, beside, array; html, text, empty, null, bad-json.
func Envelope(name string) FaultOption { return word("envelope", name) }

// Body is the body of the answer of [Status] or [ErrorCode]. Its media type is
// guessed: JSON, HTML or text.
func Body(text string) FaultOption { return word("body", text) }

// Header sets a header of the answer; given again it adds another line. It goes
// with every action that answers with headers, and alone.
func Header(name, value string) FaultOption { return word("header", name+":"+value) }

// ShouldRetry sets the header in which the server says whether to try again.
func ShouldRetry(text string) FaultOption { return Header("Stateset-Should-Retry", text) }

// Delay waits before what the fault does; alone the request goes on then. This and
// every other wait of a fault takes real time, virtual only in testing/synctest,
// whatever the server's clock says. It ends when the client goes or the server
// closes.
func Delay(d time.Duration) FaultOption { return word("delay", d.String()) }

// Stall says nothing for d, then closes the connection; zero is until the client
// goes.
func Stall(d time.Duration) FaultOption {
	if d == 0 {
		return action("stall")
	}
	return action("stall:" + d.String())
}

// Reset ends the connection with RST.
func Reset() FaultOption { return action("reset") }

// Disconnect ends the connection with FIN.
func Disconnect() FaultOption { return action("close") }

// Garbage sends bytes that are no HTTP, then FIN.
func Garbage() FaultOption { return action("garbage") }

// Cut is how a truncated answer goes on.
type Cut string

// The cuts.
const (
	CutFIN  Cut = "fin"  // the connection ends
	CutRST  Cut = "rst"  // it is reset
	CutHang Cut = "hang" // silence, until the client goes
	CutOK   Cut = "ok"   // it is the end, as if that were all
)

// Truncate writes n bytes of the body.
func Truncate(n int64, cut Cut) FaultOption {
	return action("truncate:" + strconv.FormatInt(n, 10) + ":" + string(cut))
}

// TruncatePercent writes that much of the body.
func TruncatePercent(percent int, cut Cut) FaultOption {
	return action("truncate:" + strconv.Itoa(percent) + "%:" + string(cut))
}

// Drip writes the body at that many bytes a second.
func Drip(bytesPerSecond int64) FaultOption { return sized("drip", bytesPerSecond) }

// WrongLength states a Content-Length that is by delta too long or too short.
func WrongLength(delta int) FaultOption { return action("wrong-length:" + strconv.Itoa(delta)) }

// NegativeLength states a Content-Length below zero.
func NegativeLength() FaultOption { return action("wrong-length:negative") }

// TwoLengths states two Content-Lengths that differ.
func TwoLengths() FaultOption { return action("wrong-length:two") }

// NoTerminator sends the body in chunks, without the last one.
func NoTerminator() FaultOption { return action("no-terminator") }

// HTML, Empty, Null and BadJSON answer that with status 200, or with the status of
// the answer they replace.
func HTML() FaultOption { return action("html") }

// Empty answers without a body, see [HTML].
func Empty() FaultOption { return action("empty") }

// Null answers null, see [HTML].
func Null() FaultOption { return action("null") }

// BadJSON answers JSON that is cut off, see [HTML].
func BadJSON() FaultOption { return action("bad-json") }

// GzipBomb answers a body that is of that size once it is uncompressed, at most 16
// GiB.
func GzipBomb(size int64) FaultOption { return sized("gzip:bomb", size) }

// GzipCorrupt compresses the answer with a wrong checksum.
func GzipCorrupt() FaultOption { return action("gzip:corrupt") }

// GzipMislabelled says that the answer is compressed, and it is not.
func GzipMislabelled() FaultOption { return action("gzip:mislabelled") }

// GzipNested compresses the answer twice and says once.
func GzipNested() FaultOption { return action("gzip:nested") }

// Redirect answers 301, 302, 303, 307 or 308. The target is an address, "self" for
// the one that was asked, or "missing" for none.
func Redirect(status int, target string) FaultOption {
	return action("redirect:" + strconv.Itoa(status) + ":" + target)
}

// BigBody answers a JSON object after blanks, of that size in all, at most 16 GiB.
func BigBody(size int64) FaultOption { return sized("big", size) }

// HeaderFlood adds headers of that size to the answer.
func HeaderFlood(size int64) FaultOption { return sized("header-flood", size) }

// InterimFlood sends so many 103 answers before the real one.
func InterimFlood(n int) FaultOption { return action("interim:" + strconv.Itoa(n)) }

// Wait is how a 429 spells how long to wait.
type Wait string

// The spellings.
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
	WaitNone        Wait = "none"          // it does not say
)

// RateLimit answers 429 and says how long to wait, in whole seconds but for
// [WaitMillis].
func RateLimit(d time.Duration, wait Wait) FaultOption {
	return action("rate-limit:" + d.String() + ":" + string(wait))
}

// InFlight answers 409 as for a key in use.
func InFlight() FaultOption { return action("in-flight:json") }

// InFlightText answers 409 with the text that other servers of the API have for it.
func InFlightText() FaultOption { return action("in-flight:text") }

// StoredError answers a failure that is stored under the key, so that every retry
// gets it again, as a replay. Nothing is executed.
func StoredError(status int) FaultOption { return action("replayed:" + strconv.Itoa(status)) }
