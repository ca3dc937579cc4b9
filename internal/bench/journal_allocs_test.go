//go:build !race

package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestJournalAllocations limits the additional allocations of a journal per write. Reads
// have none. TestAllocations limits the allocations without a journal.
func TestJournalAllocations(t *testing.T) {
	for _, p := range pairs() {
		plain, stored := journaled(t, p)
		before, after := testing.AllocsPerRun(200, func() { _ = plain() }), testing.AllocsPerRun(200, func() { _ = stored() })
		t.Logf("%s: %.0f allocations, %.0f with a journal", p.name, before, after)
		if p.name == "get" || p.name == "list100" { // reads
			require.Equal(t, before, after, p.name)
		} else {
			require.LessOrEqual(t, after, before+maxJournalAllocs, p.name)
		}
	}
}
