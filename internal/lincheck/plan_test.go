package lincheck

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

func TestPlansAreDrawnFromTheirSeed(t *testing.T) {
	t.Parallel()
	require.Equal(t, generate(7), generate(7))
	require.NotEqual(t, generate(7).Ops, generate(8).Ops)
	text, err := json.Marshal(generate(7))
	require.NoError(t, err)
	var again plan
	require.NoError(t, json.Unmarshal(text, &again))
	require.Equal(t, generate(7), &again)
}

// TestPlansHoldEverything checks that the plans of the first seeds contain every verb,
// fault and option, and that the server accepts the faults.
func TestPlansHoldEverything(t *testing.T) {
	t.Parallel()
	verbs, faults := map[verb]int{}, map[string]int{}
	var manners op
	for seed := range uint64(200) {
		p := generate(seed)
		require.Len(t, p.Ops, planOps)
		for i := range p.Ops {
			o := &p.Ops[i]
			verbs[o.Verb]++
			manners.Unkeyed = manners.Unkeyed || o.Unkeyed
			manners.Leave = manners.Leave || o.Leave
			manners.Authorize = manners.Authorize || o.Authorize
			manners.CancelMS = max(manners.CancelMS, o.CancelMS)
		}
		for _, h := range p.Hits {
			faults[h.Do]++
			_, err := mockserver.ParseFault(h.rule())
			require.NoError(t, err)
		}
	}
	require.Len(t, verbs, 12)
	require.True(t, manners.Unkeyed && manners.Leave && manners.Authorize && manners.CancelMS > 0)
	for _, do := range slices.Concat(honest, liars, faultsOfConnections, []string{storedFailure}) {
		require.Positive(t, faults[do], do)
	}
}

func TestShrinking(t *testing.T) {
	t.Parallel()
	p := generate(3)
	i := slices.IndexFunc(p.Hits, func(h hit) bool { return h.Op > 10 })
	guilty := p.Hits[i]
	other := p.Ops[2].ID
	runs := 0
	small := shrink(p, func(p *plan) bool {
		runs++
		return p.find(other) != nil && slices.Contains(p.Hits, guilty)
	})
	require.Len(t, small.Ops, 2)
	require.Equal(t, []hit{guilty}, small.Hits)
	for _, o := range small.Ops {
		require.Zero(t, o.Client+o.PauseMS+o.CancelMS)
		require.False(t, o.Leave || o.Unkeyed || o.Authorize)
	}
	require.Less(t, runs, 200, "each of these is a run, or several")
	require.Len(t, p.Ops, planOps, "the plan itself is left alone")
}

// TestShrinkingFindsAnOrder shrinks two clients whose order matters to one client.
func TestShrinkingFindsAnOrder(t *testing.T) {
	t.Parallel()
	p := &plan{Ops: []op{{ID: 1, Client: 1}, {ID: 2, Client: 2}, {ID: 3, Client: 1}}}
	small := shrink(p, func(p *plan) bool {
		order := ""
		for _, o := range p.Ops {
			order += o.mark()
		}
		return order == "op-1op-2op-3" && p.Ops[0].Client == 1 || order == "op-1op-3op-2" && p.Ops[1].Client == 0
	})
	require.Equal(t, []op{{ID: 1}, {ID: 3}, {ID: 2}}, small.Ops)
}
