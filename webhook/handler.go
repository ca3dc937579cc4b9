package webhook

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Handler receives deliveries over HTTP. It verifies each delivery, handles each event
// once, and reports to the sender whether to retry. Create one with [Verifier.Handler].
// It is an [http.Handler] for any router and is safe for concurrent use.
// [Handler.Process] accepts a body that was read by other code.
//
// The handler responds with one of these statuses, without a reason in the body:
//
//	200  the event was handled now or earlier, or no function handles its type
//	400  an empty, malformed or incomplete body or header, or an event that an option
//	     of the verifier rejects
//	401  no signature, a signature that does not match, or a timestamp outside of the
//	     tolerance
//	405  not a POST
//	408  the body took longer than the read timeout
//	409  another delivery of the event is being handled: retry after Retry-After
//	413  the body is larger than the verifier's MaxBody
//	415  the body is compressed
//	500  the handler function or the store returned an error or panicked
//
// # Once
//
// An event is claimed in the [Store] before its function is called. It is marked as done
// after the function has returned nil. After an error or a panic the claim is released,
// and the next delivery calls the function again. If a process crashes, its claim
// expires, and the event is handled again. If the process crashes between the end of the
// function and the mark, the work is done twice. To prevent that, set the mark in the
// transaction of the work, see [ClaimOf].
//
// If the mark fails after the function has returned nil, the status is 200, because a
// retry would do the work twice. The failure is reported.
//
// The function runs in the goroutine of the request. Its context has the values of the
// request's context. It ends with its own timeout, not when the sender disconnects. A
// function that ignores its context delays the response, and loses its claim when the
// lease expires.
type Handler struct {
	verifier *Verifier
	events   EventHandler
	handlerOptions
}

// Handler returns a handler that passes the events of verified deliveries to a [Mux] or
// another [EventHandler]. Defaults: a [MemoryStore], 5s for the body, 8s for the
// function, and slog.Default. It panics if an argument is nil or an option is invalid.
func (v *Verifier) Handler(events EventHandler, opts ...HandlerOption) *Handler {
	if v == nil || events == nil {
		panic("stateset: Verifier.Handler: the verifier and the event handler must not be nil")
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

// Answer is the response to a delivery.
type Answer struct {
	Status     int           // HTTP status; 2xx tells the sender to stop
	RetryAfter time.Duration // with 409: the longest time until the claim of the other delivery ends
	Duplicate  bool          // whether the event was already handled
	Ignored    bool          // no function handles the type of the event
	Event      *Event        // nil if the delivery was rejected
	// Err is the reason for a status other than 2xx. With 200 it reports that a handled
	// event could not be marked as done. Log it, and do not send it to the sender.
	Err error
}

// Process handles a delivery whose body was read by other code: another HTTP library, a
// function such as AWS Lambda, a queue. Pass the body byte for byte as it was received.
// Decode a body that the transport encoded in base64. Respond with [Answer.Status], and
// with a Retry-After header if [Answer.RetryAfter] is set.
//
// Process works like ServeHTTP after the body was read. It checks neither the method nor
// Content-Encoding, and has no read timeout. Failures are logged before Process returns.
func (h *Handler) Process(ctx context.Context, payload []byte, header http.Header) (answer Answer) {
	ctx = h.begin(ctx, header)
	defer func() { h.end(ctx, &answer) }()
	return h.process(ctx, payload, header)
}

func (h *Handler) process(ctx context.Context, payload []byte, header http.Header) Answer {
	e, err := h.verifier.Verify(payload, header)
	if err != nil {
		h.report(ctx, slog.LevelWarn, "webhook refused", nil, err)
		return Answer{Status: refusal(err), Err: err}
	}
	if selective, ok := h.events.(interface{ Handles(Type) bool }); ok && !selective.Handles(e.Type) {
		h.debug(ctx, "webhook ignored, no function handles its type", e)
		return Answer{Status: http.StatusOK, Ignored: true, Event: e}
	}
	// From here on the work continues even if the sender disconnects.
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

// useStore calls the store within the store timeout. A panic of the store is an error.
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

// handle runs the function under a claim, and then marks or releases the claim.
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

// run calls the function, and releases the claim unless the function returns nil. The
// claim is released before the response, so that the sender's next attempt can claim the
// event. The release is deferred because a function may end its goroutine, as FailNow of
// a test does.
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
