INSERT INTO `shop`.`events` (id, token, done, expires_at)
VALUES (?, ?, 0, COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) + ?)
ON DUPLICATE KEY UPDATE token = IF(expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)), ?, token), done = IF(expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)), 0, done),
expires_at = IF(expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)), COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) + ?, expires_at)
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

SELECT token, done, expires_at - COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) FROM `shop`.`events` WHERE id = ?
  <- NULL
  <- evt_1

UPDATE `shop`.`events` SET done = 1, expires_at = COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) + ? WHERE id = ? AND token = ? AND done = 0
  <- NULL
  <- 168h0m0s
  <- evt_1
  <- mine

DELETE FROM `shop`.`events` WHERE id = ? AND token = ? AND done = 0
  <- evt_1
  <- mine

DELETE FROM `shop`.`events` WHERE expires_at <= COALESCE(CAST(? AS SIGNED), (TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)) - ? ORDER BY expires_at LIMIT ?
  <- NULL
  <- 1h0m0s
  <- 1s

CREATE TABLE IF NOT EXISTS `shop`.`events` (
	id VARBINARY(255) NOT NULL PRIMARY KEY,
	token VARBINARY(64) NOT NULL,
	done SMALLINT NOT NULL,
	expires_at BIGINT NOT NULL,
	KEY `events_expires_at` (expires_at)
)

