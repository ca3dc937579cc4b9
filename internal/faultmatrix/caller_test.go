package faultmatrix

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// crowd is the number of goroutines that use one key.
const crowd = 50

// patientPolicy has the maximum number of attempts and no budget.
var patientPolicy = stateset.RetryPolicy{MaxAttempts: 10, NoBudget: true}

// payTogether pays from many goroutines at once with one key. amount returns the amount
// of each.
func payTogether(t *testing.T, client *stateset.Client, amount func(i int) stateset.Money) ([crowd]*payments.Payment, [crowd]error) {
	var made [crowd]*payments.Payment
	var errs [crowd]error
	var running sync.WaitGroup
	start := make(chan struct{})
	for i := range crowd {
		running.Go(func() {
			params := matrixPayment()
			params.Amount = amount(i)
			<-start
			made[i], errs[i] = client.Payments.Create(t.Context(), params, stateset.WithIdempotencyKey("one-key"))
		})
	}
	close(start)
	running.Wait()
	return made, errs
}

func TestMatrixSharedKeys(t *testing.T) {
	t.Parallel()
	same := func(int) stateset.Money { return stateset.SSUSD("100.00") }
	for _, c := range []struct {
		name  string
		fault failing
	}{
		{"F47 one key in fifty goroutines", failing{}},
		{"F47 one key in fifty goroutines, the first takes long", fail(mockserver.Delay(3*time.Second), mockserver.BeforeCommit(), mockserver.Times(1))},
		{"F47 one key in fifty goroutines, answers lost", fail(mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(20))},
		{"F47 one key in fifty goroutines, the first fails before the commit", fail(mockserver.Status(502), mockserver.BeforeCommit(), mockserver.Times(1))},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				account := srv.NewAccount()
				if c.fault.set {
					c.fault.at(srv, "POST /payments")
				}
				made, errs := payTogether(t, account.Client(stateset.WithRetryPolicy(patientPolicy)), same)
				require.NoError(t, errors.Join(errs[:]...))
				for _, p := range made {
					require.Equal(t, made[0], p)
				}
				require.True(t, stateset.SSUSD("100.00").Equal(account.Balance(recipient, "ssusd")))
				page, err := account.Client().Payments.List(t.Context(), nil)
				require.NoError(t, err)
				require.Len(t, page.Data, 2, "the one that every account has, and this")
			})
		})
	}
}

func TestMatrixSharedKeysOfOtherBodies(t *testing.T) {
	t.Parallel()
	other := func(i int) stateset.Money {
		m, err := stateset.FromMinor(int64(100+i)*1e6, "ssusd")
		if err != nil {
			panic(err)
		}
		return m
	}
	for _, c := range []struct {
		name  string
		fault failing
	}{
		{"F48 one key for fifty payments", fail(mockserver.Header("X-Any", "1"), mockserver.Nth(1))},
		{"F48 one key for fifty payments, the first takes long", fail(mockserver.Delay(3*time.Second).WithHeader("X-Any", "1"))},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				account := srv.NewAccount()
				c.fault.at(srv, "POST /payments", mockserver.BeforeCommit())
				made, errs := payTogether(t, account.Client(stateset.WithRetryPolicy(patientPolicy)), other)
				var won []*payments.Payment
				for i, err := range errs {
					if err == nil {
						won = append(won, made[i])
						require.True(t, other(i).Equal(made[i].Amount))
						continue
					}
					require.ErrorIs(t, err, stateset.ErrIdempotency)
					require.NotErrorIs(t, err, stateset.ErrOutcomeUnknown)
				}
				require.Len(t, won, 1)
				require.True(t, won[0].Amount.Equal(account.Balance(recipient, "ssusd")))
			})
		})
	}
}

// mutating pays, and changes the params during the first request.
func mutating(ctx context.Context, r *run) error {
	params := matrixPayment()
	params.Description = "as it was"
	client, err := r.client.With(stateset.WithMiddleware(onSend(1, func() {
		go func() { // without synchronization with a client that reads the params again
			params.Amount = stateset.SSUSD("999.00")
			params.Recipient = earlierWallet
			params.Description = "changed"
			params.Metadata["card"], params.Metadata["more"] = "changed", "1"
		}()
	})))
	if err != nil {
		return err
	}
	opts := []stateset.RequestOption{stateset.WithResponse(&r.response)}
	if r.kind == unkeyed {
		opts = append(opts, stateset.WithoutIdempotencyKey())
	}
	r.payment, err = client.Payments.Create(ctx, params, opts...)
	return err
}

func TestMatrixMutatedParams(t *testing.T) {
	t.Parallel()
	bytesStand := func(t *testing.T, r *run) {
		require.Equal(t, matrixCard, r.payment.Metadata["card"])
		require.Equal(t, "as it was", r.payment.Description)
		require.True(t, stateset.SSUSD("100.00").Equal(r.payment.Amount))
		require.Len(t, r.tap.sent(), r.want.attempts)
		for _, q := range r.tap.sent() {
			require.NotContains(t, string(q.body), "changed")
		}
	}
	once := mockserver.Times(1)
	runMatrix(t, []scenario{
		{name: "F49 params change during the call", call: mutating, check: bytesStand, want: map[kind]want{keyed: {attempts: 1, effects: 1}, unkeyed: {attempts: 1, effects: 1}}},
		{name: "F49 params change before the retry", call: mutating, check: bytesStand, want: map[kind]want{keyed: {attempts: 2, effects: 1}}, faults: []failing{fail(mockserver.Status(503), once)}},
		{name: "F49 params change before the replay", call: mutating, check: bytesStand, want: map[kind]want{keyed: {attempts: 2, effects: 1}}, faults: []failing{fail(mockserver.Reset(), mockserver.AfterCommit(), once)}},
	})
}

// brokenLog is a log handler that panics.
type brokenLog struct{ slog.Handler }

func (brokenLog) Handle(context.Context, slog.Record) error { panic("the disk is full") }

func TestMatrixPanickingObservers(t *testing.T) {
	t.Parallel()
	hooks := func() stateset.Hooks {
		return stateset.Hooks{
			OnAttempt: func(context.Context, stateset.Operation, stateset.Attempt) { panic(errors.New("the hook is broken")) },
			OnDone: func(context.Context, stateset.Operation, stateset.CallResult) {
				var nobody *stateset.Error
				_ = nobody.Status // dereferences nil
			},
		}
	}
	lost := []failing{fail(mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))}
	log := stateset.WithLogger(slog.New(brokenLog{slog.DiscardHandler}))
	loud := stateset.WithLogger(slog.New(brokenLog{slog.NewTextHandler(new(strings.Builder), nil)}))
	runMatrix(t, []scenario{
		{name: "F50 hooks panic", faults: lost, client: []stateset.Option{stateset.WithHooks(hooks())}, want: onlyOnce(2, 1)},
		{name: "F50 hooks panic, and nothing works", faults: []failing{fail(mockserver.Status(500))}, client: []stateset.Option{stateset.WithHooks(hooks())}, want: never(0)},
		{name: "F50 the log panics", faults: lost, client: []stateset.Option{loud}, want: onlyOnce(2, 1)},
		{name: "F50 the log is silent", faults: lost, client: []stateset.Option{log}, want: onlyOnce(2, 1)},
	})
}

// A hook that blocks delays its call, as documented. It delays neither the deadline of
// the call nor other calls.
func TestMatrixBlockingObservers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		hold     time.Duration
		requests int
		is       error
	}{
		{"F50 a hook takes ten seconds", 10 * time.Second, 2, nil},
		{"F50 a hook takes longer than the call may", 2 * time.Minute, 1, stateset.ErrCallTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				account := srv.NewAccount()
				client := account.Client(stateset.WithHooks(stateset.Hooks{OnAttempt: func(_ context.Context, o stateset.Operation, _ stateset.Attempt) {
					if o.Method == "POST" {
						<-time.After(c.hold)
					}
				}}))
				srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
				began, others := time.Now(), make(chan time.Duration, 1)
				go func() {
					_, err := client.Payments.Get(t.Context(), "pay_test_456")
					if err == nil {
						others <- time.Since(began)
					}
				}()
				_, err := client.Payments.Create(t.Context(), matrixPayment())
				require.ErrorIs(t, err, c.is)
				require.Zero(t, <-others, "who has another call does not wait")
				require.Len(t, srv.Requests(), c.requests+1)
				require.True(t, stateset.SSUSD("100.00").Equal(account.Balance(recipient, "ssusd")))
				if c.is != nil {
					require.ErrorIs(t, err, stateset.ErrOutcomeUnknown)
				}
			})
		})
	}
}

// Without randomness there is no key, and nothing is sent. This also applies to a call
// with its own key, because its request ID would not be unique.
func TestMatrixNoEntropy(t *testing.T) {
	t.Parallel()
	broken := errors.New("the source of entropy is gone")
	for _, c := range []struct {
		name string
		from io.Reader
		is   error
	}{
		{"F51 no entropy", iotest.ErrReader(broken), broken},
		{"F51 an end of entropy", strings.NewReader(""), io.EOF},
		{"F51 too little entropy", strings.NewReader("a byte less than it takes"[:23]), io.ErrUnexpectedEOF},
		{"F51 entropy that breaks off", io.MultiReader(strings.NewReader("sixteen bytes..."), iotest.ErrReader(broken)), broken},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				account := srv.NewAccount()
				base, err := url.Parse(srv.URL() + "/v1")
				require.NoError(t, err)
				policy, err := transport.Complete(api.RetryPolicy{})
				require.NoError(t, err)
				service := (*payments.Service)(core.NewService(core.NewClient(
					core.Settings{Key: transport.NewSecret(account.Key()), API: base, Network: base, Random: c.from},
					transport.New(transport.Config{HTTP: srv.HTTPClient(), Policy: policy}),
				)))
				_, err = service.Create(t.Context(), matrixPayment())
				require.ErrorIs(t, err, c.is)
				require.ErrorContains(t, err, "stateset: Payments.Create: no randomness for an idempotency key, nothing was sent")
				_, err = service.Create(t.Context(), matrixPayment(), stateset.WithIdempotencyKey("my-own"))
				require.Error(t, err)
				_, err = service.Get(t.Context(), "pay_test_456")
				require.Error(t, err)
				require.Empty(t, srv.Requests())
			})
		})
	}
}
