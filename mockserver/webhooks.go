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

// Webhooks are the deliveries of a server or of one account. A delivery begins as soon
// as its event is stored. No request waits for it. If an attempt fails, the next ones
// follow after 10 seconds, 1 minute, 10 minutes, 1 hour, 3 hours and 12 hours of the
// server's time. [Clock.Advance] waits for running attempts, and makes those that become
// due before it returns, each at its own time.
//
// First attempts to one endpoint keep the order of the events, and run one after
// another. A retry may come after later events. Endpoints do not wait for each other. At
// most 1,024 endpoints receive deliveries at once.
//
// A receiver may call the server and its clients. It must not move the clock or wait for
// [Webhooks.Settle], because both wait for the receiver.
type Webhooks struct {
	server  *Server
	account *engine.AccountKey // nil: every account
}

// Webhooks returns the deliveries of all accounts.
func (s *Server) Webhooks() *Webhooks { return &Webhooks{server: s} }

// Webhooks returns the deliveries of the account.
func (a *Account) Webhooks() *Webhooks { return &Webhooks{server: a.server, account: a.key()} }

// DeliverTo registers a handler as an endpoint of the account. It requires no network.
// Deliveries are requests POST /webhooks in this process, signed with the secret in both
// schemes. [Webhooks.DeliverToPath] sets another path. A type is a constant such as
// webhook.OrderPaid, or a pattern such as webhook.Type("payment.*"). Default: all types.
//
// On a server the handler is an endpoint of every account, and stays so after
// [Server.Reset]. It does not count toward the 64 endpoints of an account.
//
// A delivery with status 404 or 405 fails the test of [New] at its end, because the
// handler does not serve the path. To test these responses, use [Webhooks.SendTo] and an
// httptest.Server.
//
// An attempt fails if the handler panics or does not return within 10 seconds of real
// time. The delivery is retried. A handler must return when the context of its request
// ends. A handler that does not return fails the test, see [Server.Close].
//
// DeliverTo panics for a nil handler, a secret that [webhook.NewVerifier] refuses, and a
// type that selects no event.
func (w *Webhooks) DeliverTo(handler http.Handler, secret string, types ...webhook.Selector) {
	w.DeliverToPath("/webhooks", handler, secret, types...)
}

// DeliverToPath is [Webhooks.DeliverTo] with the path of the requests, such as
// "/hooks/stateset". It panics if the path does not begin with a slash, or has a query.
func (w *Webhooks) DeliverToPath(path string, handler http.Handler, secret string, types ...webhook.Selector) {
	switch {
	case handler == nil:
		panic("mockserver: DeliverTo: the handler must not be nil")
	case !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?# "):
		panic(fmt.Sprintf("mockserver: DeliverToPath: path must be a path such as /webhooks, got %q", path))
	}
	if err := w.SendTo(w.server.sender.AddHandler(path, handler), secret, types...); err != nil {
		panic(err.Error())
	}
}

// SendTo registers a URL as an endpoint, as [Webhooks.DeliverTo] registers a handler.
// The URL is https, or http of this machine. With [WithPrivateWebhooks] http of other
// machines is allowed.
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
			return fmt.Errorf("mockserver: %q matches no event type: must be one such as order.paid, payment.* or *", t)
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
		return fmt.Errorf("mockserver: %w; WithPrivateWebhooks allows http to other machines", err)
	}
	if err != nil {
		return fmt.Errorf("mockserver: %w", err)
	}
	return nil
}

// badSecret is the error of a verifier, without its prefix.
type badSecret struct{ error }

// Error returns the message of the verifier without its prefix.
func (e badSecret) Error() string {
	return "mockserver: " + strings.TrimPrefix(e.error.Error(), "stateset: ")
}

func (e badSecret) Unwrap() error { return e.error }

// Settle returns when no attempt of a delivery is running or due. It does not wait for
// retries that are due later, see [Clock.Advance]. If ctx ends first, Settle returns its
// error.
func (w *Webhooks) Settle(ctx context.Context) error {
	if w.account != nil {
		return w.server.engine.SettleAccount(ctx, *w.account)
	}
	return w.server.engine.Settle(ctx)
}

// Deliveries returns all deliveries with their attempts, ordered by account and
// endpoint, oldest first. Deliveries to a deleted endpoint are not included.
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
