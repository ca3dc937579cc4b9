package webhook

import (
	"errors"
	"fmt"
	"time"
)

// VerifierOption configures a [Verifier], see [NewVerifier].
type VerifierOption func(*Verifier) error

// policy selects the signatures that a verifier accepts.
type policy uint8

const (
	requireTimestamp policy = iota
	acceptRaw
	rawOnly
)

const maxTolerance = time.Hour

func withPolicy(p policy) VerifierOption {
	return func(v *Verifier) error {
		v.policy = p
		return nil
	}
}

// AcceptRaw also accepts deliveries with only the raw signature. Default: such deliveries
// are rejected with [ErrTimestampRequired].
//
// Use it only for endpoints of [SchemeRaw]. A raw signature has no timestamp, so anyone
// who has seen a delivery can send it again. Anyone on the network path can remove the
// timestamped signature of a delivery with both. [MaxEventAge] and a [Store] limit such
// copies.
func AcceptRaw() VerifierOption { return withPolicy(acceptRaw) }

// RawOnly accepts only deliveries without a timestamped signature, for endpoints of
// [SchemeRaw]. A delivery with one is rejected with [ErrRawRequired].
func RawOnly() VerifierOption { return withPolicy(rawOnly) }

// AcceptUndated also accepts raw deliveries of events without a time, neither created nor
// created_at. Default: such events are rejected with [ErrMalformedEvent], because a copy
// could be sent at any later time. Use it with [AcceptRaw] or [RawOnly].
func AcceptUndated() VerifierOption {
	return func(v *Verifier) error {
		v.undated = true
		return nil
	}
}

// PreviousSecrets adds older secrets that still sign, see [Service.RotateSecret]. A
// verifier has at most five secrets. [Event.SecretIndex] reports which one matched.
func PreviousSecrets(secrets ...string) VerifierOption {
	return func(v *Verifier) error {
		for i, secret := range secrets {
			if err := v.addSecret(fmt.Sprintf("webhook.PreviousSecrets: secret %d", i+1), secret); err != nil {
				return err
			}
		}
		return nil
	}
}

// Tolerance sets the maximum difference between the timestamp of a delivery and the
// current time, in both directions. Default: 5m. Maximum: 1h. The check cannot be
// disabled.
func Tolerance(d time.Duration) VerifierOption {
	return func(v *Verifier) error {
		if d <= 0 || d > maxTolerance {
			return fmt.Errorf("stateset: webhook.Tolerance: must be above 0 and at most %s, got %s", maxTolerance, d)
		}
		v.tolerance = d
		return nil
	}
}

// MaxEventAge sets the maximum age of an event in a raw delivery, measured by the time in
// the event. Default: 72h. The sender retries for 16 hours. MaxEventAge does not apply to
// timestamped deliveries. If the server's clock was changed, add the difference.
func MaxEventAge(d time.Duration) VerifierOption {
	return func(v *Verifier) error {
		if d <= 0 {
			return fmt.Errorf("stateset: webhook.MaxEventAge: must be above 0, got %s", d)
		}
		v.maxEventAge = d
		return nil
	}
}

// MaxBody sets the maximum size of a body in bytes. Default: 1 MiB, the sender's limit.
func MaxBody(n int) VerifierOption {
	return func(v *Verifier) error {
		if n <= 0 {
			return fmt.Errorf("stateset: webhook.MaxBody: must be above 0, got %d", n)
		}
		v.maxBody = n
		return nil
	}
}

// ExpectLivemode rejects events of the other mode, and events whose livemode cannot be
// read. Default: both modes are accepted.
func ExpectLivemode(live bool) VerifierOption {
	return func(v *Verifier) error {
		v.livemode = &live
		return nil
	}
}

// ExpectAPIVersion rejects events of other API versions. Example: [APIVersion]. Default:
// every version is accepted.
func ExpectAPIVersion(version string) VerifierOption {
	return func(v *Verifier) error {
		if version == "" {
			return errors.New("stateset: webhook.ExpectAPIVersion: must not be empty: omit the option to accept every version")
		}
		v.apiVersion = version
		return nil
	}
}

// WithClock sets the clock. Default: time.Now.
func WithClock(now func() time.Time) VerifierOption {
	return func(v *Verifier) error {
		if now == nil {
			return errors.New("stateset: webhook.WithClock: must not be nil: omit the option for time.Now")
		}
		v.now = now
		return nil
	}
}
