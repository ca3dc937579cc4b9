// Package params reads the parameters of the API's operations. It states every rule of
// shape: which members a body has, which are required, and how long, how large and of
// which form they may be. It knows neither HTTP nor the engine, which checks what depends
// on stored data.
//
// A reader takes an [input.Object], the body, or an [input.Query]. It returns the params
// of the SDK where they can hold what was sent, otherwise a type of its own such as
// [Capture]. A filter returns a function that reports whether a list contains an object.
//
// The files are named after the resources:
//
//	payments.go, orders.go, invoices.go, finance.go, global.go, agents.go
//	stablecoin.go, stablecoin_list.go, webhooks.go, webhooks_list.go
package params
