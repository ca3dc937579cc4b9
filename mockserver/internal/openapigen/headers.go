package main

import "net/http"

// headers returns the headers of responses.
func headers() object {
	number, text := of("type", "integer"), of("type", "string")
	header := func(schema object, description string) object {
		return of("description", description, "schema", schema)
	}
	return of(
		"X-Request-Id", header(text, "The ID of the request: the one of the request header, or a new one."),
		"X-RateLimit-Limit", header(number, "Requests per second that the plan allows."),
		"X-RateLimit-Remaining", header(number, "Requests that are left at this moment."),
		"X-RateLimit-Reset", header(number, "Unix seconds at which all requests are available again."),
		"Idempotent-Replayed", header(of("type", "string", "const", "true"), "Present if the response repeats that of an earlier request with the same idempotency key."),
		"Original-Request-Id", header(text, "The ID of the request whose response is repeated."),
		"Retry-After", header(number, "Seconds to wait before the next attempt."),
		"Stateset-Should-Retry", header(of("type", "string", "enum", []any{"true", "false"}), "Whether the same request can succeed later."),
		"WWW-Authenticate", header(text, "The authentication scheme: Bearer."),
	)
}

var rateLimitHeaders = []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}

func refsToHeaders(names ...string) object {
	var refs object
	for _, name := range names {
		refs = refs.with(name, of("$ref", "#/components/headers/"+name))
	}
	return refs
}

func responseHeaders(r *route) object {
	names := append([]string{"X-Request-Id"}, rateLimitHeaders...)
	if r.row.Mutates() {
		names = append(names, "Idempotent-Replayed", "Original-Request-Id")
	}
	return refsToHeaders(names...)
}

// errorHeaders returns the headers of an error response. A request without a valid key
// belongs to no account and has no rate limit.
func errorHeaders(status int) object {
	names := []string{"X-Request-Id"}
	if status != http.StatusUnauthorized {
		names = append(names, rateLimitHeaders...)
	}
	switch status {
	case http.StatusUnauthorized:
		names = append(names, "WWW-Authenticate")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusConflict:
		names = append(names, "Retry-After")
	}
	if status != http.StatusPaymentRequired {
		names = append(names, "Stateset-Should-Retry")
	}
	return refsToHeaders(names...)
}
