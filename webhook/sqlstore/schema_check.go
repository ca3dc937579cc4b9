package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An existing table may be another program's or an older version's. What does not fit is
// found when the schema is created, and not when the first event arrives.

// wantedColumns are the columns that the statements use. Text columns hold so many bytes.
var wantedColumns = []struct {
	name  string
	bytes int // 0 for an integer
}{{"consumer", maxConsumer}, {"id", maxID}, {"token", 26}, {"done", 0}, {"expires_at", 0}}

var (
	textTypes = map[Dialect]*regexp.Regexp{
		PostgreSQL: regexp.MustCompile(`^(?:text|character varying(?:\((\d+)\))?)$`),
		SQLite:     regexp.MustCompile(`(?i)CHAR|CLOB|TEXT`),
		MySQL:      regexp.MustCompile(`^(?:varbinary\((\d+)\)|varchar\((\d+)\) \w+_bin)$`),
	}
	intTypes = map[Dialect]*regexp.Regexp{
		PostgreSQL: regexp.MustCompile(`^(?:smallint|integer|bigint)$`),
		SQLite:     regexp.MustCompile(`(?i)INT`),
		MySQL:      regexp.MustCompile(`^(?:tiny|small|medium|big)?int(?:\(\d+\))?$`),
	}
	bigTypes = map[Dialect]*regexp.Regexp{
		PostgreSQL: regexp.MustCompile(`^bigint$`),
		SQLite:     intTypes[SQLite],
		MySQL:      regexp.MustCompile(`^bigint(?:\(\d+\))?$`),
	}
)

// column is a column of an existing table.
type column struct {
	name, kind string
	required   bool // it takes no null and has no default
}

// checkTable compares the table with what the statements need.
func (s *Store) checkTable(ctx context.Context, db rowsQuerier) error {
	var columns []column
	err := queryRows(ctx, db, s.text.columns, func(scan scanFunc) error {
		var c column
		err := scan(&c.name, &c.kind, &c.required)
		columns = append(columns, c)
		return err
	})
	if err != nil {
		return err
	}
	keys := map[string][]string{} // of unique keys by their names: their columns
	err = queryRows(ctx, db, s.text.keys, func(scan scanFunc) error {
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
	if faults := append(s.columnFaults(columns), keyFaults(keys)...); len(faults) > 0 {
		return fmt.Errorf("the existing table does not fit: %s: change it, or use another one, see WithTable", strings.Join(faults, "; "))
	}
	return nil
}

func (s *Store) columnFaults(columns []column) []string {
	var faults []string
	for _, want := range wantedColumns {
		i := slices.IndexFunc(columns, func(c column) bool { return c.name == want.name })
		if i < 0 {
			faults = append(faults, "column "+want.name+" is missing")
			continue
		}
		if needs := s.dialect.typeFault(want.name, want.bytes, columns[i].kind); needs != "" {
			faults = append(faults, fmt.Sprintf("column %s is %s, must be %s", want.name, columns[i].kind, needs))
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

// typeFault returns the type that a column must have, and "" if it has a type that does.
func (d Dialect) typeFault(name string, bytes int, kind string) string {
	types, want := textTypes, fmt.Sprintf("text of at least %d bytes", bytes)
	if d == MySQL {
		want += " that is compared byte for byte"
	}
	switch name {
	case "done":
		types, want = intTypes, "an integer"
	case "expires_at":
		types, want = bigTypes, "a signed integer of 64 bits"
	}
	match := types[d].FindStringSubmatch(kind)
	if match == nil {
		return want
	}
	for _, length := range match[1:] {
		if n, err := strconv.Atoi(length); err == nil && n < bytes {
			return want
		}
	}
	return ""
}

// keyFaults checks the unique keys: one must be (consumer, id), and none may be a part of
// it, because one consumer would then refuse what another one has.
func keyFaults(keys map[string][]string) []string {
	var faults []string
	found := false
	for _, key := range keys {
		slices.Sort(key)
		switch strings.Join(key, ", ") {
		case "consumer, id":
			found = true
		case "consumer", "id":
			faults = append(faults, "a unique key is ("+key[0]+"), must be (consumer, id)")
		}
	}
	if !found && len(faults) == 0 {
		faults = append(faults, "there is no unique key (consumer, id)")
	}
	return faults
}

type rowsQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

type scanFunc = func(dest ...any) error

func queryRows(ctx context.Context, db rowsQuerier, query string, row func(scanFunc) error) error {
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
