INSERT INTO "events" AS held (id, token, done, expires_at)
VALUES (?, ?, 0, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) + ?)
ON CONFLICT (id) DO UPDATE SET token = excluded.token, done = 0, expires_at = excluded.expires_at
WHERE held.expires_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER))
  <- evt_1
  <- a token
  <- NULL
  <- 1m0s
  <- NULL

SELECT token, done, expires_at - COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) FROM "events" WHERE id = ?
  <- NULL
  <- evt_1

UPDATE "events" SET done = 1, expires_at = COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) + ? WHERE id = ? AND token = ? AND done = 0
  <- NULL
  <- 168h0m0s
  <- evt_1
  <- mine

DELETE FROM "events" WHERE id = ? AND token = ? AND done = 0
  <- evt_1
  <- mine

DELETE FROM "events" WHERE id IN (
	SELECT id FROM "events" WHERE expires_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - ? ORDER BY expires_at LIMIT ?
) AND expires_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - ?
  <- NULL
  <- 1h0m0s
  <- 1s
  <- NULL
  <- 1h0m0s

CREATE TABLE IF NOT EXISTS "events" (
	id TEXT NOT NULL PRIMARY KEY,
	token TEXT NOT NULL,
	done INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) WITHOUT ROWID

CREATE INDEX IF NOT EXISTS "events_expires_at" ON "events" (expires_at)

