package webhook

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// The default limits of a Verifier.
const (
	defaultTolerance   = 5 * time.Minute
	defaultMaxEventAge = 72 * time.Hour
	defaultMaxBody     = 1 << 20
)

// Verifier verifies the signatures of deliveries and reads their events. It is safe for
// concurrent use.
//
// A delivery carries one or both of two signatures. Stateset-Signature covers a timestamp
// and the body, X-StateSet-Signature covers only the body. If the first header is
// present, only that header is checked: a delivery whose timestamped signature fails is
// rejected, for every value of the other header.
type Verifier struct {
	keys        []*key
	policy      policy
	undated     bool // accept raw events without a time
	tolerance   time.Duration
	maxEventAge time.Duration
	maxBody     int
	livemode    *bool  // nil accepts both
	apiVersion  string // empty accepts all
	now         func() time.Time
}

// NewVerifier returns a verifier for the secret of an endpoint. Pass the complete secret,
// "whsec_…", as [Secret.Reveal] returns it. Use one verifier for test endpoints and
// another for live endpoints.
//
// By default the verifier requires the timestamped signature, a timestamp within five
// minutes and a body of at most 1 MiB. [AcceptRaw] also accepts deliveries with only the
// raw signature. [PreviousSecrets] adds the old secret during a rotation:
//
//	webhook.NewVerifier(current, webhook.PreviousSecrets(old), webhook.ExpectLivemode(true))
func NewVerifier(secret string, opts ...VerifierOption) (*Verifier, error) {
	v := &Verifier{tolerance: defaultTolerance, maxEventAge: defaultMaxEventAge, maxBody: defaultMaxBody, now: time.Now}
	if err := v.addSecret("webhook.NewVerifier: secret", secret); err != nil {
		return nil, err
	}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(v); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *Verifier) addSecret(name, secret string) error {
	if err := checkSecret(secret); err != nil {
		return fmt.Errorf("stateset: %s %w", name, err)
	}
	if len(v.keys) == maxSecrets {
		return fmt.Errorf("stateset: webhook.NewVerifier: more than %d secrets: remove those that no longer sign", maxSecrets)
	}
	v.keys = append(v.keys, newKey(secret))
	return nil
}

// Verify verifies a delivery and returns its event. Pass the body byte for byte as it was
// received. Verify neither keeps nor changes it. Header names may be in any case.
//
// Errors match one of this package's sentinels, see [ErrNoSignature]. Respond with 400 or
// 401 and do not include the error text. A delivery may arrive more than once: store the
// IDs of handled events, or use a [Handler].
func (v *Verifier) Verify(payload []byte, header http.Header) (*Event, error) {
	found, err := v.authenticate(payload, header)
	if err != nil {
		return nil, err
	}
	event, oddLivemode, err := readEvent(payload)
	if err != nil {
		return nil, err
	}
	event.verified = found
	if err := v.accept(event, oddLivemode); err != nil {
		return nil, err
	}
	return event, nil
}

// authenticate performs all checks that do not require decoding the body.
func (v *Verifier) authenticate(payload []byte, header http.Header) (verified, error) {
	if len(payload) > v.maxBody {
		return verified{}, fmt.Errorf("%w: it has %d bytes, and %d are allowed", ErrBodyTooLarge, len(payload), v.maxBody)
	}
	if len(payload) == 0 {
		return verified{}, fmt.Errorf("%w: was it read before?", ErrEmptyBody)
	}
	var sig signature
	if err := sig.read(header, v.policy); err != nil {
		return verified{}, err
	}
	secret := v.match(payload, &sig)
	switch {
	case secret == 0:
		return verified{}, v.mismatch(&sig)
	case sig.scheme == SchemeTimestamped:
		return verified{sig.scheme, secret}, v.checkTime(time.Unix(sig.at, 0))
	case payload[0] != '{':
		// A text that was signed with a time starts with a digit. Without this check an
		// attacker could send the time and the body of such a delivery as a raw body.
		return verified{}, fmt.Errorf("%w: it does not begin with a brace", ErrBodyNotObject)
	}
	return verified{sig.scheme, secret}, nil
}

// match returns the number of the secret, counted from 1, that created one of the
// signatures, or 0. It compares all secrets with all signatures, so that its duration
// reveals nothing.
func (v *Verifier) match(payload []byte, sig *signature) int {
	secret := 0
	for i, k := range v.keys {
		if k.made(payload, sig) && secret == 0 {
			secret = i + 1
		}
	}
	return secret
}

func (v *Verifier) mismatch(sig *signature) error {
	return fmt.Errorf("%w: the secret belongs to another endpoint, or the body was changed (%s, %d signatures, %d secrets)",
		ErrSignatureMismatch, sig.scheme, sig.count, len(v.keys))
}

// checkTime requires a time within the tolerance.
func (v *Verifier) checkTime(at time.Time) error {
	switch age := v.now().Sub(at); {
	case age > v.tolerance:
		return fmt.Errorf("%w: signed %s ago, %s are allowed: the delivery was replayed, or this machine's clock is fast", ErrTimestampTooOld, age, v.tolerance)
	case age < -v.tolerance:
		return fmt.Errorf("%w: signed %s from now, %s are allowed: this machine's clock is slow, or the sender's fast", ErrTimestampTooNew, -age, v.tolerance)
	}
	return nil
}

// accept checks the event against the options.
func (v *Verifier) accept(e *Event, oddLivemode bool) error {
	switch {
	case v.livemode != nil && oddLivemode:
		return fmt.Errorf("%w: livemode must be %t, got no boolean", ErrLivemodeMismatch, *v.livemode)
	case v.livemode != nil && e.Livemode != *v.livemode:
		return fmt.Errorf("%w: livemode must be %t, got %t: is this the secret of the other mode?", ErrLivemodeMismatch, *v.livemode, e.Livemode)
	case v.apiVersion != "" && e.APIVersion != v.apiVersion:
		return fmt.Errorf("%w: must be %s, got %s", ErrAPIVersionMismatch, v.apiVersion, excerpt(e.APIVersion))
	}
	if e.verified.scheme == SchemeRaw {
		return v.checkAge(e)
	}
	return nil
}

// checkAge limits how long a raw delivery can be sent again.
func (v *Verifier) checkAge(e *Event) error {
	if e.CreatedAt.IsZero() {
		if v.undated {
			return nil
		}
		return fmt.Errorf("%w: the event of a raw delivery has no time: pass webhook.AcceptUndated() to NewVerifier to accept it", ErrMalformedEvent)
	}
	if age := v.now().Sub(e.CreatedAt); age > v.maxEventAge {
		return fmt.Errorf("%w: it happened %s ago, %s are allowed", ErrEventTooOld, age, v.maxEventAge)
	}
	return nil
}

// Format prints the number of secrets, for every verb.
func (v *Verifier) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, v.describe()) }

// LogValue logs the number of secrets.
func (v *Verifier) LogValue() slog.Value { return slog.StringValue(v.describe()) }

func (v *Verifier) describe() string {
	if v == nil {
		return "webhook.Verifier(nil)"
	}
	return fmt.Sprintf("webhook.Verifier(%d secrets)", len(v.keys))
}
