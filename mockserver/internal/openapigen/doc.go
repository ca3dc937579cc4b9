// Openapigen writes the OpenAPI document of the API.
//
//	go run github.com/stateset/stateset-go/mockserver/internal/openapigen ROOT
//
// ROOT is the root of the module. The document derives from the table in internal/spec,
// from the members and parameters that the readers declare, from the Go types of
// responses, and from the error catalog. Its examples are the valid calls of the
// conformance table.
//
// The files in reading order:
//
//	main.go         the files that are written
//	document.go     the document: info, servers, tags, keys
//	operation.go    paths and operations
//	parameters.go   IDs in paths, queries, request headers
//	body.go         request bodies; value.go has the single values
//	rules.go        x-rules; state_rules.go has those that depend on more than the body
//	answer.go       responses and errors; headers.go has their headers
//	response.go     schemas of Go types; money.go has the forms of amounts
//	comment.go      descriptions from doc comments
//	webhooks.go     events
//	examples.go     examples
//	components.go   named schemas
//	object.go       JSON objects that keep their order
package main
