package transport

import (
	"cmp"
	"context"
	"sync/atomic"

	"github.com/stateset/stateset-go/api"
)

type infoKey struct{}

// InfoFrom returns the operation of the request with this context.
func InfoFrom(ctx context.Context) (api.Operation, bool) {
	info, ok := ctx.Value(infoKey{}).(*api.Operation)
	if !ok {
		return api.Operation{}, false
	}
	return *info, true
}

// Info describes the call of a request.
func (c *Client) Info(r *Request) api.Operation {
	info := api.Operation{
		Operation: r.Operation, Method: r.Method, Template: r.Template, Host: r.URL.Host,
		IdempotencyKey: r.Key, Via: r.Via, MaxAttempts: c.config.Policy.MaxAttempts,
	}
	if values := r.Header["X-Account-Id"]; len(values) > 0 {
		info.Account = values[0]
	}
	if r.Policy != nil {
		info.MaxAttempts = r.Policy.MaxAttempts
	}
	return info
}

// Hooks returns the hooks of the client.
func (c *Client) Hooks() api.Hooks { return c.hooks }

// Observed reports whether anything observes the calls of the client.
func (c *Client) Observed() bool {
	h := &c.hooks
	return c.config.Logger != nil || h.OnStart != nil || h.OnDone != nil
}

// report calls the hook and the logger for the attempt that ended.
func (c *Client) report(call *call) {
	attempt := *call.last()
	if hook := c.hooks.OnAttempt; hook != nil {
		hook(cmp.Or(call.observed, call.Context), call.info, attempt)
	}
	if c.config.Logger != nil && attempt.Delay > 0 {
		c.logRetry(call, attempt)
	}
}

// joinHooks returns hooks that call all others in their order. A panic in one is recovered.
func joinHooks(all []api.Hooks) (joined api.Hooks) {
	for _, h := range all {
		joined.OnStart = joinStarts(joined.OnStart, h.OnStart)
		joined.OnAttemptStart = joinStarts(joined.OnAttemptStart, h.OnAttemptStart)
		joined.OnAttempt = joinEnds(joined.OnAttempt, h.OnAttempt)
		joined.OnDone = joinEnds(joined.OnDone, h.OnDone)
		joined.OnRecovered = joinEnds(joined.OnRecovered, h.OnRecovered)
	}
	return joined
}

type startHook = func(context.Context, api.Operation) context.Context

func joinStarts(first, second startHook) startHook {
	if second == nil {
		return first
	}
	return func(ctx context.Context, op api.Operation) context.Context {
		if first != nil {
			ctx = first(ctx, op)
		}
		values := ctx
		guard(func() { values = second(ctx, op) })
		if values == nil || values == ctx {
			return ctx
		}
		return valuesContext{ctx, values}
	}
}

func joinEnds[T any](first, second func(context.Context, api.Operation, T)) func(context.Context, api.Operation, T) {
	if second == nil {
		return first
	}
	return func(ctx context.Context, op api.Operation, result T) {
		if first != nil {
			first(ctx, op, result)
		}
		guard(func() { second(ctx, op, result) })
	}
}

// valuesContext has the values of another context. A hook cannot change the deadline or
// the cancellation of a call.
type valuesContext struct {
	context.Context
	values context.Context
}

// Value returns the other context's value.
func (c valuesContext) Value(key any) any { return c.values.Value(key) }

// guard runs a user's function and recovers from its panic.
func guard(f func()) {
	defer func() { _ = recover() }()
	f()
}

// Stats counts the calls and attempts of a client.
type Stats struct {
	calls, attempts, retries, failures atomic.Int64
}

func (s *Stats) snapshot(b *Budget) api.Stats {
	return api.Stats{
		Calls: s.calls.Load(), Attempts: s.attempts.Load(), Retries: s.retries.Load(),
		Failures: s.failures.Load(), BudgetLeft: b.Left(),
	}
}
