package sqldialect

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An existing table may belong to another program or to an older version. CreateSchema
// reports the differences, before the first row is written.

// Kind is the kind of a column's type.
type Kind int

// The kinds.
const (
	Text    Kind = iota // compared byte for byte
	Integer             // of any size
	BigInt              // signed, 64 bits
	Bytes
)

// Column is a column that the statements of a package use.
type Column struct {
	Name  string
	Kind  Kind
	Bytes int // at least the maximum size of a Text
}

var types = map[Kind]map[Dialect]*regexp.Regexp{
	Text: {
		PostgreSQL: regexp.MustCompile(`^(?:text|character varying(?:\((\d+)\))?)$`),
		SQLite:     regexp.MustCompile(`(?i)CHAR|CLOB|TEXT`),
		MySQL:      regexp.MustCompile(`^(?:varbinary\((\d+)\)|varchar\((\d+)\) \w+_bin)$`),
	},
	Integer: {
		PostgreSQL: regexp.MustCompile(`^(?:smallint|integer|bigint)$`),
		SQLite:     regexp.MustCompile(`(?i)INT`),
		MySQL:      regexp.MustCompile(`^(?:tiny|small|medium|big)?int(?:\(\d+\))?$`),
	},
	BigInt: {
		PostgreSQL: regexp.MustCompile(`^bigint$`),
		SQLite:     regexp.MustCompile(`(?i)INT`),
		MySQL:      regexp.MustCompile(`^bigint(?:\(\d+\))?$`),
	},
	Bytes: {
		PostgreSQL: regexp.MustCompile(`^bytea$`),
		SQLite:     regexp.MustCompile(`(?i)BLOB`),
		MySQL:      regexp.MustCompile(`^(?:medium|long)blob$`),
	},
}

// column is a column of an existing table.
type column struct {
	name, kind string
	required   bool // NOT NULL without a default
}

// check compares the table with the columns and keys that the statements require.
func (t *Table) check(ctx context.Context, db DB) error {
	var columns []column
	err := queryRows(ctx, db, t.text(columnsQuery[t.Dialect]), func(scan scanFunc) error {
		var c column
		err := scan(&c.name, &c.kind, &c.required)
		columns = append(columns, c)
		return err
	})
	if err != nil {
		return err
	}
	keys := map[string][]string{} // the columns of unique keys, by name
	err = queryRows(ctx, db, t.text(keysQuery[t.Dialect]), func(scan scanFunc) error {
		var key, column, part string
		err := scan(&key, &column, &part)
		if part != "" && part != "BINARY" { // a collation in SQLite, the length of a prefix in MySQL
			column += " " + part
		}
		keys[key] = append(keys[key], column)
		return err
	})
	if err != nil {
		return err
	}
	if faults := append(t.columnFaults(columns), t.keyFaults(keys)...); len(faults) > 0 {
		return fmt.Errorf("the existing table does not fit: %s: change it, or use another one, see WithTable", strings.Join(faults, "; "))
	}
	return nil
}

func (t *Table) columnFaults(columns []column) []string {
	var faults []string
	for _, want := range t.Columns {
		i := slices.IndexFunc(columns, func(c column) bool { return c.name == want.Name })
		if i < 0 {
			faults = append(faults, "column "+want.Name+" is missing")
			continue
		}
		if needs := t.Dialect.typeFault(want, columns[i].kind); needs != "" {
			faults = append(faults, fmt.Sprintf("column %s is %s, must be %s", want.Name, columns[i].kind, needs))
		}
		columns = slices.Delete(columns, i, i+1)
	}
	for _, c := range columns {
		if c.required {
			faults = append(faults, fmt.Sprintf("column %s is unknown and NOT NULL without a default", c.name))
		}
	}
	return faults
}

// typeFault returns the required type of a column, or "" if its type fits.
func (d Dialect) typeFault(c Column, kind string) string {
	match := types[c.Kind][d].FindStringSubmatch(kind)
	if match == nil {
		return d.needs(c)
	}
	for _, length := range match[1:] {
		if n, err := strconv.Atoi(length); err == nil && n < c.Bytes {
			return d.needs(c)
		}
	}
	return ""
}

func (d Dialect) needs(c Column) string {
	switch {
	case c.Kind == Integer:
		return "an integer"
	case c.Kind == BigInt:
		return "a signed integer of 64 bits"
	case c.Kind == Bytes:
		return "a type for bytes"
	case d == MySQL:
		return fmt.Sprintf("text of at least %d bytes that is compared byte for byte", c.Bytes)
	}
	return fmt.Sprintf("text of at least %d bytes", c.Bytes)
}

// keyFaults checks the unique keys. One must be the key of the table. None may be a
// subset of it, because it would reject rows that differ.
func (t *Table) keyFaults(keys map[string][]string) []string {
	var faults []string
	want := strings.Join(t.Key, ", ")
	found := false
	for _, key := range keys {
		slices.Sort(key)
		switch {
		case slices.Equal(key, t.Key):
			found = true
		case !slices.ContainsFunc(key, func(c string) bool { return !slices.Contains(t.Key, c) }):
			faults = append(faults, "a unique key is ("+strings.Join(key, ", ")+"), must be ("+want+")")
		}
	}
	if !found && len(faults) == 0 {
		faults = append(faults, "there is no unique key ("+want+")")
	}
	return faults
}

type scanFunc = func(dest ...any) error

func queryRows(ctx context.Context, db DB, query string, row func(scanFunc) error) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// DB is a database or a transaction.
type DB interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}
