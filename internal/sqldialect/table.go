package sqldialect

import (
	"context"
	"database/sql"
	"strings"
)

// Table is a table of a package: the statements that create it, and the required result.
type Table struct {
	Dialect Dialect
	Name    string   // checked by GoodTable
	Create  []string // the statements in the dialect; the first creates the table
	Columns []Column
	Key     []string // the columns of its primary key, sorted
}

// In PostgreSQL, IF NOT EXISTS fails if two transactions run it at the same time, so a
// lock is required.
const lockPostgreSQL = `SELECT pg_advisory_xact_lock(hashtext('{table}'))`

var columnsQuery = map[Dialect]string{
	PostgreSQL: `SELECT attname, format_type(atttypid, atttypmod), attnotnull AND NOT atthasdef AND COALESCE(to_jsonb(a)->>'attidentity', '') = ''
FROM pg_attribute a WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped`,
	SQLite: `SELECT name, type, "notnull" AND dflt_value IS NULL AND NOT (pk AND upper(type) = 'INTEGER')
FROM pragma_table_info('{name}')`,
	MySQL: `SELECT column_name, CONCAT(column_type, COALESCE(CONCAT(' ', collation_name), '')),
is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE '%auto_increment%' AND extra NOT LIKE '%generated%'
FROM information_schema.columns WHERE table_schema = {schema} AND table_name = '{name}'`,
}

var keysQuery = map[Dialect]string{
	PostgreSQL: `SELECT CAST(i.indexrelid AS TEXT), a.attname, '' FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = '{table}'::regclass AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL`,
	SQLite: `SELECT l.name, x.name, x.coll FROM pragma_index_list('{name}') l, pragma_index_xinfo(l.name) x
WHERE l."unique" AND NOT l.partial AND x.key AND x.name IS NOT NULL`,
	MySQL: `SELECT index_name, COALESCE(column_name, 'an expression'), COALESCE(CAST(sub_part AS CHAR), '')
FROM information_schema.statistics WHERE table_schema = {schema} AND table_name = '{name}' AND non_unique = 0`,
}

// text inserts the name of the table.
func (t *Table) text(query string) string {
	schema, name, found := strings.Cut(t.Name, ".")
	if schema = "'" + schema + "'"; !found {
		schema, name = "DATABASE()", t.Name
	}
	return strings.NewReplacer("{table}", t.Dialect.Quote(t.Name), "{schema}", schema, "{name}", name).Replace(query)
}

// BaseName returns the name without its schema.
func (t *Table) BaseName() string {
	if _, name, found := strings.Cut(t.Name, "."); found {
		return name
	}
	return t.Name
}

// SQL returns the statements for a migration.
func (t *Table) SQL() string { return strings.Join(t.Create, ";\n\n") + ";\n" }

// CreateIn creates the table if it is missing, and checks an existing table.
func (t *Table) CreateIn(ctx context.Context, db *sql.DB) error {
	create := t.createAlone
	if t.Dialect == PostgreSQL {
		create = t.createLocked
	}
	return Retry(ctx, func() error { return create(ctx, db) })
}

// createAlone is for databases whose IF NOT EXISTS supports concurrent callers.
func (t *Table) createAlone(ctx context.Context, db *sql.DB) error { return t.createWith(ctx, db) }

// createLocked is for the other databases. It uses a transaction with a lock that ends
// with it.
func (t *Table) createLocked(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, strings.ReplaceAll(lockPostgreSQL, "{table}", t.Name)); err != nil {
		return err
	}
	if err := t.createWith(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// createWith checks the table before it creates the indices, which need its columns.
func (t *Table) createWith(ctx context.Context, db DB) error {
	for i, statement := range t.Create {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
		if i > 0 {
			continue
		}
		if err := t.check(ctx, db); err != nil {
			return err
		}
	}
	return nil
}
