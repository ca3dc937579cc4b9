package webhook

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// Defaults of a Handler. The sender waits ten seconds, and retries after 10 seconds, a
// minute and ten minutes. The function therefore has less than ten seconds. The claim of
// a crashed process expires before the third attempt.
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
	logger         *slog.Logger // nil means slog.Default
	onError        func(ctx context.Context, e *Event, err error)
	hooks          []HandlerHooks
}

func defaultHandlerOptions() handlerOptions {
	return handlerOptions{
		readTimeout: defaultReadTimeout, handlerTimeout: defaultHandlerTimeout,
		lease: defaultClaimLease, storeTimeout: defaultStoreTimeout,
	}
}

// HandlerOption configures a [Handler]. The size of bodies is an option of the verifier,
// see [MaxBody].
type HandlerOption func(*handlerOptions)

// WithStore sets the store of handled events. Default: a new [MemoryStore], for one
// process. It is empty after a restart.
//
// Handlers that share a store share its events: each event is handled by one of them. Do
// not pass one [MemoryStore] to two handlers with different work. For stores in one
// database use sqlstore.WithConsumer. Otherwise each handler misses events, although
// every delivery succeeds.
func WithStore(s Store) HandlerOption {
	return func(o *handlerOptions) {
		if s == nil {
			panic("stateset: webhook.WithStore: must not be nil: omit the option for one in memory")
		}
		o.store = s
	}
}

// WithReadTimeout sets the maximum time to receive a body. Default: 5s. It replaces the
// server's ReadTimeout for these requests.
//
// The timeout requires a ResponseWriter that can set read deadlines, see
// [net/http.ResponseController]. Middleware that replaces the ResponseWriter and has no
// Unwrap method disables it: [net/http.TimeoutHandler], and middleware that dumps bodies
// or records responses. Put the handler outside of such middleware, or set the server's
// ReadTimeout.
func WithReadTimeout(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.readTimeout = d }
}

// WithHandlerTimeout sets the timeout of the function's context. Default: 8s, because the
// sender waits 10s. Put longer work into a queue.
func WithHandlerTimeout(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.handlerTimeout = d }
}

// WithClaimLease sets how long a claim protects an event from other deliveries. After a
// process crashed, its events wait for this time. Default: 1m. The lease must be longer
// than the handler timeout plus the time that a function needs to notice the end of its
// context.
func WithClaimLease(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.lease = d }
}

// WithStoreTimeout sets the timeout of each call of the store. Default: 5s.
func WithStoreTimeout(d time.Duration) HandlerOption {
	return func(o *handlerOptions) { o.storeTimeout = d }
}

// WithLogger sets the logger. Default: slog.Default. Failures are logged as errors,
// rejected deliveries as warnings, and all other lines at debug level. A record has the
// ID and the type of the event, and the error that the function returned. Bodies,
// signatures and secrets are not logged.
func WithLogger(l *slog.Logger) HandlerOption {
	return func(o *handlerOptions) { o.logger = l }
}

// WithErrorHook sets a function that is called with every failure that is logged, for
// metrics. The event is nil if the delivery was rejected. The function must be safe for
// concurrent use. Its panics are ignored.
func WithErrorHook(fn func(ctx context.Context, e *Event, err error)) HandlerOption {
	return func(o *handlerOptions) { o.onError = fn }
}

func (o *handlerOptions) check() {
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"WithReadTimeout", o.readTimeout}, {"WithHandlerTimeout", o.handlerTimeout}, {"WithStoreTimeout", o.storeTimeout}} {
		if d.value <= 0 {
			panic(fmt.Sprintf("stateset: webhook.%s: must be above 0, got %s", d.name, d.value))
		}
	}
	if o.lease <= o.handlerTimeout {
		panic(fmt.Sprintf("stateset: webhook.WithClaimLease: must be longer than the handler timeout of %s, got %s", o.handlerTimeout, o.lease))
	}
}
