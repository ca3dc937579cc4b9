package mockserver

import (
	"context"
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// Events are the events of a server or of one account. They are there as soon as what
// they tell of is, whether an endpoint receives them or not, and stay until
// [Server.Reset].
type Events struct {
	server  *Server
	account *engine.AccountKey // nil: every account
}

// Events are the events of all accounts.
func (s *Server) Events() *Events { return &Events{server: s} }

// Events are the events of this account.
func (a *Account) Events() *Events { return &Events{server: a.server, account: a.key()} }

// Wait returns the oldest event of one of the types that was not taken yet, and takes
// it; until there is one, it waits. Types are types, such as webhook.PaymentSucceeded,
// and patterns, such as webhook.Type("payment.*"); none select all.
//
// What is taken is taken from all: each event comes out of one Wait only, whichever
// account or server it is called on. Events that were not asked for stay, so waiting
// for a later event does not lose an earlier one.
//
// An event is there before it is delivered: for what its receivers do, call
// [Webhooks.Settle] after Wait.
//
// It is an error that ctx or the server ends first; it names the events that came.
func (e *Events) Wait(ctx context.Context, types ...webhook.Selector) (*webhook.Event, error) {
	event, err := e.server.engine.TakeEvent(ctx, e.account, webhook.Types(types...))
	if err != nil {
		return nil, fmt.Errorf("mockserver: %w", err)
	}
	return event.Public()
}

// All are all events, taken or not, oldest first.
func (e *Events) All() []*webhook.Event {
	all := e.server.engine.Events(e.account)
	public := make([]*webhook.Event, len(all))
	for i, event := range all {
		var err error
		if public[i], err = event.Public(); err != nil {
			panic(fmt.Sprintf("mockserver: an event cannot be shown: %v", err)) // they are objects of the server
		}
	}
	return public
}
