package webhook

import "errors"

// Errors of a [Verifier], for errors.Is. The returned error has more detail. Its text is
// for logs: it contains no secret, no signature, and only short, escaped excerpts of the
// request. A retry of the same delivery fails in the same way, unless a clock was wrong.
var (
	// ErrNoSignature is a request without a signature header: it is not from the network,
	// or a proxy removes headers.
	ErrNoSignature = errors.New("stateset: webhook has no signature")
	// ErrMalformedSignature is a signature header that cannot be parsed.
	ErrMalformedSignature = errors.New("stateset: malformed webhook signature")
	// ErrAmbiguousSignature is a request with two lines of one signature header.
	ErrAmbiguousSignature = errors.New("stateset: webhook has a signature header twice")
	// ErrUnsupportedAlgorithm is a signature that names another algorithm than sha256.
	ErrUnsupportedAlgorithm = errors.New("stateset: webhook signature has an unsupported algorithm")
	// ErrTooManySignatures is a header with more than ten signatures.
	ErrTooManySignatures = errors.New("stateset: webhook has too many signatures")
	// ErrSignatureMismatch is a signature that no secret matches: the secret belongs to
	// another endpoint, the body was changed, or the request is forged.
	ErrSignatureMismatch = errors.New("stateset: webhook signature does not match")
	// ErrTimestampRequired is a delivery with only the raw signature, to a verifier
	// without [AcceptRaw].
	ErrTimestampRequired = errors.New("stateset: timestamped webhook signature required")
	// ErrRawRequired is a timestamped delivery to a verifier with [RawOnly].
	ErrRawRequired = errors.New("stateset: raw webhook signature required")

	// ErrTimestampTooOld is a valid signature whose timestamp is older than [Tolerance]
	// allows: a replay, or a wrong clock.
	ErrTimestampTooOld = errors.New("stateset: webhook timestamp too old")
	// ErrTimestampTooNew is a valid signature whose timestamp is later than [Tolerance]
	// allows: a wrong clock.
	ErrTimestampTooNew = errors.New("stateset: webhook timestamp too new")
	// ErrEventTooOld is a raw delivery of an event older than [MaxEventAge].
	ErrEventTooOld = errors.New("stateset: webhook event too old")

	// ErrEmptyBody is a request without a body, or one whose body was read before.
	ErrEmptyBody = errors.New("stateset: webhook has an empty body")
	// ErrBodyTooLarge is a body of more bytes than [MaxBody].
	ErrBodyTooLarge = errors.New("stateset: webhook body too large")
	// ErrBodyNotObject is a signed body that does not begin with a brace.
	ErrBodyNotObject = errors.New("stateset: webhook body is not a JSON object")
	// ErrMalformedEvent is a signed body that is not an event, or that two programs could
	// read as two different events.
	ErrMalformedEvent = errors.New("stateset: malformed webhook event")
	// ErrLivemodeMismatch is an event whose mode [ExpectLivemode] rejects.
	ErrLivemodeMismatch = errors.New("stateset: webhook event of the wrong mode")
	// ErrAPIVersionMismatch is an event whose version [ExpectAPIVersion] rejects.
	ErrAPIVersionMismatch = errors.New("stateset: webhook event of another API version")
)

// ErrTypeMismatch is what [Object] returns for an event of another type.
var ErrTypeMismatch = errors.New("stateset: event of another type")
