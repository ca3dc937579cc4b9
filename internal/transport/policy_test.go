package transport

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

func TestPolicyDefaults(t *testing.T) {
	t.Parallel()
	second := time.Second
	whole := api.RetryPolicy{MaxAttempts: 3, BaseDelay: second / 2, MaxDelay: 8 * second, MaxRetryAfter: 60 * second, AttemptTimeout: 30 * second, Timeout: 90 * second}
	with := func(edit func(*api.RetryPolicy)) api.RetryPolicy { p := whole; edit(&p); return p }
	for _, c := range []struct{ in, want api.RetryPolicy }{
		{api.RetryPolicy{}, whole},
		{whole, whole},
		{api.RetryPolicy{NoBudget: true}, with(func(p *api.RetryPolicy) { p.NoBudget = true })},
		{api.RetryPolicy{MaxAttempts: 10}, with(func(p *api.RetryPolicy) { p.MaxAttempts = 10 })},
		{api.RetryPolicy{BaseDelay: 20 * second}, with(func(p *api.RetryPolicy) { p.BaseDelay, p.MaxDelay = 20*second, 20*second })},
		{api.RetryPolicy{MaxDelay: 100 * time.Millisecond}, with(func(p *api.RetryPolicy) { p.BaseDelay, p.MaxDelay = 100*time.Millisecond, 100*time.Millisecond })},
		{api.RetryPolicy{Timeout: 5 * second}, with(func(p *api.RetryPolicy) { p.AttemptTimeout, p.Timeout = 5*second, 5*second })},
		{api.RetryPolicy{AttemptTimeout: 2 * time.Minute}, with(func(p *api.RetryPolicy) { p.AttemptTimeout, p.Timeout = 2*time.Minute, 2*time.Minute })},
	} {
		got, err := Complete(c.in)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
}

func TestPolicyBounds(t *testing.T) {
	t.Parallel()
	for message, p := range map[string]api.RetryPolicy{
		"MaxAttempts must be 1..10, got -1":                                  {MaxAttempts: -1},
		"MaxAttempts must be 1..10, got 11":                                  {MaxAttempts: 11},
		"BaseDelay must not be negative, got -1s":                            {BaseDelay: -time.Second},
		"MaxDelay must not be negative, got -1s":                             {MaxDelay: -time.Second},
		"MaxRetryAfter must not be negative, got -1s":                        {MaxRetryAfter: -time.Second},
		"AttemptTimeout must not be negative, got -1s":                       {AttemptTimeout: -time.Second},
		"Timeout must not be negative, got -1s":                              {Timeout: -time.Second},
		"MaxDelay and MaxRetryAfter must be at most 5m0s, got 8s and 6m0s":   {MaxRetryAfter: 6 * time.Minute},
		"MaxDelay and MaxRetryAfter must be at most 5m0s, got 6m0s and 1m0s": {MaxDelay: 6 * time.Minute},
		"BaseDelay 2s must not be above MaxDelay 1s":                         {BaseDelay: 2 * time.Second, MaxDelay: time.Second},
		"AttemptTimeout 2s must not be above Timeout 1s":                     {AttemptTimeout: 2 * time.Second, Timeout: time.Second},
	} {
		_, err := Complete(p)
		require.EqualError(t, err, message)
	}
}
