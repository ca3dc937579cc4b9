package transport

import (
	"context"
	"log/slog"
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

// report calls the hook and the logger for the attempt that ended.
func (c *Client) report(call *call) {
	attempt := *call.last()
	if hook := c.config.Hooks.OnAttempt; hook != nil {
		guard(func() { hook(call.Context, call.info, attempt) })
	}
	if c.config.Logger != nil {
		logAttempt(call, attempt)
	}
}

func (c *Client) reportDone(call *call, outcome api.Outcome) {
	if hook := c.config.Hooks.OnDone; hook != nil {
		guard(func() { hook(call.Context, call.info, len(call.attempts), call.elapsed, outcome) })
	}
}

// guard runs a user's function and recovers from its panic.
func guard(f func()) {
	defer func() { _ = recover() }()
	f()
}

// logAttempt writes one line per attempt. The line holds no URL, header or body.
func logAttempt(call *call, attempt api.Attempt) {
	level, message := slog.LevelDebug, "stateset: attempt"
	if attempt.Delay > 0 {
		level, message = slog.LevelInfo, "stateset: attempt failed, will retry"
	}
	attrs := []slog.Attr{
		slog.String("operation", call.info.Operation),
		slog.String("method", call.info.Method),
		slog.String("path", call.info.Template),
		slog.Int("attempt", attempt.Number),
		slog.Int("status", attempt.Status),
		slog.Duration("duration", attempt.Duration),
		slog.String("request_id", attempt.RequestID),
	}
	if attempt.Delay > 0 {
		attrs = append(attrs, slog.Duration("delay", attempt.Delay))
	}
	if attempt.Err != nil {
		attrs = append(attrs, slog.String("error", attempt.Err.Error()))
	}
	call.client.Log(call.Context, call.request, level, message, attrs...)
}

// Log writes a line about a request, without its key. A server makes up request IDs, and a
// caller's transport the texts of errors, so both may hold the key. Without a logger it
// does nothing.
func (c *Client) Log(ctx context.Context, r *Request, level slog.Level, message string, attrs ...slog.Attr) {
	logger := c.config.Logger
	if logger == nil {
		return
	}
	guard(func() {
		for i := range attrs {
			if v := attrs[i].Value; r.Owner != nil && v.Kind() == slog.KindString {
				attrs[i].Value = slog.StringValue(r.Owner.Secret.Hide(v.String()))
			}
		}
		logger.LogAttrs(ctx, level, message, attrs...)
	})
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
