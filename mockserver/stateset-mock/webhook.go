package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
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
	flags.StringVar(&s.url, "webhook", "", "`URL` that events of every account are sent to: https, or http to this machine,\nwith -webhook-private-networks http to any")
	flags.StringVar(&s.secret, "webhook-secret", "", "`secret` that signs them, whsec_… (default that of the environment variable "+secretVariable+",\nelse one is made and printed)")
	flags.StringVar(&s.events, "webhook-events", "", "`types` of events that are sent, with commas between them: order.paid,payment.* (default all)")
	flags.Func("webhook-fault", "`fault` of deliveries, as in 'payment.* duplicate times=2': duplicate, out_of_order, delay by=30s, tamper, stale or drop", s.addFault)
	flags.BoolVar(&s.private, "webhook-private-networks", false, "deliver to private networks too, and with -webhook over http, as in http://app:8080/hooks")
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

// secretVariable is the environment variable of the secret: flags are shown to whoever
// lists the machine's processes.
const secretVariable = "STATESET_WEBHOOK_SECRET"

// complete checks the flags and finds or makes the secret that was not given.
func (s *webhookSettings) complete(environment func(string) string) error {
	switch {
	case s.url == "" && s.secret != "":
		return errors.New("-webhook-secret needs -webhook: say where events are sent to")
	case s.url == "" && s.events != "":
		return errors.New("-webhook-events needs -webhook: say where events are sent to")
	case s.url == "":
		return nil
	case s.private && !core.IsPlainCallbackURL(s.url):
		return errors.New("bad -webhook: want an https or http URL, without user info and fragment")
	case !s.private && !core.IsCallbackURL(s.url):
		return errors.New("bad -webhook: want an https URL, or an http one of this machine, without user info and fragment; " +
			"-webhook-private-networks takes http ones of other machines")
	}
	for _, t := range s.types() {
		if !t.Known() {
			return fmt.Errorf("bad -webhook-events: no type of events is selected by %q", t)
		}
	}
	return s.findSecret(environment)
}

func (s *webhookSettings) findSecret(environment func(string) string) error {
	source := "-webhook-secret"
	if s.secret == "" {
		s.secret, source = environment(secretVariable), secretVariable
	}
	if s.secret == "" {
		s.secret, s.made = "whsec_"+rand.Text(), true
	}
	if _, err := webhook.NewVerifier(s.secret); err != nil {
		return fmt.Errorf("bad %s: %s", source, strings.TrimPrefix(err.Error(), "stateset: webhook verifier: "))
	}
	return nil
}

// types are those of the flag, all without it.
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
