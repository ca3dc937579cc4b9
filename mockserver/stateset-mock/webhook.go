package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// webhookSettings are the flags of webhooks.
type webhookSettings struct {
	url, secret string
	made        bool // the secret
	events      string
	faults      []mockserver.Option

	private, insecure, serverClock bool
}

func (s *webhookSettings) table() []setting {
	return []setting{
		{name: "webhook", value: "URL", set: text(&s.url),
			usage: "Send the events of every account to this URL: https, or http to this machine.\nWith -webhook-private-networks also http to other machines."},
		{name: "webhook-secret", value: "secret", standard: "the variable " + secretVariable + ", or else a new secret that is printed", set: text(&s.secret),
			usage: "Sign the events of -webhook with this secret, whsec_…."},
		{name: "webhook-events", value: "types", standard: "all", set: text(&s.events),
			usage: "Send these types of events to -webhook, separated by commas: order.paid,payment.*."},
		{name: "webhook-fault", value: "fault", repeated: true, set: s.addFault,
			usage: "Disturb deliveries, as in 'payment.* duplicate times=2': duplicate, out_of_order, delay by=30s, tamper, stale or drop."},
		toggle("webhook-private-networks", "Deliver to private networks, and to http URLs of other machines such as http://app:8080/hooks.", func() { s.private = true }),
		toggle("webhook-insecure", "Deliver to receivers whose TLS certificate is not trusted.", func() { s.insecure = true }),
		toggle("sign-with-server-clock", "Sign deliveries with the time of the server's clock instead of real time.", func() { s.serverClock = true }),
	}
}

// addFault adds a fault, and returns an error for an invalid text.
func (s *webhookSettings) addFault(text string) error {
	if _, err := engine.ParseFaultRule(text); err != nil {
		return err
	}
	s.faults = append(s.faults, mockserver.WithWebhookFault(text))
	return nil
}

// secretVariable is the environment variable of the secret. Other users of the machine
// can read flags.
const secretVariable = "STATESET_WEBHOOK_SECRET"

// complete checks the flags. Without a secret it uses the variable, or makes a new
// secret.
func (s *webhookSettings) complete(environment func(string) string) error {
	switch {
	case s.url == "" && s.secret != "":
		return inFlag("webhook-secret", errors.New("requires -webhook, the URL that events are sent to"))
	case s.url == "" && s.events != "":
		return inFlag("webhook-events", errors.New("requires -webhook, the URL that events are sent to"))
	case s.url == "":
		return nil
	case s.private && !core.IsPlainCallbackURL(s.url):
		return inFlag("webhook", errors.New("must be an https or http URL, without user info and fragment"))
	case !s.private && !core.IsCallbackURL(s.url):
		return inFlag("webhook", errors.New("must be an https URL, or an http one of this machine, without user info and fragment; "+
			"-webhook-private-networks allows http to other machines"))
	}
	for _, t := range s.types() {
		if !t.Known() {
			return inFlag("webhook-events", fmt.Errorf("%s matches no event type", quote.Short(string(t))))
		}
	}
	return s.findSecret(environment)
}

func (s *webhookSettings) findSecret(environment func(string) string) error {
	fromFlag := s.secret != ""
	if !fromFlag {
		s.secret = environment(secretVariable)
	}
	if s.secret == "" {
		s.secret, s.made = "whsec_"+rand.Text(), true
	}
	_, err := webhook.NewVerifier(s.secret)
	if err == nil {
		return nil
	}
	err = errors.New(strings.TrimPrefix(err.Error(), "stateset: webhook.NewVerifier: "))
	if fromFlag {
		return inFlag("webhook-secret", err)
	}
	return fmt.Errorf("%s: %w", secretVariable, err)
}

// types returns the event types of the flag. Default: all types.
func (s *webhookSettings) types() []webhook.Type {
	if s.events == "" {
		return []webhook.Type{webhook.AllTypes}
	}
	var types []webhook.Type
	for name := range strings.SplitSeq(s.events, ",") {
		types = append(types, webhook.Type(strings.TrimSpace(name)))
	}
	return types
}

func (s *webhookSettings) options() []mockserver.Option {
	opts := s.faults
	if s.private {
		opts = append(opts, mockserver.WithPrivateWebhooks())
	}
	if s.insecure {
		opts = append(opts, mockserver.WithInsecureWebhooks())
	}
	if s.serverClock {
		opts = append(opts, mockserver.WithServerTimeSignatures())
	}
	return opts
}

// register makes the URL an endpoint of every account.
func (s *webhookSettings) register(srv *mockserver.Server) error {
	if s.url == "" {
		return nil
	}
	var types []webhook.Selector
	for _, t := range s.types() {
		types = append(types, t)
	}
	return srv.Webhooks().SendTo(s.url, s.secret, types...)
}
