//go:build faultrules

package faultrules

import (
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

func rules(srv *mockserver.Server, account *mockserver.Account) {
	srv.Fail("*", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
	srv.Fail("*", mockserver.Status(502).WithEnvelope("html").WithDelay(1), mockserver.Optional())
	srv.Stub("*", 200, "{}", mockserver.AfterCommit(), mockserver.Nth(1))
	srv.Webhooks().Disturb(webhook.OrderPaid, mockserver.Duplicated(), mockserver.Times(2))

	srv.Fail("*", mockserver.Reset(), mockserver.Status(503))                                 // ERROR Action
	account.Fail("*", mockserver.Reset(), mockserver.Times(1), mockserver.Garbage())          // ERROR Action
	srv.Fail("*", mockserver.AfterCommit(), mockserver.Times(1))                              // ERROR Place
	srv.Fail("*", mockserver.Times(1))                                                        // ERROR Selector
	srv.Fail("*")                                                                             // ERROR not enough arguments
	srv.Stub("*", 200, "{}", mockserver.Reset())                                              // ERROR Action
	srv.Webhooks().Disturb(webhook.OrderPaid, mockserver.Dropped(), mockserver.AfterCommit()) // ERROR Place
}
