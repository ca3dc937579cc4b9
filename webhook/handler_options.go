package webhook

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// What a Handler does that no option changed. The sender gives an attempt ten seconds
// and tries again after 10 seconds, a minute and ten: a handler's time is less than
// the first, and the claim of a process that died is free for the third attempt.
const (
	defaultReadTimeout    = 5 * time.Second
	defaultHandlerTimeout = 8 * time.Second
	defaultClaimLease     = time.Minute
	defaultStoreTimeout   = 5 * time.Second
)

type handlerOptions struct {
	store          Store
	readTimeout    time.Duration
	handlerTimeout time.Duration
	lease          time.Duration
	storeTimeout   time.Duration
	logger         *slog.Logger // nil stands for slog.Default
	onError        func(ctx context.Context, e *Event, err error)
}

func defaultHandlerOptions() handlerOptions {
	return handlerOptions{
		readTimeout: defaultReadTimeout, handlerTimeout: defaultHandlerTimeout,
		lease: defaultClaimLease, storeTimeout: defaultStoreTimeout,
	}
}

// HandlerOption sets up a [Handler]. How long a body may be is the verifier's affair,
// see [MaxBody].
type HandlerOption func(*handlerOptions)

// WithStore remembers events in the store. Without it they are in a [MemoryStore] of
// the handler's own, which serves a single process and forgets when that ends.
//
// Handlers that share a store share its events: each event is handled by one of them.
// Do not give one [MemoryStore] to two handlers with different work, and give stores in
// one database sqlstore.WithConsumer, or each handler misses what the other got while
// every delivery succeeds.
func WithStore(s Store) HandlerOption {
	return func(o *handlerOptions) {
		if s == nil {
			panic("stateset: webhook store: is nil: leave the option out for one in memory")
		}
		o.store = s
	}
}

// WithReadTimeout sets how long a body may take to arrive. Default: 5s. It replaces the
// server's ReadTimeout for these requests.
//
// The timeout needs a ResponseWriter that can set read deadlines, see
// [net/http.ResponseController]. Middleware that replaces the ResponseWriter and has no
// Unwrap method disables it: [net/http.TimeoutHandler], and middleware that dumps bodies or
// records responses. Put the handler outside of such middleware, or set the server's
// ReadTimeout.
func WithReadTimeout(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.readTimeout = d }
}

// WithHandlerTimeout is when the context ends that the handler of an event gets; 8
// seconds without it, since the sender gives up after 10. Work that takes longer
// belongs in a queue.
func WithHandlerTimeout(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.handlerTimeout = d }
}

// WithClaimLease is how long an event is kept from other deliveries while it is being
// handled: so long does an event wait whose process died. It is a minute without it,
// and must be longer than the handler timeout, best by the time that a handler takes
// to notice that its context has ended.
func WithClaimLease(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.lease = d }
}

// WithStoreTimeout is how long the store may take to claim an event, to mark it, or to
// give a claim back; 5 seconds without it.
func WithStoreTimeout(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.storeTimeout = d }
}

// WithLogger logs to the logger: failures as errors, refused deliveries as warnings,
// all else at debug level. Events are logged by id and type, and failures with the
// text of the error that the handler returned; bodies, signatures and secrets are
// not logged. Without it the logger is slog.Default; slog.DiscardHandler makes one
// that is silent.
func WithLogger(l *slog.Logger) HandlerOption {
	return func(o *handlerOptions) { o.logger = l }
}

// WithErrorHook calls the function with every failure that is logged: for metrics,
// and to look at the error with errors.Is. The event is nil when the delivery was
// refused. The function must be safe for concurrent use; a panic of it is ignored.
func WithErrorHook(fn func(ctx context.Context, e *Event, err error)) HandlerOption {
	return func(o *handlerOptions) { o.onError = fn }
}

func (o *handlerOptions) check() {
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"read timeout", o.readTimeout}, {"handler timeout", o.handlerTimeout}, {"store timeout", o.storeTimeout}} {
		if d.value <= 0 {
			panic(fmt.Sprintf("stateset: webhook %s: must be above 0, got %s", d.name, d.value))
		}
	}
	if o.lease <= o.handlerTimeout {
		panic(fmt.Sprintf("stateset: webhook claim lease: must be longer than the handler timeout of %s, got %s", o.handlerTimeout, o.lease))
	}
}
