package sqldialect

import (
	"fmt"
	"strconv"
	"strings"
)

// Dialect is the kind of a database.
type Dialect int

// The dialects. The zero value is invalid.
const (
	PostgreSQL Dialect = iota + 1
	SQLite
	MySQL // and MariaDB
)

// String returns the name of the dialect.
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

// Clock returns an expression for the database's time in milliseconds since 1970. It is
// constant within a statement and does not depend on a time zone.
func (d Dialect) Clock() string {
	switch d {
	case PostgreSQL:
		return "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)"
	case SQLite:
		return "CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)"
	}
	return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)"
}

// Parameter returns a parameter for an integer or NULL. NULL alone has no type.
func (d Dialect) Parameter() string {
	switch d {
	case PostgreSQL:
		return "CAST(? AS BIGINT)"
	case MySQL:
		return "CAST(? AS SIGNED)"
	}
	return "?"
}

// Quote quotes a checked name, or each part of a name with a point.
func (d Dialect) Quote(name string) string {
	mark := `"`
	if d == MySQL {
		mark = "`"
	}
	return mark + strings.ReplaceAll(name, ".", mark+"."+mark) + mark
}

// Numbered replaces question marks with the placeholders of the dialect.
func (d Dialect) Numbered(query string) string {
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

// Now returns an expression for the time: a parameter, or the clock of the database if
// the parameter is NULL.
func (d Dialect) Now() string { return "COALESCE(" + d.Parameter() + ", " + d.Clock() + ")" }

// Known reports whether the dialect is one of the constants.
func (d Dialect) Known() bool { return d >= PostgreSQL && d <= MySQL }

// MaxTable is the maximum length of a table name. It leaves space for the name of the
// index within PostgreSQL's 63 bytes.
const MaxTable = 48

// GoodTable reports whether a name is valid in every dialect. A schema may precede it if
// the dialect has schemas.
func (d Dialect) GoodTable(name string) bool {
	schema, table, found := strings.Cut(name, ".")
	if !found {
		schema, table = "s", schema
	}
	return (!found || d != SQLite) && isName(schema) && isName(table)
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"

func isName(s string) bool {
	return s != "" && len(s) <= MaxTable && strings.Trim(s, letters+"0123456789") == "" && strings.Trim(s[:1], letters) == ""
}
