package webhook

import "errors"

// What a [Verifier] refuses, for errors.Is. The error that it returns says more. Its
// text is for logs: it holds no secret, no signature, and of what was sent only short
// excerpts, escaped. The same delivery is refused whenever it comes again, unless a
// clock was wrong.
var (
	// ErrNoSignature is a request without either signature header: it is not from the
	// network, or something on its way drops headers.
	ErrNoSignature = errors.New("stateset: webhook has no signature")
	// ErrMalformedSignature is a signature header that cannot be read.
	ErrMalformedSignature = errors.New("stateset: malformed webhook signature")
	// ErrAmbiguousSignature is a signature header that stands there more than once.
	ErrAmbiguousSignature = errors.New("stateset: webhook has a signature header twice")
	// ErrUnsupportedAlgorithm is a signature that names another algorithm than sha256.
	ErrUnsupportedAlgorithm = errors.New("stateset: webhook signature has an unsupported algorithm")
	// ErrTooManySignatures is a header with more than ten signatures.
	ErrTooManySignatures = errors.New("stateset: webhook has too many signatures")
	// ErrSignatureMismatch is a signature that none of the secrets made: the secret is
	// another endpoint's, the body was changed on its way, or the sender is a forger.
	ErrSignatureMismatch = errors.New("stateset: webhook signature does not match")
	// ErrTimestampRequired is a delivery with only the raw signature, to a verifier
	// without [AcceptRaw].
	ErrTimestampRequired = errors.New("stateset: timestamped webhook signature required")
	// ErrRawRequired is a timestamped delivery to a verifier with [RawOnly].
	ErrRawRequired = errors.New("stateset: raw webhook signature required")

	// ErrTimestampTooOld is a delivery that is rightly signed, but longer ago than the
	// [Tolerance]: one that was recorded and sent again, or a clock that is wrong.
	ErrTimestampTooOld = errors.New("stateset: webhook timestamp too old")
	// ErrTimestampTooNew is a delivery that is rightly signed, but for later than the
	// [Tolerance]: a clock is wrong.
	ErrTimestampTooNew = errors.New("stateset: webhook timestamp too new")
	// ErrEventTooOld is a raw delivery of an event older than [MaxEventAge].
	ErrEventTooOld = errors.New("stateset: webhook event too old")

	// ErrEmptyBody is a request without a body, or one whose body was read before.
	ErrEmptyBody = errors.New("stateset: webhook has an empty body")
	// ErrBodyTooLarge is a body of more bytes than [MaxBody].
	ErrBodyTooLarge = errors.New("stateset: webhook body too large")
	// ErrBodyNotObject is a rightly signed body that does not begin with a brace.
	ErrBodyNotObject = errors.New("stateset: webhook body is not a JSON object")
	// ErrMalformedEvent is a rightly signed body that is no event, or that could be read
	// as two different ones.
	ErrMalformedEvent = errors.New("stateset: malformed webhook event")
	// ErrLivemodeMismatch is an event of the mode that [ExpectLivemode] does not want.
	ErrLivemodeMismatch = errors.New("stateset: webhook event of the wrong mode")
	// ErrAPIVersionMismatch is an event of a version that [ExpectAPIVersion] does not
	// want.
	ErrAPIVersionMismatch = errors.New("stateset: webhook event of another API version")
)

// ErrTypeMismatch is what [Object] returns for an event of another type.
var ErrTypeMismatch = errors.New("stateset: event of another type")
