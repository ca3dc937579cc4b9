package journal

import (
	"context"
	"crypto/cipher"
	"time"
)

// Scope separates the entries of tenants that share a store. A client recovers the
// entries of its own scope, mode and host only. Use one scope for each StateSet account,
// and never change it: entries of the old scope would not be recovered. 1 to 64 letters,
// digits, ".", "_", ":" and "-".
type Scope string

// Settings are what the options of a client's journal add up to.
type Settings struct {
	Seal         cipher.AEAD   // encrypts bodies; nil stores them in clear
	Open         []cipher.AEAD // also decrypt bodies
	StoreTimeout time.Duration
	LeaseMargin  time.Duration
	OnError      func(ctx context.Context, e Entry, err error)
}

// Option configures the journal of a client.
type Option func(*Settings)

// Sealed encrypts bodies before they are stored, for example with AES-GCM and a key of 32
// bytes. The nonce is random, so encrypt at most 2^32 bodies with one key. To rotate the
// key, pass the new one first and the old ones after it: old bodies are still decrypted.
func Sealed(aead cipher.AEAD, old ...cipher.AEAD) Option {
	return func(s *Settings) { s.Seal, s.Open = aead, append([]cipher.AEAD{aead}, old...) }
}

// DefaultStoreTimeout is the default of [StoreTimeout].
const DefaultStoreTimeout = 5 * time.Second

// StoreTimeout bounds each operation of the store. Default: 5s. A call waits that long at
// most for the store before it is sent and again after it was answered.
func StoreTimeout(d time.Duration) Option { return func(s *Settings) { s.StoreTimeout = d } }

// DefaultLeaseMargin is the default of [LeaseMargin].
const DefaultLeaseMargin = 30 * time.Second

// LeaseMargin sets how much longer a lease is than one attempt and the wait before it.
// Default: 30s. After a crash an entry can be recovered when its lease has expired, so a
// short margin recovers sooner. A margin that is too short makes two processes send the
// same request with the same key.
func LeaseMargin(d time.Duration) Option { return func(s *Settings) { s.LeaseMargin = d } }

// OnError sets a function that is called when the store fails after a request was sent:
// the outcome is not stored, and a recovery has to find it by the key. The call itself
// returns its result. The function must not block; a panic in it is swallowed. The
// client's logger reports the failure too.
func OnError(f func(ctx context.Context, e Entry, err error)) Option {
	return func(s *Settings) { s.OnError = f }
}
