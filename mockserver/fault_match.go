package mockserver

import (
	"strconv"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

func word(name, value string) FaultOption {
	return FaultOption{[]fault.Word{{Name: name, Value: value}}}
}

// The words that faults of deliveries have too.
const timesWord = "times"

var optionalWord = fault.Word{Value: "optional"}

// Which of the requests that match a fault strikes.

// Nth strikes the n-th request that matches, from 1.
func Nth(n int) FaultOption { return word("nth", strconv.Itoa(n)) }

// Between strikes the first-th to the last-th request that matches, from 1.
func Between(first, last int) FaultOption {
	return word("nth", strconv.Itoa(first)+".."+strconv.Itoa(last))
}

// After lets the first n requests through that match.
func After(n int) FaultOption { return word("after", strconv.Itoa(n)) }

// Times strikes n times. The default is always.
func Times(n int) FaultOption { return word(timesWord, strconv.Itoa(n)) }

// PerKey lets Nth, Between, After and Times count for each Idempotency-Key on its
// own, which is to say the attempts of each call. A request without a key is a call
// of its own.
func PerKey() FaultOption { return word("by", "key") }

// ForKey strikes requests with that Idempotency-Key header only.
func ForKey(key string) FaultOption { return word("key", key) }

// Chance strikes with a probability from 0 to 1. The same seed strikes the same
// requests, by their number, and with [PerKey] by their key.
func Chance(p float64) FaultOption { return word("p", strconv.FormatFloat(p, 'g', -1, 64)) }

// ChanceSeed is the seed of [Chance]. The default is the server's, see [WithSeed].
func ChanceSeed(seed uint64) FaultOption { return word("seed", strconv.FormatUint(seed, 10)) }

// Optional lets the test pass although the fault did not strike.
func Optional() FaultOption { return FaultOption{[]fault.Word{optionalWord}} }

// Where a fault strikes. Without one of these it is BeforeAnything: nothing has
// happened. Faults that need the answer strike while it is written.

// AtAccept strikes a connection before anything is read of it. The match must be
// "*". Connections that are open already are not struck.
func AtAccept() FaultOption { return word("at", string(fault.Accept)) }

// BeforeAnything strikes when the request was read, and nothing looked at it.
func BeforeAnything() FaultOption { return word("at", string(fault.Read)) }

// BeforeCommit strikes when the request was validated and its key reserved, and
// nothing executed. While the fault holds the request up, its key is in use; then
// it is free again. A request that is refused before, and one that is answered from
// its key, does not get there.
func BeforeCommit() FaultOption { return word("at", string(fault.Reserved)) }

// AfterCommit strikes when the request was executed and its answer stored under its
// key, and nothing written. An answer replayed from the key is struck, too; a
// request that was refused before it was executed is not.
func AfterCommit() FaultOption { return word("at", string(fault.Committed)) }

// AfterHeaders strikes when status and headers of the answer were written.
func AfterHeaders() FaultOption { return word("at", string(fault.Headers)) }

// AfterBytes strikes when n bytes of the body were written.
func AfterBytes(n int64) FaultOption {
	return word("at", string(fault.Body)+":"+strconv.FormatInt(n, 10))
}

// AfterPercent strikes when that much of the body was written.
func AfterPercent(percent int) FaultOption {
	return word("at", string(fault.Body)+":"+strconv.Itoa(percent)+"%")
}
