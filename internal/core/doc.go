// Package core makes the calls of the resource packages: it builds requests, reads
// responses and walks lists. Callers meet the types of package api; nothing in core is
// visible to them.
//
// A call goes through these files, in this order:
//
//	service.go   Service: what each resource package's Service is
//	check.go     Check: the rules of parameters; check_*.go, bank.go, wallet.go: single rules
//	object.go    Object: operations that answer with one object, and whether it is the right one
//	call.go      Call: one operation, from arguments to the decoded response
//	request.go   the request of an operation: path, query, headers, key and policy
//	options.go   CallOptions: what request options add up to
//	operation.go errors that name their operation
//	client.go    Client: the settings and headers that all calls share; random.go: keys;
//	             public.go: clients without a key
//	keys.go      the API key of a call and the state that belongs to it; table.go: the bounded
//	             memory of that state; source.go: keys that a function supplies
//	observe.go   what hooks and the log are told of a call and a recovery
//	failure.go   from a failed call to an api.Error; envelope.go: the body of an error;
//	             envelope_*.go: error bodies of other servers
//	journal.go   writes that are stored before they are sent; journal_*.go: what is stored;
//	             recover.go: Recover, Send and queued writes
//	resolve.go   Resolve and Do: a call again, and calls that the SDK does not know
//
// Lists:
//
//	list.go      Lister: one page by cursor; offset.go: one page by offset
//	pages.go     All and Pages: iterators over pages
//
// Values on the wire:
//
//	decode.go    the response into the object of the call, or the error of its body
//	pay_body.go  the payment method of a Pay call
package core
