package webhooks

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// CreateSchema accepts any existing table that fits, and reports the differences of
// another one.
func TestSchemaOfAnExistingTable(t *testing.T) {
	t.Parallel()
	const p, l = sqlstore.PostgreSQL, sqlstore.SQLite
	for name, test := range map[string]struct {
		dialect sqlstore.Dialect
		table   string
		want    string // empty if the table fits
	}{
		"a unique constraint": {p, `(consumer VARCHAR(64) NOT NULL, id VARCHAR(255) NOT NULL, token TEXT NOT NULL, done INTEGER NOT NULL,
			expires_at BIGINT NOT NULL, note TEXT NOT NULL DEFAULT '', n BIGINT GENERATED ALWAYS AS IDENTITY, UNIQUE (id, consumer))`, ""},
		"no consumer": {p, `(id TEXT PRIMARY KEY, token TEXT NOT NULL, done SMALLINT NOT NULL, expires_at BIGINT NOT NULL)`,
			"column consumer is missing; a unique key is (id), must be (consumer, id)"},
		"another table":    {p, `(order_id TEXT NOT NULL)`, "column consumer is missing; column id is missing; column token is missing; column done is missing; column expires_at is missing; column order_id is unknown"},
		"types":            {p, `(consumer TEXT, id VARCHAR(64), token CHAR(64), done BOOLEAN, expires_at TIMESTAMPTZ, PRIMARY KEY (consumer, id))`, "column id is character varying(64), must be text of at least 255 bytes; column token is character(64), must be text of at least 26 bytes; column done is boolean, must be an integer; column expires_at is timestamp with time zone, must be a signed integer of 64 bits"},
		"no key":           {p, `(consumer TEXT, id TEXT, token TEXT, done SMALLINT, expires_at BIGINT)`, "there is no unique key (consumer, id)"},
		"a rowid, SQLite":  {l, `(n INTEGER PRIMARY KEY NOT NULL, consumer TEXT, id VARCHAR(255), token TEXT, done INT, expires_at BIGINT, UNIQUE (consumer, id))`, ""},
		"no key, SQLite":   {l, `(consumer TEXT, id TEXT, token TEXT, done INTEGER, expires_at INTEGER)`, "there is no unique key (consumer, id)"},
		"nocase, SQLite":   {l, `(consumer TEXT, id TEXT COLLATE NOCASE, token TEXT, done INTEGER, expires_at INTEGER, PRIMARY KEY (consumer, id))`, "there is no unique key (consumer, id)"},
		"types, SQLite":    {l, `(consumer TEXT, id TEXT, token TEXT, done INTEGER, expires_at TEXT NOT NULL, PRIMARY KEY (consumer, id))`, "column expires_at is TEXT, must be a signed integer of 64 bits"},
		"required, SQLite": {l, `(consumer TEXT, id TEXT, token TEXT, done INTEGER, expires_at INTEGER, shop TEXT NOT NULL, PRIMARY KEY (consumer, id))`, "column shop is unknown and NOT NULL without a default"},
	} {
		d := databases(t)[test.dialect.String()]
		db, err := d.open()
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		_, err = db.ExecContext(t.Context(), "CREATE TABLE "+d.Table+" "+test.table)
		require.NoError(t, err, name)
		store, err := sqlstore.New(db, d.Dialect, sqlstore.WithTable(d.Table))
		require.NoError(t, err)
		err = store.CreateSchema(t.Context())
		if test.want != "" {
			require.ErrorContains(t, err, "the existing table does not fit: "+test.want, name)
			continue
		}
		require.NoError(t, err, name)
		require.NoError(t, store.CreateSchema(t.Context()), name)
		c, err := store.Claim(t.Context(), "evt_1", time.Minute)
		require.NoError(t, err, name)
		require.NoError(t, store.Done(t.Context(), c), name)
		c, err = store.Claim(t.Context(), "evt_1", time.Minute)
		require.NoError(t, err, name)
		require.Equal(t, webhook.AlreadyDone, c.State, name)
	}
}
