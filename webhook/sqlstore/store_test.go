package sqlstore_test

import (
	"database/sql/driver"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// The tests in internal/integration execute the statements in real databases.

var errGone = errors.New("the server has gone away")

// any token: its value is random.
func held(token any, done, left int64) [][]driver.Value {
	return [][]driver.Value{{token, done, left}}
}

func newStore(t *testing.T, d sqlstore.Dialect, replies ...reply) (*sqlstore.Store, *script) {
	t.Helper()
	db, s := database(t, replies...)
	store, err := sqlstore.New(db, d, sqlstore.WithConsumer("mail"), sqlstore.WithTable("shop.events"[map[bool]int{true: 5}[d == sqlstore.SQLite]:]))
	require.NoError(t, err)
	return store, s
}

// A golden file contains every statement of every dialect, because this test has no
// database. go test ./webhook/sqlstore -update writes it.
func TestStatements(t *testing.T) {
	t.Parallel()
	for _, d := range []sqlstore.Dialect{sqlstore.PostgreSQL, sqlstore.SQLite, sqlstore.MySQL} {
		ok := reply{affected: 1}
		replies := []reply{ok, {rows: held("another's", 0, 1500)}, ok, ok, {}, ok}
		switch d {
		case sqlstore.PostgreSQL:
			replies = append(replies, ok, ok, ok, columns(d), keys(d), ok, ok) // begin, lock, table, …, index, commit
		case sqlstore.SQLite:
			replies = append(replies, ok, columns(d), keys(d), ok)
		case sqlstore.MySQL:
			replies = append(replies, ok, columns(d), keys(d))
		}
		store, s := newStore(t, d, replies...)
		c, err := store.Claim(t.Context(), "evt_1", time.Minute)
		require.NoError(t, err)
		require.Equal(t, webhook.Claim{EventID: "evt_1", State: webhook.Busy, Wait: 1500 * time.Millisecond}, c)
		c.Token = "mine"
		require.NoError(t, store.Done(t.Context(), c))
		require.NoError(t, store.Release(t.Context(), c))
		_, err = store.Prune(t.Context())
		require.NoError(t, err)
		require.NoError(t, store.Forget(t.Context(), "evt_1"))
		require.NoError(t, store.CreateSchema(t.Context()))

		var text strings.Builder
		for _, call := range s.calls {
			text.WriteString(call.query + "\n")
			for _, a := range call.args {
				text.WriteString("  <- " + argument(a) + "\n")
			}
			require.Equal(t, placeholders(d, call.query), len(call.args), call.query)
			text.WriteString("\n")
		}
		golden.Text(t, d.String()+".sql", text.String())
	}
}

func argument(a any) string {
	switch a := a.(type) {
	case nil:
		return "NULL"
	case string:
		if len(a) == 26 {
			return "a token"
		}
		return a
	case int64:
		return time.Duration(a * int64(time.Millisecond)).String()
	}
	return "?"
}

func placeholders(d sqlstore.Dialect, query string) int {
	if d == sqlstore.PostgreSQL {
		return strings.Count(query, "$")
	}
	return strings.Count(query, "?")
}

// The stored row decides, not the number of rows that a driver counts. The MySQL driver
// counts zero, one or two, depending on its settings.
func TestClaimReadsWhatIsStored(t *testing.T) {
	t.Parallel()
	for _, affected := range []int64{0, 1, 2} {
		for name, test := range map[string]struct {
			row  [][]driver.Value
			want webhook.Claim
		}{
			"another's": {held([]byte("other"), 0, 1), webhook.Claim{State: webhook.Busy, Wait: time.Millisecond}},
			"expiring":  {held("other", 0, -5), webhook.Claim{State: webhook.Busy}},
			"done":      {held("other", 1, 1), webhook.Claim{State: webhook.AlreadyDone}},
		} {
			store, _ := newStore(t, sqlstore.MySQL, reply{affected: affected}, reply{rows: test.row})
			got, err := store.Claim(t.Context(), "evt_1", time.Minute)
			require.NoError(t, err, name)
			test.want.EventID = "evt_1"
			require.Equal(t, test.want, got, name)
		}
	}
}

// A row that no longer exists when it is read was released. The claim is repeated, a
// limited number of times.
func TestClaimTriesAgain(t *testing.T) {
	t.Parallel()
	store, s := newStore(t, sqlstore.SQLite, reply{}, reply{}, reply{}, reply{rows: held("other", 1, 1)})
	c, err := store.Claim(t.Context(), "evt_1", time.Minute)
	require.NoError(t, err)
	require.Equal(t, webhook.AlreadyDone, c.State)
	require.Len(t, s.calls, 4)

	store, s = newStore(t, sqlstore.SQLite, make([]reply, 10)...)
	c, err = store.Claim(t.Context(), "evt_1", time.Minute)
	require.NoError(t, err)
	require.Equal(t, webhook.Busy, c.State)
	require.Len(t, s.calls, 10)
}

// If a mark changes no row, the event is already marked or belongs to another claim.
// Reading the row distinguishes them.
func TestDoneThatChangesNothing(t *testing.T) {
	t.Parallel()
	c := webhook.Claim{EventID: "evt_1", State: webhook.Claimed, Token: "mine"}
	for name, test := range map[string]struct {
		rows [][]driver.Value
		want error
	}{
		"marked before":        {held("mine", 1, 5), nil},
		"another's":            {held("other", 0, 5), webhook.ErrClaimLost},
		"another's, done":      {held("other", 1, 5), webhook.ErrClaimLost},
		"mine and not changed": {held("mine", 0, 5), webhook.ErrClaimLost},
		"gone":                 {nil, webhook.ErrClaimLost},
	} {
		store, _ := newStore(t, sqlstore.MySQL, reply{}, reply{rows: test.rows})
		require.ErrorIs(t, store.Done(t.Context(), c), test.want, name)
	}
	store, _ := newStore(t, sqlstore.MySQL, reply{})
	require.ErrorIs(t, store.Release(t.Context(), c), webhook.ErrClaimLost)
}

func TestPruneGoesOnInBatches(t *testing.T) {
	t.Parallel()
	store, s := newStore(t, sqlstore.MySQL, reply{affected: 1000}, reply{affected: 1000}, reply{affected: 17})
	n, err := store.Prune(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 2017, n)
	require.Len(t, s.calls, 3)
}

func TestDoneTxWantsAClaim(t *testing.T) {
	t.Parallel()
	store, _ := newStore(t, sqlstore.SQLite)
	require.ErrorContains(t, store.DoneTx(t.Context(), nil), "the context has no claim")
}

func TestClockIsAParameter(t *testing.T) {
	t.Parallel()
	db, s := database(t, reply{affected: 1})
	store, err := sqlstore.New(db, sqlstore.SQLite, nil, sqlstore.WithRemember(time.Hour), sqlstore.WithClock(func() time.Time { return time.UnixMilli(1767225600123) }))
	require.NoError(t, err)
	require.NoError(t, store.Done(t.Context(), webhook.Claim{EventID: "evt_1", Token: "mine"}))
	require.Equal(t, []any{int64(1767225600123), int64(3_600_000), "", "evt_1", "mine"}, s.calls[0].args)
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	db, _ := database(t)
	_, err := sqlstore.New(nil, sqlstore.SQLite)
	require.EqualError(t, err, "stateset: webhook store: the database is nil")
	for _, d := range []sqlstore.Dialect{0, -1, 4} {
		_, err = sqlstore.New(db, d)
		require.ErrorContains(t, err, "is unknown: must be PostgreSQL, SQLite or MySQL")
	}
	for _, remember := range []time.Duration{0, -1, time.Microsecond} {
		_, err = sqlstore.New(db, sqlstore.SQLite, sqlstore.WithRemember(remember))
		require.ErrorContains(t, err, "remember must be at least 1ms")
	}
	for name, ok := range map[string]bool{
		"mail": true, "Shop.mail-2_x": true, strings.Repeat("x", 64): true,
		"": false, strings.Repeat("x", 65): false, "mail books": false, "é": false, "a\x00": false, "a'": false,
	} {
		_, err = sqlstore.New(db, sqlstore.SQLite, sqlstore.WithConsumer(name))
		require.Equal(t, ok, err == nil, "%q: %v", name, err)
		if !ok {
			require.ErrorContains(t, err, "stateset: webhook consumer ")
		}
	}
	for _, id := range []string{"", strings.Repeat("x", 256)} {
		store, _ := newStore(t, sqlstore.SQLite)
		_, err = store.Claim(t.Context(), id, time.Minute)
		require.ErrorContains(t, err, "must have 1 to 255")
	}
	store, _ := newStore(t, sqlstore.SQLite)
	_, err = store.Claim(t.Context(), "evt_1", time.Microsecond)
	require.ErrorContains(t, err, "at least 1ms")
}

func TestTableNames(t *testing.T) {
	t.Parallel()
	db, _ := database(t)
	for name, where := range map[string]string{
		"events": "PSM", "_e2": "PSM", "Shop_Events": "PSM", "select": "PSM", strings.Repeat("x", 48): "PSM", "shop.events": "PM", "a.b": "PM",
		"": "", ".": "", "a.": "", ".a": "", "a.b.c": "", "2events": "", "events;--": "", `ev"ents`: "", "ev`ents": "", "ev ents": "", "évents": "", "events\x00": "", "ev-ents": "", "a.2b": "", strings.Repeat("x", 49): "",
	} {
		for d, letter := range map[sqlstore.Dialect]string{sqlstore.PostgreSQL: "P", sqlstore.SQLite: "S", sqlstore.MySQL: "M"} {
			_, err := sqlstore.New(db, d, sqlstore.WithTable(name))
			require.Equal(t, strings.Contains(where, letter), err == nil, "%q in %s: %v", name, d, err)
			if err != nil {
				require.ErrorContains(t, err, "stateset: webhook table ")
			}
		}
	}
}

func FuzzTable(f *testing.F) {
	for _, seed := range []string{"events", "shop.events", `e"; DROP TABLE x; --`, "e`", "$1", "?", "{table}", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		db, s := database(t, reply{}, columns(sqlstore.MySQL), keys(sqlstore.MySQL), reply{affected: 1})
		store, err := sqlstore.New(db, sqlstore.MySQL, sqlstore.WithTable(name))
		if err != nil {
			s.replies = nil
			return
		}
		require.NoError(t, store.CreateSchema(t.Context()))
		require.NoError(t, store.Release(t.Context(), webhook.Claim{EventID: "evt_1", Token: "mine"}))
		quoted := "`" + strings.ReplaceAll(name, ".", "`.`") + "`"
		require.Equal(t, "DELETE FROM "+quoted+" WHERE consumer = ? AND id = ? AND token = ? AND done = 0", s.queries()[3])
	})
}
