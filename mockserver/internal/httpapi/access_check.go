package httpapi

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// maxToken is the maximum length of a control token.
const maxToken = 255

// CheckToken returns an error for a text that cannot be a control token. The error does
// not show the text.
func CheckToken(token string) error {
	if token == "" || len(token) > maxToken {
		return fmt.Errorf("must have 1 to %d characters, got %d", maxToken, len(token))
	}
	for i := range len(token) {
		if c := token[i]; c < '!' || c > '~' || strings.IndexByte("\"'`", c) >= 0 {
			return fmt.Errorf("must consist of printable ASCII characters without blanks and quotes: character %d is not one", i+1)
		}
	}
	return nil
}

// CheckPublicURL returns an error for a text that cannot be a public URL. The error does
// not show the text, which may contain a password.
func CheckPublicURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.ForceQuery ||
		strings.Contains(address, "#") || strings.Contains(u.Host, "%") {
		return errors.New(`must be an http or https URL without user, query, fragment and IPv6 zone, as in "https://mock:8420"`)
	}
	return nil
}
