package sqljournal

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stateset/stateset-go/journal"
)

// request holds the fields of an entry that statements do not use.
type request struct {
	Version  int         `json:"version"`
	Method   string      `json:"method"`
	Template string      `json:"template"`
	Path     string      `json:"path"`
	Query    string      `json:"query,omitempty"`
	Header   http.Header `json:"header,omitempty"`
	Sealed   bool        `json:"sealed,omitempty"`
}

// row returns the values of an entry.
func (s *Store) row(e journal.Entry) (values, error) {
	text, err := json.Marshal(request{e.Version, e.Method, e.Template, e.Path, e.Query, e.Header, e.Sealed})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", journal.ErrNotStored, err)
	}
	return values{
		"now": s.time(), "id": e.ID, "scope": e.Scope, "live": number(e.Live), "host": e.Host, "account": e.Account, "key": e.Key,
		"operation": e.Operation, "request": string(text), "body": e.Body,
	}, nil
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// row returns the scan targets of the columns of a row.
func row(e *journal.Entry, token *string) []any {
	return []any{&e.ID, &e.Scope, flag{&e.Live}, &e.Host, &e.Account, &e.Key, &e.Operation, requestOf{e}, &e.Body,
		&e.State, flag{&e.Waited}, &e.Claims, token, age{&e.Age}, age{&e.KeyAge}, &e.Status, &e.RequestID, &e.Note}
}

// flag reads a number into a bool.
type flag struct{ to *bool }

// Scan implements sql.Scanner.
func (f flag) Scan(v any) error {
	n, ok := v.(int64)
	*f.to = n != 0
	return unless(ok, v)
}

// age reads milliseconds. If a clock was set back, the age is 0.
type age struct{ to *time.Duration }

// Scan implements sql.Scanner.
func (a age) Scan(v any) error {
	n, ok := v.(int64)
	*a.to = max(time.Duration(n)*time.Millisecond, 0)
	return unless(ok, v)
}

// requestOf reads the column request.
type requestOf struct{ to *journal.Entry }

// Scan implements sql.Scanner.
func (r requestOf) Scan(v any) error {
	text, ok := v.(string)
	if b, isBytes := v.([]byte); isBytes {
		text, ok = string(b), true
	}
	if !ok {
		return unless(ok, v)
	}
	var q request
	err := json.Unmarshal([]byte(text), &q)
	e := r.to
	e.Version, e.Method, e.Template, e.Path, e.Query, e.Header, e.Sealed = q.Version, q.Method, q.Template, q.Path, q.Query, q.Header, q.Sealed
	return err
}

func unless(ok bool, v any) error {
	if ok {
		return nil
	}
	return fmt.Errorf("stateset: sqljournal: unexpected type %T in a row", v)
}

// claim runs the statement and reads the claimed entries.
func (s *Store) claim(ctx context.Context, v values) ([]journal.Claimed, error) {
	rows, err := s.db.QueryContext(ctx, s.text.claim.query, s.text.claim.args(v)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var claimed []journal.Claimed
	for rows.Next() {
		var c journal.Claimed
		if err := rows.Scan(row(&c.Entry, &c.Token)...); err != nil {
			return nil, err
		}
		claimed = append(claimed, c)
	}
	slices.SortFunc(claimed, func(a, b journal.Claimed) int { return strings.Compare(a.ID, b.ID) })
	return claimed, rows.Err()
}

// printable converts text from a server to text that every database accepts.
func printable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text[:min(len(text), 255)], "?"), "\x00", "?")
}
