package webhook

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Handler receives deliveries over HTTP: it verifies each one, handles each event
// once, and says to the sender whether to send it again. It is an [http.Handler] for
// any router; [Handler.Process] is for those who have the body in hand. Make one with
// [Verifier.Handler]. It is safe for concurrent use.
//
// The answers, none of which says why:
//
//	200  handled now or before, or of a type that the handler does not want
//	400  no delivery: malformed, cut short, of another mode or too old an event
//	401  no signature, one that does not match, or one of another time
//	405  not a POST
//	408  the body took longer than the read timeout
//	409  another delivery of the event is being handled; it may yet fail, so the
//	     sender is to come again after Retry-After
//	413  the body is longer than the verifier's MaxBody
//	415  the body is compressed
//	500  the handler returned an error or panicked, or the store could not be asked
//
// # Once
//
// An event is claimed in the [Store] before its handler runs, and is marked as done
// when the handler has returned nil, and only then. After an error or a panic the
// claim is given back, and the next delivery runs the handler again. A process that
// dies loses its claim when the lease runs out, and the event is handled then: once
// or, when it died between the handler's end and the mark, twice. Only a handler that
// sets the mark in the transaction of its own work can rule that out, see [ClaimOf].
//
// Should the mark fail after the handler has returned nil, the answer is 200 still:
// the work is done, and another delivery would do it twice. The failure is reported.
//
// A sender that hangs up changes nothing. The handler's context has the values of the
// request's, but ends by its own timeout only. The handler runs in the goroutine of
// the request and is not left behind: one that does not heed its context holds up the
// answer, and loses its claim when the lease runs out.
type Handler struct {
	verifier *Verifier
	events   EventHandler
	handlerOptions
}

// Handler makes a handler that gives the events of verified deliveries to a [Mux], or
// to another [EventHandler]. Without options it remembers events in memory, gives the
// sender 5 seconds for a body and the handler 8 seconds for an event, and logs to
// slog.Default. It panics when an argument is nil or an option cannot be met.
func (v *Verifier) Handler(events EventHandler, opts ...HandlerOption) *Handler {
	if v == nil || events == nil {
		panic("stateset: a webhook handler needs a verifier and something that handles events")
	}
	h := &Handler{verifier: v, events: events, handlerOptions: defaultHandlerOptions()}
	for _, opt := range opts {
		if opt != nil {
			opt(&h.handlerOptions)
		}
	}
	h.check()
	if h.store == nil {
		h.store = NewMemoryStore()
	}
	return h
}

// Answer is what to answer a delivery with.
type Answer struct {
	Status     int           // of HTTP; 2xx tells the sender to stop
	RetryAfter time.Duration // with 409: how long the other delivery may take
	Duplicate  bool          // the event was handled before, and not now
	Event      *Event        // nil when the delivery was refused
	// Err is why it is not 2xx; with 200, why a handled event could not be marked as
	// done. It is for logs, and nothing for the sender to see.
	Err error
}

// Process handles a delivery whose body was read by something else: another HTTP
// library, a function such as AWS Lambda, a queue. Pass the body byte for byte as it was
// received, decoded where the transport encoded it in base64. Respond with
// [Answer.Status], and with a Retry-After header when [Answer.RetryAfter] is set.
//
// Process does what ServeHTTP does after it has read the body. It checks neither the
// method nor Content-Encoding, and has no read timeout. Failures are logged before
// Process returns.
func (h *Handler) Process(ctx context.Context, payload []byte, header http.Header) Answer {
	e, err := h.verifier.Verify(payload, header)
	if err != nil {
		h.report(ctx, slog.LevelWarn, "webhook refused", nil, err)
		return Answer{Status: refusal(err), Err: err}
	}
	if wants, ok := h.events.(interface{ Handles(Type) bool }); ok && !wants.Handles(e.Type) {
		h.debug(ctx, "webhook ignored, no handler wants its type", e)
		return Answer{Status: http.StatusOK, Event: e}
	}
	// From here on the sender's patience does not count: what is begun is finished.
	ctx = context.WithoutCancel(ctx)
	claim, err := h.claim(ctx, e.ID)
	if err != nil {
		return h.storeFailed(ctx, e, fmt.Errorf("stateset: the event could not be claimed: %w", err))
	}
	switch claim.State {
	case Claimed:
		return h.handle(ctx, e, claim)
	case AlreadyDone:
		h.debug(ctx, "webhook was handled before", e)
		return Answer{Status: http.StatusOK, Duplicate: true, Event: e}
	case Busy:
		h.debug(ctx, "webhook is being handled by another delivery", e)
		return Answer{Status: http.StatusConflict, RetryAfter: claim.Wait, Event: e, Err: ErrBusy}
	}
	return h.storeFailed(ctx, e, fmt.Errorf("stateset: the store returned the unknown claim state %d", int(claim.State)))
}

func (h *Handler) storeFailed(ctx context.Context, e *Event, err error) Answer {
	h.report(ctx, slog.LevelError, "webhook not handled, the store failed", e, err)
	return Answer{Status: http.StatusInternalServerError, Event: e, Err: err}
}

func (h *Handler) claim(ctx context.Context, eventID string) (claim Claim, err error) {
	err = h.useStore(ctx, func(ctx context.Context) error {
		claim, err = h.store.Claim(ctx, eventID, h.lease)
		return err
	})
	return claim, err
}

// useStore calls the store within the store timeout. A store that panics has failed.
func (h *Handler) useStore(ctx context.Context, call func(context.Context) error) (err error) {
	ctx, cancel := context.WithTimeout(ctx, h.storeTimeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = newPanicError("store", p)
		}
	}()
	return call(ctx)
}

// handle runs the handler under a claim, and settles the claim however that ends.
func (h *Handler) handle(ctx context.Context, e *Event, claim Claim) Answer {
	if err := h.run(ContextWithClaim(ctx, claim), e, claim); err != nil {
		h.report(ctx, slog.LevelError, "webhook handler failed, the event will come again", e, err)
		return Answer{Status: http.StatusInternalServerError, Event: e, Err: err}
	}
	if err := h.useStore(ctx, func(ctx context.Context) error { return h.store.Done(ctx, claim) }); err != nil {
		err = fmt.Errorf("stateset: the event was handled, but could not be marked as done: %w", err)
		h.report(ctx, slog.LevelError, "webhook handled but not remembered", e, err)
		return Answer{Status: http.StatusOK, Event: e, Err: err}
	}
	h.debug(ctx, "webhook handled", e)
	return Answer{Status: http.StatusOK, Event: e}
}

// run calls the handler, and gives the claim back unless that returns nil. The claim
// goes first and the answer after, so that the sender's next attempt finds it free.
// Giving back is deferred because a handler may also end its goroutine, as a test's
// FailNow does.
func (h *Handler) run(ctx context.Context, e *Event, claim Claim) (err error) {
	handled := false
	defer func() {
		if handled {
			return
		}
		if p := recover(); p != nil {
			err = newPanicError("handler", p)
		}
		h.release(ctx, e, claim)
	}()
	bounded, cancel := context.WithTimeout(ctx, h.handlerTimeout)
	defer cancel()
	err = h.events.HandleEvent(bounded, e)
	handled = err == nil
	return err
}

func (h *Handler) release(ctx context.Context, e *Event, claim Claim) {
	if err := h.useStore(ctx, func(ctx context.Context) error { return h.store.Release(ctx, claim) }); err != nil {
		h.report(ctx, slog.LevelError, "webhook claim not given back, it will expire", e, err)
	}
}
