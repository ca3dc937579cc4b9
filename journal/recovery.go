package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DefaultMaxAge is the default of [MaxAge].
const DefaultMaxAge = time.Hour

// Recovery is the result of all options of Client.Recover.
type Recovery struct {
	MaxAge    time.Duration
	Decide    func(Entry) Decision
	OnSuccess map[string]func(ctx context.Context, e Entry, body []byte) error // by operation
}

// RecoverOption configures one call of Client.Recover. nil is ignored.
type RecoverOption func(*Recovery)

// MaxAge sets the maximum age of an entry of a call that is sent again. Default: one
// hour, because the customer of a checkout no longer waits. Older entries are reported as
// Skipped. Queued entries have no maximum age.
func MaxAge(d time.Duration) RecoverOption { return func(r *Recovery) { r.MaxAge = d } }

// Decide sets a function that decides about entries above the [MaxAge]. Default: [Skip].
func Decide(f func(Entry) Decision) RecoverOption { return func(r *Recovery) { r.Decide = f } }

// Decision is the decision about an entry above the [MaxAge].
type Decision int

// The decisions.
const (
	Skip    Decision = iota // report the entry and leave it open
	Send                    // repeat the entry
	Abandon                 // never repeat the entry; its outcome stays unknown
)

// OnSuccess sets a function that receives the object of each write of the operation that
// is recovered successfully:
//
//	journal.OnSuccess("Payments.Create", func(ctx context.Context, e journal.Entry, p *payments.Payment) error { … })
//
// The function runs before the entry is settled. If it returns an error, the entry stays
// open and the next recovery calls the function again. The same happens if the process
// dies in between. The function must tolerate a second call with the same object.
func OnSuccess[T any](operation string, f func(ctx context.Context, e Entry, object *T) error) RecoverOption {
	return func(r *Recovery) {
		if r.OnSuccess == nil {
			r.OnSuccess = map[string]func(context.Context, Entry, []byte) error{}
		}
		r.OnSuccess[operation] = func(ctx context.Context, e Entry, body []byte) error {
			object := new(T)
			if err := json.Unmarshal(body, object); err != nil {
				return fmt.Errorf("stateset: journal: decode the object of %s: %w", operation, err)
			}
			return f(ctx, e, object)
		}
	}
}

// Report is the result of a recovery. The counters are the sums of Entries.
type Report struct {
	Succeeded int
	Rejected  int
	Unknown   int // sent without a definitive response: still open
	Requeued  int // queued entries that could not be sent: still open
	Expired   int // older than 23 hours: the outcome stays unknown
	Skipped   int // not sent: above the MaxAge, or unreadable
	Abandoned int // abandoned by Decide
	Entries   []Recovered
}

// Recovered is the result of one entry.
type Recovered struct {
	Entry Entry // without its body
	State State // Sending for Unknown and Skipped
	// Err is the rejection, the reason why the outcome is unknown, or the reason why the
	// entry was skipped. It is nil for a success.
	Err     error
	Skipped bool
}

// Add adds the result of an entry.
func (r *Report) Add(one Recovered) {
	one.Entry.Body = nil
	r.Entries = append(r.Entries, one)
	switch {
	case one.Skipped:
		r.Skipped++
	case one.State == Succeeded:
		r.Succeeded++
	case one.State == Rejected:
		r.Rejected++
	case one.State == Queued:
		r.Requeued++
	case one.State == Expired:
		r.Expired++
	case one.State == Abandoned:
		r.Abandoned++
	default:
		r.Unknown++
	}
}

// String returns the counters that are not zero, on one line.
func (r *Report) String() string {
	var parts []string
	for _, c := range []struct {
		n    int
		name string
	}{
		{r.Succeeded, "succeeded"}, {r.Rejected, "rejected"}, {r.Unknown, "unknown"}, {r.Requeued, "requeued"},
		{r.Expired, "expired"}, {r.Skipped, "skipped"}, {r.Abandoned, "abandoned"},
	} {
		if c.n > 0 {
			parts = append(parts, strconv.Itoa(c.n)+" "+c.name)
		}
	}
	if len(parts) == 0 {
		return "nothing to recover"
	}
	return strings.Join(parts, ", ")
}
