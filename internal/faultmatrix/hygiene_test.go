package faultmatrix

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// stormCalls is the number of calls of a storm, from stormCallers goroutines.
const (
	stormCalls   = 3400
	stormCallers = 8
)

// storm is a server where three of ten requests fail, and a client with many attempts.
type storm struct {
	srv     *mockserver.Server
	account *mockserver.Account
	client  *stateset.Client
	pool    *http.Transport
	faults  []*mockserver.Fault

	mu     sync.Mutex
	open   int                       // connections
	paid   map[int]*payments.Payment // by the number of the call
	failed map[int]error
}

// weather are the faults of a storm, each for a few percent of the requests.
var weather = []failing{
	fail(mockserver.Reset()),
	fail(mockserver.Reset(), mockserver.AfterCommit()),
	fail(mockserver.Disconnect(), mockserver.BeforeCommit()),
	fail(mockserver.Disconnect(), mockserver.AfterHeaders()),
	fail(mockserver.Stall(0), mockserver.AfterCommit()),
	fail(mockserver.Stall(0), mockserver.BeforeCommit()),
	fail(mockserver.Status(503).WithEnvelope("html")),
	fail(mockserver.Status(500), mockserver.AfterCommit()),
	fail(mockserver.Status(502).WithHeader("Retry-After", "2"), mockserver.BeforeCommit()),
	fail(mockserver.Status(403)),
	fail(mockserver.RateLimit(2*time.Second, mockserver.WaitDate)),
	fail(mockserver.InFlight()),
	fail(mockserver.Redirect(302, "self")),
	fail(mockserver.TruncatePercent(50, mockserver.CutFIN)),
	fail(mockserver.TruncatePercent(50, mockserver.CutRST)),
	fail(mockserver.TruncatePercent(90, mockserver.CutHang)),
	fail(mockserver.NoTerminator()),
	fail(mockserver.WrongLength(5)),
	fail(mockserver.Garbage(), mockserver.AfterCommit()),
	fail(mockserver.InterimFlood(20)),
	fail(mockserver.Drip(20)),
	fail(mockserver.GzipCorrupt()),
	fail(mockserver.Delay(7 * time.Second)),
}

func newStorm(t *testing.T, seed uint64) *storm {
	s := &storm{srv: mockserver.New(t, mockserver.WithSeed(seed)), paid: map[int]*payments.Payment{}, failed: map[int]error{}}
	s.account = s.srv.NewAccount()
	dial := s.srv.HTTPClient().Transport.(*http.Transport).DialContext
	s.pool = matrixHTTP()
	s.pool.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		s.count(1)
		return &countedConn{Conn: c, done: sync.OnceFunc(func() { s.count(-1) })}, nil
	}
	s.client = s.account.Client(
		stateset.WithHTTPClient(&http.Client{Transport: s.pool}), stateset.WithAttemptTimeout(5*time.Second),
		stateset.WithRetryPolicy(stateset.RetryPolicy{MaxAttempts: 4, NoBudget: true, AttemptTimeout: 5 * time.Second}),
	)
	chance := 0.3 / float64(len(weather)+1)
	for _, what := range weather {
		s.faults = append(s.faults, what.at(s.srv, "*", mockserver.Chance(chance), mockserver.Optional()))
	}
	s.faults = append(s.faults, s.srv.Fail("*", mockserver.Reset(), mockserver.AtAccept(), mockserver.Chance(0.1), mockserver.Optional()))
	return s
}

// countedConn is a connection that reports its end.
type countedConn struct {
	net.Conn
	done func()
}

func (c *countedConn) Close() error {
	c.done()
	return c.Conn.Close()
}

func (s *storm) count(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open += n
}

func (s *storm) openConns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// run makes the calls.
func (s *storm) run(t *testing.T) {
	var running sync.WaitGroup
	for caller := range stormCallers {
		running.Go(func() {
			random := rand.New(rand.NewPCG(s.srv.Seed(), uint64(caller)))
			for n := caller; n < stormCalls; n += stormCallers {
				s.call(t.Context(), n, random.IntN(10))
			}
		})
	}
	running.Wait()
}

// call sometimes reads, and otherwise pays: rarely without a key.
func (s *storm) call(ctx context.Context, n, choice int) {
	var err error
	switch choice {
	case 0:
		_, err = s.client.Payments.Get(ctx, "pay_test_456")
	case 1:
		_, err = s.client.Balance(ctx)
	default:
		s.pay(ctx, n, choice)
		return
	}
	s.note(n, nil, err)
}

func (s *storm) pay(ctx context.Context, n, choice int) {
	var opts []stateset.RequestOption
	if choice == 2 {
		opts = append(opts, stateset.WithoutIdempotencyKey())
	}
	p, err := s.client.Payments.Create(ctx, &payments.CreateParams{
		Amount: stormAmount(n), Recipient: recipient, Metadata: map[string]string{"call": strconv.Itoa(n)},
	}, opts...)
	s.note(n, p, err)
}

// stormAmount returns the unique amount of a call.
func stormAmount(n int) stateset.Money {
	return stateset.SSUSD(fmt.Sprintf("%d.%06d", n%7, n+1))
}

func (s *storm) note(n int, p *payments.Payment, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p != nil {
		s.paid[n] = p
	}
	if err != nil {
		s.failed[n] = err
	}
}

// clear removes the faults.
func (s *storm) clear() {
	for _, f := range s.faults {
		f.Remove()
	}
}

// books checks that each call had the effect that its result reports, and settles open
// calls.
func (s *storm) books(t *testing.T) {
	t.Helper()
	made, _ := s.made(t)
	for n, p := range s.paid {
		require.Equal(t, []string{p.ID}, made[n], "call %d", n)
		require.True(t, stormAmount(n).Equal(p.Amount))
	}
	open := map[int]error{}
	for n, err := range s.failed {
		var e *stateset.Error
		require.ErrorAs(t, err, &e)
		require.LessOrEqual(t, len(made[n]), 1, "call %d: %v", n, err)
		switch {
		case e.Outcome == stateset.OutcomeNotSent, e.Outcome == stateset.OutcomeRejected:
			require.Empty(t, made[n], "call %d: %v", n, err)
		case e.IdempotencyKey != "":
			open[n] = err
		}
	}
	require.NotEmpty(t, open, "it was no storm")
	for n, err := range open {
		s.settle(t, n, err)
	}
	made, sum := s.made(t)
	for n, ids := range made {
		require.Len(t, ids, 1, "call %d", n)
	}
	for n := range open {
		require.Len(t, made[n], 1, "call %d", n)
	}
	require.True(t, sum.Equal(s.account.Balance(recipient, "ssusd").Decimal()), "the payments, and the money")
	require.NoError(t, s.srv.CheckLedger())
}

// settle resolves a call with an open outcome.
func (s *storm) settle(t *testing.T, n int, open error) {
	t.Helper()
	response, err := s.client.Resolve(t.Context(), open)
	require.NoError(t, err, "call %d: %v", n, open)
	var p payments.Payment
	require.NoError(t, response.Decode(&p))
	require.True(t, stormAmount(n).Equal(p.Amount))
}

// made returns the existing payments by call, and their sum.
func (s *storm) made(t *testing.T) (map[int][]string, decimal.Decimal) {
	t.Helper()
	made, sum := map[int][]string{}, decimal.Zero
	for p, err := range s.client.Payments.All(t.Context(), &payments.ListParams{Limit: 100}) {
		require.NoError(t, err)
		if n, err := strconv.Atoi(p.Metadata["call"]); err == nil {
			made[n] = append(made[n], p.ID)
			sum = sum.Add(p.Amount.Decimal())
		}
	}
	return made, sum
}

// fired returns how often the faults were applied.
func (s *storm) fired() (n int) {
	for _, f := range s.faults {
		n += f.Fired()
	}
	return n
}

// requireNoConnections checks that neither client nor server has a goroutine for a
// connection.
func requireNoConnections(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 16<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for _, of := range []string{"net/http.(*Server).Serve in", "net/http.(*Transport).dialConn"} {
		require.NotContains(t, string(stacks), "created by "+of)
	}
}

// TestMatrixStorm makes ten thousand calls, three of ten with a fault, on one, two and
// eight processors. It is not parallel, because it counts the connections of the process.
func TestMatrixStorm(t *testing.T) {
	was := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(was)
	for _, procs := range []int{1, 2, 8} {
		t.Run(fmt.Sprintf("F59 GOMAXPROCS %d", procs), func(t *testing.T) {
			runtime.GOMAXPROCS(procs)
			synctest.Test(t, func(t *testing.T) {
				s := newStorm(t, uint64(procs))
				s.run(t)
				require.Greater(t, s.fired(), stormCalls*3/10)
				require.LessOrEqual(t, s.openConns(), stormCallers)
				s.pool.CloseIdleConnections()
				synctest.Wait()
				require.Zero(t, s.openConns())
				requireNoConnections(t)
				s.clear()
				s.books(t)
				s.pool.CloseIdleConnections()
			})
		})
	}
}
