package faultmatrix

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// prepare starts the server with its faults, and creates the client.
func (s *scenario) prepare(t *testing.T, k kind, w want) *run {
	r := &run{scenario: s, kind: k, want: w, logs: new(record), srvLogs: new(record)}
	opts := []mockserver.Option{mockserver.WithSeed(matrixSeed), mockserver.WithLogger(r.srvLogs.logger())}
	if s.sockets {
		opts = append(opts, mockserver.WithTCP("127.0.0.1:0"))
	}
	r.srv = mockserver.New(t, append(opts, s.server...)...)
	r.account = r.srv.Account(matrixAccount)
	var err error
	r.earlier, err = r.account.Client().Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("7.00"), Recipient: earlierWallet})
	require.NoError(t, err)

	r.tap = newTap(s, r.srv)
	t.Cleanup(r.tap.transport.CloseIdleConnections)
	r.client, err = stateset.New(r.account.Key(), append(r.options(t), s.client...)...)
	require.NoError(t, err)
	if s.warm {
		_, err = r.client.Balance(t.Context())
		require.NoError(t, err)
		r.settle()
		r.tap.forget()
	}
	for _, f := range s.faults {
		match := f.match
		if match == "" {
			match = k.match()
		}
		r.faults = append(r.faults, f.at(r.srv, match))
	}
	r.before = r.client.Stats()
	return r
}

// match returns the pattern of faults for requests of the kind.
func (k kind) match() string {
	if k == safe {
		return "GET /payments/*"
	}
	return "POST /payments"
}

// options returns the options for a client of the server.
func (r *run) options(t *testing.T) []stateset.Option {
	r.base = r.srv.URL()
	if r.scenario.base != nil {
		r.base = r.scenario.base(t, r)
	}
	opts := []stateset.Option{stateset.WithBaseURL(r.base), stateset.WithHTTPClient(&http.Client{Transport: r.tap.transport}), stateset.WithLogger(r.logs.logger())}
	if r.scenario.sockets { // with real waits, the minimum applies
		opts = append(opts, stateset.WithRetryPolicy(stateset.RetryPolicy{BaseDelay: 1, MaxDelay: 1}))
	}
	return opts
}

// act makes the call.
func (r *run) act(t *testing.T) {
	ctx := t.Context()
	if r.scenario.deadline > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.scenario.deadline)
		defer cancel()
	}
	if r.scenario.cancel > 0 {
		gone, cancel := context.WithCancelCause(ctx)
		time.AfterFunc(r.scenario.cancel, func() { cancel(errGone) })
		ctx = gone
	}
	began := time.Now()
	if r.scenario.call != nil {
		r.err = r.scenario.call(ctx, r)
	} else {
		r.pay(ctx)
	}
	r.took = time.Since(began)
}

// pay makes the call of the kind.
func (r *run) pay(ctx context.Context, opts ...stateset.RequestOption) {
	opts = append(opts, stateset.WithResponse(&r.response))
	switch r.kind {
	case safe:
		r.payment, r.err = r.client.Payments.Get(ctx, r.earlier.ID, opts...)
		return
	case unkeyed:
		opts = append(opts, stateset.WithoutIdempotencyKey())
	}
	r.payment, r.err = r.client.Payments.Create(ctx, matrixPayment(), opts...)
}

// matrixPayment returns the payment of the calls.
func matrixPayment() *payments.CreateParams {
	return &payments.CreateParams{
		Amount: stateset.SSUSD("100.00"), Recipient: recipient, Metadata: map[string]string{"card": matrixCard},
	}
}

// settle waits until the server is idle, and records its requests.
func (r *run) settle() {
	if !r.scenario.sockets {
		synctest.Wait()
	}
	r.requests = r.srv.Requests()[1:] // without the earlier payment
}

// heal removes all faults.
func (r *run) heal() {
	r.tap.heal()
	for _, f := range r.faults {
		f.Remove()
	}
}

// failure returns the *Error of the call.
func (r *run) failure(t *testing.T) *stateset.Error {
	t.Helper()
	var e *stateset.Error
	require.True(t, errors.As(r.err, &e), "%v", r.err)
	return e
}

// attempts returns the attempts of the call.
func (r *run) attempts() []stateset.Attempt {
	var e *stateset.Error
	if errors.As(r.err, &e) {
		return e.Attempts
	}
	return r.response.Attempts
}

// record records the log.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *record) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *record) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *record) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// matrixHTTP returns the default connection pool of the SDK, without proxies.
func matrixHTTP() *http.Transport {
	t := transport.DefaultHTTP().Transport.(*http.Transport)
	t.Proxy = nil
	return t
}
