package bench

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
)

// journaled returns the call of a client without a journal, and that of one with it.
func journaled(tb testing.TB, p pair) (plain, stored func() error) {
	tb.Helper()
	transport := &http.Client{Transport: canned{p.status, p.answer(forms[0])}}
	client, err := stateset.New("sk_test_bench", stateset.WithHTTPClient(transport))
	require.NoError(tb, err)
	with, err := client.With(stateset.WithJournal(&emptyStore{}, "bench"))
	require.NoError(tb, err)
	return func() error { return p.sdk(client) }, func() error { return p.sdk(with) }
}

// BenchmarkJournal compares a call of a client without a journal ("hand") with a call
// whose store does nothing ("sdk"). The difference is the cost of the SDK.
func BenchmarkJournal(b *testing.B) {
	for _, p := range pairs()[:1] {
		plain, stored := journaled(b, p)
		compare(b, plain, stored)
	}
}

// maxJournalAllocs is the maximum number of additional allocations per write.
const maxJournalAllocs = 60

// emptyStore stores nothing.
type emptyStore struct{ journal.Store }

func (*emptyStore) Begin(_ context.Context, e journal.Entry, _ time.Duration) (journal.Lease, error) {
	return journal.Lease{ID: e.ID}, nil
}

func (*emptyStore) Settle(context.Context, journal.Settlement) error { return nil }
