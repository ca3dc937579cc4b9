package core

import (
	"crypto/sha256"
	"sync/atomic"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
)

// keyHash identifies an API key without holding it.
type keyHash [sha256.Size]byte

// Keys holds the state of API keys: retry budgets and rate limits. A client and all
// clients derived from it share one Keys. It does not hold the keys.
type Keys struct {
	budgets table[keyHash, transport.Budget]
	limits  table[accountOfKey, atomic.Pointer[api.RateLimit]]
}

type accountOfKey struct {
	key     keyHash
	account string
}

// Limiters creates one limiter per API key.
type Limiters struct {
	New  func() api.Limiter
	made table[keyHash, api.Limiter]
}

func (l *Limiters) of(key keyHash) *api.Limiter {
	if l == nil {
		return new(api.Limiter)
	}
	return l.made.get(key, func() *api.Limiter { return new(l.New()) })
}

// credential is an API key, the header that sends it, and the state that belongs to it.
type credential struct {
	transport.Owner
	hash          keyHash
	authorization func() []string // a function, so that printing never shows the key
	limiter       *api.Limiter    // the limiter in the table of Limiters
}

// newCredential returns the credential of a key. Credentials of the same key share its
// state.
func (c *Client) newCredential(key transport.Secret) *credential {
	hash := sha256.Sum256([]byte(key.Reveal()))
	made := &credential{hash: hash, limiter: c.settings.Limiters.of(hash), authorization: func() []string { return nil }}
	if !key.IsZero() {
		value := []string{"Bearer " + key.Reveal()}
		made.authorization = func() []string { return value }
	}
	made.Owner = transport.Owner{
		Secret:    key,
		Budget:    c.settings.Keys.budgets.get(hash, newOf[transport.Budget]),
		Limiter:   *made.limiter,
		RateLimit: c.rateLimitOf(hash, c.settings.Account),
	}
	return made
}

func newOf[T any]() *T { return new(T) }

func (c *Client) rateLimitOf(key keyHash, account string) *atomic.Pointer[api.RateLimit] {
	return c.settings.Keys.limits.get(accountOfKey{key, account}, newOf[atomic.Pointer[api.RateLimit]])
}

// ownerFor returns the owner of a request with the credential. A call for another account
// than the client's has its own rate limit.
func (c *Client) ownerFor(used *credential, account string) *transport.Owner {
	if account == c.settings.Account {
		return &used.Owner
	}
	owner := used.Owner
	owner.RateLimit = c.rateLimitOf(used.hash, account)
	return &owner
}

// authorize sets the key of a request.
func (c *Client) authorize(r *transport.Request, used *credential) {
	if authorization := used.authorization(); authorization != nil {
		r.Header["Authorization"] = authorization
	}
	account := ""
	if values := r.Header["X-Account-Id"]; len(values) > 0 {
		account = values[0]
	}
	r.Owner = c.ownerFor(used, account)
}

// secretOf returns the key of the request.
func secretOf(r *transport.Request) transport.Secret {
	if r.Owner == nil { // the call ended before it had a key
		return transport.Secret{}
	}
	return r.Owner.Secret
}
