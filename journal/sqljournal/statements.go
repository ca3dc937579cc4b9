package sqljournal

import (
	"regexp"
	"strings"

	"github.com/stateset/stateset-go/internal/sqldialect"
)

// statement is SQL text with the names of its parameters, in order.
type statement struct {
	query string
	names []string
}

// values are the parameters of a statement, by name.
type values map[string]any

func (s *statement) args(v values) []any {
	args := make([]any, len(s.names))
	for i, name := range s.names {
		args[i] = v[name]
	}
	return args
}

type statements struct {
	create                                                               []string
	begin, enqueue, claim, extend, final, end, reopen, get, state, prune *statement
}

const (
	// Texts are compared byte for byte in both dialects. Times are milliseconds.
	create = `CREATE TABLE IF NOT EXISTS {table} (
	id TEXT NOT NULL PRIMARY KEY,
	scope TEXT NOT NULL,
	live SMALLINT NOT NULL,
	host TEXT NOT NULL,
	account TEXT NOT NULL,
	idempotency_key TEXT NOT NULL,
	operation TEXT NOT NULL,
	request TEXT NOT NULL,
	body {bytes},
	state TEXT NOT NULL,
	waited SMALLINT NOT NULL,
	claims INTEGER NOT NULL,
	token TEXT NOT NULL,
	lease_until BIGINT NOT NULL,
	stored_at BIGINT NOT NULL,
	sent_at BIGINT,
	settled_at BIGINT,
	status INTEGER NOT NULL,
	request_id TEXT NOT NULL,
	note TEXT NOT NULL
)`
	createOpen    = `CREATE INDEX IF NOT EXISTS {index}_open ON {table} (scope, id) WHERE state IN ('queued', 'sending')`
	createKeys    = `CREATE INDEX IF NOT EXISTS {index}_keys ON {table} (idempotency_key)`
	createSettled = `CREATE INDEX IF NOT EXISTS {index}_settled ON {table} (settled_at)`

	insert = `INSERT INTO {table} (id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, lease_until, stored_at, sent_at, status, request_id, note)
VALUES (:id, :scope, :live, :host, :account, :key, :operation, :request, :body, `

	// A repetition finds the row of the first execution. The age of the key starts at its
	// first use.
	begin = insert + `'sending', 1, 1, :token, :now + :lease, :now, COALESCE((SELECT MIN(k.sent_at) FROM {table} k
WHERE k.idempotency_key = :key AND k.scope = :scope AND k.live = :live AND k.host = :host AND k.account = :account), :now), 0, '', '')
ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING token, :now - sent_at`

	enqueue = insert + `'queued', 0, 0, '', 0, :now, NULL, 0, '', '')`

	claim = `UPDATE {table} SET state = 'sending', sent_at = COALESCE(sent_at, :now), token = :token, lease_until = :now + :lease, claims = claims + 1
WHERE id {in}(SELECT c.id FROM {table} c WHERE c.scope = :scope AND c.live = :live AND c.host IN (:host, :host2)
AND c.state IN ('queued', 'sending') AND c.lease_until <= :now AND c.id > :after AND (:id = '' OR c.id = :id)
ORDER BY c.id LIMIT :limit{lock}){end} RETURNING ` + columns

	columns = `id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, :now - stored_at, :now - COALESCE(sent_at, :now), status, request_id, note`

	extend = `UPDATE {table} SET lease_until = :now + :lease WHERE id = :id AND token = :token AND state = 'sending'`

	settle = `UPDATE {table} SET state = :state, status = :status, request_id = :request_id, note = :note, token = '', lease_until = 0`
	final  = settle + `, settled_at = :now, body = NULL WHERE id = :id AND state NOT IN ('succeeded', 'rejected')`
	end    = settle + `, settled_at = :now, body = NULL WHERE id = :id AND token = :token AND state = 'sending'`
	reopen = settle + `, sent_at = CASE WHEN :state = 'queued' THEN NULL ELSE sent_at END, claims = CASE WHEN :state = 'queued' THEN 0 ELSE claims END
WHERE id = :id AND token = :token AND state = 'sending'`

	get   = `SELECT ` + columns + ` FROM {table} WHERE id = :id AND scope = :scope`
	state = `SELECT state FROM {table} WHERE id = :id`
	prune = `DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE settled_at <= :now - :age ORDER BY settled_at LIMIT :limit)`
)

// parameter is the name of a parameter.
var parameter = regexp.MustCompile(`:[a-z_0-9]+`)

func newStatements(d sqldialect.Dialect, t *sqldialect.Table) *statements {
	fill := map[string]string{"{bytes}": "BLOB", "{in}": "IN ", "{end}": "", "{lock}": ""}
	if d == sqldialect.PostgreSQL {
		// An array is evaluated once. A subquery in IN may be evaluated several times.
		fill = map[string]string{"{bytes}": "BYTEA", "{in}": "= ANY(ARRAY", "{end}": ")", "{lock}": " FOR UPDATE SKIP LOCKED"}
	}
	pairs := []string{"{table}", d.Quote(t.Name)}
	for _, suffix := range []string{"_open", "_keys", "_settled"} {
		pairs = append(pairs, "{index}"+suffix, d.Quote(t.BaseName()+suffix))
	}
	for mark, text := range fill {
		pairs = append(pairs, mark, text)
	}
	replacer := strings.NewReplacer(pairs...)
	prepare := func(text string) *statement {
		s := &statement{}
		query := parameter.ReplaceAllStringFunc(replacer.Replace(text), func(name string) string {
			s.names = append(s.names, name[1:])
			if name == ":now" {
				return d.Now()
			}
			return "?"
		})
		s.query = d.Numbered(query)
		return s
	}
	s := &statements{
		begin: prepare(begin), enqueue: prepare(enqueue), claim: prepare(claim), extend: prepare(extend), final: prepare(final),
		end: prepare(end), reopen: prepare(reopen), get: prepare(get), state: prepare(state), prune: prepare(prune),
	}
	for _, text := range []string{create, createOpen, createKeys, createSettled} {
		s.create = append(s.create, replacer.Replace(text))
	}
	return s
}

// requiredColumns are the columns that the statements use.
var requiredColumns = []sqldialect.Column{
	{Name: "id", Bytes: 26}, {Name: "scope", Bytes: 64}, {Name: "live", Kind: sqldialect.Integer}, {Name: "host", Bytes: 255},
	{Name: "account", Bytes: 255}, {Name: "idempotency_key", Bytes: 255}, {Name: "operation", Bytes: 64}, {Name: "request", Bytes: 16 << 10},
	{Name: "body", Kind: sqldialect.Bytes}, {Name: "state", Bytes: 16}, {Name: "waited", Kind: sqldialect.Integer},
	{Name: "claims", Kind: sqldialect.Integer}, {Name: "token", Bytes: 26}, {Name: "lease_until", Kind: sqldialect.BigInt},
	{Name: "stored_at", Kind: sqldialect.BigInt}, {Name: "sent_at", Kind: sqldialect.BigInt}, {Name: "settled_at", Kind: sqldialect.BigInt},
	{Name: "status", Kind: sqldialect.Integer}, {Name: "request_id", Bytes: 128}, {Name: "note", Bytes: 255},
}
