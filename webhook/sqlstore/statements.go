package sqlstore

import "strings"

// statements are the texts for one table. Wherever one needs the time it takes a
// parameter for it, and the database's own time when that is null.
type statements struct {
	schema  []string
	lock    string // taken for the transaction that makes the schema; may be empty
	columns string // lists the columns of the table: name, type, whether it must be given
	keys    string // lists the columns of the unique keys: key, column, collation or length
	claim   string
	look    string
	done    string
	release string
	forget  string
	prune   string
}

const (
	// In every dialect consumers and ids are compared byte for byte: two that differ by
	// case are two events.
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

	// Only one transaction at a time can do both halves: IF NOT EXISTS alone fails
	// when two look at the same moment.
	lockPostgreSQL = `SELECT pg_advisory_xact_lock(hashtext('{table}'))`

	columnsPostgreSQL = `SELECT attname, format_type(atttypid, atttypmod), attnotnull AND NOT atthasdef AND COALESCE(to_jsonb(a)->>'attidentity', '') = ''
FROM pg_attribute a WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped`
	columnsSQLite = `SELECT name, type, "notnull" AND dflt_value IS NULL AND NOT (pk AND upper(type) = 'INTEGER')
FROM pragma_table_info('{name}')`
	columnsMySQL = `SELECT column_name, CONCAT(column_type, COALESCE(CONCAT(' ', collation_name), '')),
is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE '%auto_increment%' AND extra NOT LIKE '%generated%'
FROM information_schema.columns WHERE table_schema = {schema} AND table_name = '{name}'`

	keysPostgreSQL = `SELECT CAST(i.indexrelid AS TEXT), a.attname, '' FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = '{table}'::regclass AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL`
	keysSQLite = `SELECT l.name, x.name, x.coll FROM pragma_index_list('{name}') l, pragma_index_xinfo(l.name) x
WHERE l."unique" AND NOT l.partial AND x.key AND x.name IS NOT NULL`
	keysMySQL = `SELECT index_name, COALESCE(column_name, 'an expression'), COALESCE(CAST(sub_part AS CHAR), '')
FROM information_schema.statistics WHERE table_schema = {schema} AND table_name = '{name}' AND non_unique = 0`

	// consumer, id, token, now, lease, now
	claimOnConflict = `INSERT INTO {table} AS held (consumer, id, token, done, expires_at)
VALUES (?, ?, ?, 0, {now} + ?)
ON CONFLICT (consumer, id) DO UPDATE SET token = excluded.token, done = 0, expires_at = excluded.expires_at
WHERE held.expires_at <= {now}`

	// MySQL assigns from left to right, so expires_at comes last: it decides on the
	// others. consumer, id, token, now, lease, now, token, now, now, now, lease
	claimOnDuplicate = `INSERT INTO {table} (consumer, id, token, done, expires_at)
VALUES (?, ?, ?, 0, {now} + ?)
ON DUPLICATE KEY UPDATE token = IF(expires_at <= {now}, ?, token), done = IF(expires_at <= {now}, 0, done),
expires_at = IF(expires_at <= {now}, {now} + ?, expires_at)`

	look    = `SELECT token, done, expires_at - {now} FROM {table} WHERE consumer = ? AND id = ?`                            // now, consumer, id
	done    = `UPDATE {table} SET done = 1, expires_at = {now} + ? WHERE consumer = ? AND id = ? AND token = ? AND done = 0` // now, remember, consumer, id, token
	release = `DELETE FROM {table} WHERE consumer = ? AND id = ? AND token = ? AND done = 0`                                 // consumer, id, token
	forget  = `DELETE FROM {table} WHERE consumer = ? AND id = ? AND (done = 1 OR expires_at <= {now})`                      // consumer, id, now

	// The time is asked for again outside: a row that was claimed meanwhile stays.
	// now, grace, batch, now, grace
	pruneIn = `DELETE FROM {table} WHERE (consumer, id) IN (
	SELECT consumer, id FROM {table} WHERE expires_at <= {now} - ? ORDER BY expires_at LIMIT ?
) AND expires_at <= {now} - ?`
	pruneMySQL = `DELETE FROM {table} WHERE expires_at <= {now} - ? ORDER BY expires_at LIMIT ?` // now, grace, batch
)

func newStatements(d Dialect, table string) *statements {
	schema, name, found := strings.Cut(table, ".")
	if schema = "'" + schema + "'"; !found {
		schema, name = "DATABASE()", table
	}
	fill := strings.NewReplacer("{table}", d.quote(table), "{index}", d.quote(name+"_expires_at"), "{now}", "COALESCE("+d.parameter()+", "+d.clock()+")",
		"{schema}", schema, "{name}", name)
	text := func(query string) string { return d.numbered(fill.Replace(query)) }
	s := &statements{claim: text(claimOnConflict), look: text(look), done: text(done), release: text(release), forget: text(forget), prune: text(pruneIn)}
	switch d {
	case PostgreSQL:
		s.schema, s.lock = []string{text(createPostgreSQL), text(createIndex)}, strings.ReplaceAll(lockPostgreSQL, "{table}", table)
		s.columns, s.keys = text(columnsPostgreSQL), text(keysPostgreSQL)
	case SQLite:
		s.schema = []string{text(createSQLite), text(createIndex)}
		s.columns, s.keys = text(columnsSQLite), text(keysSQLite)
	case MySQL:
		s.schema, s.claim, s.prune = []string{text(createMySQL)}, text(claimOnDuplicate), text(pruneMySQL)
		s.columns, s.keys = text(columnsMySQL), text(keysMySQL)
	}
	return s
}
