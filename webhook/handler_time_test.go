package webhook_test

import (
	"context"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

func TestHandlerTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		events := &counting{answer: func(ctx context.Context, call int64) error {
			if call > 1 {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		}}
		h := newHandler(t, events, webhook.WithHandlerTimeout(3*time.Second))
		begin := time.Now()
		answer := h.Process(t.Context(), []byte(b1), stamped(v01))
		require.Equal(t, 500, answer.Status)
		require.ErrorIs(t, answer.Err, context.DeadlineExceeded)
		require.Equal(t, 3*time.Second, time.Since(begin))
		require.Equal(t, 200, h.Process(t.Context(), []byte(b1), stamped(v01)).Status, "it was given back")
	})
}

// A function that ignores its context and succeeds late has succeeded.
func TestHandlerThatIsLateIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		events := &counting{answer: func(context.Context, int64) error {
			<-time.After(20 * time.Second)
			return nil
		}}
		h := newHandler(t, events)
		require.Equal(t, 200, h.Process(t.Context(), []byte(b1), stamped(v01)).Status)
		require.True(t, h.Process(t.Context(), []byte(b1), stamped(v01)).Duplicate)
	})
}

// If the sender disconnects, the function continues, and its success is stored.
func TestHandlerWhoseSenderHangsUp(t *testing.T) {
	t.Parallel()
	type key struct{}
	ctx, hangUp := context.WithCancel(context.WithValue(t.Context(), key{}, "kept"))
	events := &counting{answer: func(ctx context.Context, _ int64) error {
		hangUp()
		require.Equal(t, "kept", ctx.Value(key{}))
		return ctx.Err()
	}}
	h := newHandler(t, events)
	require.Equal(t, 200, h.Process(ctx, []byte(b1), stamped(v01)).Status)
	require.True(t, h.Process(t.Context(), []byte(b1), stamped(v01)).Duplicate)
}

func TestHandlerKeepsOthersWaiting(t *testing.T) {
	t.Parallel()
	begun, end := make(chan struct{}), make(chan error)
	events := &counting{answer: func(_ context.Context, call int64) error {
		if call == 1 {
			close(begun)
			return <-end
		}
		return nil
	}}
	h := newHandler(t, events, webhook.WithClaimLease(90*time.Second))
	first := make(chan *httptest.ResponseRecorder)
	go func() { first <- post(h, stamped(v01), b1) }()
	<-begun
	w := post(h, stamped(v01), b1)
	requireAnswer(t, w, 409, "the other may yet fail")
	require.Equal(t, "90", w.Header().Get("Retry-After"))

	end <- errRefused
	requireAnswer(t, <-first, 500, "and so it did")
	requireAnswer(t, post(h, stamped(v01), b1), 200, "the next one")
	require.EqualValues(t, 2, events.calls.Load())
}

func TestHandlerOfManyAtOnce(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events)
	start := make(chan struct{})
	answers := make([]int, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			<-start
			answers[i] = post(h, stamped(v01), b1).Code
		})
	}
	close(start)
	all.Wait()
	for _, status := range answers {
		require.Contains(t, []int{200, 409}, status)
	}
	require.Contains(t, answers, 200)
	require.EqualValues(t, 1, events.calls.Load())
}
