package mockserver_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// end ends the recorded test.
func (r *recorder) end() {
	for _, cleanup := range slices.Backward(r.cleanups) {
		cleanup()
	}
}

// passOn returns a handler that sends the type of each event to an unbuffered channel.
func passOn(types chan<- string) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { types <- r.Header.Get("X-StateSet-Event") })
}

// A handler that blocks forever does not block the end of the test. The test fails with
// advice.
func TestHandlerThatOutlivesItsTest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		inner := &recorder{}
		srv := mockserver.New(inner)
		got := make(chan string)
		srv.Webhooks().DeliverTo(passOn(got), hookSecret)
		pay(t, srv.Client())
		require.Equal(t, "payment.created", <-got)
		began := time.Now()
		inner.end()
		require.Equal(t, 10*time.Second, time.Since(began), "5 for deliveries, 5 for the handler")
		require.True(t, inner.failed)
		require.Contains(t, inner.logs[0], "a handler given to DeliverTo still runs after the server was closed: the handler must return")
		require.Equal(t, "payment.succeeded", <-got)
	})
}

// A program logs the problem once.
func TestHandlerThatOutlivesItsServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		srv, err := mockserver.Start(t.Context(), mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		require.NoError(t, err)
		got := make(chan string)
		srv.Webhooks().DeliverTo(passOn(got), hookSecret)
		pay(t, srv.Client())
		synctest.Wait()
		srv.Close()
		srv.Close()
		require.Equal(t, 1, strings.Count(log.String(), "level=ERROR"), log.String())
		require.Contains(t, log.String(), "still runs after the server was closed")
		<-got
	})
}

// A test may end as soon as it has received its event. Its end waits for the delivery and
// for the fault.
func TestEndOfATestWaitsForDeliveries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		inner := &recorder{}
		srv := mockserver.New(inner)
		account := srv.NewAccount()
		handled := 0
		account.Webhooks().DeliverTo(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			<-time.After(time.Second)
			handled++
		}), hookSecret)
		account.Webhooks().Disturb(webhook.PaymentSucceeded, mockserver.Duplicated(), mockserver.Times(1))
		pay(t, account.Client())
		_, err := account.Events().Wait(t.Context(), webhook.PaymentSucceeded)
		require.NoError(t, err)
		inner.end()
		require.False(t, inner.failed, inner.logs)
		require.Equal(t, 4, handled, "one created, three succeeded")
	})
}
