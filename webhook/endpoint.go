package webhook

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// Endpoint is a URL that receives events. Its JSON contains no secret.
//
//wire:object
type Endpoint struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"` // "webhook_endpoint"
	URL         string            `json:"url"`
	Events      []Type            `json:"events"` // types and patterns
	Description string            `json:"description"`
	Status      Status            `json:"status" wire:"must"`
	Scheme      SignatureScheme   `json:"signature_scheme"`
	APIVersion  string            `json:"api_version"`
	Secret      Secret            `json:"secret,omitzero" wire:"hook"` // only set by Create and RotateSecret: store it
	Metadata    map[string]string `json:"metadata"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	Extra       api.Extra         `json:"-" wire:"extra"`
}

// Selects reports whether the endpoint receives events of the type.
func (e *Endpoint) Selects(t Type) bool {
	return e.Status != StatusDisabled && slices.ContainsFunc(e.Events, func(s Type) bool { return s.Selects(t) })
}

// readSecret decodes the member that only Create and RotateSecret return.
func (e *Endpoint) readSecret(d *wire.Decoder) {
	var secret string
	wire.ReadString(&secret, d)
	e.Secret = NewSecret(secret)
}

// writeSecret omits the secret.
func (e *Endpoint) writeSecret(*wire.Encoder) {}

// Secret is the secret that signs the deliveries to an endpoint. Every form of printing
// shows "whsec_…" and its last four characters.
type Secret struct{ reveal func() string }

// NewSecret returns a Secret that holds the text. It does not validate the text;
// [NewVerifier] does.
func NewSecret(value string) Secret { return Secret{func() string { return value }} }

// Reveal returns the secret, for [NewVerifier] and for storage. For the zero Secret it
// returns "".
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// String returns the kind of the secret and its last four characters.
func (s Secret) String() string {
	value := s.Reveal()
	switch {
	case value == "":
		return ""
	case len(value) < 20:
		return "whsec_…"
	}
	return "whsec_…" + value[len(value)-4:]
}

// Format prints the text of String for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue logs the text of String.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the text of String. The JSON of a secret is for logs, and cannot be
// decoded.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalBinary returns no bytes, so encoding/gob stores an endpoint without its secret,
// as JSON does. Store the result of [Secret.Reveal] in a place for secrets.
func (s Secret) MarshalBinary() ([]byte, error) { return []byte{}, nil }

// UnmarshalBinary sets the zero Secret.
func (s *Secret) UnmarshalBinary([]byte) error {
	*s = Secret{}
	return nil
}

// Equal reports whether both are the same secret, in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}
