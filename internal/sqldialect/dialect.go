package sqldialect

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

// Clock is the database's time in milliseconds since 1970. All of them stand still
// within a statement, and none depends on a time zone.
func (d Dialect) Clock() string {
	switch d {
	case PostgreSQL:
		return "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)"
	case SQLite:
		return "CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)"
	}
	return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)"
}

// Parameter takes an integer or a null, which has no type of its own.
func (d Dialect) Parameter() string {
	switch d {
	case PostgreSQL:
		return "CAST(? AS BIGINT)"
	case MySQL:
		return "CAST(? AS SIGNED)"
	}
	return "?"
}

// Quote quotes a name that was checked, or each part of one with a point.
func (d Dialect) Quote(name string) string {
	mark := `"`
	if d == MySQL {
		mark = "`"
	}
	return mark + strings.ReplaceAll(name, ".", mark+"."+mark) + mark
}

// Numbered makes the placeholders of the dialect of question marks.
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

// Now is the text of the time: a parameter, or the database's clock when that is null.
func (d Dialect) Now() string { return "COALESCE(" + d.Parameter() + ", " + d.Clock() + ")" }

// Known reports whether the dialect is one of the constants.
func (d Dialect) Known() bool { return d >= PostgreSQL && d <= MySQL }

// MaxTable leaves room for the name of the index within PostgreSQL's 63 bytes.
const MaxTable = 48

// GoodTable reports whether a name is the same in every dialect, with the name of a
// schema before it where there are schemas.
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
