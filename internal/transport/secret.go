package transport

import "strings"

// Secret holds a secret where nothing prints it.
type Secret struct{ reveal func() string }

// NewSecret keeps a secret.
func NewSecret(value string) Secret { return Secret{func() string { return value }} }

// Reveal gives the secret away.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Live reports whether the secret is a key of live mode.
func (s Secret) Live() bool {
	_, rest, _ := strings.Cut(s.Reveal(), "_")
	return strings.HasPrefix(rest, "live_")
}

// String is the secret's kind and its last four characters.
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

// recognisable is how many characters of a key give it away in a text that may have
// been cut: the kind and mode of a key are eight.
const recognisable = 12

// Hide puts the form of String in the place of the secret, or of the beginning of
// it: text from a server may have been cut in its middle.
func (s Secret) Hide(text string) string {
	value := s.Reveal()
	start := value[:min(len(value), recognisable)]
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
