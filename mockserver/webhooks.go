package mockserver

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// Webhooks are the deliveries of a server or of one account. Deliveries begin as soon
// as what they tell of is done, without waiting for anybody; where one fails, the
// next attempts follow 10 seconds, 1 minute, 10 minutes, 1 hour, 3 hours and 12 hours
// of the server's time after one another. [Clock.Advance] waits for attempts under
// way and makes those that come due, each at its own time, before it returns.
//
// The first attempts to one endpoint are made in the order of the events, one after
// another; a retry comes later than events that happened after it. Different
// endpoints do not wait for each other.
//
// Who receives a delivery may call the server and its clients. He must neither move
// the clock nor wait for [Webhooks.Settle]: both wait for him.
type Webhooks struct {
	server  *Server
	account *engine.AccountKey // nil: every account
}

// Webhooks are the deliveries of all accounts.
func (s *Server) Webhooks() *Webhooks { return &Webhooks{server: s} }

// Webhooks are the deliveries of this account.
func (a *Account) Webhooks() *Webhooks { return &Webhooks{server: a.server, account: a.key()} }

// DeliverTo registers a handler as an endpoint of the account. It needs no network:
// deliveries are handed to it in this process, signed with the secret in both
// schemes, as requests to a URL below .invalid. Types are types of events and
// patterns, none select all.
//
// On a server the handler is an endpoint of every account, present and future, and
// stays so after [Server.Reset].
//
// A handler that panics, or that has not returned after 10 seconds, has not
// succeeded; the delivery is retried. A nil handler, a secret that
// [webhook.NewVerifier] refuses and a type that selects nothing panic.
func (w *Webhooks) DeliverTo(handler http.Handler, secret string, types ...webhook.Type) {
	if handler == nil {
		panic("mockserver: DeliverTo needs a handler")
	}
	if err := w.SendTo(w.server.sender.AddHandler(handler), secret, types...); err != nil {
		panic(err.Error())
	}
}

// SendTo registers a URL as DeliverTo does a handler: https, or http to this machine.
func (w *Webhooks) SendTo(url, secret string, types ...webhook.Type) error {
	if _, err := webhook.NewVerifier(secret); err != nil {
		return fmt.Errorf("mockserver: %w", err)
	}
	if len(types) == 0 {
		types = []webhook.Type{webhook.AllTypes}
	}
	for _, t := range types {
		if !t.Known() {
			return fmt.Errorf("mockserver: no type of events is selected by %q: want one such as order.paid, payment.* or *", t)
		}
	}
	params := webhook.CreateParams{URL: url, Events: types}
	var err error
	if w.account == nil {
		err = w.server.engine.AddEndpoint(params, webhook.NewSecret(secret))
	} else {
		_, err = w.server.engine.Account(*w.account).AddEndpoint(params, webhook.NewSecret(secret))
	}
	if err != nil {
		return fmt.Errorf("mockserver: %w", err)
	}
	return nil
}

// Settle returns when no attempt of a delivery is under way and none is due now. Those
// that are due later, because an attempt failed, are not waited for: see
// [Clock.Advance]. It returns the error of ctx when that ends before. It settles all
// accounts, also for one.
func (w *Webhooks) Settle(ctx context.Context) error { return w.server.engine.Settle(ctx) }

// Deliveries are all deliveries, ordered by account and endpoint, oldest first, with
// the attempts that were made.
func (w *Webhooks) Deliveries() []*webhook.Delivery { return w.server.engine.Deliveries(w.account) }

// key names the account to the engine.
func (a *Account) key() *engine.AccountKey { return &engine.AccountKey{Name: a.name} }

// logAttempts logs requests of deliveries.
func logAttempts(logger *slog.Logger) func(engine.Attempted) {
	return func(a engine.Attempted) {
		args := []any{"type", string(a.Type), "event", a.EventID, "delivery", a.DeliveryID, "attempt", a.Attempt,
			"status", a.Outcome.StatusCode, "took", a.Took}
		if a.Copy > 0 {
			args = append(args, "copy", a.Copy)
		}
		if a.Fault != "" {
			args = append(args, "fault", a.Fault)
		}
		if a.Outcome.Error != "" {
			args = append(args, "error", a.Outcome.Error)
		}
		logger.Info("webhook", append(args, "account", a.Account)...)
	}
}
