package webhook

import "errors"

// Errors of a [Verifier], for errors.Is. The returned error has more detail. Its text is
// for logs: it contains no secret, no signature, and only short, escaped excerpts of the
// request. A retry of the same delivery fails again, unless a clock was wrong.
var (
	// ErrNoSignature reports a request without a signature header: it was not sent by the
	// network, or a proxy removes headers.
	ErrNoSignature = errors.New("stateset: webhook has no signature")
	// ErrMalformedSignature reports a signature header that cannot be parsed.
	ErrMalformedSignature = errors.New("stateset: malformed webhook signature")
	// ErrAmbiguousSignature reports a request with two lines of the same signature
	// header.
	ErrAmbiguousSignature = errors.New("stateset: webhook has a signature header twice")
	// ErrUnsupportedAlgorithm reports a signature that names another algorithm than
	// sha256.
	ErrUnsupportedAlgorithm = errors.New("stateset: webhook signature has an unsupported algorithm")
	// ErrTooManySignatures reports a header with more than ten signatures.
	ErrTooManySignatures = errors.New("stateset: webhook has too many signatures")
	// ErrSignatureMismatch reports a signature that no secret matches: the secret belongs
	// to another endpoint, the body was changed, or the request is forged.
	ErrSignatureMismatch = errors.New("stateset: webhook signature does not match")
	// ErrTimestampRequired reports a delivery with only the raw signature, for a verifier
	// without [AcceptRaw].
	ErrTimestampRequired = errors.New("stateset: timestamped webhook signature required")
	// ErrRawRequired reports a timestamped delivery, for a verifier with [RawOnly].
	ErrRawRequired = errors.New("stateset: raw webhook signature required")

	// ErrTimestampTooOld reports a valid signature whose timestamp is older than
	// [Tolerance] allows: a replay, or a wrong clock.
	ErrTimestampTooOld = errors.New("stateset: webhook timestamp too old")
	// ErrTimestampTooNew reports a valid signature whose timestamp is later than
	// [Tolerance] allows: a wrong clock.
	ErrTimestampTooNew = errors.New("stateset: webhook timestamp too new")
	// ErrEventTooOld reports a raw delivery of an event older than [MaxEventAge].
	ErrEventTooOld = errors.New("stateset: webhook event too old")

	// ErrEmptyBody reports a request without a body, or a body that was already read.
	ErrEmptyBody = errors.New("stateset: webhook has an empty body")
	// ErrBodyTooLarge reports a body of more bytes than [MaxBody].
	ErrBodyTooLarge = errors.New("stateset: webhook body too large")
	// ErrBodyNotObject reports a signed body that does not start with a brace.
	ErrBodyNotObject = errors.New("stateset: webhook body is not a JSON object")
	// ErrMalformedEvent reports a signed body that is not an event, or that two programs
	// could decode differently.
	ErrMalformedEvent = errors.New("stateset: malformed webhook event")
	// ErrLivemodeMismatch reports an event whose mode [ExpectLivemode] rejects.
	ErrLivemodeMismatch = errors.New("stateset: webhook event of the wrong mode")
	// ErrAPIVersionMismatch reports an event whose version [ExpectAPIVersion] rejects.
	ErrAPIVersionMismatch = errors.New("stateset: webhook event of another API version")
)

// ErrTypeMismatch is the error of [Object] for an event of another type.
var ErrTypeMismatch = errors.New("stateset: event of another type")
