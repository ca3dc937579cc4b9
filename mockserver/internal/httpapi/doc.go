// Package httpapi is the HTTP interface of the mock server: routes, API keys, rate
// limits, idempotency, faults and JSON. The package engine has the business rules.
//
// A request passes these files, in this order. The first failed check determines the
// response.
//
//	server.go       Server, its state, and ServeHTTP
//	call.go         call: one request and the order of its checks
//	cors.go         headers for browsers
//	malformed.go    responses to requests that are not valid HTTP
//	fault.go        finds the fault of the request and applies it at its point
//	routes.go       method and path to an operation; routes_suggest.go finds close paths
//	auth.go         API key, scope and connected account; keys.go, registrations.go
//	limits.go       rate limits of a plan
//	body.go         size, media type and JSON of the body
//	idempotency.go  idempotency keys; replays.go stores the responses
//	handlers.go     the table of handlers, and their constructors
//	list.go         pages of a collection
//	expand.go       expanded objects in a response; links.go lists their links
//	answer.go       errors and responses; status.go maps error codes to statuses
//	requestid.go    request IDs
//	journal.go      the entry of a request in the journal
//
// The readers of parameters are in package params. Further code of operations is in
// actions.go, lists.go and webhooks.go.
//
// Faults of requests:
//
//	fault_accept.go  faults of a new connection
//	fault_answer.go  responses that replace the real one
//	fault_apply.go   stalls, cut connections, slow and partial bodies
//	fault_wire.go    malformed responses, written to the connection directly
//
// Fixtures:
//
//	fixtures.go        Fixtures, and where in a file an error is
//	fixtures_files.go  reads the files of a directory
//	fixtures_read.go   parses a file
//	fixtures_apply.go  runs the calls of fixtures, all or nothing
//
// Beside the API:
//
//	access.go            who may call the control interface; access_check.go checks its settings
//	control.go           the control interface of tests, below /_mock
//	snapshot.go          the state of the server as a document; state_file.go stores it
//	control_snapshots.go its part about snapshots and the state file
//	control_account.go   reads the account of a call
//	control_reset.go     its part about resets
//	control_clock.go     its part about the clock
//	control_accounts.go  its part about accounts and their wallets
//	control_requests.go  its part about the journal of requests
//	control_request.go   one request with its effects; control_stream.go streams requests
//	control_verify.go    its part that verifies requests
//	control_faults.go    its part about faults of requests
//	control_webhooks.go  its part about deliveries
//	control_fixtures.go  its part about fixtures
//	control_reviews.go   its part about approvals and reviews
//	control_ui.go        the files of the page, which package ui has
//	identity.go          GET /, the index of the control interface, health probes
//	public.go            public links of invoices; public_page.go and public_pdf.go write them
//
//	description.go       what operations accept, for the description of the API
//
// An operation is a row of the table in internal/spec and a handler here. [create],
// [act], [get], [list], [show], [view], [lookup], [lookupOf] and [createOnce] build a handler from
// a reader in package params and a method of [engine.Tx].
//
//go:generate go run github.com/stateset/stateset-go/internal/wiregen
package httpapi
