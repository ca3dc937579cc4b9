package sqlstore

import (
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/internal/sqldialect"
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
func (d Dialect) String() string { return d.known().String() }

func (d Dialect) known() sqldialect.Dialect { return sqldialect.Dialect(d) }

// checkTable requires a name that is valid in every dialect. A schema may precede it if
// the dialect has schemas.
func (d Dialect) checkTable(name string) error {
	if d.known().GoodTable(name) {
		return nil
	}
	return fmt.Errorf("stateset: webhook table %.64q: must have letters, digits and underscores, at most %d, no digit first, and no schema in SQLite", name, sqldialect.MaxTable)
}

// maxConsumer is the size of the column in MySQL.
const maxConsumer = 64

// checkConsumer requires a name with at least one letter, because an empty name is
// usually a missing setting.
func checkConsumer(name string) error {
	if name == "" || len(name) > maxConsumer || strings.Trim(name, consumerLetters) != "" {
		return fmt.Errorf("stateset: webhook consumer %.80q: must have letters, digits, \"_\", \"-\" and \".\", 1 to %d of them", name, maxConsumer)
	}
	return nil
}

const consumerLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-."
