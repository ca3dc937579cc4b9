package mockserver

import (
	"fmt"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// WithMaxEvents bounds the events that each account stores. Default: 10,000. Maximum:
// 10,000,000. The account drops its oldest event for a new one. A dropped event is not
// found by its ID, and its pending deliveries fail. The IDs of as many dropped events
// stay valid as starting_after and ending_before.
func WithMaxEvents(n int) Option {
	return bound("WithMaxEvents", n, func(c *config) { c.maxEvents = n })
}

// WithMaxDeliveries bounds the deliveries that each webhook endpoint stores. Default:
// 10,000. Maximum: 10,000,000. The endpoint drops its oldest delivery for a new one,
// even a pending one.
func WithMaxDeliveries(n int) Option {
	return bound("WithMaxDeliveries", n, func(c *config) { c.maxDeliveries = n })
}

// WithMaxIdempotencyKeys bounds the idempotency keys whose responses the server stores.
// Default: 100,000. Maximum: 10,000,000. The server drops the oldest key for a new one.
// A request with a dropped key runs again. The responses of all keys have at most
// 64 MiB.
func WithMaxIdempotencyKeys(n int) Option {
	return bound("WithMaxIdempotencyKeys", n, func(c *config) { c.face.MaxReplays = n })
}

func bound(name string, n int, set func(*config)) Option {
	return func(c *config) error {
		if n < 1 || n > engine.MaxStored {
			return fmt.Errorf("mockserver: %s: must be 1..%d, got %d", name, engine.MaxStored, n)
		}
		set(c)
		return nil
	}
}
