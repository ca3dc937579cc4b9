package webhook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

const (
	timestampedHeader = "Stateset-Signature"
	rawHeader         = "X-StateSet-Signature"

	maxHeader     = 4096 // in bytes
	maxSignatures = 10
	maxDigits     = 11 // of a time: sufficient for 1,100 years
	milliDigits   = 13
	hexSum        = 2 * sha256.Size
)

// signature is the parsed signature of a delivery.
type signature struct {
	scheme SignatureScheme
	stamp  string // the signed text of the time; empty if raw
	at     int64  // the time in Unix seconds
	sums   [maxSignatures][sha256.Size]byte
	count  int // the number of sums
}

// read selects the header that counts, only by its presence, and parses it.
func (s *signature) read(header http.Header, p policy) error {
	stamped, err := line(header, timestampedHeader)
	if err != nil {
		return err
	}
	raw, err := line(header, rawHeader)
	if err != nil {
		return err
	}
	switch {
	case stamped != nil && p == rawOnly:
		return fmt.Errorf("%w: the delivery has the header %s: remove webhook.RawOnly, or set the endpoint's scheme to raw", ErrRawRequired, timestampedHeader)
	case stamped != nil:
		return s.readTimestamped(*stamped)
	case raw != nil && p == requireTimestamp:
		return fmt.Errorf("%w: the delivery has only %s: set the endpoint's scheme to timestamped or both, or pass webhook.AcceptRaw() to NewVerifier", ErrTimestampRequired, rawHeader)
	case raw != nil:
		return s.readRaw(*raw)
	}
	return fmt.Errorf("%w: must have a header %s or %s", ErrNoSignature, timestampedHeader, rawHeader)
}

// line returns the single line of a header, in any case, or nil.
func line(header http.Header, name string) (*string, error) {
	var found *string
	for key, lines := range header {
		if len(key) != len(name) || len(lines) == 0 || !strings.EqualFold(key, name) {
			continue
		}
		if found != nil || len(lines) > 1 {
			return nil, fmt.Errorf("%w: %s", ErrAmbiguousSignature, name)
		}
		found = &lines[0]
	}
	return found, nil
}

// readTimestamped parses "t=1767225600 v1=…", with blanks or commas between the elements,
// in any order.
func (s *signature) readTimestamped(value string) error {
	s.scheme = SchemeTimestamped
	if err := checkHeader(timestampedHeader, value); err != nil {
		return err
	}
	elements, seen := 0, 0
	for rest := value; ; {
		var element string
		if element, rest = cutElement(rest); element == "" {
			break
		}
		elements++
		name, text, ok := strings.Cut(element, "=")
		switch {
		case !ok || name == "":
			return malformed(timestampedHeader, "%s is not of the form name=value", excerpt(element))
		case name == "t":
			if s.stamp != "" {
				return malformed(timestampedHeader, "it has t twice")
			}
			if err := s.readTime(text); err != nil {
				return err
			}
		case name == "v1":
			if seen++; seen > maxSignatures {
				return fmt.Errorf("%w: %s has more than %d", ErrTooManySignatures, timestampedHeader, maxSignatures)
			}
			s.add(text) // a malformed signature counts as a mismatch
		}
	}
	return s.complete(elements, seen)
}

// complete reports the missing elements of a timestamped signature.
func (s *signature) complete(elements, seen int) error {
	switch {
	case elements == 0:
		return malformed(timestampedHeader, "it is empty")
	case s.stamp == "":
		return malformed(timestampedHeader, "it has no t")
	case seen == 0 && elements > 1:
		return malformed(timestampedHeader, "it has no v1, and what it has is not known here")
	case seen == 0:
		return malformed(timestampedHeader, "it has no v1")
	case s.count == 0:
		return malformed(timestampedHeader, "no v1 has %d hexadecimal digits", hexSum)
	}
	return nil
}

// readTime requires 1 to 11 digits without a leading zero, so that each time has one
// form.
func (s *signature) readTime(text string) error {
	if text == "" {
		return malformed(timestampedHeader, "its t is empty")
	}
	at := int64(0) // a long time overflows, and is rejected because of its length
	for i := range len(text) {
		digit := text[i] - '0'
		if digit > 9 || text[0] == '0' {
			return malformed(timestampedHeader, "its t, %s, is not a time in Unix seconds", excerpt(text))
		}
		at = at*10 + int64(digit)
	}
	switch {
	case len(text) == milliDigits:
		return malformed(timestampedHeader, "its t, %s, looks like milliseconds: must be seconds", text)
	case len(text) > maxDigits:
		return malformed(timestampedHeader, "its t, %s, has more than %d digits", excerpt(text), maxDigits)
	}
	s.stamp, s.at = text, at
	return nil
}

// readRaw parses 64 hexadecimal digits with an optional prefix "sha256=".
func (s *signature) readRaw(value string) error {
	s.scheme = SchemeRaw
	if err := checkHeader(rawHeader, value); err != nil {
		return err
	}
	value = strings.TrimPrefix(strings.Trim(value, " \t"), "sha256=")
	if s.add(value) {
		return nil
	}
	name, _, ok := strings.Cut(value, "=")
	switch {
	case value == "":
		return malformed(rawHeader, "it is empty")
	case ok && len(name) <= maxAlgorithm:
		return fmt.Errorf("%w: must be sha256, got %s", ErrUnsupportedAlgorithm, excerpt(name))
	}
	return malformed(rawHeader, "it has not %d hexadecimal digits", hexSum)
}

// maxAlgorithm is the maximum length of an algorithm's name. Base64, which may also end
// with "=", is longer.
const maxAlgorithm = 16

// add adds a signature, and reports whether the text is one.
func (s *signature) add(text string) bool {
	if len(text) != hexSum {
		return false
	}
	var digits [hexSum]byte
	copy(digits[:], text)
	if _, err := hex.Decode(s.sums[s.count][:], digits[:]); err != nil {
		return false
	}
	s.count++
	return true
}

// cutElement skips blanks and commas, and cuts the text at the next one. An empty element
// means the end.
func cutElement(text string) (element, rest string) {
	start := 0
	for start < len(text) && isSeparator(text[start]) {
		start++
	}
	end := start
	for end < len(text) && !isSeparator(text[end]) {
		end++
	}
	return text[start:end], text[end:]
}

func isSeparator(c byte) bool { return c == ' ' || c == ',' || c == '\t' }

// checkHeader limits the length and rejects characters that are invalid in a header.
func checkHeader(name, value string) error {
	if len(value) > maxHeader {
		return malformed(name, "it has %d bytes, and %d are allowed", len(value), maxHeader)
	}
	for i := range len(value) {
		if c := value[i]; c < ' ' && c != '\t' || c > '~' {
			return malformed(name, "byte %d is %#02x, which is not printable ASCII", i, c)
		}
	}
	return nil
}

func malformed(header, format string, args ...any) error {
	return fmt.Errorf("%w: %s: %s", ErrMalformedSignature, header, fmt.Sprintf(format, args...))
}

// maxExcerpt is too short for an excerpt to contain a signature.
const maxExcerpt = 24

// excerpt returns the start of untrusted text, escaped.
func excerpt(text string) string {
	if len(text) > maxExcerpt {
		return strconv.QuoteToASCII(text[:maxExcerpt]) + "…"
	}
	return strconv.QuoteToASCII(text)
}
