package httpapi

import (
	"net/http"
	"strconv"
	"time"
)

// preflightAge is the time for which a browser may reuse a preflight response. Browsers
// lower it to their own maximum.
const preflightAge = 2 * time.Hour

// setCORS allows browsers on any site to call the API.
func (c *call) setCORS() {
	c.header.Set("Access-Control-Allow-Origin", "*")
	c.header.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
	c.header.Set("Access-Control-Allow-Headers",
		"Authorization, Content-Type, Idempotency-Key, X-Account-Id, X-Request-Id, traceparent, tracestate, baggage")
	c.header.Set("Access-Control-Expose-Headers",
		"X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotent-Replayed")
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
