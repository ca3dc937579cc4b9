package api

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// IsCallbackURL reports whether the API can send something to the URL: https, or http
// to this machine, without user info and without a fragment.
func IsCallbackURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || !isPort(u.Port()) {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
}

// isPort reports whether the text is a port, or nothing: the scheme's.
func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil && n > 0
}

func isLoopback(host string) bool {
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
