package sqlstore_test

import (
	"database/sql/driver"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// tableTypes are the column types that the databases report for the schema. Tests in
// internal/integration confirm them with real databases.
var tableTypes = map[sqlstore.Dialect][5]string{
	sqlstore.PostgreSQL: {"text", "text", "text", "smallint", "bigint"},
	sqlstore.SQLite:     {"TEXT", "TEXT", "TEXT", "INTEGER", "INTEGER"},
	sqlstore.MySQL:      {"varbinary(64)", "varbinary(255)", "varbinary(64)", "smallint(6)", "bigint(20)"},
}

// columns replies to the query for columns. changes set types by name; an empty type
// removes the column.
func columns(d sqlstore.Dialect, changes ...[2]string) reply {
	var r reply
	types := tableTypes[d]
	for i, name := range []string{"consumer", "id", "token", "done", "expires_at"} {
		kind := types[i]
		for _, c := range changes {
			if c[0] == name {
				kind = c[1]
			}
		}
		if kind != "" {
			r.rows = append(r.rows, []driver.Value{name, kind, true})
		}
	}
	return r
}

// keys replies to the query for unique keys. Default: the primary key of the schema.
func keys(d sqlstore.Dialect, unique ...[]string) reply {
	if unique == nil {
		unique = [][]string{{"consumer", "id"}}
	}
	collation := ""
	if d == sqlstore.SQLite {
		collation = "BINARY"
	}
	var r reply
	for i, key := range unique {
		for _, column := range key {
			r.rows = append(r.rows, []driver.Value{string(rune('a' + i)), column, collation})
		}
	}
	return r
}

// createOn creates the schema for an existing table.
func createOn(t *testing.T, d sqlstore.Dialect, columns, keys reply) error {
	t.Helper()
	replies := map[sqlstore.Dialect][]reply{
		sqlstore.PostgreSQL: {{}, {}, {}, columns, keys, {}, {}},
		sqlstore.SQLite:     {{}, columns, keys, {}},
		sqlstore.MySQL:      {{}, columns, keys},
	}[d]
	db, s := database(t, replies...)
	store, err := sqlstore.New(db, d, sqlstore.WithTable("events"))
	require.NoError(t, err)
	err = store.CreateSchema(t.Context())
	if err != nil {
		s.replies = nil // the remaining statements
	}
	return err
}

func TestSchemaOfAnotherTable(t *testing.T) {
	t.Parallel()
	const p, l, m = sqlstore.PostgreSQL, sqlstore.SQLite, sqlstore.MySQL
	extra := func(r reply, required bool) reply {
		r.rows = append(r.rows, []driver.Value{"note", "text", required})
		return r
	}
	nocase := keys(l)
	nocase.rows[1][2] = "NOCASE"
	for name, test := range map[string]struct {
		dialect       sqlstore.Dialect
		columns, keys reply
		want          string // empty if the table fits
	}{
		"as made, PostgreSQL":     {p, columns(p), keys(p), ""},
		"as made, SQLite":         {l, columns(l), keys(l), ""},
		"as made, MySQL":          {m, columns(m), keys(m), ""},
		"other types that do":     {p, columns(p, [2]string{"id", "character varying(255)"}, [2]string{"token", "character varying"}, [2]string{"done", "integer"}), keys(p), ""},
		"varchar of SQLite":       {l, columns(l, [2]string{"id", "varchar(255)"}, [2]string{"expires_at", "BIGINT"}), keys(l), ""},
		"binary text of MySQL":    {m, columns(m, [2]string{"id", "varchar(255) utf8mb4_bin"}, [2]string{"done", "tinyint(1)"}, [2]string{"expires_at", "bigint"}), keys(m), ""},
		"a column of its own":     {p, extra(columns(p), false), keys(p), ""},
		"a unique token":          {p, columns(p), keys(p, []string{"id", "consumer"}, []string{"token"}), ""},
		"no consumer":             {p, columns(p, [2]string{"consumer", ""}), keys(p, []string{"id"}), "column consumer is missing; a unique key is (id), must be (consumer, id)"},
		"a flag":                  {p, columns(p, [2]string{"done", "boolean"}), keys(p), "column done is boolean, must be an integer"},
		"a time":                  {p, columns(p, [2]string{"expires_at", "timestamp with time zone"}), keys(p), "column expires_at is timestamp with time zone, must be a signed integer of 64 bits"},
		"32 bits":                 {p, columns(p, [2]string{"expires_at", "integer"}), keys(p), "column expires_at is integer, must be a signed integer of 64 bits"},
		"a short id":              {p, columns(p, [2]string{"id", "character varying(64)"}), keys(p), "column id is character varying(64), must be text of at least 255 bytes"},
		"a padded token":          {p, columns(p, [2]string{"token", "character(64)"}), keys(p), "column token is character(64), must be text of at least 26 bytes"},
		"times as text, SQLite":   {l, columns(l, [2]string{"expires_at", "TEXT"}), keys(l), "column expires_at is TEXT, must be a signed integer of 64 bits"},
		"without case, SQLite":    {l, columns(l), nocase, "there is no unique key (consumer, id)"},
		"without case, MySQL":     {m, columns(m, [2]string{"id", "varchar(255) utf8mb4_0900_ai_ci"}), keys(m), "column id is varchar(255) utf8mb4_0900_ai_ci, must be text of at least 255 bytes that is compared byte for byte"},
		"unsigned, MySQL":         {m, columns(m, [2]string{"expires_at", "bigint unsigned"}), keys(m), "column expires_at is bigint unsigned, must be a signed integer of 64 bits"},
		"no key":                  {m, columns(m), reply{}, "there is no unique key (consumer, id)"},
		"another key":             {p, columns(p), keys(p, []string{"consumer", "id", "token"}), "there is no unique key (consumer, id)"},
		"a key too many":          {p, columns(p), keys(p, []string{"consumer", "id"}, []string{"id"}), "a unique key is (id), must be (consumer, id)"},
		"a column that is needed": {p, extra(columns(p), true), keys(p), "column note is unknown and NOT NULL without a default"},
	} {
		err := createOn(t, test.dialect, test.columns, test.keys)
		if test.want == "" {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorContains(t, err, "events of "+test.dialect.String()+": the existing table does not fit: "+test.want+": change it", name)
	}
}

// If another transaction conflicts, the second attempt creates the schema.
func TestSchemaAfterAConflict(t *testing.T) {
	t.Parallel()
	const d = sqlstore.PostgreSQL
	db, s := database(t, reply{}, reply{err: coded{"40P01"}}, reply{}, // begin, lock, rollback
		reply{}, reply{}, reply{}, columns(d), keys(d), reply{}, reply{})
	store, err := sqlstore.New(db, d)
	require.NoError(t, err)
	require.NoError(t, store.CreateSchema(t.Context()))
	require.Equal(t, "COMMIT", s.calls[len(s.calls)-1].query)
}

// IDs that a database would reject or truncate are not sent to it.
func TestClaimRefusesIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"evt_\x00", "\x00", "evt_\xff", "\xed\xa0\x80"} {
		store, s := newStore(t, sqlstore.PostgreSQL)
		_, err := store.Claim(t.Context(), id, 1e9)
		require.ErrorContains(t, err, "has a NUL or is not UTF-8", "%q", id)
		require.Empty(t, s.calls)
	}
	store, _ := newStore(t, sqlstore.PostgreSQL, reply{}, reply{rows: held("another's", 1, 5)})
	c, err := store.Claim(t.Context(), "evt_é", 1e9)
	require.NoError(t, err)
	require.Equal(t, webhook.AlreadyDone, c.State)
}
