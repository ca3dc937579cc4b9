CREATE TABLE IF NOT EXISTS "stateset_journal" (
	id TEXT NOT NULL PRIMARY KEY,
	scope TEXT NOT NULL,
	live SMALLINT NOT NULL,
	host TEXT NOT NULL,
	account TEXT NOT NULL,
	idempotency_key TEXT NOT NULL,
	operation TEXT NOT NULL,
	request TEXT NOT NULL,
	body BYTEA,
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
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'sending', 1, 1, $10, COALESCE(CAST($11 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) + $12, COALESCE(CAST($13 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)), COALESCE((SELECT MIN(k.sent_at) FROM "stateset_journal" k
WHERE k.idempotency_key = $14 AND k.scope = $15 AND k.live = $16 AND k.host = $17 AND k.account = $18), COALESCE(CAST($19 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT))), 0, '', '')
ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING token, COALESCE(CAST($20 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - sent_at
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
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', 0, 0, '', 0, COALESCE(CAST($10 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)), NULL, 0, '', '')
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

UPDATE "stateset_journal" SET state = 'sending', sent_at = COALESCE(sent_at, COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT))), token = $2, lease_until = COALESCE(CAST($3 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) + $4, claims = claims + 1
WHERE id = ANY(ARRAY(SELECT c.id FROM "stateset_journal" c WHERE c.scope = $5 AND c.live = $6 AND c.host IN ($7, $8)
AND c.state IN ('queued', 'sending') AND c.lease_until <= COALESCE(CAST($9 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) AND c.id > $10 AND ($11 = '' OR c.id = $12)
ORDER BY c.id LIMIT $13 FOR UPDATE SKIP LOCKED)) RETURNING id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, COALESCE(CAST($14 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - stored_at, COALESCE(CAST($15 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - COALESCE(sent_at, COALESCE(CAST($16 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT))), status, request_id, note
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

UPDATE "stateset_journal" SET lease_until = COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) + $2 WHERE id = $3 AND token = $4 AND state = 'sending'
  <- <nil> <nil>
  <- int64 60000
  <- string 0f00000000000000000000000a
  <- string token

UPDATE "stateset_journal" SET state = $1, status = $2, request_id = $3, note = $4, token = '', lease_until = 0, settled_at = COALESCE(CAST($5 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)), body = NULL WHERE id = $6 AND state NOT IN ('succeeded', 'rejected')
  <- string succeeded
  <- int64 201
  <- string req??
  <- string n
  <- <nil> <nil>
  <- string 0f00000000000000000000000a

UPDATE "stateset_journal" SET state = $1, status = $2, request_id = $3, note = $4, token = '', lease_until = 0, settled_at = COALESCE(CAST($5 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)), body = NULL WHERE id = $6 AND token = $7 AND state = 'sending'
  <- string expired
  <- int64 201
  <- string req??
  <- string n
  <- <nil> <nil>
  <- string 0f00000000000000000000000a
  <- string token

UPDATE "stateset_journal" SET state = $1, status = $2, request_id = $3, note = $4, token = '', lease_until = 0, sent_at = CASE WHEN $5 = 'queued' THEN NULL ELSE sent_at END, claims = CASE WHEN $6 = 'queued' THEN 0 ELSE claims END
WHERE id = $7 AND token = $8 AND state = 'sending'
  <- string queued
  <- int64 201
  <- string req??
  <- string n
  <- string queued
  <- string queued
  <- string 0f00000000000000000000000a
  <- string token

SELECT id, scope, live, host, account, idempotency_key, operation, request, body,
state, waited, claims, token, COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - stored_at, COALESCE(CAST($2 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - COALESCE(sent_at, COALESCE(CAST($3 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT))), status, request_id, note FROM "stateset_journal" WHERE id = $4 AND scope = $5
  <- <nil> <nil>
  <- <nil> <nil>
  <- <nil> <nil>
  <- string 0f00000000000000000000000a
  <- string shop

DELETE FROM "stateset_journal" WHERE id IN (SELECT id FROM "stateset_journal" WHERE settled_at <= COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - $2 ORDER BY settled_at LIMIT $3)
  <- <nil> <nil>
  <- int64 90000000
  <- int64 1000
