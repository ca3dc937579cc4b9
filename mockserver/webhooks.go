package mockserver

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
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
// endpoints do not wait for each other, up to 1,024 that are delivered to at once.
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
// schemes, as requests POST /webhooks. [Webhooks.DeliverToPath] uses another path. Types are types of events, such as
// webhook.OrderPaid, and patterns, such as webhook.Type("payment.*"); none select all.
//
// On a server the handler is an endpoint of every account, present and future, and
// stays so after [Server.Reset]. It does not count towards the 64 endpoints that an
// account can have.
//
// A delivery that gets 404 or 405 fails the test of [New] at its end: the handler does
// not serve the path. To test these responses, use [Webhooks.SendTo] and an
// httptest.Server.
//
// A handler that panics, or that has not returned after 10 seconds, has not
// succeeded; the delivery is retried. When the context of its request ends, which is
// also that of its event, a handler must return: one that sends on a channel that
// nobody reads any more does not, and fails its test (see [Server.Close]). A nil
// handler, a secret that [webhook.NewVerifier] refuses and a type that selects nothing
// panic.
func (w *Webhooks) DeliverTo(handler http.Handler, secret string, types ...webhook.Selector) {
	w.DeliverToPath("/webhooks", handler, secret, types...)
}

// DeliverToPath is [Webhooks.DeliverTo] with the path of the requests, such as
// "/hooks/stateset". It panics if the path does not begin with a slash, or has a query.
func (w *Webhooks) DeliverToPath(path string, handler http.Handler, secret string, types ...webhook.Selector) {
	switch {
	case handler == nil:
		panic("mockserver: DeliverTo needs a handler")
	case !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?# "):
		panic(fmt.Sprintf("mockserver: DeliverToPath: path must be a path such as /webhooks, got %q", path))
	}
	if err := w.SendTo(w.server.sender.AddHandler(path, handler), secret, types...); err != nil {
		panic(err.Error())
	}
}

// SendTo registers a URL as DeliverTo does a handler: https, or http to this machine,
// with [WithPrivateWebhooks] http to any.
func (w *Webhooks) SendTo(url, secret string, types ...webhook.Selector) error {
	if _, err := webhook.NewVerifier(secret); err != nil {
		return badSecret{err}
	}
	if len(types) == 0 {
		types = []webhook.Selector{webhook.AllTypes}
	}
	selected := webhook.Types(types...)
	for _, t := range selected {
		if !t.Known() {
			return fmt.Errorf("mockserver: no type of events is selected by %q: want one such as order.paid, payment.* or *", t)
		}
	}
	params := webhook.CreateParams{URL: url, Events: selected}
	var err error
	if w.account == nil {
		err = w.server.engine.AddEndpoint(params, webhook.NewSecret(secret))
	} else {
		_, err = w.server.engine.Account(*w.account).AddEndpoint(params, webhook.NewSecret(secret))
	}
	if err != nil && core.IsPlainCallbackURL(url) && !core.IsCallbackURL(url) {
		return fmt.Errorf("mockserver: %w; http to other machines is for a server made with WithPrivateWebhooks", err)
	}
	if err != nil {
		return fmt.Errorf("mockserver: %w", err)
	}
	return nil
}

// badSecret is the error of a verifier, without its prefix.
type badSecret struct{ error }

// Error says what is wrong with the secret.
func (e badSecret) Error() string {
	return "mockserver: " + strings.TrimPrefix(e.error.Error(), "stateset: ")
}

func (e badSecret) Unwrap() error { return e.error }

// Settle returns when no attempt of a delivery is under way and none is due now. Those
// that are due later, because an attempt failed, are not waited for: see
// [Clock.Advance]. It returns the error of ctx when that ends before.
func (w *Webhooks) Settle(ctx context.Context) error {
	if w.account != nil {
		return w.server.engine.SettleAccount(ctx, *w.account)
	}
	return w.server.engine.Settle(ctx)
}

// Deliveries are all deliveries, ordered by account and endpoint, oldest first, with
// the attempts that were made. Those to an endpoint that was deleted are gone.
func (w *Webhooks) Deliveries() []*webhook.Delivery {
	all := w.server.engine.Deliveries(w.account)
	deliveries := make([]*webhook.Delivery, len(all))
	for i, d := range all {
		deliveries[i] = d.Delivery
	}
	return deliveries
}

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
