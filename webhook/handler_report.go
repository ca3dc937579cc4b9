package webhook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
)

// PanicError is the error of a handler or a store that panicked.
type PanicError struct {
	Value any    // the value that was passed to panic
	Stack []byte // as debug.Stack returns it

	source string // "handler" or "store"
}

func newPanicError(source string, value any) *PanicError {
	return &PanicError{Value: value, Stack: debug.Stack(), source: source}
}

// Error names the source of the panic, and the value.
func (e *PanicError) Error() string {
	return fmt.Sprintf("stateset: webhook %s panicked: %v", cmp.Or(e.source, "handler"), e.Value)
}

// Unwrap returns the value that was passed to panic, if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// report logs a failure and calls the hook. Neither can fail a delivery.
func (h *Handler) report(ctx context.Context, level slog.Level, message string, e *Event, err error) {
	guarded(func() {
		attrs := append(attributes(e), slog.String("error", err.Error()))
		if p := (*PanicError)(nil); errors.As(err, &p) {
			attrs = append(attrs, slog.String("stack", string(p.Stack)))
		}
		h.log().LogAttrs(ctx, level, message, attrs...)
	})
	if h.onError != nil {
		guarded(func() { h.onError(ctx, e, err) })
	}
}

func (h *Handler) debug(ctx context.Context, message string, e *Event) {
	guarded(func() {
		if l := h.log(); l.Enabled(ctx, slog.LevelDebug) {
			l.LogAttrs(ctx, slog.LevelDebug, message, append(attributes(e), slog.Int("secret_index", e.SecretIndex()))...)
		}
	})
}

func (h *Handler) log() *slog.Logger {
	if h.logger == nil {
		return slog.Default()
	}
	return h.logger
}

func attributes(e *Event) []slog.Attr {
	if e == nil {
		return nil
	}
	return []slog.Attr{slog.String("event", e.ID), slog.String("type", string(e.Type))}
}

// guarded calls code of the user that must not affect the result of an event.
func guarded(fn func()) {
	defer func() { _ = recover() }()
	fn()
}
