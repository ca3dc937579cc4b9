package faultmatrix

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// scenario is a row of the fault matrix: a call of the SDK with faults, and the expected
// result. [scenario.run] makes the call once for each kind of request in want, in virtual
// time over a network in memory unless sockets is set. It then removes the faults and
// checks the invariants of invariants_test.go against the server's books:
//
//	{
//		name:   "F11 effect committed, reset before headers",
//		faults: []failing{fail(mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))},
//		want: map[kind]want{
//			keyed:   {attempts: 2, effects: 1},
//			unkeyed: {attempts: 1, effects: 1, outcome: stateset.OutcomeUnknown, stop: stateset.StopNotKeyed},
//			safe:    {attempts: 2},
//		},
//	}
//
// The name starts with the ID, which index_test.go requires. Run a table of scenarios
// with runMatrix. A fault with Times(n) must be applied n times, or to every request.
// call replaces the call of the kind. check adds checks. The run holds the result of the
// call and its requests.
type scenario struct {
	name    string
	server  []mockserver.Option
	faults  []failing
	client  []stateset.Option
	sockets bool // over TCP in real time, with the minimum waits
	warm    bool // the connection was used before

	// dial replaces the network of the client. attempt counts dials from 1, including
	// that of a warm connection.
	dial func(ctx context.Context, attempt int, address string, next dialFunc) (net.Conn, error)
	// base is the client's base URL if it is not the server's.
	base func(t *testing.T, r *run) string
	// tune changes the client's transport.
	tune func(*http.Transport)
	// deadline is the deadline of the caller's context. Zero means none.
	deadline time.Duration
	// cancel is the time when the caller cancels, with errGone. Zero means never.
	cancel time.Duration
	// limit is the time when the call must have returned. Zero means the deadline, or the
	// default timeout of 90 s.
	limit time.Duration
	// call replaces the call of the kind. It stores its result in the run.
	call func(ctx context.Context, r *run) error
	// check performs additional checks.
	check func(t *testing.T, r *run)
	want  map[kind]want
}

// want is the expected result of a call.
type want struct {
	attempts int
	sends    int              // requests on the wire; default: one per attempt, or none if nothing was sent
	effects  int              // payments that exist when the call returns
	outcome  stateset.Outcome // empty means success
	stop     stateset.StopReason
	is       []error  // errors that errors.Is must find
	says     []string // parts of the message
	open     bool     // the outcome stays unknown, because the server stored its failure
}

// kind determines whether a request can be repeated.
type kind string

// The kinds. Their calls create a payment of 100 ssusd, or retrieve one.
const (
	keyed   kind = "keyed"
	unkeyed kind = "unkeyed"
	safe    kind = "safe"
)

// failing is a fault of a scenario.
type failing struct {
	match  string // default: the requests of the call
	action mockserver.Action
	opts   []mockserver.FaultOption
	set    bool
}

// fail returns a fault for the requests of the call.
func fail(action mockserver.Action, opts ...mockserver.FaultOption) failing {
	return failing{action: action, opts: opts, set: true}
}

// failer is a server or an account.
type failer interface {
	Fail(match string, action mockserver.Action, opts ...mockserver.FaultOption) *mockserver.Fault
}

// at adds the fault for the matching requests.
func (f failing) at(of failer, match string, more ...mockserver.FaultOption) *mockserver.Fault {
	return of.Fail(match, f.action, append(f.opts[:len(f.opts):len(f.opts)], more...)...)
}

// failConns returns a fault for connections.
func failConns(action mockserver.Action, opts ...mockserver.FaultOption) failing {
	f := fail(action, append(opts, mockserver.AtAccept())...)
	f.match = "*"
	return f
}

// run is one run of a scenario.
type run struct {
	scenario *scenario
	kind     kind
	want     want
	srv      *mockserver.Server
	account  *mockserver.Account
	client   *stateset.Client
	tap      *tap
	logs     *record // the log of the client
	srvLogs  *record
	base     string
	faults   []*mockserver.Fault
	before   stateset.Stats
	earlier  *payments.Payment // created before the faults

	// The result of the call.
	payment  *payments.Payment
	response stateset.Response
	err      error
	took     time.Duration
	requests []mockserver.Request // received by the server
}

// The seed and secret of every run.
const (
	matrixSeed    = 20
	matrixAccount = "c4naryOfThisMatrixXyZ7"
	matrixCard    = "4000056655665556"
	recipient     = "stateset1merchantaddress123"
	earlierWallet = "stateset1earliermerchant456"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// runMatrix runs scenarios as subtests with their names.
func runMatrix(t *testing.T, scenarios []scenario) {
	for i := range scenarios {
		t.Run(scenarios[i].name, func(t *testing.T) {
			t.Parallel()
			scenarios[i].run(t)
		})
	}
}

// run makes the call of each kind twice. Both runs must have the same trace.
func (s *scenario) run(t *testing.T) {
	for _, k := range []kind{keyed, unkeyed, safe} {
		w, ok := s.want[k]
		if !ok {
			continue
		}
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			var traces [2]string
			for i := range traces {
				once := func(t *testing.T) { traces[i] = s.once(t, k, w) }
				if s.sockets {
					t.Run("again", once) // the first server stops before the second starts
				} else {
					synctest.Test(t, once)
				}
			}
			require.Equal(t, traces[0], traces[1], "the same seed goes the same way")
		})
	}
}

// once makes one call, checks everything, and returns its trace.
func (s *scenario) once(t *testing.T, k kind, w want) string {
	r := s.prepare(t, k, w)
	r.act(t)
	r.settle()
	r.checkAnswer(t)
	r.checkWire(t)
	r.checkFaults(t)
	trace := r.trace(t)
	r.heal()
	r.checkEffects(t)
	if s.check != nil {
		s.check(t, r)
	}
	r.resolve(t)
	r.checkBooks(t)
	r.checkSecrets(t)
	r.checkLeaks(t)
	return trace
}
