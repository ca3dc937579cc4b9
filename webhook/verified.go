package webhook

// verified is the result of a Verifier. The zero value is an event that was not verified.
type verified struct {
	scheme SignatureScheme
	secret int // counted from 1
}

// Scheme returns the scheme of the delivery's signature: [SchemeTimestamped] or
// [SchemeRaw]. It is empty for an event that was not read by a [Verifier].
func (e *Event) Scheme() SignatureScheme { return e.verified.scheme }

// Replayable reports whether the delivery was signed without a timestamp. Anyone who has
// seen such a delivery can send it again, and only the [Store] detects the copy.
func (e *Event) Replayable() bool { return e.verified.scheme == SchemeRaw }

// SecretIndex reports which secret matched: 0 for the secret of [NewVerifier], from 1 for
// [PreviousSecrets] in their order. Log it to know when an old secret can be removed. It
// is -1 for an event that was not read by a [Verifier].
func (e *Event) SecretIndex() int { return e.verified.secret - 1 }
