INSERT INTO `shop`.`events` (consumer, id, token, done, expires_at)
VALUES (?, ?, ?, 0, COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) + ?)
ON DUPLICATE KEY UPDATE token = IF(expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)), ?, token), done = IF(expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)), 0, done),
expires_at = IF(expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)), COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) + ?, expires_at)
  <- mail
  <- evt_1
  <- a token
  <- NULL
  <- 1m0s
  <- NULL
  <- a token
  <- NULL
  <- NULL
  <- NULL
  <- 1m0s

SELECT token, done, expires_at - COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) FROM `shop`.`events` WHERE consumer = ? AND id = ?
  <- NULL
  <- mail
  <- evt_1

UPDATE `shop`.`events` SET done = 1, expires_at = COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) + ? WHERE consumer = ? AND id = ? AND token = ? AND done = 0
  <- NULL
  <- 168h0m0s
  <- mail
  <- evt_1
  <- mine

DELETE FROM `shop`.`events` WHERE consumer = ? AND id = ? AND token = ? AND done = 0
  <- mail
  <- evt_1
  <- mine

DELETE FROM `shop`.`events` WHERE expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) - ? ORDER BY expires_at LIMIT ?
  <- NULL
  <- 1h0m0s
  <- 1s

DELETE FROM `shop`.`events` WHERE consumer = ? AND id = ? AND (done = 1 OR expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)))
  <- mail
  <- evt_1
  <- NULL

CREATE TABLE IF NOT EXISTS `shop`.`events` (
	consumer VARBINARY(64) NOT NULL,
	id VARBINARY(255) NOT NULL,
	token VARBINARY(64) NOT NULL,
	done SMALLINT NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (consumer, id),
	KEY `events_expires_at` (expires_at)
)

SELECT column_name, CONCAT(column_type, COALESCE(CONCAT(' ', collation_name), '')),
is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE '%auto_increment%' AND extra NOT LIKE '%generated%'
FROM information_schema.columns WHERE table_schema = 'shop' AND table_name = 'events'

SELECT index_name, COALESCE(column_name, 'an expression'), COALESCE(CAST(sub_part AS CHAR), '')
FROM information_schema.statistics WHERE table_schema = 'shop' AND table_name = 'events' AND non_unique = 0

