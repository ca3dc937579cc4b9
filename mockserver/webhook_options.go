package mockserver

import (
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// WithPrivateWebhooks lets deliveries reach private networks. By default they reach
// public addresses and this machine, so that a URL somebody registers does not make
// the server a way into the network it runs in. What [Webhooks.SendTo] registers may
// then also be http to another machine, such as http://app:8080/hooks.
func WithPrivateWebhooks() Option {
	return func(c *config) error {
		c.webhooks.PrivateNetworks = true
		return nil
	}
}

// WithServerTimeSignatures signs deliveries with the server's time. By default
// signatures have real time, since receivers compare it with their own clocks: then
// they accept deliveries also after the server's clock was moved. The times in the
// event are the server's either way, so a receiver cannot check how old an event is
// once the clock was moved.
func WithServerTimeSignatures() Option {
	return func(c *config) error {
		c.webhooks.ServerTime = true
		return nil
	}
}

// WithInsecureWebhooks delivers to receivers whose TLS certificates nobody vouches
// for, as in development. By default certificates are verified.
func WithInsecureWebhooks() Option {
	return func(c *config) error {
		c.webhooks.InsecureTLS = true
		return nil
	}
}

// WithWebhookFault disturbs deliveries from the beginning, and again after each
// [Server.Reset]. The text is a type of events or a pattern, one of duplicate,
// out_of_order, delay, tamper, stale and drop, and how often it happens, always when
// it does not say: "payment.* duplicate times=2", "order.paid delay by=30s". What the
// kinds do is said at [Duplicated] and those after it. It need not fire.
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
