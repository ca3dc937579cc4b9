package mask

import (
	"regexp"
	"strings"
)

// Mark replaces a masked text.
const Mark = "****"

// Numbers of digits of a card number.
const (
	minDigits = 12
	maxDigits = 19
)

var (
	apiKey   = regexp.MustCompile(`((?:^|[^A-Za-z0-9])[spr]k_(?:test|live)_)[^\s"'<>\\,;:&?#/(){}\[\]…]+`)
	secret   = regexp.MustCompile(`(whsec_)[A-Za-z0-9+/=_-]+`)
	userInfo = regexp.MustCompile(`(://)[^/@\s"]+@`)
)

// Text masks API keys, webhook secrets, passwords in URLs, and digits that are a valid
// card number. The last four digits of a card number stay. Masking a masked text changes
// nothing.
func Text(text string) string {
	if strings.Contains(text, "k_") {
		text = apiKey.ReplaceAllString(text, "${1}"+Mark)
	}
	if strings.Contains(text, "whsec_") {
		text = secret.ReplaceAllString(text, "${1}"+Mark)
	}
	if strings.Contains(text, "://") {
		text = userInfo.ReplaceAllString(text, "${1}"+Mark+"@")
	}
	return cards(text)
}

// Value masks a text that is secret as a whole. A long one keeps its last four
// characters.
func Value(text string) string {
	const keep = 4
	switch {
	case text == "", strings.HasPrefix(text, Mark), strings.HasSuffix(text, "_"+Mark):
		return text
	case len(text) < 2*keep:
		return Mark
	}
	return Mark + strings.ToValidUTF8(text[len(text)-keep:], "")
}

// cards masks card numbers. Spaces or dashes may separate their digits.
func cards(text string) string {
	var out []byte
	copied := 0
	for i := 0; i < len(text); {
		if text[i] < '0' || text[i] > '9' {
			i++
			continue
		}
		end, digits := digitRun(text[i:])
		if isCard(digits) {
			out = append(out, text[copied:i]...)
			out = append(append(out, Mark...), digits[len(digits)-4:]...)
			copied = i + end
		}
		i += end
	}
	if out == nil {
		return text
	}
	return string(append(out, text[copied:]...))
}

// digitRun returns the length of the run of digits at the start of text, and its first
// digits.
func digitRun(text string) (length int, digits []byte) {
	var buffer [maxDigits + 1]byte
	digits = buffer[:0]
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if len(digits) <= maxDigits {
				digits = append(digits, c)
			}
			length = i + 1
		case c != ' ' && c != '-' || length < i: // two separators end a run
			return length, digits
		}
	}
	return length, digits
}

// isCard reports whether the digits are a card number: their length, first digit and
// check digit are valid.
func isCard(digits []byte) bool {
	if len(digits) < minDigits || len(digits) > maxDigits || digits[0] == '0' {
		return false
	}
	sum := 0
	for i := range digits {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}
