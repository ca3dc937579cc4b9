// Package dispatch sends webhook deliveries: it signs them, and posts them to a URL or
// calls an http.Handler of this process. The engine decides which deliveries are due.
//
//	dispatch.go  Dispatcher: one signed request per attempt
//	client.go    the HTTP client of deliveries
//	guard.go     refuses private and reserved addresses
//	handler.go   handlers of this process, each with its own URL
package dispatch
