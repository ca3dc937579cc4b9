package core

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/transport"
)

// KeySource supplies the API keys of a client. Derived clients share it.
type KeySource struct {
	ask   func(context.Context) (string, error)
	check func(key string) error
	mode  atomic.Int32
}

// The modes of a KeySource.
const (
	modeUnknown int32 = iota // before the first key
	modeTest
	modeLive
)

// NewKeySource returns a source. check returns the fault of a key. The mode is that of
// key, or of the first key of the source if key is zero.
func NewKeySource(ask func(context.Context) (string, error), check func(key string) error, key transport.Secret) *KeySource {
	s := &KeySource{ask: ask, check: check}
	if !key.IsZero() {
		s.mode.Store(modeOf(key))
	}
	return s
}

func modeOf(key transport.Secret) int32 {
	if key.Live() {
		return modeLive
	}
	return modeTest
}

// Live reports whether the source is known to supply live keys.
func (s *KeySource) Live() bool { return s.mode.Load() == modeLive }

// key requests the key of a call from the source. liveFault is why a live key is not
// accepted; nil accepts it. A rejected key does not set the mode.
func (s *KeySource) key(ctx context.Context, liveFault error) (transport.Secret, error) {
	text, err := s.ask(ctx)
	if err != nil {
		return transport.Secret{}, &sourceError{err}
	}
	key := transport.NewSecret(text)
	if key.IsZero() {
		return key, errors.New("stateset: WithKeySource: returned an empty key")
	}
	if err := s.check(text); err != nil {
		return key, fmt.Errorf("stateset: WithKeySource: %s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
	mode := modeOf(key)
	if mode == modeLive && liveFault != nil && s.mode.Load() != modeTest {
		return key, liveFault
	}
	if s.mode.CompareAndSwap(modeUnknown, mode) || s.mode.Load() == mode {
		return key, nil
	}
	names := [...]string{modeTest: "test", modeLive: "live"}
	return key, fmt.Errorf("stateset: WithKeySource: returned a %s key, the client is in %s mode: create a client for each mode", names[mode], names[s.mode.Load()])
}

// sourceError is the error of a source. A key in its text is masked.
type sourceError struct{ err error }

func (e *sourceError) Error() string {
	return "stateset: WithKeySource: " + quote.KeyLike.ReplaceAllString(e.err.Error(), "${1}…")
}

func (e *sourceError) Is(target error) bool { return errors.Is(e.err, target) }
func (e *sourceError) As(target any) bool   { return errors.As(e.err, target) }

// credential returns the key of a call. With a source it calls the source.
func (c *Client) credential(ctx context.Context) (*credential, error) {
	if c.settings.KeySource == nil {
		return c.own, nil
	}
	if _, ok := ctx.Deadline(); !ok {
		limited, cancel := context.WithTimeout(ctx, c.transport.Policy().Timeout)
		defer cancel()
		ctx = limited
	}
	key, err := c.settings.KeySource.key(ctx, c.settings.LiveFault)
	if err != nil {
		return nil, err
	}
	if last := c.last.Load(); last != nil && last.Secret.Reveal() == key.Reveal() {
		return last, nil
	}
	used := c.newCredential(key)
	c.last.Store(used)
	return used, nil
}

// withKey sets the key of a call's request, or returns the error of a call without a key.
func (c *Client) withKey(ctx context.Context, r *transport.Request) error {
	started := time.Now()
	used, err := c.credential(ctx)
	if err != nil {
		return c.withoutKey(ctx, r, err)
	}
	if c.settings.KeySource != nil {
		r.Started = started
	}
	c.authorize(r, used)
	return nil
}

// withoutKey returns the error of a call whose key source failed. Nothing was sent.
func (c *Client) withoutKey(ctx context.Context, r *transport.Request, err error) error {
	e := &api.Error{Outcome: api.OutcomeNotSent, StopReason: api.StopKeySource, Err: err}
	if ctx.Err() != nil {
		e.StopReason = api.StopContext
	}
	c.describe(e, r)
	return e
}

// lastUsed returns the credential of the client, or the latest one from its source. It is
// nil before the first.
func (c *Client) lastUsed() *credential {
	if c.settings.KeySource != nil {
		return c.last.Load()
	}
	return c.own
}

// sameKey reports whether this client uses the key of another client's request.
func (c *Client) sameKey(of *Client, r *transport.Request) bool {
	if c.settings.KeySource != nil {
		return c.settings.KeySource == of.settings.KeySource
	}
	return secretOf(r).Reveal() == c.own.Secret.Reveal()
}

// Live reports whether the client's keys use live mode. With a source it is false before
// the first key.
func (c *Client) Live() bool {
	if c.settings.KeySource != nil {
		return c.settings.KeySource.Live()
	}
	return c.settings.Key.Live()
}
