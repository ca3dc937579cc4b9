package transport

import "net/http"

// uncommonHeaders are the SDK's own headers that the API's CORS rules do not allow. A
// browser would refuse the request because of them.
var uncommonHeaders = []string{"X-Client-Request-Id", "X-Stateset-Attempt", "User-Agent", "Accept-Encoding"}

// forFetch adapts the headers of a request to the Fetch API: without the headers that
// CORS refuses, and with redirects that are not followed.
func forFetch(header http.Header) {
	for _, name := range uncommonHeaders {
		delete(header, name)
	}
	header["js.fetch:redirect"] = []string{"manual"} // net/http takes it out again
}
