package engine

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/webhook"
)

// drawnID matches IDs, transaction hashes, secrets, wallets of agents and the tokens of
// public pages.
var drawnID = regexp.MustCompile(`\b[a-z]+_test_[a-z0-9]{24}\b|\b[0-9A-F]{64}\b|\bwhsec_[a-z0-9]{32}\b|\bstateset1[a-z0-9]{38}\b|/i/[a-z0-9]{20,}`)

// drawnIDs runs the scenario of every event type in a separate account, and returns all
// drawn IDs.
func drawnIDs(t *testing.T, e *Engine) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for kind, act := range scenarios {
		a := e.Account(AccountKey{Name: string(kind)})
		constant := map[string]bool{a.Treasury(): true, TestWallet: true}
		show := func(value any) {
			text, err := json.Marshal(value)
			require.NoError(t, err)
			for _, id := range drawnID.FindAllString(string(text), -1) {
				if !constant[id] {
					ids[id] = true
				}
			}
		}
		require.NoError(t, a.Update(func(tx *Tx) error {
			endpoint, err := tx.CreateEndpoint(&webhook.CreateParams{URL: "https://example.com/", Events: []webhook.Type{webhook.AllTypes}})
			require.NoError(t, err)
			ids[endpoint.Secret.Reveal()] = true
			endpoint, err = tx.RotateSecret(endpoint.ID, nil)
			require.NoError(t, err)
			ids[endpoint.Secret.Reveal()] = true
			_, err = tx.SendTest(endpoint.ID, &webhook.SendTestParams{Type: kind})
			return err
		}))
		r := &scenario{engine: e, account: a}
		act(r)
		require.NoError(t, r.err, kind)
		for _, event := range e.Events(&a.key) {
			public, err := event.Public()
			require.NoError(t, err)
			show(public)
		}
		show(a.allDeliveries())
		show(slices.Collect(a.transactions.Oldest()))
		ids[a.NewID("req")] = true
	}
	return ids
}

func TestIDsAreNewAfterEveryReset(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth), Seed: 7})
	first := drawnIDs(t, e)
	require.Greater(t, len(first), 200)
	seen := maps.Clone(first)
	for range 3 {
		require.NoError(t, e.Reset(false, Population{}))
		for id := range drawnIDs(t, e) {
			require.NotContains(t, seen, id, "drawn before a reset")
			seen[id] = true
		}
	}
	require.NoError(t, e.Reset(true, Population{}))
	require.Equal(t, first, drawnIDs(t, e), "restarted")
	require.NoError(t, e.Reset(false, Population{}))
	for id := range drawnIDs(t, e) {
		require.NotContains(t, seen, id, "new again after a restart")
	}
}
