package mockserver

import (
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// WithPrivateWebhooks allows deliveries to private networks, and http endpoints of other
// machines such as http://app:8080/hooks. Default: deliveries reach public addresses and
// this machine only, so that registered URLs cannot reach the network of the server.
func WithPrivateWebhooks() Option {
	return func(c *config) error {
		c.webhooks.PrivateNetworks = true
		return nil
	}
}

// WithServerTimeSignatures signs deliveries with the server's time. Default: real time,
// so that receivers accept deliveries after the clock was moved. The times in an event
// are always the server's, so a receiver cannot check the age of an event after the
// clock was moved.
func WithServerTimeSignatures() Option {
	return func(c *config) error {
		c.webhooks.ServerTime = true
		return nil
	}
}

// WithInsecureWebhooks delivers to receivers with untrusted TLS certificates, as in
// development. Default: certificates are verified.
func WithInsecureWebhooks() Option {
	return func(c *config) error {
		c.webhooks.InsecureTLS = true
		return nil
	}
}

// WithWebhookFault adds a fault of deliveries at the start, and again after each
// [Server.Reset]. The text has a type of events or a pattern, a kind, and how often it
// fires: "payment.* duplicate times=2", "order.paid delay by=30s". Default: always. The
// kinds are duplicate, out_of_order, delay, tamper, stale and drop, see [Duplicated] and
// the functions after it. The fault need not fire.
func WithWebhookFault(text string) Option {
	return func(c *config) error {
		rule, err := engine.ParseFaultRule(text)
		if err != nil {
			return fmt.Errorf("mockserver: %w", err)
		}
		rule.KeepOnReset = true
		c.disturbed = append(c.disturbed, rule)
		return nil
	}
}
