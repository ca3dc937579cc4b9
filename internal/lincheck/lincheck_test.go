package lincheck

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	// defaultOps is the default number of operations.
	defaultOps = 20_000
	// tries is the number of runs before a plan passes.
	tries = 3
	// shards is the number of subtests for the plans.
	shards = 4
)

// nothing returns a plant without a bug.
func nothing() plant { return plant{} }

// play runs a plan in its own bubble.
func play(t *testing.T, p *plan, with plant) (out *report) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var err error
		out, err = execute(t.Context(), p, with)
		require.NoError(t, err)
	})
	return out
}

// fails reports whether a plan has a problem of the kind in one of several runs.
func fails(t *testing.T, with func() plant, kind string) func(*plan) bool {
	return func(p *plan) bool {
		for range tries {
			if play(t, p, with()).failed(kind) {
				return true
			}
		}
		return false
	}
}

// demand fails the test for a plan with a problem, and prints its smallest form.
func demand(t *testing.T, p *plan) figures {
	t.Helper()
	var f figures
	r := play(t, p, nothing())
	if f.add(r); !r.failed("") {
		return f
	}
	kind := r.problems[0].kind
	t.Errorf("the plan of seed %d, of %d operations:\n%v\n\nmade smaller:\n%s", p.Seed, len(p.Ops), r.problems, smallest(t, p, nothing, kind).story())
	return f
}

// smallest returns the failure of the smallest plan that still has the problem.
func smallest(t *testing.T, p *plan, with func() plant, kind string) *report {
	t.Helper()
	p = shrink(p, fails(t, with, kind))
	var r *report
	for range 10 * tries {
		if r = play(t, p, with()); r.failed(kind) {
			return r
		}
	}
	return r // the problem does not appear in every run
}

// TestHistories runs the plans of the seeds from 1 on until LINCHECK_OPS operations are
// done. Default: 20,000. LINCHECK_SEED adds the plan of a seed. Without LINCHECK_OPS it
// is the only plan.
func TestHistories(t *testing.T) {
	t.Parallel()
	ops := int64(setting(t, "LINCHECK_OPS", defaultOps))
	if seed := setting(t, "LINCHECK_SEED", 0); seed > 0 {
		t.Log(demand(t, generate(seed)))
		if os.Getenv("LINCHECK_OPS") == "" {
			return
		}
	}
	all := storms(t, ops)
	t.Log(all)
	require.Zero(t, all.problems)
	require.GreaterOrEqual(t, all.ops, ops)
	require.Positive(t, all.replayed, "no resolved outcome was an effect whose answer was lost")
	require.Positive(t, all.left)
	for _, do := range slices.Concat(honest, liars, faultsOfConnections, []string{storedFailure}) {
		require.Positive(t, all.fired[do], "%s never fired", do)
	}
}

// storms runs plans until that many operations are done, or a plan fails.
func storms(t *testing.T, ops int64) (all figures) {
	t.Helper()
	var mu sync.Mutex
	t.Run("plans", func(t *testing.T) { // returns after its parallel subtests
		for shard := range uint64(shards) {
			t.Run(fmt.Sprint("shard ", shard), func(t *testing.T) {
				t.Parallel()
				var sum figures
				for seed := shard + 1; sum.ops < ops/shards && !t.Failed(); seed += shards {
					sum.merge(demand(t, generate(seed)))
				}
				mu.Lock()
				defer mu.Unlock()
				all.merge(sum)
			})
		}
	})
	return all
}

// setting returns a number from the environment.
func setting(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, name)
	return n
}

// TestOnePlan runs the plan in LINCHECK_PLAN several times.
func TestOnePlan(t *testing.T) {
	t.Parallel()
	if text := os.Getenv("LINCHECK_PLAN"); text != "" {
		demandKept(t, []byte(text))
	}
}

// TestKeptPlans runs plans that once failed, because of a fixed bug or a planted one.
func TestKeptPlans(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/plans/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			demandKept(t, text)
		})
	}
}

func demandKept(t *testing.T, text []byte) {
	t.Helper()
	var p plan
	require.NoError(t, json.Unmarshal(text, &p))
	for range tries {
		demand(t, &p)
	}
}
