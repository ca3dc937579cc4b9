package webhook_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// Every response has the headers for plain text, no caching and no sniffing. A response
// before the body was read closes the connection.
func TestHeadersOfAnswers(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events)
	long := int64(2 << 20)
	for name, tt := range map[string]struct {
		edit   func(r *http.Request)
		status int
		more   http.Header
	}{
		"handled":      {func(*http.Request) {}, 200, http.Header{}},
		"no signature": {func(r *http.Request) { r.Header = http.Header{} }, 401, http.Header{"Www-Authenticate": {"Stateset-Signature"}}},
		"not a POST":   {func(r *http.Request) { r.Method = "PUT" }, 405, http.Header{"Allow": {"POST"}}},
		"compressed":   {func(r *http.Request) { r.Header.Set("Content-Encoding", "br") }, 415, http.Header{"Connection": {"close"}}},
		"too long":     {func(r *http.Request) { r.ContentLength = long }, 413, http.Header{"Connection": {"close"}}},
		"turns too long": {func(r *http.Request) {
			r.ContentLength, r.Body = -1, body(strings.NewReader(strings.Repeat(" ", int(long))))
		},
			413, http.Header{"Connection": {"close"}}},
		"slow":      {func(r *http.Request) { r.Body = body(iotest.ErrReader(os.ErrDeadlineExceeded)) }, 408, http.Header{"Connection": {"close"}}},
		"cut short": {func(r *http.Request) { r.Body = body(iotest.ErrReader(io.ErrUnexpectedEOF)) }, 400, http.Header{}},
	} {
		r := httptest.NewRequest(http.MethodPost, "/webhooks", strings.NewReader(b1))
		r.Header = stamped(v01)
		tt.edit(r)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		requireAnswer(t, w, tt.status, name)
		tt.more["Content-Type"] = []string{"text/plain; charset=utf-8"}
		tt.more["Cache-Control"] = []string{"no-store"}
		tt.more["X-Content-Type-Options"] = []string{"nosniff"}
		require.Equal(t, tt.more, w.Header(), name)
	}
}

func body(r io.Reader) io.ReadCloser { return io.NopCloser(r) }

// Retry-After has whole seconds, rounded up, at least 1. After this time the claim has
// expired.
func TestRetryAfterIsRoundedUp(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		-time.Second: "1", 0: "1", 1: "1", time.Second: "1", time.Second + 1: "2", 1999 * time.Millisecond: "2", 2 * time.Second: "2", time.Minute: "60",
	} {
		var events counting
		h := newHandler(t, &events, webhook.WithStore(&scripted{claim: webhook.Claim{State: webhook.Busy, Wait: wait}}))
		w := post(h, stamped(v01), b1)
		requireAnswer(t, w, 409, wait.String())
		require.Equal(t, want, w.Header().Get("Retry-After"), wait)
	}
}

// Every positive time is valid.
func TestShortestTimeouts(t *testing.T) {
	t.Parallel()
	var events counting
	v := verifier(t, []string{k1})
	require.NotPanics(t, func() {
		v.Handler(&events, webhook.WithReadTimeout(1), webhook.WithHandlerTimeout(1), webhook.WithStoreTimeout(1), webhook.WithClaimLease(2))
	})
}

// A handler without a logger logs to slog's default. The test replaces the default and is
// therefore not parallel.
func TestHandlerLogsToTheDefault(t *testing.T) {
	before := slog.Default()
	defer slog.SetDefault(before)
	var log bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	h := verifier(t, []string{k1}).Handler(webhook.EventFunc(func(context.Context, *webhook.Event) error { return errRefused }))
	require.Equal(t, 500, h.Process(t.Context(), []byte(b1), stamped(v01)).Status)
	require.Contains(t, log.String(), `msg="webhook handler failed, the event will come again"`)
}
