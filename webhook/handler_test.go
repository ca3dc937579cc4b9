package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

var errRefused = errors.New("the books are closed")

// counting is a handler that counts its calls and returns the result of answer.
type counting struct {
	calls  atomic.Int64
	answer func(ctx context.Context, call int64) error // nil means success
}

func (c *counting) HandleEvent(ctx context.Context, _ *webhook.Event) error {
	call := c.calls.Add(1)
	if c.answer == nil {
		return nil
	}
	return c.answer(ctx, call)
}

// silent discards the log of a handler.
func silent() webhook.HandlerOption { return webhook.WithLogger(slog.New(slog.DiscardHandler)) }

// newHandler returns a handler with a constant clock of t0.
func newHandler(t testing.TB, events webhook.EventHandler, opts ...webhook.HandlerOption) *webhook.Handler {
	t.Helper()
	v := verifier(t, []string{k1}, webhook.WithClock(at(0)))
	return v.Handler(events, append([]webhook.HandlerOption{silent()}, opts...)...)
}

// post delivers a body to a handler, without a network.
func post(h http.Handler, header http.Header, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/webhooks", strings.NewReader(body))
	for name, values := range header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// requireAnswer checks the status, and that the body only has its name.
func requireAnswer(t *testing.T, w *httptest.ResponseRecorder, status int, name string) {
	t.Helper()
	require.Equal(t, status, w.Code, name)
	require.Equal(t, http.StatusText(status)+"\n", w.Body.String(), name)
}

func TestHandlerAnswers(t *testing.T) {
	t.Parallel()
	signed := func(body string) http.Header { return webhook.Sign([]byte(body), time.Unix(t0, 0), k1) }
	with := func(header http.Header, name, value string) http.Header {
		header = header.Clone()
		header.Add(name, value)
		return header
	}
	var events counting
	h := newHandler(t, &events)
	for name, test := range map[string]struct {
		header http.Header
		body   string
		want   int
	}{
		"handled":                  {signed(b1), b1, 200},
		"identity":                 {with(with(signed(b2), "Content-Encoding", "identity"), "Content-Encoding", " , IDENTITY"), b2, 200},
		"no signature":             {nil, b1, 401},
		"another's signature":      {webhook.Sign([]byte(b1), time.Unix(t0, 0), k2), b1, 401},
		"a changed body":           {signed(b1), strings.Replace(b1, "1999", "1", 1), 401},
		"a proxy rewrote the JSON": {signed(b1), strings.ReplaceAll(b1, ":", ": "), 401},
		"six minutes old":          {webhook.Sign([]byte(b1), time.Unix(t0-360, 0), k1), b1, 401},
		"six minutes early":        {webhook.Sign([]byte(b1), time.Unix(t0+360, 0), k1), b1, 401},
		"replayed after an hour":   {webhook.Sign([]byte(b1), time.Unix(t0-3600, 0), k1), b1, 401},
		"malformed signature":      {stamped("t=x v1=y"), b1, 400},
		"two signatures":           {with(raw(r11), "X-StateSet-Signature", r21), b1, 400},
		"another algorithm":        {raw("sha1=" + r11), b1, 400},
		"empty":                    {stamped("t=1767225600 v1=" + t1e), "", 400},
		"no object":                {signed("[1]"), "[1]", 400},
		"no event":                 {signed("{}"), "{}", 400},
		"gzip":                     {with(signed(b1), "Content-Encoding", "gzip"), b1, 415},
		"gzip in a second line":    {with(with(signed(b1), "Content-Encoding", "identity"), "Content-Encoding", "gzip"), b1, 415},
		"gzip in a list":           {with(signed(b1), "Content-Encoding", "identity, gzip"), b1, 415},
	} {
		w := post(h, test.header, test.body)
		requireAnswer(t, w, test.want, name)
		require.Equal(t, test.want == 401, w.Header().Get("WWW-Authenticate") != "", name)
	}
	require.EqualValues(t, 2, events.calls.Load(), "what was refused was not handled")
}

func TestHandlerTakesPostsOnly(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events)
	for _, method := range []string{"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Method, r.Body, r.Header = method, unread{t}, webhook.Sign([]byte(b1), time.Unix(t0, 0), k1)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, http.StatusMethodNotAllowed, w.Code, method)
		require.Equal(t, "POST", w.Header().Get("Allow"))
	}
	require.Zero(t, events.calls.Load())
}

// A duplicate is recognized by the ID of the event: sent again unchanged, signed again at
// another time, or signed with another scheme.
func TestHandlerHandlesDuplicatesOnce(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events)
	for _, header := range []http.Header{stamped(v01), stamped(v01), webhook.Sign([]byte(b1), time.Unix(t0+200, 0), k1), raw(r11)} {
		requireAnswer(t, post(h, header, b1), 200, "duplicate")
	}
	require.EqualValues(t, 1, events.calls.Load())

	require.True(t, h.Process(t.Context(), []byte(b1), raw(r11)).Duplicate)
	other := strings.Replace(b1, "evt_1", "evt_other", 1)
	answer := h.Process(t.Context(), []byte(other), webhook.Sign([]byte(other), time.Unix(t0, 0), k1))
	require.False(t, answer.Duplicate)
	require.Equal(t, "evt_other", answer.Event.ID)
	require.EqualValues(t, 2, events.calls.Load())
}

// After a failure the handler responds with 500 and releases the event. The next delivery
// handles it.
func TestHandlerFailures(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(context.Context) error{
		"error":            func(context.Context) error { return errRefused },
		"panic":            func(context.Context) error { panic(errRefused) },
		"panic with nil":   func(context.Context) error { panic(nil) },
		"abort":            func(context.Context) error { panic(http.ErrAbortHandler) },
		"context's error":  func(context.Context) error { return context.Canceled },
		"panic with texts": func(context.Context) error { panic("out of order") },
	} {
		events := &counting{answer: func(ctx context.Context, call int64) error {
			if call == 1 {
				return fail(ctx)
			}
			return nil
		}}
		store := webhook.NewMemoryStore()
		h := newHandler(t, events, webhook.WithStore(store))
		requireAnswer(t, post(h, stamped(v01), b1), 500, name)
		require.Zero(t, store.Len(), name)
		requireAnswer(t, post(h, stamped(v01), b1), 200, name)
		requireAnswer(t, post(h, stamped(v01), b1), 200, name)
		require.EqualValues(t, 2, events.calls.Load(), name)
	}
}

// A function may end its goroutine. The claim is released anyway.
func TestHandlerThatNeverReturns(t *testing.T) {
	t.Parallel()
	store := webhook.NewMemoryStore()
	h := newHandler(t, webhook.EventFunc(func(context.Context, *webhook.Event) error {
		panic("first")
	}), webhook.WithStore(store))
	var all sync.WaitGroup
	goexit := newHandler(t, webhook.EventFunc(func(context.Context, *webhook.Event) error {
		runtime.Goexit()
		return nil
	}), webhook.WithStore(store))
	all.Go(func() { post(goexit, stamped(v01), b1) })
	all.Wait()
	require.Zero(t, store.Len())
	requireAnswer(t, post(h, stamped(v01), b1), 500, "free again")
}

// An event without a function is accepted. It is handled if a later program has a
// function for it.
func TestHandlerIgnoresWhatNobodyWants(t *testing.T) {
	t.Parallel()
	store := webhook.NewMemoryStore()
	requireAnswer(t, post(newHandler(t, webhook.NewMux(), webhook.WithStore(store)), stamped(v01), b1), 200, "ignored")
	require.Zero(t, store.Len())

	mux := webhook.NewMux()
	called := ""
	webhook.On(mux, webhook.PaymentSucceeded, func(_ context.Context, _ *webhook.Event, p *payments.Payment) error {
		called = p.ID
		return nil
	})
	requireAnswer(t, post(newHandler(t, mux, webhook.WithStore(store)), stamped(v01), b1), 200, "replayed")
	require.Equal(t, "pay_1", called)
}

// Neither the log nor the response contains the body, a signature or a secret.
func TestHandlerLogsNoSecrets(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	var failures []error
	v := verifier(t, []string{k1}, webhook.WithClock(at(0)))
	events := &counting{answer: func(_ context.Context, call int64) error {
		if call == 1 {
			panic(errRefused)
		}
		return nil
	}}
	h := v.Handler(events,
		webhook.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
		webhook.WithErrorHook(func(_ context.Context, e *webhook.Event, err error) {
			failures = append(failures, err)
			require.Equal(t, len(failures) == 1, e != nil)
			panic("a hook that panics changes nothing")
		}))
	requireAnswer(t, post(h, stamped(v01), b1), 500, "panic")
	requireAnswer(t, post(h, stamped(v01), b1), 200, "handled")
	requireAnswer(t, post(h, stamped(v01), b1), 200, "duplicate")
	requireAnswer(t, post(h, raw(r21), b1), 401, "refused")
	requireAnswer(t, post(h, raw("sha1="+r11), b1), 400, "refused")

	require.Len(t, failures, 3)
	var panicked *webhook.PanicError
	require.ErrorAs(t, failures[0], &panicked)
	require.ErrorIs(t, failures[0], errRefused)
	require.Contains(t, string(panicked.Stack), "handler_test.go")
	require.ErrorIs(t, failures[1], webhook.ErrSignatureMismatch)
	for _, line := range []string{`level=ERROR msg="webhook handler failed, the event will come again" event=evt_1 type=payment.succeeded error="stateset: webhook handler panicked: the books are closed" stack=`, `level=DEBUG msg="webhook handled" event=evt_1 type=payment.succeeded secret_index=0`, `msg="webhook was handled before"`, `level=WARN msg="webhook refused"`} {
		require.Contains(t, log.String(), line)
	}
	for _, never := range []string{k1, k1[6:], "pay_1", "1999", r11, r21, t11, t11[:16]} {
		require.NotContains(t, log.String(), never)
	}
}

func TestHandlerOptionsRefused(t *testing.T) {
	t.Parallel()
	v := verifier(t, []string{k1})
	var events counting
	for want, make := range map[string]func(){
		"stateset: Verifier.Handler: the verifier and the event handler must not be nil":          func() { v.Handler(nil) },
		"stateset: Verifier.Handler: the verifier and the event handler must not be nil ":         func() { (*webhook.Verifier)(nil).Handler(&events) },
		"stateset: webhook.WithStore: must not be nil: omit the option for one in memory":         func() { v.Handler(&events, webhook.WithStore(nil)) },
		"stateset: webhook.WithReadTimeout: must be above 0, got 0s":                              func() { v.Handler(&events, webhook.WithReadTimeout(0)) },
		"stateset: webhook.WithHandlerTimeout: must be above 0, got -1s":                          func() { v.Handler(&events, webhook.WithHandlerTimeout(-time.Second)) },
		"stateset: webhook.WithStoreTimeout: must be above 0, got 0s":                             func() { v.Handler(&events, webhook.WithStoreTimeout(0)) },
		"stateset: webhook.WithClaimLease: must be longer than the handler timeout of 8s, got 8s": func() { v.Handler(&events, webhook.WithClaimLease(8*time.Second)) },
	} {
		require.PanicsWithValue(t, strings.TrimSpace(want), make)
	}
	require.NotPanics(t, func() { v.Handler(&events, nil, webhook.WithLogger(nil), webhook.WithErrorHook(nil)) })
}
