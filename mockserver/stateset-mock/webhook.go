package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/internal/api"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// webhookSettings are what the flags say of webhooks.
type webhookSettings struct {
	url, secret string
	made        bool // the secret
	events      string
	faults      []mockserver.Option

	private, insecure, serverClock bool
}

func (s *webhookSettings) flags(flags *flag.FlagSet) {
	flags.StringVar(&s.url, "webhook", "", "`URL` that events of every account are sent to: https, or http to this machine")
	flags.StringVar(&s.secret, "webhook-secret", "", "`secret` that signs them, whsec_… (default one is made and printed)")
	flags.StringVar(&s.events, "webhook-events", string(webhook.AllTypes), "`types` of events that are sent, with commas between them: order.paid,payment.*")
	flags.Func("webhook-fault", "`fault` of deliveries, as in 'payment.* duplicate times=2': duplicate, out_of_order, delay by=30s, tamper, stale or drop", s.addFault)
	flags.BoolVar(&s.private, "webhook-private-networks", false, "deliver to private networks too")
	flags.BoolVar(&s.insecure, "webhook-insecure", false, "deliver to receivers whose TLS certificate nobody vouches for")
	flags.BoolVar(&s.serverClock, "sign-with-server-clock", false, "sign deliveries with the server's time instead of real time")
}

// addFault takes a fault whose text an option can read.
func (s *webhookSettings) addFault(text string) error {
	if _, err := engine.ParseFaultRule(text); err != nil {
		return err
	}
	s.faults = append(s.faults, mockserver.WithWebhookFault(text))
	return nil
}

// complete checks the flags and makes the secret that was not given.
func (s *webhookSettings) complete() error {
	if s.url == "" {
		if s.secret != "" {
			return errors.New("-webhook-secret needs -webhook: say where events are sent to")
		}
		return nil
	}
	if !api.IsCallbackURL(s.url) {
		return errors.New("bad -webhook: want an https URL, or an http one of this machine, without user info and fragment")
	}
	for _, t := range s.types() {
		if !t.Known() {
			return fmt.Errorf("bad -webhook-events: no type of events is selected by %q", t)
		}
	}
	if s.secret == "" {
		s.secret, s.made = "whsec_"+rand.Text(), true
	}
	if _, err := webhook.NewVerifier(s.secret); err != nil {
		return fmt.Errorf("bad -webhook-secret: %w", err)
	}
	return nil
}

func (s *webhookSettings) types() []webhook.Type {
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
	return srv.Webhooks().SendTo(s.url, s.secret, s.types()...)
}
