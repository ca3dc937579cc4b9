package journal_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/journaltest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	journaltest.Run(t, func(_ *testing.T, now func() time.Time) journal.Store { return journal.NewMemoryStore(now) })
}

func TestEntriesPrintNoBody(t *testing.T) {
	t.Parallel()
	e := journal.Entry{ID: "01", Operation: "Payments.Create", State: journal.Queued, Body: []byte("secret")}
	unknown := journal.Entry{ID: "02", Method: "POST", Template: "/v1/x", State: journal.Sending, Body: []byte("secret")}
	queued := &journal.QueuedError{Entry: e}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, v := range []any{e, &e, unknown, queued, *queued, journal.Claimed{Entry: e}, journal.Recovered{Entry: e}, []journal.Entry{e}} {
			require.NotContains(t, fmt.Sprintf(verb, v), "secret", "%s of %T", verb, v)
			require.NotContains(t, fmt.Sprintf(verb, v), "736563726574", "%s of %T", verb, v)
			require.NotContains(t, fmt.Sprintf(verb, v), "115 101 99", "%s of %T", verb, v)
		}
	}
	require.Equal(t, "journal entry 01: Payments.Create, queued", fmt.Sprint(e))
	require.Equal(t, "journal entry 02: POST /v1/x, sending", fmt.Sprint(unknown))
	require.EqualError(t, queued, "stateset: Payments.Create: queued as 01: nothing was sent yet")
	require.ErrorIs(t, queued, journal.ErrQueued)
}

func TestStates(t *testing.T) {
	t.Parallel()
	for _, s := range journal.State("").Values() {
		require.True(t, s.Known())
		require.False(t, s.Open() && s.Final())
	}
	require.False(t, journal.State("lost").Known())
	require.True(t, journal.Queued.Open() && journal.Sending.Open())
	require.True(t, journal.Succeeded.Final() && journal.Rejected.Final())
}
