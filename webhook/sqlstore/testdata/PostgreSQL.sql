INSERT INTO "shop"."events" AS held (id, token, done, expires_at)
VALUES ($1, $2, 0, COALESCE(CAST($3 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) + $4)
ON CONFLICT (id) DO UPDATE SET token = excluded.token, done = 0, expires_at = excluded.expires_at
WHERE held.expires_at <= COALESCE(CAST($5 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT))
  <- evt_1
  <- a token
  <- NULL
  <- 1m0s
  <- NULL

SELECT token, done, expires_at - COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) FROM "shop"."events" WHERE id = $2
  <- NULL
  <- evt_1

UPDATE "shop"."events" SET done = 1, expires_at = COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) + $2 WHERE id = $3 AND token = $4 AND done = 0
  <- NULL
  <- 168h0m0s
  <- evt_1
  <- mine

DELETE FROM "shop"."events" WHERE id = $1 AND token = $2 AND done = 0
  <- evt_1
  <- mine

DELETE FROM "shop"."events" WHERE id IN (
	SELECT id FROM "shop"."events" WHERE expires_at <= COALESCE(CAST($1 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - $2 ORDER BY expires_at LIMIT $3
) AND expires_at <= COALESCE(CAST($4 AS BIGINT), CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)) - $5
  <- NULL
  <- 1h0m0s
  <- 1s
  <- NULL
  <- 1h0m0s

BEGIN

SELECT pg_advisory_xact_lock(hashtext('shop.events'))

CREATE TABLE IF NOT EXISTS "shop"."events" (
	id TEXT NOT NULL PRIMARY KEY,
	token TEXT NOT NULL,
	done SMALLINT NOT NULL,
	expires_at BIGINT NOT NULL
)

CREATE INDEX IF NOT EXISTS "events_expires_at" ON "shop"."events" (expires_at)

COMMIT

