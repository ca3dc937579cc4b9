package sqlstore

import (
	"fmt"
	"strconv"
	"strings"
)

// Dialect is the kind of a database.
type Dialect int

// The dialects. The zero value is none of them.
const (
	PostgreSQL Dialect = iota + 1
	SQLite
	MySQL // and MariaDB
)

// String is the name of the dialect.
func (d Dialect) String() string {
	switch d {
	case PostgreSQL:
		return "PostgreSQL"
	case SQLite:
		return "SQLite"
	case MySQL:
		return "MySQL"
	}
	return "Dialect(" + strconv.Itoa(int(d)) + ")"
}

// clock is the database's time in milliseconds since 1970. All of them stand still
// within a statement, and none depends on a time zone.
func (d Dialect) clock() string {
	switch d {
	case PostgreSQL:
		return "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)"
	case SQLite:
		return "CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)"
	}
	return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)"
}

// parameter takes an integer or a null, which has no type of its own.
func (d Dialect) parameter() string {
	switch d {
	case PostgreSQL:
		return "CAST(? AS BIGINT)"
	case MySQL:
		return "CAST(? AS SIGNED)"
	}
	return "?"
}

// quote quotes a name that was checked, or each part of one with a point.
func (d Dialect) quote(name string) string {
	mark := `"`
	if d == MySQL {
		mark = "`"
	}
	return mark + strings.ReplaceAll(name, ".", mark+"."+mark) + mark
}

// numbered makes the placeholders of the dialect of question marks.
func (d Dialect) numbered(query string) string {
	if d != PostgreSQL {
		return query
	}
	var b strings.Builder
	for i, part := range strings.Split(query, "?") {
		if i > 0 {
			fmt.Fprintf(&b, "$%d", i)
		}
		b.WriteString(part)
	}
	return b.String()
}

// maxTable leaves room for the name of the index within PostgreSQL's 63 bytes.
const maxTable = 48

// checkTable wants a name that is the same in every dialect, with the name of a
// schema before it where there are schemas.
func (d Dialect) checkTable(name string) error {
	schema, table, found := strings.Cut(name, ".")
	if !found {
		schema, table = "s", schema
	}
	if found && d == SQLite || !isName(schema) || !isName(table) {
		return fmt.Errorf("stateset: webhook table %.64q: want letters, digits and underscores, %d at most, a digit not first, and a schema before it but in SQLite", name, maxTable)
	}
	return nil
}

// maxConsumer is what the table of MySQL holds.
const maxConsumer = 64

// checkConsumer wants a name of some letters: an empty one is a setting that was not
// set.
func checkConsumer(name string) error {
	if name == "" || len(name) > maxConsumer || strings.Trim(name, letters+"0123456789-.") != "" {
		return fmt.Errorf("stateset: webhook consumer %.80q: want letters, digits, \"_\", \"-\" and \".\", 1 to %d of them", name, maxConsumer)
	}
	return nil
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"

func isName(s string) bool {
	return s != "" && len(s) <= maxTable && strings.Trim(s, letters+"0123456789") == "" && strings.Trim(s[:1], letters) == ""
}
