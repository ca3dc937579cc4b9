INSERT INTO "shop"."events" AS held (consumer, id, token, done, expires_at)
VALUES ($1, $2, $3, 0, COALESCE(CAST($4 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) + $5)
ON CONFLICT (consumer, id) DO UPDATE SET token = excluded.token, done = 0, expires_at = excluded.expires_at
WHERE held.expires_at <= COALESCE(CAST($6 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT))
  <- mail
  <- evt_1
  <- a token
  <- NULL
  <- 1m0s
  <- NULL

SELECT token, done, expires_at - COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) FROM "shop"."events" WHERE consumer = $2 AND id = $3
  <- NULL
  <- mail
  <- evt_1

UPDATE "shop"."events" SET done = 1, expires_at = COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) + $2 WHERE consumer = $3 AND id = $4 AND token = $5 AND done = 0
  <- NULL
  <- 168h0m0s
  <- mail
  <- evt_1
  <- mine

DELETE FROM "shop"."events" WHERE consumer = $1 AND id = $2 AND token = $3 AND done = 0
  <- mail
  <- evt_1
  <- mine

DELETE FROM "shop"."events" WHERE (consumer, id) IN (
	SELECT consumer, id FROM "shop"."events" WHERE expires_at <= COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - $2 ORDER BY expires_at LIMIT $3
) AND expires_at <= COALESCE(CAST($4 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - $5
  <- NULL
  <- 1h0m0s
  <- 1s
  <- NULL
  <- 1h0m0s

DELETE FROM "shop"."events" WHERE consumer = $1 AND id = $2 AND (done = 1 OR expires_at <= COALESCE(CAST($3 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)))
  <- mail
  <- evt_1
  <- NULL

BEGIN

SELECT pg_advisory_xact_lock(hashtext('shop.events'))

CREATE TABLE IF NOT EXISTS "shop"."events" (
	consumer TEXT NOT NULL,
	id TEXT NOT NULL,
	token TEXT NOT NULL,
	done SMALLINT NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (consumer, id)
)

SELECT attname, format_type(atttypid, atttypmod), attnotnull AND NOT atthasdef AND COALESCE(to_jsonb(a)->>'attidentity', '') = ''
FROM pg_attribute a WHERE attrelid = '"shop"."events"'::regclass AND attnum > 0 AND NOT attisdropped

SELECT CAST(i.indexrelid AS TEXT), a.attname, '' FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = '"shop"."events"'::regclass AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL

CREATE INDEX IF NOT EXISTS "events_expires_at" ON "shop"."events" (expires_at)

COMMIT

