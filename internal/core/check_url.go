package core

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// IsCallbackURL reports whether the API can send requests to the URL: https, or http to
// this machine, without user info and without a fragment.
func IsCallbackURL(text string) bool {
	u, ok := parseCallback(text)
	return ok && (u.Scheme == "https" || IsLoopbackHost(u.Hostname()))
}

// IsPlainCallbackURL is IsCallbackURL, but accepts http to every machine.
func IsPlainCallbackURL(text string) bool {
	_, ok := parseCallback(text)
	return ok
}

// parseCallback accepts http and https. It rejects the zone of an IPv6 address, because a
// zone is a name of the sender's own network.
func parseCallback(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || strings.Contains(u.Hostname(), "%") || u.User != nil || u.Fragment != "" || !isPort(u.Port()) {
		return nil, false
	}
	return u, u.Scheme == "https" || u.Scheme == "http"
}

// isPort reports whether the text is a port, or empty, which means the default port of
// the scheme.
func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil && n > 0
}

// IsLoopbackHost reports whether the host is localhost or a loopback address.
func IsLoopbackHost(host string) bool {
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
