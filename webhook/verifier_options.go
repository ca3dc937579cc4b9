package webhook

import (
	"errors"
	"fmt"
	"time"
)

// VerifierOption changes a [Verifier], see [Verifier.With].
type VerifierOption func(*Verifier) error

// policy says which kinds of signatures count.
type policy uint8

const (
	acceptBoth policy = iota
	requireTimestamp
	rawOnly
)

const maxTolerance = time.Hour

func withPolicy(p policy) VerifierOption {
	return func(v *Verifier) error {
		v.policy = p
		return nil
	}
}

// AcceptBoth takes timestamped deliveries, and raw ones that have no other
// signature. It is the default.
func AcceptBoth() VerifierOption { return withPolicy(acceptBoth) }

// RequireTimestamp refuses raw deliveries, which nothing protects from being sent
// again. Use it wherever the endpoint's scheme allows: [SchemeTimestamped] and
// [SchemeBoth], the default.
func RequireTimestamp() VerifierOption { return withPolicy(requireTimestamp) }

// RawOnly takes raw deliveries alone, for endpoints of [SchemeRaw]. It refuses those
// that have a timestamped signature, as that is never passed over.
func RawOnly() VerifierOption { return withPolicy(rawOnly) }

// Tolerance is how far the time of a timestamped delivery may be off, to both sides:
// above 0 and up to an hour. The default is five minutes. It cannot be turned off.
func Tolerance(d time.Duration) VerifierOption {
	return func(v *Verifier) error {
		if d <= 0 || d > maxTolerance {
			return fmt.Errorf("stateset: webhook tolerance: must be above 0 and at most %s, got %s", maxTolerance, d)
		}
		v.tolerance = d
		return nil
	}
}

// MaxEventAge is how long after it happened an event is taken from a raw delivery,
// by the time in its body. The default is 72 hours; deliveries are tried again for
// 16. It does not concern timestamped deliveries, nor events that tell no time. With
// a server whose clock was moved give more than it was moved by.
func MaxEventAge(d time.Duration) VerifierOption {
	return func(v *Verifier) error {
		if d <= 0 {
			return fmt.Errorf("stateset: webhook event age: must be above 0, got %s", d)
		}
		v.maxEventAge = d
		return nil
	}
}

// MaxBody is how many bytes a body may have. The default is 1 MiB, as the sender
// promises.
func MaxBody(n int) VerifierOption {
	return func(v *Verifier) error {
		if n <= 0 {
			return fmt.Errorf("stateset: webhook body limit: must be above 0, got %d", n)
		}
		v.maxBody = n
		return nil
	}
}

// ExpectLivemode refuses events of the other mode: test events where money is real,
// and real ones where it is not. The default takes both.
func ExpectLivemode(live bool) VerifierOption {
	return func(v *Verifier) error {
		v.livemode = &live
		return nil
	}
}

// ExpectAPIVersion refuses events that were made for another version of the API, as
// "2024-01-01". The default takes all.
func ExpectAPIVersion(version string) VerifierOption {
	return func(v *Verifier) error {
		if version == "" {
			return errors.New("stateset: webhook API version: is empty: leave the option out to take all")
		}
		v.apiVersion = version
		return nil
	}
}

// WithClock tells the time. The default is time.Now.
func WithClock(now func() time.Time) VerifierOption {
	return func(v *Verifier) error {
		if now == nil {
			return errors.New("stateset: webhook clock: is nil: leave the option out for time.Now")
		}
		v.now = now
		return nil
	}
}
