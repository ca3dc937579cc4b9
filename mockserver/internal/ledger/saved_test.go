package ledger

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func TestSavedLedgerIsTheSame(t *testing.T) {
	t.Parallel()
	at := time.Unix(1e9, 0).UTC()
	var base Ledger
	require.NoError(t, base.Issue(Stamp{Height: 1, At: at}, Owner, "ssusd", decimal.NewFromInt(10)))
	fork := base.Fork("stateset1own", at.Add(time.Hour))
	require.NoError(t, fork.Transfer(Stamp{Height: 2, At: at}, Wallet("stateset1own"), "ssusd",
		Leg{To: Locked("stateset1own"), Amount: decimal.RequireFromString("0.000001")}))
	loaded, err := Load(fork.Save())
	require.NoError(t, err)
	require.Equal(t, slices.Collect(fork.Entries()), slices.Collect(loaded.Entries()))
	require.NoError(t, loaded.Check())
	for _, holder := range []Holder{Supply, Wallet("stateset1own"), Locked("stateset1own")} {
		require.Equal(t, fork.Balance(holder, "ssusd").String(), loaded.Balance(holder, "ssusd").String())
	}
}

func TestEntriesThatAreNotLoaded(t *testing.T) {
	t.Parallel()
	one := decimal.NewFromInt(1)
	for want, postings := range map[string][]SavedPosting{
		`entry 0: unknown holder "bank:a"`:                               {{"supply", one.Neg()}, {"bank:a", one}},
		`entry 0: unknown holder "wallet:"`:                              {{"supply", one.Neg()}, {"wallet:", one}},
		"has too many digits":                                            {{"supply", decimal.New(1, 30)}},
		"entry 0: ledger: the postings at height 1 in ssusd add up to 2": {{"supply", one}, {"wallet:a", one}},
	} {
		_, err := Load([]Saved{{Height: 1, Denom: "ssusd", Postings: postings}})
		require.ErrorContains(t, err, want)
	}
}
