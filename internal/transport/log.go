package transport

import (
	"context"
	"log/slog"

	"github.com/stateset/stateset-go/api"
)

// The messages of the log.
const (
	LogCall    = "stateset: call"
	LogUnknown = "stateset: outcome unknown"
	LogRetry   = "stateset: retry"
	LogSkipped = "stateset: member skipped"
	LogJournal = "stateset: journal failed"
)

// The attributes of the log. docs/telemetry.md lists them; they are stable.
const (
	LogOperation = "operation"
	LogMethod    = "method"
	LogPath      = "path"
	LogAccount   = "account"
	LogVia       = "via"
	LogAttempt   = "attempt"
	LogAttempts  = "attempts"
	LogStatus    = "status"
	LogDuration  = "duration"
	LogRequestID = "request_id"
	LogReason    = "reason"
	LogDelay     = "delay"
	LogOutcome   = "outcome"
	LogError     = "error"
	LogMember    = "member"
	LogKind      = "kind"
	LogEntry     = "entry"
)

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

// logRetry writes the line of an attempt that another one follows.
func (c *Client) logRetry(call *call, attempt api.Attempt) {
	attrs := append(logOperation(&call.info),
		slog.Int(LogAttempt, attempt.Number), slog.Int(LogStatus, attempt.Status), slog.Duration(LogDuration, attempt.Duration),
		slog.String(LogRequestID, attempt.RequestID), slog.Duration(LogDelay, attempt.Delay), slog.String(LogReason, string(attempt.Reason)))
	if attempt.Err != nil {
		attrs = append(attrs, slog.String(LogError, attempt.Err.Error()))
	}
	c.Log(call.Context, call.request, slog.LevelInfo, LogRetry, attrs...)
}

// LogDone writes the line of a call that ended.
func (c *Client) LogDone(ctx context.Context, r *Request, op *api.Operation, result *api.CallResult) {
	level, message := slog.LevelDebug, LogCall
	if result.Outcome == api.OutcomeUnknown && r.Kind() != Safe {
		level, message = slog.LevelWarn, LogUnknown
	}
	attrs := append(logOperation(op),
		slog.Int(LogAttempts, len(result.Attempts)), slog.Int(LogStatus, result.Status), slog.Duration(LogDuration, result.Elapsed),
		slog.String(LogRequestID, result.RequestID))
	if result.Outcome != "" {
		attrs = append(attrs, slog.String(LogOutcome, string(result.Outcome)))
	}
	if result.Err != nil {
		attrs = append(attrs, slog.String(LogError, result.Err.Error()))
	}
	c.Log(ctx, r, level, message, attrs...)
}

// logOperation returns the attributes that name a call.
func logOperation(op *api.Operation) []slog.Attr {
	attrs := make([]slog.Attr, 0, 12)
	attrs = append(attrs, slog.String(LogOperation, op.Operation), slog.String(LogMethod, op.Method), slog.String(LogPath, op.Template))
	if op.Account != "" {
		attrs = append(attrs, slog.String(LogAccount, op.Account))
	}
	if op.Via != "" {
		attrs = append(attrs, slog.String(LogVia, op.Via))
	}
	return attrs
}
