// Package httpapi is the mock server's HTTP face: it knows keys, routes, rate
// limits, idempotency, parameters and how answers look, and no rule of the
// business, which the engine has.
//
// A request passes these checks in this order, and the first that fails answers:
// key, route and method, scope, rate limit, size and media type of the body, JSON,
// idempotency, parameters; then the engine checks existence and state.
//
// An operation is a row of the table in internal/spec and a handler here, made by
// [get], [list], [create] or [act] from a reader of its parameters and a method of
// the engine's transaction, and named in [handlers].
package httpapi
