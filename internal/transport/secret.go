package transport

import (
	"errors"
	"strings"
)

// Secret holds a secret and prevents printing it.
type Secret struct{ reveal func() string }

// NewSecret returns a Secret.
func NewSecret(value string) Secret { return Secret{func() string { return value }} }

// Reveal returns the secret.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Live reports whether the secret is a live key.
func (s Secret) Live() bool {
	_, rest, _ := strings.Cut(s.Reveal(), "_")
	return strings.HasPrefix(rest, "live_")
}

// String returns the kind of the secret and its last four characters.
func (s Secret) String() string {
	value := s.Reveal()
	if value == "" {
		return "no key"
	}
	parts := strings.SplitN(value, "_", 3)
	if len(parts) < 3 || len(parts[2]) < 12 {
		return "***"
	}
	return parts[0] + "_" + parts[1] + "_…" + value[len(value)-4:]
}

// recognizable is the length of a prefix that reveals a key in a text that may have been
// cut. The kind and mode of a key have eight characters.
const recognizable = 12

// Hide replaces the secret, or a prefix of it, with the form of String. A text from a
// server may be cut within the secret.
func (s Secret) Hide(text string) string {
	value := s.Reveal()
	start := value[:min(len(value), recognizable)]
	if start == "" || !strings.Contains(text, start) {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, start)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(s.String())
		text = rest
		for i := len(start); i < len(value) && text != "" && text[0] == value[i]; i++ {
			text = text[1:]
		}
	}
}

// HideError returns err, or an error with the text of Hide if the text of err contains the
// secret. Errors of the caller's transport and of decoders may contain it.
func (s Secret) HideError(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if hidden := s.Hide(text); hidden != text {
		return &hiddenError{hidden, func() error { return err }}
	}
	return err
}

// hiddenError replaces an error whose text contains a secret. errors.Is and errors.As see
// the original, but Unwrap does not return it.
type hiddenError struct {
	text string
	err  func() error
}

func (e *hiddenError) Error() string        { return e.text }
func (e *hiddenError) Is(target error) bool { return errors.Is(e.err(), target) }
func (e *hiddenError) As(target any) bool   { return errors.As(e.err(), target) }
