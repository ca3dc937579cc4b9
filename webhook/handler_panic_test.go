package webhook_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// panicking is a store with one method that panics.
type panicking struct {
	webhook.Store
	method string
}

func (s *panicking) Claim(ctx context.Context, id string, lease time.Duration) (webhook.Claim, error) {
	if s.method == "Claim" {
		panic("nil map")
	}
	return s.Store.Claim(ctx, id, lease)
}

func (s *panicking) Done(ctx context.Context, c webhook.Claim) error {
	if s.method == "Done" {
		panic(errDisk)
	}
	return s.Store.Done(ctx, c)
}

func (s *panicking) Release(ctx context.Context, c webhook.Claim) error {
	if s.method == "Release" {
		panic("nil map")
	}
	return s.Store.Release(ctx, c)
}

// A panic of the store is a failure of the store: the delivery gets the status of that
// failure, the panic is reported with its stack, and the connection stays open.
func TestStoreThatPanics(t *testing.T) {
	t.Parallel()
	for method, test := range map[string]struct {
		handler error
		want    int
		calls   int64
		says    string
	}{
		"Claim":   {nil, 500, 0, "webhook store panicked: nil map"},
		"Done":    {nil, 200, 1, "webhook store panicked: the disk is full"},
		"Release": {errRefused, 500, 1, "webhook store panicked: nil map"},
	} {
		var log bytes.Buffer
		var failures []error
		events := &counting{answer: func(context.Context, int64) error { return test.handler }}
		h := verifier(t, []string{k1}).Handler(events, webhook.WithStore(&panicking{webhook.NewMemoryStore(), method}),
			webhook.WithLogger(slog.New(slog.NewTextHandler(&log, nil))),
			webhook.WithErrorHook(func(_ context.Context, _ *webhook.Event, err error) { failures = append(failures, err) }))
		requireAnswer(t, post(h, stamped(v01), b1), test.want, method)
		require.Equal(t, test.calls, events.calls.Load(), method)
		var panicked *webhook.PanicError
		require.ErrorAs(t, failures[0], &panicked, method)
		require.ErrorContains(t, failures[0], test.says)
		require.Contains(t, string(panicked.Stack), "handler_panic_test.go", method)
		require.Contains(t, log.String(), "stack=", method)
	}
	require.EqualError(t, &webhook.PanicError{Value: "x"}, "stateset: webhook handler panicked: x")
}

// Adapters and unit tests pass a nil body, net/http never does. It counts as empty.
func TestNilBody(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events)
	for name, header := range map[string]http.Header{
		"no header": nil, "signed": stamped(v01), "signed as empty": stamped("t=1767225600 v1=" + t1e), "raw": raw(r1e), "malformed": stamped("x"),
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://example.com/webhooks", nil)
		require.NoError(t, err)
		require.Nil(t, r.Body)
		r.Header = header
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		requireAnswer(t, w, 400, name)
		answer := h.Process(t.Context(), nil, header)
		require.Equal(t, 400, answer.Status, name)
		require.ErrorIs(t, answer.Err, webhook.ErrEmptyBody, name)
	}
	require.Zero(t, events.calls.Load())
}
