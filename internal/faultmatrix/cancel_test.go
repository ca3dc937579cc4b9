package faultmatrix

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// errGone is the cause of canceled calls.
var errGone = errors.New("the customer went away")

// phase is the phase of a call when its caller cancels, three seconds after the start.
type phase struct {
	name     string
	s        scenario // without its name and its expected result
	kinds    []kind
	attempts int
	outcome  stateset.Outcome
	effects  int
}

// phases returns all phases of an attempt.
func phases() []phase {
	all, repeated := []kind{keyed, unkeyed, safe}, []kind{keyed, safe}
	stall := fail(mockserver.Stall(0))
	overTLS := address("https://localhost")
	return []phase{
		{"the dial", scenario{dial: until(always, blackhole)}, all, 1, stateset.OutcomeNotSent, 0},
		{"the dial of the second attempt", scenario{dial: until(always, secondDialStalls())}, all, 2, stateset.OutcomeNotSent, 0},
		{"the TLS handshake", scenario{base: overTLS, dial: until(always, mute)}, all, 1, stateset.OutcomeNotSent, 0},
		{"the limiter", scenario{client: []stateset.Option{stateset.WithLimiter(closedLimiter{})}}, all, 1, stateset.OutcomeNotSent, 0},
		{"the write", scenario{dial: until(always, unread(0))}, all, 1, stateset.OutcomeUnknown, 0},
		{"the middle of the write", scenario{dial: until(always, unread(100))}, all, 1, stateset.OutcomeUnknown, 0},
		{"the wait for an answer", scenario{faults: []failing{stall}}, all, 1, stateset.OutcomeUnknown, 0},
		{"the wait for an answer, key reserved", scenario{faults: []failing{fail(mockserver.Stall(0), mockserver.BeforeCommit())}}, all, 1, stateset.OutcomeUnknown, 0},
		{"the wait for an answer, effect committed", scenario{faults: []failing{fail(mockserver.Stall(0), mockserver.AfterCommit())}}, all, 1, stateset.OutcomeUnknown, 1},
		{"the wait for an answer to the second attempt", scenario{faults: []failing{fail(mockserver.Reset(), mockserver.Nth(1)), fail(mockserver.Stall(0), mockserver.Nth(2))}}, repeated, 2, stateset.OutcomeUnknown, 0},
		{"the read of the body", scenario{faults: []failing{fail(mockserver.TruncatePercent(50, mockserver.CutHang))}}, all, 1, stateset.OutcomeUnknown, 1},
		{"the read of a dripping body", scenario{faults: []failing{fail(mockserver.Drip(1))}}, all, 1, stateset.OutcomeUnknown, 1},
	}
}

// closedLimiter never allows an attempt.
type closedLimiter struct{}

func (closedLimiter) Wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// secondDialStalls refuses the first dial, and blocks the second.
func secondDialStalls() func(context.Context, string) (net.Conn, error) {
	missing := unresolved(net.DNSError{Err: "server misbehaving", IsTemporary: true})
	return func(ctx context.Context, address string) (net.Conn, error) {
		if op, ok := stateset.OperationFrom(ctx); ok && op.Attempt == 1 {
			return missing(ctx, address)
		}
		return blackhole(ctx, address)
	}
}

// unread dials a server that reads n bytes and then nothing.
func unread(n int64) func(context.Context, string) (net.Conn, error) {
	return func(context.Context, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() { _, _ = io.CopyN(io.Discard, server, n) }()
		return client, nil
	}
}

// gaveUp returns the expected result of a phase.
func (p *phase) gaveUp(is ...error) map[kind]want {
	wants := map[kind]want{}
	for _, k := range p.kinds {
		w := want{attempts: p.attempts, effects: p.effects, outcome: p.outcome, stop: stateset.StopContext, is: is}
		if k == safe {
			w.effects = 0
		}
		if p.outcome == stateset.OutcomeUnknown {
			w.sends = p.attempts
		}
		wants[k] = w
	}
	return wants
}

const patience = 3 * time.Second

// on checks that the call returned at that time.
func on(d time.Duration) func(*testing.T, *run) {
	return func(t *testing.T, r *run) { require.Equal(t, d, r.took) }
}

func TestMatrixCancel(t *testing.T) {
	t.Parallel()
	var scenarios []scenario
	for _, p := range phases() {
		s := p.s
		s.name, s.cancel, s.check, s.want = "F43 cancelled in "+p.name, patience, on(patience), p.gaveUp(context.Canceled, errGone)
		scenarios = append(scenarios, s)
	}
	soon := 40 * time.Millisecond // below the minimum wait before a retry
	open := want{attempts: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopContext, is: []error{context.Canceled, errGone, stateset.ErrServer}}
	lost := want{attempts: 1, effects: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopContext, is: []error{context.Canceled, errGone}}
	limit := each(want{attempts: 1, outcome: stateset.OutcomeRejected, stop: stateset.StopContext, is: []error{context.Canceled, errGone, stateset.ErrRateLimited}})
	runMatrix(t, append(scenarios, []scenario{
		{name: "F43 cancelled while it waits after a 503", cancel: patience, check: on(patience), faults: busy(503, "Retry-After", "20"), want: map[kind]want{keyed: open, safe: open}},
		{name: "F43 cancelled while it waits after a 429", cancel: patience, check: on(patience), faults: busy(429, "Retry-After", "20"), want: limit},
		{name: "F43 cancelled while it waits after a lost answer", cancel: soon, check: on(soon), faults: []failing{fail(mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))}, want: map[kind]want{keyed: lost}},
	}...))
}

func TestMatrixDeadline(t *testing.T) {
	t.Parallel()
	var scenarios []scenario
	for _, p := range phases() {
		s := p.s
		s.name, s.deadline, s.check, s.want = "F44 deadline in "+p.name, patience, on(patience), p.gaveUp(context.DeadlineExceeded)
		scenarios = append(scenarios, s)
	}
	at := want{attempts: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopDeadline, is: []error{stateset.ErrServer}}
	lost := want{attempts: 1, effects: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopDeadline}
	runMatrix(t, append(scenarios, []scenario{
		{name: "F44 deadline before the end of the wait after a 503", deadline: patience, check: on(0), faults: busy(503, "Retry-After", "20"), want: map[kind]want{keyed: at, safe: at}},
		{name: "F44 deadline too near for any retry", deadline: 140 * time.Millisecond, check: on(0), faults: []failing{fail(mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))}, want: map[kind]want{keyed: lost}},
	}...))
}

// A caller that cancels after the response receives the response.
func TestMatrixCancelAfterTheAnswer(t *testing.T) {
	t.Parallel()
	runMatrix(t, []scenario{{
		name: "F43 cancelled while it decodes", want: each(want{attempts: 1, effects: 1}), check: func(t *testing.T, r *run) { r.checkPayment(t, r.made(t)) },
		call: func(ctx context.Context, r *run) error {
			ctx, cancel := context.WithCancelCause(ctx)
			client, err := r.client.With(stateset.WithMiddleware(atTheEnd(func() { cancel(errGone) })))
			if err != nil {
				return err
			}
			r.client = client
			r.pay(ctx)
			return errors.Join(r.err, unless(errors.Is(context.Cause(ctx), errGone), "it was not cancelled"))
		},
	}})
}

func unless(ok bool, text string) error {
	if ok {
		return nil
	}
	return errors.New(text)
}

// atTheEnd returns a middleware that calls do after a response was read.
func atTheEnd(do func()) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			response, err := next.RoundTrip(r)
			if err != nil {
				return nil, err
			}
			all, err := io.ReadAll(response.Body)
			if err == nil {
				err = response.Body.Close()
			}
			response.Body = io.NopCloser(io.MultiReader(bytes.NewReader(all), endReader(do)))
			return response, err
		})
	}
}

// endReader is the end of a body that calls a function.
type endReader func()

func (r endReader) Read([]byte) (int, error) {
	r()
	return 0, io.EOF
}

// Between two pages no request is running, and the next page is not requested.
func TestMatrixCancelBetweenPages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		give     func(context.Context) (context.Context, func())
		prefetch bool
		is       error
	}{
		{"F43 cancelled between pages", cancelled, false, context.Canceled},
		{"F43 cancelled between pages that are fetched ahead", cancelled, true, context.Canceled},
		{"F44 deadline between pages", expired, false, context.DeadlineExceeded},
		{"F44 deadline between pages that are fetched ahead", expired, true, context.DeadlineExceeded},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBook(t, 20)
				ctx, end := c.give(t.Context())
				if c.prefetch {
					b.srv.Fail("GET /payments", mockserver.Stall(0), mockserver.Nth(2))
				}
				var opts []stateset.RequestOption
				if c.prefetch {
					opts = append(opts, stateset.WithPrefetch())
				}
				var seen []string
				var last error
				for payment, err := range b.client.Payments.All(ctx, &payments.ListParams{Limit: bookPage}, opts...) {
					if last = err; err != nil {
						continue
					}
					if seen = append(seen, payment.ID); len(seen) == bookPage {
						synctest.Wait()
						end()
					}
				}
				require.ErrorIs(t, last, c.is)
				require.Equal(t, b.ids[:bookPage], seen)
				requests := 1
				if c.prefetch {
					requests = 2
				}
				require.Len(t, b.listed(), requests)
			})
		})
	}
}

// cancelled returns a context, and a function that cancels it.
func cancelled(ctx context.Context) (context.Context, func()) { return context.WithCancel(ctx) }

// expired returns a context with a deadline, and a function that waits for the deadline.
func expired(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	return ctx, func() {
		<-ctx.Done()
		cancel()
	}
}
