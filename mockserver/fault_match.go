package mockserver

import (
	"fmt"
	"strconv"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// FaultOption is a [Selector] or a [Place].
type FaultOption interface{ faultWord() fault.Word }

// Selector restricts the requests at which a fault fires.
type Selector struct{ word fault.Word }

func (s Selector) faultWord() fault.Word { return s.word }

// Place is the point in the handling of a request at which a fault fires. Default:
// [BeforeAnything], or for a fault that needs the response, the point at which the
// response is written. A rule has one place.
type Place struct{ word fault.Word }

func (p Place) faultWord() fault.Word { return p.word }

func selector(name, value, code string, args ...any) Selector {
	return Selector{fault.Word{Name: name, Value: value, Go: fmt.Sprintf(code, args...)}}
}

func place(at, code string, args ...any) Place {
	return Place{fault.Word{Name: "at", Value: at, Go: fmt.Sprintf(code, args...)}}
}

// Nth selects the n-th matching request, counted from 1.
func Nth(n int) Selector { return selector("nth", strconv.Itoa(n), "Nth(%d)", n) }

// Between selects the matching requests from first to last, inclusive, counted from 1.
func Between(first, last int) Selector {
	return selector("nth", strconv.Itoa(first)+".."+strconv.Itoa(last), "Between(%d, %d)", first, last)
}

// After skips the first n matching requests.
func After(n int) Selector { return selector("after", strconv.Itoa(n), "After(%d)", n) }

// Times limits how often the fault fires, from 1. Default: no limit.
func Times(n int) Selector { return selector("times", strconv.Itoa(n), "Times(%d)", n) }

// PerKey counts Nth, Between, After and Times for each Idempotency-Key, and so for the
// attempts of each call. A request without a key is counted as a separate call.
func PerKey() Selector { return selector("by", "key", "PerKey()") }

// ForKey selects requests with the Idempotency-Key header.
func ForKey(key string) Selector { return selector("key", key, "ForKey(%q)", key) }

// Chance selects requests with a probability from 0 to 1. The same seed selects the same
// requests, by their number, and with [PerKey] by their key.
func Chance(p float64) Selector {
	return selector("p", strconv.FormatFloat(p, 'g', -1, 64), "Chance(%g)", p)
}

// ChanceSeed is the seed of [Chance]. Default: the seed of the server, see [WithSeed].
func ChanceSeed(seed uint64) Selector {
	return selector("seed", strconv.FormatUint(seed, 10), "ChanceSeed(%d)", seed)
}

// Optional lets the test pass even if the fault did not fire.
func Optional() Selector { return Selector{fault.Word{Value: "optional", Go: "Optional()"}} }

// AtAccept is the point after a connection is accepted, before anything is read. The
// match must be "*". Open connections are not affected.
func AtAccept() Place { return place(string(fault.Accept), "AtAccept()") }

// BeforeAnything is the point after the request was read, before any check.
func BeforeAnything() Place { return place(string(fault.Read), "BeforeAnything()") }

// BeforeCommit is the point after the request was validated and its key reserved, before
// it is executed. While the fault holds the request, its key is in use. Then the key is
// free again. A request that is refused earlier, or replayed, does not reach this point.
func BeforeCommit() Place { return place(string(fault.Reserved), "BeforeCommit()") }

// AfterCommit is the point after the request was executed and its response stored under
// its key, before anything is written. Replays reach this point. Requests that were
// refused before their execution do not.
func AfterCommit() Place { return place(string(fault.Committed), "AfterCommit()") }

// AfterHeaders is the point after status and headers of the response were written.
func AfterHeaders() Place { return place(string(fault.Headers), "AfterHeaders()") }

// AfterBytes is the point after n bytes of the response body were written.
func AfterBytes(n int64) Place {
	return place(string(fault.Body)+":"+strconv.FormatInt(n, 10), "AfterBytes(%d)", n)
}

// AfterPercent is the point after this percentage of the response body was written.
func AfterPercent(percent int) Place {
	return place(string(fault.Body)+":"+strconv.Itoa(percent)+"%", "AfterPercent(%d)", percent)
}
