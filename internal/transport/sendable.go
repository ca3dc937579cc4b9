package transport

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// sendable returns the reason why net/http would refuse to send the request. An error of
// this check proves that nothing was sent. An error of net/http does not.
func sendable(r *Request) error {
	switch {
	case r.URL.Scheme != "http" && r.URL.Scheme != "https":
		return fmt.Errorf("stateset: unsupported scheme %.16q in the URL", r.URL.Scheme)
	case r.URL.Host == "":
		return errors.New("stateset: no host in the URL")
	case !isToken(r.Method):
		return fmt.Errorf("stateset: invalid method %.16q", r.Method)
	}
	return sendableHeader(r.Header)
}

func sendableHeader(header http.Header) error {
	for name, values := range header {
		if !isToken(name) {
			return fmt.Errorf("stateset: invalid header name %.64q", name)
		}
		for _, value := range values {
			if !isFieldValue(value) {
				return fmt.Errorf("stateset: invalid value of header %s", name)
			}
		}
	}
	return nil
}

// isToken and isFieldValue follow RFC 9110, as net/http does.
func isToken(text string) bool {
	for i := range len(text) {
		c := text[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return text != ""
}

func isFieldValue(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
