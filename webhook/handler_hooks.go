package webhook

import (
	"context"
	"net/http"
)

// HandlerHooks are functions that a [Handler] calls for each delivery, as for traces and
// metrics. They run on the goroutine of the delivery and must be safe for concurrent use.
// A panic in one is recovered. Every field may be nil.
type HandlerHooks struct {
	// OnStart is called before a delivery is read and verified. Its headers may be forged.
	// The values of the context that it returns are there in the store, in the function and
	// in OnDone. Derive the context from ctx. nil adds no values.
	OnStart func(ctx context.Context, header http.Header) context.Context
	// OnDone is called with the answer before it is written. Answer.Status is 0 if the
	// function ended its goroutine, as FailNow of a test does.
	OnDone func(ctx context.Context, answer Answer)
}

// WithHooks adds hooks. Hooks of several options are all called, in the order of the
// options. Default: none.
func WithHooks(hooks HandlerHooks) HandlerOption {
	return func(o *handlerOptions) { o.hooks = append(o.hooks, hooks) }
}

// begin calls OnStart of all hooks.
func (h *Handler) begin(ctx context.Context, header http.Header) context.Context {
	for _, hooks := range h.hooks {
		if hooks.OnStart == nil {
			continue
		}
		guarded(func() {
			if started := hooks.OnStart(ctx, header); started != nil {
				ctx = started
			}
		})
	}
	return ctx
}

// end calls OnDone of all hooks.
func (h *Handler) end(ctx context.Context, answer *Answer) {
	for _, hooks := range h.hooks {
		if hooks.OnDone != nil {
			guarded(func() { hooks.OnDone(ctx, *answer) })
		}
	}
}
