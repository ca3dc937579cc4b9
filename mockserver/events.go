package mockserver

import (
	"context"
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// Events are the events of a server or of one account. An event is stored together with
// the change that it reports, whether an endpoint receives it or not. It stays until a
// reset, or until [WithMaxEvents] newer events are stored.
type Events struct {
	server  *Server
	account *engine.AccountKey // nil: every account
}

// Events returns the events of all accounts.
func (s *Server) Events() *Events { return &Events{server: s} }

// Events returns the events of the account.
func (a *Account) Events() *Events { return &Events{server: a.server, account: a.key()} }

// Wait returns the oldest event of the types that was not taken yet, and takes it. It
// waits until there is such an event. A type is a constant such as
// webhook.PaymentSucceeded, or a pattern such as webhook.Type("payment.*"). Default: all
// types.
//
// Each event is taken once, by one call of Wait on any account or on the server. Events
// of other types stay, so that waiting for a later event does not lose an earlier one.
//
// An event is stored before it is delivered. To wait for its deliveries, call
// [Webhooks.Settle] after Wait.
//
// If ctx or the server ends first, the error names the events that were stored.
func (e *Events) Wait(ctx context.Context, types ...webhook.Selector) (*webhook.Event, error) {
	event, err := e.server.engine.TakeEvent(ctx, e.account, webhook.Types(types...))
	if err != nil {
		return nil, fmt.Errorf("mockserver: %w", err)
	}
	return event.Public()
}

// All returns all events, oldest first. Taken events are included.
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
