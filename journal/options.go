package journal

import (
	"context"
	"crypto/cipher"
	"time"
)

// Scope separates the entries of tenants that share a store. A client only recovers
// entries of its own scope, mode and host. Use one scope per StateSet account, and never
// change it: entries of the old scope would not be recovered. A scope has 1 to 64
// letters, digits, ".", "_", ":" and "-".
type Scope string

// Settings are the result of all options of a client's journal.
type Settings struct {
	Seal         cipher.AEAD   // encrypts bodies; nil stores them in clear text
	Open         []cipher.AEAD // additional ciphers that decrypt bodies
	StoreTimeout time.Duration
	LeaseMargin  time.Duration
	OnError      func(ctx context.Context, e Entry, err error)
}

// Option configures the journal of a client. nil is ignored.
type Option func(*Settings)

// Sealed encrypts bodies before they are stored, for example with AES-GCM and a key of 32
// bytes. The nonce is random, so encrypt at most 2^32 bodies with one key. To rotate the
// key, pass the new cipher first and the old ones after it. Old bodies can still be
// decrypted.
func Sealed(aead cipher.AEAD, old ...cipher.AEAD) Option {
	return func(s *Settings) { s.Seal, s.Open = aead, append([]cipher.AEAD{aead}, old...) }
}

// DefaultStoreTimeout is the default of [StoreTimeout].
const DefaultStoreTimeout = 5 * time.Second

// StoreTimeout limits each operation of the store. Default: 5s. A call waits at most this
// time before the request and again after the response.
func StoreTimeout(d time.Duration) Option { return func(s *Settings) { s.StoreTimeout = d } }

// DefaultLeaseMargin is the default of [LeaseMargin].
const DefaultLeaseMargin = 30 * time.Second

// LeaseMargin sets the length of a lease beyond one attempt and the wait before it.
// Default: 30s. After a crash an entry can be recovered once its lease has expired, so a
// short margin recovers sooner. If the margin is too short, two processes may send the
// same request with the same key.
func LeaseMargin(d time.Duration) Option { return func(s *Settings) { s.LeaseMargin = d } }

// OnError sets a function that is called if the store fails after a request was sent. The
// outcome is not stored, and a recovery must find it by the key. The call itself returns
// its result. The function must not block. Its panics are recovered. The client's logger
// reports the failure too.
func OnError(f func(ctx context.Context, e Entry, err error)) Option {
	return func(s *Settings) { s.OnError = f }
}
