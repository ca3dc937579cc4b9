package mockserver_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// paid runs a test with a receiver and one payment, and returns the log of the test.
func paid(t *testing.T, register func(*mockserver.Server)) *recorder {
	tb := &recorder{}
	srv := mockserver.New(tb, mockserver.WithSeed(1))
	register(srv)
	post(t, srv, "sk_test_a", "")
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	for _, fn := range tb.cleanups {
		fn()
	}
	return tb
}

func TestDeliverToPath(t *testing.T) {
	t.Parallel()
	for path, register := range map[string]func(*mockserver.Webhooks, http.Handler){
		"/webhooks": func(w *mockserver.Webhooks, h http.Handler) { w.DeliverTo(h, hookSecret, webhook.PaymentSucceeded) },
		"/hooks/in": func(w *mockserver.Webhooks, h http.Handler) {
			w.DeliverToPath("/hooks/in", h, hookSecret, webhook.PaymentSucceeded)
		},
	} {
		var got []string
		mux := http.NewServeMux()
		mux.HandleFunc("POST "+path, func(_ http.ResponseWriter, r *http.Request) {
			got = append(got, r.URL.Path)
			_, _ = io.Copy(io.Discard, r.Body)
		})
		tb := paid(t, func(srv *mockserver.Server) { register(srv.Webhooks(), mux) })
		require.Equal(t, []string{path}, got)
		require.False(t, tb.failed, "%v", tb.logs)
	}
	srv := mockserver.New(t)
	for _, path := range []string{"", "hooks", "/hooks?x=1", "https://shop.example/"} {
		require.Panics(t, func() { srv.Webhooks().DeliverToPath(path, http.NotFoundHandler(), hookSecret) }, path)
	}
}

func TestWrongPathFailsTheTest(t *testing.T) {
	t.Parallel()
	for status, pattern := range map[string]string{"404": "POST /hooks", "405": "GET /webhooks"} {
		mux := http.NewServeMux()
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
		tb := paid(t, func(srv *mockserver.Server) { srv.Webhooks().DeliverTo(mux, hookSecret, webhook.PaymentSucceeded) })
		require.True(t, tb.failed)
		require.Equal(t, "mockserver: 1 webhook delivery got status "+status+" from POST /webhooks: the handler does not serve this path; "+
			"pass its path to DeliverToPath, or register the route POST /webhooks", tb.logs[0])
		require.Equal(t, "mockserver: the last 1 of 1 webhook deliveries that did not succeed at once:", tb.logs[len(tb.logs)-2])
		require.Regexp(t, `^  dlv_\w+ pending payment.succeeded to https://handler-1.invalid/webhooks of test/a, attempts: `+status+`$`, tb.logs[len(tb.logs)-1])
	}
}

// A handler that fails on purpose does not fail the test. A failed test shows the failed
// delivery.
func TestFailedTestLogsDeliveries(t *testing.T) {
	t.Parallel()
	for _, failed := range []bool{false, true} {
		tb := paid(t, func(srv *mockserver.Server) {
			srv.Webhooks().DeliverTo(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }), hookSecret, webhook.PaymentSucceeded)
			if failed {
				srv.Fail("*", mockserver.Status(500), mockserver.Nth(9))
			}
		})
		require.Equal(t, failed, tb.failed)
		if !failed {
			require.Empty(t, tb.logs)
			continue
		}
		require.Contains(t, tb.logs[len(tb.logs)-1], "attempts: 503")
	}
}
