package stateset

import (
	"context"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/transport"
)

// WithKey sets the API key. Use it with With to derive a client for another key that
// shares connections:
//
//	tenant, err := client.With(stateset.WithKey(key))
//
// The derived client keeps all other options, such as [WithAccount] and [WithHeader].
// The retry budget, the rate limit and the limiter belong to the key. All clients that
// derive from the same New and have the same key share them. A client with a journal
// requires [WithJournal] with the tenant's own scope in the same With, because its
// entries must not be sent with the key of another account. WithKey replaces
// [WithKeySource].
func WithKey(key string) Option {
	return clientOption(func(c *config) error {
		if key == "" {
			return optionError("WithKey", "key must not be empty")
		}
		if err := checkKey(key); err != nil {
			return optionError("WithKey", strings.TrimPrefix(err.Error(), "stateset: "))
		}
		c.key, c.source = transport.NewSecret(key), nil
		return nil
	})
}

// WithKeySource sets a function that supplies the API key of each call. Use it for keys
// that rotate or are stored elsewhere:
//
//	client, err := stateset.New("", stateset.WithKeySource(vault.Key))
//
// The function is called once per call, with the context of the call. Each page of a list
// is a call. All attempts of a call use the same key, and so does [Client.Resolve] with
// its error. The function must be safe for concurrent use, and must return when its
// context ends. It should cache the key. Its duration counts against the timeout of the
// call.
//
// If the function fails or returns an invalid key, nothing is sent: the call returns an
// [Error] with OutcomeNotSent and StopKeySource. A key of the other mode has the same
// result. The mode is that of the client's own key, which is not used otherwise. Without
// an own key it is the mode of the first key.
//
// Retry budget, rate limit and limiter belong to the key, so each new key starts with new
// ones. With a journal all keys must belong to one account.
func WithKeySource(source func(context.Context) (string, error)) Option {
	return clientOption(func(c *config) error {
		if source == nil {
			return optionError("WithKeySource", "function must not be nil: leave the option out for a fixed key")
		}
		c.source = core.NewKeySource(source, checkKey, c.key)
		return nil
	})
}

// hasKey reports whether calls have an API key.
func (c *config) hasKey() bool { return c.source != nil || !c.key.IsZero() }

// live reports whether the client is known to use live mode.
func (c *config) live() bool {
	if c.source != nil {
		return c.source.Live()
	}
	return c.key.Live()
}

// separate removes the state of the parent's key from a derived client with another key.
func (c *config) separate(parent *config) error {
	if c.source == parent.source && (c.source != nil || c.key.Reveal() == parent.key.Reveal()) {
		return nil
	}
	if !c.newLimiter {
		c.limiter = nil
	}
	if c.journal != nil && !c.newJournal {
		return optionError("With", "a client with another key needs a journal scope of its own: pass WithJournal too")
	}
	return nil
}
