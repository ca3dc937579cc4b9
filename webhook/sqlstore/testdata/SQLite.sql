INSERT INTO "events" AS held (consumer, id, token, done, expires_at)
VALUES (?, ?, ?, 0, COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) + ?)
ON CONFLICT (consumer, id) DO UPDATE SET token = excluded.token, done = 0, expires_at = excluded.expires_at
WHERE held.expires_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER))
  <- mail
  <- evt_1
  <- a token
  <- NULL
  <- 1m0s
  <- NULL

SELECT token, done, expires_at - COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) FROM "events" WHERE consumer = ? AND id = ?
  <- NULL
  <- mail
  <- evt_1

UPDATE "events" SET done = 1, expires_at = COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) + ? WHERE consumer = ? AND id = ? AND token = ? AND done = 0
  <- NULL
  <- 168h0m0s
  <- mail
  <- evt_1
  <- mine

DELETE FROM "events" WHERE consumer = ? AND id = ? AND token = ? AND done = 0
  <- mail
  <- evt_1
  <- mine

DELETE FROM "events" WHERE (consumer, id) IN (
	SELECT consumer, id FROM "events" WHERE expires_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - ? ORDER BY expires_at LIMIT ?
) AND expires_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)) - ?
  <- NULL
  <- 1h0m0s
  <- 1s
  <- NULL
  <- 1h0m0s

DELETE FROM "events" WHERE consumer = ? AND id = ? AND (done = 1 OR expires_at <= COALESCE(?, CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)))
  <- mail
  <- evt_1
  <- NULL

CREATE TABLE IF NOT EXISTS "events" (
	consumer TEXT NOT NULL,
	id TEXT NOT NULL,
	token TEXT NOT NULL,
	done INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	PRIMARY KEY (consumer, id)
) WITHOUT ROWID

SELECT name, type, "notnull" AND dflt_value IS NULL AND NOT (pk AND upper(type) = 'INTEGER')
FROM pragma_table_info('events')

SELECT l.name, x.name, x.coll FROM pragma_index_list('events') l, pragma_index_xinfo(l.name) x
WHERE l."unique" AND NOT l.partial AND x.key AND x.name IS NOT NULL

CREATE INDEX IF NOT EXISTS "events_expires_at" ON "events" (expires_at)

