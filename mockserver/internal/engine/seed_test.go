package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

// The test data of accounts and the IDs that they draw afterwards stay the same.
func TestTestDataIsGolden(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth), Seed: 7})
	var out bytes.Buffer
	for _, key := range []AccountKey{{Name: "one"}, {Name: "two"}, {Name: "one", Connected: "acct_test_1"}, {Name: "one", Live: true}} {
		if key.Name == "two" {
			require.NoError(t, e.Advance(time.Hour))
		}
		writeAccount(t, &out, e.Account(key))
	}
	require.NoError(t, e.ResetAccount(AccountKey{Name: "one"}, false, Population{}))
	writeAccount(t, &out, e.Account(AccountKey{Name: "one"}))
	golden.Text(t, "seeds.txt", out.String())
}

func writeAccount(t *testing.T, out *bytes.Buffer, a *Account) {
	fmt.Fprintln(out, a.Key(), a.Treasury(), a.NewID("req"))
	require.NoError(t, a.Update(func(tx *Tx) error {
		writeAll(t, out, tx.Customers().Oldest())
		writeAll(t, out, tx.Products().Oldest())
		writeAll(t, out, tx.Orders().Oldest())
		writeAll(t, out, tx.Transactions().Oldest())
		writeAll(t, out, tx.Payments().Oldest())
		writeAll(t, out, tx.Invoices().Oldest())
		for entry := range a.ledger.Entries() {
			fmt.Fprintln(out, entry.Height, entry.At(), entry.Postings[0].Holder, entry.Postings[1].Holder, entry.Postings[1].Amount())
		}
		for _, wallet := range []string{a.Treasury(), TestWallet, FinancerWallet} {
			fmt.Fprintln(out, wallet, tx.WalletBalance(wallet, "ssusd"), tx.WalletBalance(wallet, "usdc"))
		}
		fmt.Fprintln(out, tx.newID("pay"), a.webhookIDs.id("we", false))
		return nil
	}))
}

func writeAll[T any](t *testing.T, out *bytes.Buffer, values iter.Seq[*T]) {
	for value := range values {
		text, err := json.Marshal(value)
		require.NoError(t, err)
		out.Write(append(text, '\n'))
	}
}
