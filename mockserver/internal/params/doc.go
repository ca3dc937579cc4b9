// Package params reads the parameters of the API's operations. It states every rule of
// form: the members of a body, the required ones, and their lengths, sizes and formats.
// It imports neither HTTP nor the engine, which checks the rules that depend on stored
// data.
//
// A reader takes an [input.Object], the body, or an [input.Query]. It returns the params
// of the SDK if they can hold the request, otherwise a separate type such as [Capture]. A
// filter returns a function that reports whether a list contains an object.
//
// The files are named after the resources:
//
//	payments.go, orders.go, invoices.go, finance.go, global.go, agents.go
//	stablecoin.go, stablecoin_list.go, webhooks.go, webhooks_list.go
package params
