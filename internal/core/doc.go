// Package core makes the calls of the resource packages: it builds requests, decodes
// responses and iterates over lists. Its results are types of package api. Users of the
// SDK do not see the package.
//
// A call goes through these files, in this order:
//
//	service.go   Service: the base of the Service of each resource package
//	check.go     Check: the rules of parameters; check_*.go, bank.go, wallet.go: single rules
//	object.go    Object: operations that return one object, and the check of its ID
//	call.go      Call: one operation, from arguments to the decoded response
//	request.go   the request of an operation: path, query, headers, key and policy
//	options.go   CallOptions: the result of all request options
//	operation.go errors that name their operation
//	client.go    Client: the settings and headers that all calls share; random.go: keys;
//	             public.go: clients without a key
//	keys.go      the API key of a call and the state that belongs to it; table.go: the bounded
//	             memory of that state; source.go: keys that a function supplies
//	observe.go   reports calls and recoveries to hooks and the log
//	failure.go   from a failed call to an api.Error; envelope.go: the body of an error;
//	             envelope_*.go: error bodies of other servers
//	journal.go   writes that are stored before they are sent; journal_*.go: the stored entry;
//	             recover.go: Recover, Send and queued writes
//	resolve.go   Resolve and Do: repeated calls, and calls that the SDK does not know
//
// Lists:
//
//	list.go      Lister: one page by cursor; offset.go: one page by offset
//	pages.go     All and Pages: iterators over pages
//
// Encoding and decoding:
//
//	decode.go    the response into the object of the call, or the error of its body
//	pay_body.go  the payment method of a Pay call
package core
