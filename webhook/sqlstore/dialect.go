package sqlstore

import (
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/internal/sqldialect"
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
func (d Dialect) String() string { return d.known().String() }

func (d Dialect) known() sqldialect.Dialect { return sqldialect.Dialect(d) }

// checkTable requires a name that every dialect reads alike. A schema may precede the name
// where the dialect has schemas.
func (d Dialect) checkTable(name string) error {
	if d.known().GoodTable(name) {
		return nil
	}
	return fmt.Errorf("stateset: webhook table %.64q: want letters, digits and underscores, %d at most, a digit not first, and a schema before it but in SQLite", name, sqldialect.MaxTable)
}

// maxConsumer is what the table of MySQL holds.
const maxConsumer = 64

// checkConsumer wants a name of some letters: an empty one is a setting that was not
// set.
func checkConsumer(name string) error {
	if name == "" || len(name) > maxConsumer || strings.Trim(name, consumerLetters) != "" {
		return fmt.Errorf("stateset: webhook consumer %.80q: want letters, digits, \"_\", \"-\" and \".\", 1 to %d of them", name, maxConsumer)
	}
	return nil
}

const consumerLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-."
