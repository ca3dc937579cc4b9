package journal

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/integration/clockfile"
	"github.com/stateset/stateset-go/journal/sqljournal"
	"github.com/stateset/stateset-go/mockserver"
)

// proof is one run of the program: workers make payments through a journal and are
// killed, others recover the payments, and at the end all effects are counted.
type proof struct {
	*testing.T
	database database
	store    *sqljournal.Store
	srv      *mockserver.Server
	clock    clockfile.Clock
	random   *rand.Rand
	bug      string

	intents   int
	processes []*process
	figures   figures
}

// figures are the printed counters of the proof.
type figures struct {
	Kills, Frozen, AtOnce, Processes      int
	Intents, Succeeded, Rejected, NotSent int
	Requests, Cuts                        int
	Duplicates, Lost, Open, Violations    int
	At                                    map[string]int // kills by point
}

// newProof starts a mock server that loses responses and fails, before and after it
// commits.
func newProof(t *testing.T, d database, seed uint64, bug string) *proof {
	srv, err := mockserver.Start(t.Context(), mockserver.WithTCP("127.0.0.1:0"), mockserver.WithSeed(seed), mockserver.WithJournal(1_000_000, 1<<30))
	require.NoError(t, err)
	t.Cleanup(srv.Close)
	for _, fault := range []struct {
		action mockserver.Action
		place  mockserver.Place
		chance float64
	}{
		{mockserver.Reset(), mockserver.AfterCommit(), 0.10}, {mockserver.Reset(), mockserver.BeforeCommit(), 0.05},
		{mockserver.Status(503), mockserver.BeforeCommit(), 0.05}, {mockserver.Status(500), mockserver.AfterCommit(), 0.05},
		{mockserver.Stall(time.Minute), mockserver.AfterCommit(), 0.02}, {mockserver.Delay(20 * time.Millisecond), mockserver.AfterCommit(), 0.10},
	} {
		srv.Fail("POST /payments", fault.action, fault.place, mockserver.Chance(fault.chance), mockserver.ChanceSeed(seed+uint64(fault.chance*100)), mockserver.Optional())
	}
	db, store := d.store(t, 4)
	_, err = db.ExecContext(t.Context(), "CREATE TABLE "+d.Table+"_orders (intent INTEGER NOT NULL)")
	require.NoError(t, err)
	return &proof{T: t, database: d, store: store, srv: srv, clock: clockfile.New(t), random: rand.New(rand.NewPCG(seed, 0)), bug: bug}
}

func (p *proof) worker() worker {
	return worker{Database: p.database, URL: p.srv.URL(), Clock: p.clock, Seed: p.random.Uint64(), Bug: p.bug, Cuts: p.database.Driver == "pgx" && p.random.IntN(2) == 0}
}

// payer returns a worker that makes some payments and kills itself at a random point.
func (p *proof) payer() worker {
	w := p.worker()
	w.First, w.Payments = p.intents, 6
	p.intents += w.Payments
	w.Point, w.Pass = points[p.random.IntN(len(points))], 1+p.random.IntN(3)
	if p.random.IntN(6) == 0 {
		w.Point = "" // the process is killed at a random time
	}
	return w
}

func (p *proof) recoverer(killed bool) worker {
	w := p.worker()
	if killed {
		w.Point, w.Pass = points[3+p.random.IntN(6)], 1+p.random.IntN(2)
	}
	return w
}

// round starts a payer and recoverers, most of which are killed. No lease expires while
// they run, except that of a frozen process.
func (p *proof) round(n int) {
	p.clock.Advance(p.T, time.Minute)
	workers := []worker{p.payer()}
	if n%2 == 0 {
		workers = append(workers, p.recoverer(true))
	}
	if n%10 == 0 { // two processes recover concurrently
		workers = append(workers, p.recoverer(p.random.IntN(2) == 0))
		p.figures.AtOnce++
	}
	var running, frozen []*process
	for _, w := range workers {
		running = append(running, w.start(p.T))
		p.figures.Processes++
	}
	if workers[0].Point == "" {
		time.Sleep(time.Duration(5+p.random.IntN(80)) * time.Millisecond)
		_ = running[0].command.Process.Kill()
	}
	for _, one := range running {
		if one.rest(p.T) {
			frozen = append(frozen, one)
		} else {
			p.end(one)
		}
	}
	if n%2 == 0 { // the leases of the killed processes hold
		p.recover()
	}
	for _, one := range frozen {
		p.figures.Frozen++
		p.clock.Advance(p.T, time.Minute)
		p.recover()
		p.end(one)
	}
}

func (p *proof) end(one *process) {
	if one.end(p.T) {
		p.figures.Kills++
	}
	p.processes = append(p.processes, one)
}

// recover recovers what is not leased. It is not killed.
func (p *proof) recover() {
	one := p.recoverer(false).start(p.T)
	one.rest(p.T)
	p.figures.Processes++
	p.end(one)
}

// run makes rounds until enough processes were killed, and then recovers the rest.
func (p *proof) run(kills int) []string {
	for n := 0; p.figures.Kills < kills; n++ {
		p.round(n)
	}
	violations := p.check()
	for range 20 {
		if p.figures.Open == 0 {
			return violations
		}
		p.clock.Advance(p.T, time.Minute)
		p.recover()
		violations = p.check()
	}
	return append(violations, fmt.Sprintf("%d payments stay open", p.figures.Open))
}

func (f figures) String() string {
	return fmt.Sprintf("%d SIGKILLs of %d processes %v, %d frozen, %d connections cut, %d times two recovered at once; "+
		"%d intents: %d succeeded, %d rejected, %d not sent; %d requests; %d duplicates, %d lost, %d open, %d other violations",
		f.Kills, f.Processes, f.At, f.Frozen, f.Cuts, f.AtOnce, f.Intents, f.Succeeded, f.Rejected, f.NotSent, f.Requests, f.Duplicates, f.Lost, f.Open, f.Violations)
}

// kills returns the number of killed processes per database. STATESET_PROOF_KILLS sets
// it.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("STATESET_PROOF_KILLS")); err == nil && n > 0 {
		return n
	}
	return 20
}

// TestEveryWriteHasOneEffect kills processes and counts the effects of their payments.
func TestEveryWriteHasOneEffect(t *testing.T) {
	for _, name := range []string{"PostgreSQL", "SQLite"} {
		t.Run(name, func(t *testing.T) {
			seed := rand.Uint64()
			if text := os.Getenv("STATESET_PROOF_SEED"); text != "" {
				seed, _ = strconv.ParseUint(text, 10, 64)
			}
			p := newProof(t, databases(t)[name], seed, "")
			violations := p.run(kills())
			t.Logf("%s, seed %d: %s", name, seed, p.figures)
			require.Empty(t, strings.Join(violations, "\n"), "STATESET_PROOF_SEED=%d", seed)
		})
	}
}

// TestProofFindsPlantedBugs proves that TestEveryWriteHasOneEffect can fail.
func TestProofFindsPlantedBugs(t *testing.T) {
	for bug, violation := range map[string]string{
		bugNoLease: "two processes sent", bugNotMonotone: "succeeded and is now", bugNewKey: "effects", bugReencoded: "differ", bugStoredLate: "no entry",
	} {
		t.Run(bug, func(t *testing.T) {
			p := newProof(t, databases(t)["SQLite"], 1, bug)
			var found []string
			for n := 0; n < 400 && !strings.Contains(strings.Join(found, "\n"), violation); n++ {
				p.round(n * 2)
				found = p.check()
			}
			require.Contains(t, strings.Join(found, "\n"), violation)
			t.Logf("found after %d kills: %s", p.figures.Kills, found[0])
		})
	}
}
