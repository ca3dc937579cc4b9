//go:build !js

package transport

import "net/http"

// fetches reports whether a transport sends its requests with the Fetch API.
func fetches(*http.Transport) bool { return false }
