package transport

import (
	"fmt"
	"time"

	"github.com/stateset/stateset-go/api"
)

// The defaults and bounds of a Policy.
const (
	defaultMaxAttempts    = 3
	defaultBaseDelay      = 500 * time.Millisecond
	defaultMaxDelay       = 8 * time.Second
	defaultMaxRetryAfter  = 60 * time.Second
	defaultAttemptTimeout = 30 * time.Second
	defaultTimeout        = 90 * time.Second

	maxMaxAttempts = 10
	maxMaxDelay    = 5 * time.Minute
)

// Complete fills in the defaults. Its error names the field that is out of bounds.
func Complete(p api.RetryPolicy) (api.RetryPolicy, error) {
	if p.MaxAttempts == 0 {
		p.MaxAttempts = defaultMaxAttempts
	}
	setDefault(&p.MaxDelay, max(defaultMaxDelay, p.BaseDelay))
	setDefault(&p.BaseDelay, min(defaultBaseDelay, max(p.MaxDelay, 1)))
	setDefault(&p.MaxRetryAfter, defaultMaxRetryAfter)
	setDefault(&p.Timeout, max(defaultTimeout, p.AttemptTimeout))
	setDefault(&p.AttemptTimeout, min(defaultAttemptTimeout, max(p.Timeout, 1)))
	return p, check(&p)
}

func check(p *api.RetryPolicy) error {
	if p.MaxAttempts < 1 || p.MaxAttempts > maxMaxAttempts {
		return fmt.Errorf("MaxAttempts must be 1..%d, got %d", maxMaxAttempts, p.MaxAttempts)
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{
		{"BaseDelay", p.BaseDelay}, {"MaxDelay", p.MaxDelay}, {"MaxRetryAfter", p.MaxRetryAfter},
		{"AttemptTimeout", p.AttemptTimeout}, {"Timeout", p.Timeout},
	} {
		if d.value < 0 {
			return fmt.Errorf("%s must not be negative, got %s", d.name, d.value)
		}
	}
	if p.MaxDelay > maxMaxDelay || p.MaxRetryAfter > maxMaxDelay {
		return fmt.Errorf("MaxDelay and MaxRetryAfter must be at most %s, got %s and %s", maxMaxDelay, p.MaxDelay, p.MaxRetryAfter)
	}
	if p.BaseDelay > p.MaxDelay {
		return fmt.Errorf("BaseDelay %s must not be above MaxDelay %s", p.BaseDelay, p.MaxDelay)
	}
	if p.AttemptTimeout > p.Timeout {
		return fmt.Errorf("AttemptTimeout %s must not be above Timeout %s", p.AttemptTimeout, p.Timeout)
	}
	return nil
}

func setDefault(d *time.Duration, value time.Duration) {
	if *d == 0 {
		*d = value
	}
}
