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

// Endpoint is a URL that events are sent to. Its JSON has no secret.
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
	Secret      Secret            `json:"secret,omitzero" wire:"hook"` // set by Create and RotateSecret only: keep it
	Metadata    map[string]string `json:"metadata"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	Extra       api.Extra         `json:"-" wire:"extra"`
}

// Selects reports whether events of the type are sent to the endpoint.
func (e *Endpoint) Selects(t Type) bool {
	return e.Status != StatusDisabled && slices.ContainsFunc(e.Events, func(s Type) bool { return s.Selects(t) })
}

// readSecret reads the member that only Create and RotateSecret return.
func (e *Endpoint) readSecret(d *wire.Decoder) {
	var secret string
	wire.ReadString(&secret, d)
	e.Secret = NewSecret(secret)
}

// writeSecret leaves the secret out.
func (e *Endpoint) writeSecret(*wire.Encoder) {}

// Secret is the secret that signs an endpoint's deliveries. It prints as
// "whsec_…" and its last four characters, whatever prints it.
type Secret struct{ reveal func() string }

// NewSecret keeps a secret.
func NewSecret(value string) Secret { return Secret{func() string { return value }} }

// Reveal gives the secret away, for [NewVerifier] and to be stored. The zero Secret
// is empty.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// String is the secret's kind and its last four characters.
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

// Format prints what String does for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue logs what String says.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText writes what String says: JSON of it is for logs, and cannot be read
// back.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalBinary writes nothing: encoding/gob stores an endpoint without its secret, as
// JSON does. Store the result of [Secret.Reveal] where secrets are stored.
func (s Secret) MarshalBinary() ([]byte, error) { return []byte{}, nil }

// UnmarshalBinary makes the zero Secret.
func (s *Secret) UnmarshalBinary([]byte) error {
	*s = Secret{}
	return nil
}

// Equal reports whether both are the same secret, in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}
