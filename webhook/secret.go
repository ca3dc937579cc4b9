package webhook

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// TestSecret is a valid secret for tests, for [NewVerifier], [NewTestRequest] and the
// mock server. It is public: anyone can sign deliveries with it.
const TestSecret = "whsec_test_0123456789abcdef0123456789abcdef"

const (
	maxSecrets     = 5
	minSecret      = 16 // bytes, without the prefix
	secretPrefix   = "whsec_"
	secretAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
	quotes         = "\"'`“”‘’„«»"
)

// checkSecret returns the fault of an invalid secret. Secrets consist of secretAlphabet.
// The other cases only make the message more precise. A message never contains any part
// of the text.
func checkSecret(text string) error {
	rest := strings.TrimPrefix(text, secretPrefix)
	switch fault := secretFault(text, rest); {
	case fault != "":
		return errors.New(fault)
	case strings.ContainsFunc(text, outsideAlphabet):
		return errors.New(`has an invalid character: secrets consist of letters, digits, "_" and "-"`)
	case len(rest) < minSecret:
		return fmt.Errorf("is too short: must have at least %d characters after %q", minSecret, secretPrefix)
	}
	return nil
}

// secretFault returns the first of the common mistakes. Their order matters, because a
// mistake can hide another.
func secretFault(text, rest string) string {
	switch {
	case text == "":
		return "is empty: is its environment variable set?"
	case strings.HasPrefix(text, "sk_"), strings.HasPrefix(text, "pk_"), strings.HasPrefix(text, "rk_"):
		return `is an API key: pass the secret of the endpoint, "whsec_…"`
	case strings.HasPrefix(text, "\ufeff"):
		return "begins with a byte order mark (U+FEFF): save its file as UTF-8 without BOM"
	case text[0] == '{' && !strings.HasPrefix(text, "{{"):
		return "is a JSON document: pass the member that holds the secret"
	case strings.ContainsFunc(text, unicode.IsSpace), strings.ContainsFunc(text, unicode.IsControl):
		return "has a space, a line break or a control character: trim what was read from a file"
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cf, r) }):
		return "has an invisible character, such as a zero-width space: copy the secret again"
	case strings.ContainsAny(text, quotes):
		return "has quotes: remove them; docker run --env-file passes them on"
	case strings.ContainsAny(text, "$%{}"):
		return "is the name of a variable and not its value: nothing expanded it"
	case strings.ContainsAny(text, "…*"):
		return "is a redacted secret, as it is printed: pass what Secret.Reveal returns"
	case strings.Contains(rest, secretPrefix) && strings.HasPrefix(text, secretPrefix):
		return `contains "whsec_" twice: pass each secret on its own, see PreviousSecrets`
	case strings.Contains(rest, secretPrefix):
		return `has text before "whsec_": pass the secret alone, without "NAME=" or "v1,"`
	}
	return ""
}

func outsideAlphabet(r rune) bool { return !strings.ContainsRune(secretAlphabet, r) }
