package sqlstore

import "strings"

// statements are the texts for one table. A parameter sets the time. If it is NULL, the
// statement uses the time of the database.
type statements struct {
	create  []string
	claim   string
	look    string
	done    string
	release string
	forget  string
	prune   string
}

const (
	// All dialects compare consumers and IDs byte for byte, so IDs that differ by case
	// are different events.
	createPostgreSQL = `CREATE TABLE IF NOT EXISTS {table} (
	consumer TEXT NOT NULL,
	id TEXT NOT NULL,
	token TEXT NOT NULL,
	done SMALLINT NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (consumer, id)
)`
	createSQLite = `CREATE TABLE IF NOT EXISTS {table} (
	consumer TEXT NOT NULL,
	id TEXT NOT NULL,
	token TEXT NOT NULL,
	done INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	PRIMARY KEY (consumer, id)
) WITHOUT ROWID`
	createMySQL = `CREATE TABLE IF NOT EXISTS {table} (
	consumer VARBINARY(64) NOT NULL,
	id VARBINARY(255) NOT NULL,
	token VARBINARY(64) NOT NULL,
	done SMALLINT NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (consumer, id),
	KEY {index} (expires_at)
)`
	createIndex = `CREATE INDEX IF NOT EXISTS {index} ON {table} (expires_at)`

	// consumer, id, token, now, lease, now
	claimOnConflict = `INSERT INTO {table} AS held (consumer, id, token, done, expires_at)
VALUES (?, ?, ?, 0, {now} + ?)
ON CONFLICT (consumer, id) DO UPDATE SET token = excluded.token, done = 0, expires_at = excluded.expires_at
WHERE held.expires_at <= {now}`

	// MySQL assigns from left to right, so expires_at, which the other assignments read,
	// is last. Parameters: consumer, id, token, now, lease, now, token, now, now, now,
	// lease
	claimOnDuplicate = `INSERT INTO {table} (consumer, id, token, done, expires_at)
VALUES (?, ?, ?, 0, {now} + ?)
ON DUPLICATE KEY UPDATE token = IF(expires_at <= {now}, ?, token), done = IF(expires_at <= {now}, 0, done),
expires_at = IF(expires_at <= {now}, {now} + ?, expires_at)`

	look    = `SELECT token, done, expires_at - {now} FROM {table} WHERE consumer = ? AND id = ?`                            // now, consumer, id
	done    = `UPDATE {table} SET done = 1, expires_at = {now} + ? WHERE consumer = ? AND id = ? AND token = ? AND done = 0` // now, remember, consumer, id, token
	release = `DELETE FROM {table} WHERE consumer = ? AND id = ? AND token = ? AND done = 0`                                 // consumer, id, token
	forget  = `DELETE FROM {table} WHERE consumer = ? AND id = ? AND (done = 1 OR expires_at <= {now})`                      // consumer, id, now

	// The outer condition checks the time again, so that a row that was claimed in
	// between is kept. Parameters: now, grace, batch, now, grace
	pruneIn = `DELETE FROM {table} WHERE (consumer, id) IN (
	SELECT consumer, id FROM {table} WHERE expires_at <= {now} - ? ORDER BY expires_at LIMIT ?
) AND expires_at <= {now} - ?`
	pruneMySQL = `DELETE FROM {table} WHERE expires_at <= {now} - ? ORDER BY expires_at LIMIT ?` // now, grace, batch
)

func newStatements(d Dialect, table string) *statements {
	dialect, name := d.known(), table
	if _, base, found := strings.Cut(table, "."); found {
		name = base
	}
	fill := strings.NewReplacer("{table}", dialect.Quote(table), "{index}", dialect.Quote(name+"_expires_at"), "{now}", dialect.Now())
	text := func(query string) string { return dialect.Numbered(fill.Replace(query)) }
	s := &statements{claim: text(claimOnConflict), look: text(look), done: text(done), release: text(release), forget: text(forget), prune: text(pruneIn)}
	switch d {
	case PostgreSQL:
		s.create = []string{text(createPostgreSQL), text(createIndex)}
	case SQLite:
		s.create = []string{text(createSQLite), text(createIndex)}
	case MySQL:
		s.create, s.claim, s.prune = []string{text(createMySQL)}, text(claimOnDuplicate), text(pruneMySQL)
	}
	return s
}
