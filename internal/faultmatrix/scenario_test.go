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

// scenario is a row of the fault matrix: a call of the SDK while something fails,
// and what must come of it. [scenario.run] makes the call once for each kind of
// request in want, in virtual time over a network in memory unless sockets is set,
// and then lets everything work again and checks the invariants of
// invariants_test.go against the server's books:
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
// The name begins with the id, which index_test.go looks for; run it from a
// table with runMatrix. A fault with Times(n) must strike so often, or every request
// there was. A scenario that needs another call than that of its kind has call, and
// one that needs to look at more has check; what the call returned and what it put
// on the wire is in the run.
type scenario struct {
	name    string
	server  []mockserver.Option
	faults  []failing
	client  []stateset.Option
	sockets bool // over TCP, in real time: waits are then the least there are
	warm    bool // the connection has served before

	// dial stands between the client and the network: attempt counts dials from 1, that
	// of a warm connection too.
	dial func(ctx context.Context, attempt int, address string, next dialFunc) (net.Conn, error)
	// base is the client's address when it is not the server's.
	base func(t *testing.T, r *run) string
	// tune changes the client's connections.
	tune func(*http.Transport)
	// deadline is that of the caller's context; zero means none.
	deadline time.Duration
	// cancel is when the caller cancels, with errGone; zero means never.
	cancel time.Duration
	// limit is when the call must have returned; zero means the deadline, or the 90 s
	// that a call takes at most.
	limit time.Duration
	// call is made instead of that of the kind. It keeps what it got in the run.
	call func(ctx context.Context, r *run) error
	// check looks at what the invariants do not know of.
	check func(t *testing.T, r *run)
	want  map[kind]want
}

// want is what must come of a call.
type want struct {
	attempts int
	sends    int              // requests on the wire; zero: one an attempt, or none when nothing was sent
	effects  int              // payments that were made when the call returned
	outcome  stateset.Outcome // empty: the call succeeds
	stop     stateset.StopReason
	is       []error  // what errors.Is finds
	says     []string // what the message holds
	open     bool     // the outcome stays unknown: the server has stored its failure
}

// kind is how far a request can be repeated.
type kind string

// The kinds. Their calls create a payment of 100 ssusd, or retrieve one.
const (
	keyed   kind = "keyed"
	unkeyed kind = "unkeyed"
	safe    kind = "safe"
)

// failing is a fault of a scenario.
type failing struct {
	match  string // empty: the requests of the call
	action mockserver.Action
	opts   []mockserver.FaultOption
	set    bool
}

// fail is a fault of the requests of the call.
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

// failConns is a fault of connections.
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
	logs     *record // what the client logged
	srvLogs  *record
	base     string
	faults   []*mockserver.Fault
	before   stateset.Stats
	earlier  *payments.Payment // made before anything failed

	// What the call gave.
	payment  *payments.Payment
	response stateset.Response
	err      error
	took     time.Duration
	requests []mockserver.Request // that the server knows of
}

// Seed and secret of every run.
const (
	matrixSeed    = 20
	matrixAccount = "c4naryOfThisMatrixXyZ7"
	matrixCard    = "4000056655665556"
	recipient     = "stateset1merchantaddress123"
	earlierWallet = "stateset1earliermerchant456"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// runMatrix runs scenarios, each as a test named by it.
func runMatrix(t *testing.T, scenarios []scenario) {
	for i := range scenarios {
		t.Run(scenarios[i].name, func(t *testing.T) {
			t.Parallel()
			scenarios[i].run(t)
		})
	}
}

// run makes the call of each kind twice, which must go the same way.
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
					t.Run("again", once) // its server ends before the next one's begins
				} else {
					synctest.Test(t, once)
				}
			}
			require.Equal(t, traces[0], traces[1], "the same seed goes the same way")
		})
	}
}

// once makes one call, checks everything, and returns the way it went.
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
