package sqlstore_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

func TestErrorsNameTheTable(t *testing.T) {
	t.Parallel()
	claimed := webhook.Claim{EventID: "evt_1", State: webhook.Claimed, Token: "secret-token"}
	claim := func(ctx context.Context, s *sqlstore.Store) error {
		_, err := s.Claim(ctx, "evt_1", time.Minute)
		return err
	}
	done := func(ctx context.Context, s *sqlstore.Store) error { return s.Done(ctx, claimed) }
	release := func(ctx context.Context, s *sqlstore.Store) error { return s.Release(ctx, claimed) }
	prune := func(ctx context.Context, s *sqlstore.Store) error { _, err := s.Prune(ctx); return err }
	forget := func(ctx context.Context, s *sqlstore.Store) error { return s.Forget(ctx, "evt_1") }
	create := func(ctx context.Context, s *sqlstore.Store) error { return s.CreateSchema(ctx) }
	fail, count := reply{err: errGone}, reply{countErr: errGone}
	columnsFit, keysFit := columns(sqlstore.PostgreSQL), keys(sqlstore.PostgreSQL)
	for name, test := range map[string]struct {
		run     func(context.Context, *sqlstore.Store) error
		dialect sqlstore.Dialect
		replies []reply
		says    string
	}{
		"claim":               {claim, sqlstore.MySQL, []reply{fail}, "claim the event"},
		"claim, look":         {claim, sqlstore.MySQL, []reply{{}, fail}, "claim the event"},
		"done":                {done, sqlstore.MySQL, []reply{fail}, "mark the event as done"},
		"done, look":          {done, sqlstore.MySQL, []reply{{}, fail}, "mark the event as done"},
		"done, count, look":   {done, sqlstore.MySQL, []reply{count, fail}, "mark the event as done"},
		"release":             {release, sqlstore.MySQL, []reply{fail}, "give the claim back"},
		"release, count":      {release, sqlstore.MySQL, []reply{count}, "give the claim back"},
		"forget":              {forget, sqlstore.MySQL, []reply{fail}, "forget the event"},
		"forget, look":        {forget, sqlstore.MySQL, []reply{{}, fail}, "forget the event"},
		"prune":               {prune, sqlstore.MySQL, []reply{{affected: 1000}, fail}, "delete expired rows"},
		"prune, count":        {prune, sqlstore.MySQL, []reply{count}, "delete expired rows"},
		"schema":              {create, sqlstore.MySQL, []reply{fail}, "create its table"},
		"schema, begin":       {create, sqlstore.PostgreSQL, []reply{fail}, "create its table"},
		"schema, lock":        {create, sqlstore.PostgreSQL, []reply{{}, fail, {}}, "create its table"},
		"schema, columns":     {create, sqlstore.PostgreSQL, []reply{{}, {}, {}, fail, {}}, "create its table"},
		"schema, keys":        {create, sqlstore.PostgreSQL, []reply{{}, {}, {}, columnsFit, fail, {}}, "create its table"},
		"schema, index":       {create, sqlstore.PostgreSQL, []reply{{}, {}, {}, columnsFit, keysFit, fail, {}}, "create its table"},
		"schema, commit":      {create, sqlstore.PostgreSQL, []reply{{}, {}, {}, columnsFit, keysFit, {}, fail}, "create its table"},
		"schema, second step": {create, sqlstore.SQLite, []reply{{}, columns(sqlstore.SQLite), keys(sqlstore.SQLite), fail}, "create its table"},
	} {
		store, _ := newStore(t, test.dialect, test.replies...)
		err := test.run(t.Context(), store)
		require.ErrorIs(t, err, errGone, name)
		require.ErrorContains(t, err, "stateset: webhook store cannot "+test.says+" in ", name)
		require.ErrorContains(t, err, "events of "+test.dialect.String(), name)
		require.NotContains(t, err.Error(), "secret-token", name)
	}
}

// coded is an error of PostgreSQL. Its text may be translated.
type coded struct{ code string }

func (coded) Error() string      { return "Relation »events« existiert nicht" }
func (c coded) SQLState() string { return c.code }

func TestErrorsOfAMissingTableSayWhatMakesIt(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]bool{
		errors.New("SQL logic error: no such table: events (1)"):       true,
		errors.New("Error 1146 (42S02): Table 'shop.e' doesn't exist"): true,
		errors.New(`ERROR: relation "shop.events" does not exist`):     true,
		coded{"42P01"}: true, coded{"57P01"}: false, errGone: false,
	} {
		store, _ := newStore(t, sqlstore.MySQL, reply{err: err})
		_, got := store.Claim(t.Context(), "evt_1", time.Minute)
		require.ErrorIs(t, got, err)
		require.Equal(t, want, strings.Contains(got.Error(), "was Store.CreateSchema called?"), got)
	}
}

// If Forget changes no row, it checks whether the event is being handled or is unknown.
func TestForgetThatChangesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		replies []reply
		want    error
	}{
		"gone":                        {[]reply{{}, {}}, nil},
		"gone, as nobody counts":      {[]reply{{countErr: errGone}, {}}, nil},
		"claimed":                     {[]reply{{}, {rows: held("other", 0, 5)}}, webhook.ErrBusy},
		"expired in between":          {[]reply{{}, {rows: held("other", 0, -5)}, {affected: 1}}, nil},
		"done in between":             {[]reply{{}, {rows: held("other", 1, 5)}, {affected: 1}}, nil},
		"done again in between, ever": {slices.Repeat([]reply{{}, {rows: held("other", 1, 5)}}, 5), webhook.ErrBusy},
	} {
		store, _ := newStore(t, sqlstore.MySQL, test.replies...)
		require.ErrorIs(t, store.Forget(t.Context(), "evt_1"), test.want, name)
	}
}
