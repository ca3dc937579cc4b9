package webhook

// verified is what a Verifier found out about an event. The zero value is an event
// that no Verifier has seen.
type verified struct {
	scheme SignatureScheme
	secret int // counted from 1
}

// Scheme is how the delivery was signed: [SchemeTimestamped] or [SchemeRaw]. It is
// empty for an event that did not come through a [Verifier].
func (e *Event) Scheme() SignatureScheme { return e.verified.scheme }

// Replayable reports whether the delivery was signed without a time, so that
// whoever has seen it can send it again: nothing in it tells an old delivery from a
// new one. Only remembering the ids of events helps, see [Store].
func (e *Event) Replayable() bool { return e.verified.scheme == SchemeRaw }

// SecretIndex is the index of the secret, as [NewVerifier] was given it, that the
// delivery was signed with: log it to know when the old one can go. It is -1 for an
// event that did not come through a [Verifier].
func (e *Event) SecretIndex() int { return e.verified.secret - 1 }
