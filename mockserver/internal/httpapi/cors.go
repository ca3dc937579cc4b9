package httpapi

import (
	"net/http"
	"strconv"
	"time"
)

// preflightAge is the time for which a browser may reuse a preflight response. Browsers
// lower it to their own maximum.
const preflightAge = 2 * time.Hour

// Values of headers that all responses share. They are read-only.
var (
	anyOrigin    = []string{"*"}
	corsMethods  = []string{"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"}
	corsAccepted = []string{"Authorization, Content-Type, Idempotency-Key, X-Account-Id, X-Request-Id, traceparent, tracestate, baggage"}
	corsExposed  = []string{"X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotent-Replayed"}
	jsonType     = []string{"application/json"}
	noLimit      = []string{strconv.Itoa(unlimited)}
)

// set sets a header, whose name must be canonical. The call holds the value, so that set
// does not allocate.
func (c *call) set(name, value string) {
	if c.valuesSet == len(c.values) {
		c.header[name] = []string{value}
		return
	}
	at := c.valuesSet
	c.values[at], c.valuesSet = value, at+1
	c.header[name] = c.values[at : at+1 : at+1]
}

// setCORS allows browsers on any site to call the API.
func (c *call) setCORS() {
	c.header["Access-Control-Allow-Origin"] = anyOrigin
	c.header["Access-Control-Allow-Methods"] = corsMethods
	c.header["Access-Control-Allow-Headers"] = corsAccepted
	c.header["Access-Control-Expose-Headers"] = corsExposed
	if c.request.Method != http.MethodOptions {
		return
	}
	c.header.Set("Access-Control-Max-Age", strconv.Itoa(int(preflightAge/time.Second)))
	if c.request.Header.Get("Access-Control-Request-Private-Network") == "true" {
		c.header.Set("Access-Control-Allow-Private-Network", "true")
	}
}

// isolate keeps other sites from embedding the response, browsers from guessing its type,
// and caches from storing it.
func (c *call) isolate() {
	c.header.Set("X-Content-Type-Options", "nosniff")
	c.header.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.header.Set("Cache-Control", "no-store")
}
