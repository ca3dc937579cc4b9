// Package redislimit is a stateset.Limiter that many processes share: the bucket is in
// Redis. docs/middleware.md shows it; copy it into your program.
package redislimit

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// Limiter is a token bucket in Redis. It is safe for concurrent use.
type Limiter struct {
	Redis *redis.Client
	Key   string  // one for each API key, such as "stateset:tenant-42"
	Rate  float64 // requests a second
	Burst int     // requests at once
}

// take reserves the next free moment and returns the wait until then in microseconds. The
// bucket is one time: when it will be full again. It uses the clock of Redis, and the key
// expires with the bucket.
var take = redis.NewScript(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1)
return math.max(0, math.ceil(full - now - interval * burst))
`)

// Wait returns when the request may be sent. A Redis that cannot be reached is an error,
// which ends the call: nothing is sent.
func (l *Limiter) Wait(ctx context.Context) error {
	micros, err := take.Run(ctx, l.Redis, []string{l.Key}, int64(float64(time.Second/time.Microsecond)/l.Rate), l.Burst).Int64()
	if err != nil {
		return err
	}
	if micros == 0 {
		return nil
	}
	timer := time.NewTimer(time.Duration(micros) * time.Microsecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
