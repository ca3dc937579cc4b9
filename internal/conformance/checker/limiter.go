package checker

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
)

const (
	// maxWait is the longest wait for a rate limit. A longer one ends the run.
	maxWait = time.Minute
	// maxAttempts is the maximum number of attempts of a plain request that a rate limit
	// rejects.
	maxAttempts = 5
)

// limitError ends a run.
type limitError struct{ wait time.Duration }

func (e *limitError) Error() string {
	if e.wait == 0 {
		return fmt.Sprintf("the rate limit refused %d requests in a row: check fewer operations at a time", maxAttempts)
	}
	return fmt.Sprintf("the rate limit requests a wait of %s: continue later, or check fewer operations at a time", e.wait.Round(time.Second))
}

// limiter waits while the server's rate limit has no requests left. The SDK client and
// plain requests use it.
type limiter struct {
	mu    sync.Mutex
	until time.Time
}

// Wait implements [api.Limiter].
func (l *limiter) Wait(ctx context.Context) error {
	l.mu.Lock()
	wait := time.Until(l.until)
	l.mu.Unlock()
	return sleep(ctx, wait)
}

// observe reads the headers X-RateLimit-Remaining and X-RateLimit-Reset of a response.
func (l *limiter) observe(header http.Header) {
	limit, ok := api.ParseRateLimit(header)
	if !ok || limit.Remaining > 0 || limit.Reset.IsZero() {
		return
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.until = time.Now().Add(min(limit.Reset.Sub(now), maxWait))
}

// retryAfter returns the wait that a response with status 429 requests.
func retryAfter(response *response) time.Duration {
	wait, ok := transport.ServerWait(response.status, response.header, func() (time.Duration, bool) { return 0, false }, time.Now())
	if !ok {
		return time.Second
	}
	return wait
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
