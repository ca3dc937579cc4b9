CREATE TABLE IF NOT EXISTS "stateset_journal" (
	id TEXT NOT NULL PRIMARY KEY,
	scope TEXT NOT NULL,
	live SMALLINT NOT NULL,
	host TEXT NOT NULL,
	account TEXT NOT NULL,
	idempotency_key TEXT NOT NULL,
	operation TEXT NOT NULL,
	request TEXT NOT NULL,
	body BLOB,
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
);

CREATE INDEX IF NOT EXISTS "stateset_journal_open" ON "stateset_journal" (scope, id) WHERE state IN ('queued', 'sending');

CREATE INDEX IF NOT EXISTS "stateset_journal_keys" ON "stateset_journal" (idempotency_key);

CREATE INDEX IF NOT EXISTS "stateset_journal_settled" ON "stateset_journal" (settled_at);

INSERT INTO "stateset_journal" (id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, lease_until, stored_at, sent_at, status, request_id, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending', 1, 1, ?, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) + ?, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)), COALESCE((SELECT MIN(k.sent_at) FROM "stateset_journal" k
WHERE k.idempotency_key = ? AND k.scope = ? AND k.live = ? AND k.host = ? AND k.account = ?), COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER))), 0, '', '')
ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING token, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - sent_at
  <- string 0f00000000000000000000000a
  <- string shop
  <- int64 1
  <- string https://api.stateset.com
  <- string acct_1
  <- string key
  <- string Payments.Create
  <- string {"version":1,"method":"POST","template":"/v1/payments","path":"/v1/payments"}
  <- []uint8 [123 125]
  <- a token
  <- <nil> <nil>
  <- int64 60000
  <- <nil> <nil>
  <- string key
  <- string shop
  <- int64 1
  <- string https://api.stateset.com
  <- string acct_1
  <- <nil> <nil>
  <- <nil> <nil>

INSERT INTO "stateset_journal" (id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, lease_until, stored_at, sent_at, status, request_id, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0, '', 0, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)), NULL, 0, '', '')
  <- string 0f00000000000000000000000a
  <- string shop
  <- int64 1
  <- string https://api.stateset.com
  <- string acct_1
  <- string key
  <- string Payments.Create
  <- string {"version":1,"method":"POST","template":"/v1/payments","path":"/v1/payments"}
  <- []uint8 [123 125]
  <- <nil> <nil>

UPDATE "stateset_journal" SET state = 'sending', sent_at = COALESCE(sent_at, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER))), token = ?, lease_until = COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) + ?, claims = claims + 1
WHERE id IN (SELECT c.id FROM "stateset_journal" c WHERE c.scope = ? AND c.live = ? AND c.host IN (?, ?)
AND c.state IN ('queued', 'sending') AND c.lease_until <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) AND c.id > ? AND (? = '' OR c.id = ?)
ORDER BY c.id LIMIT ?) RETURNING id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - stored_at, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - COALESCE(sent_at, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER))), status, request_id, note
  <- <nil> <nil>
  <- a token
  <- <nil> <nil>
  <- int64 60000
  <- string shop
  <- int64 1
  <- string a
  <- string b
  <- <nil> <nil>
  <- string c
  <- string 
  <- string 
  <- int64 2
  <- <nil> <nil>
  <- <nil> <nil>
  <- <nil> <nil>

UPDATE "stateset_journal" SET lease_until = COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) + ? WHERE id = ? AND token = ? AND state = 'sending'
  <- <nil> <nil>
  <- int64 60000
  <- string 0f00000000000000000000000a
  <- string token

UPDATE "stateset_journal" SET state = ?, status = ?, request_id = ?, note = ?, token = '', lease_until = 0, settled_at = COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)), body = NULL WHERE id = ? AND state NOT IN ('succeeded', 'rejected')
  <- string succeeded
  <- int64 201
  <- string req??
  <- string n
  <- <nil> <nil>
  <- string 0f00000000000000000000000a

UPDATE "stateset_journal" SET state = ?, status = ?, request_id = ?, note = ?, token = '', lease_until = 0, settled_at = COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)), body = NULL WHERE id = ? AND token = ? AND state = 'sending'
  <- string expired
  <- int64 201
  <- string req??
  <- string n
  <- <nil> <nil>
  <- string 0f00000000000000000000000a
  <- string token

UPDATE "stateset_journal" SET state = ?, status = ?, request_id = ?, note = ?, token = '', lease_until = 0, sent_at = CASE WHEN ? = 'queued' THEN NULL ELSE sent_at END, claims = CASE WHEN ? = 'queued' THEN 0 ELSE claims END
WHERE id = ? AND token = ? AND state = 'sending'
  <- string queued
  <- int64 201
  <- string req??
  <- string n
  <- string queued
  <- string queued
  <- string 0f00000000000000000000000a
  <- string token

SELECT id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - stored_at, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - COALESCE(sent_at, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER))), status, request_id, note FROM "stateset_journal" WHERE id = ? AND scope = ?
  <- <nil> <nil>
  <- <nil> <nil>
  <- <nil> <nil>
  <- string 0f00000000000000000000000a
  <- string shop

DELETE FROM "stateset_journal" WHERE id IN (SELECT id FROM "stateset_journal" WHERE settled_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - ? ORDER BY settled_at LIMIT ?)
  <- <nil> <nil>
  <- int64 90000000
  <- int64 1000
