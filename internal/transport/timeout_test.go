package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// stallingDial blocks every dial until the attempt ends.
func stallingDial(s *server) {
	s.wireHTTP.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: context.Cause(ctx)}
	}
}

// deadlineDial fails as net.Dialer does when the attempt times out.
func deadlineDial(s *server) {
	s.wireHTTP.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.ErrDeadlineExceeded}
	}
}

// An attempt that times out is retried. Its error is not the caller's deadline, for every
// phase and every timer.
func TestAttemptTimeout(t *testing.T) {
	t.Parallel()
	headers := "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"
	for _, c := range []struct {
		name    string
		step    answer
		server  func(*server)
		config  func(*Config)
		tls     bool
		outcome api.Outcome
		want    time.Duration // the expected duration of each attempt
	}{
		{name: "dial", server: stallingDial, outcome: api.OutcomeNotSent, want: 30 * time.Second},
		{name: "dial, with the dialer's own words", server: deadlineDial, outcome: api.OutcomeNotSent, want: 30 * time.Second},
		{name: "TLS handshake", tls: true, server: func(s *server) { s.deaf = true; s.wireHTTP.TLSHandshakeTimeout = 0 }, outcome: api.OutcomeNotSent, want: 30 * time.Second},
		{name: "connection's own deadline", config: func(c *Config) {
			c.HTTP = &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
				return nil, &net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded}
			})}
		}, outcome: api.OutcomeUnknown},
		{name: "headers", step: stalled(""), outcome: api.OutcomeUnknown, want: 30 * time.Second},
		{name: "half of the headers", step: stalled(headers[:30]), outcome: api.OutcomeUnknown, want: 30 * time.Second},
		{name: "body", step: stalled(headers + "{"), outcome: api.OutcomeUnknown, want: 30 * time.Second},
		{name: "one byte a second", step: dripping("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n"), outcome: api.OutcomeUnknown, want: 30 * time.Second},
		{name: "header timeout", step: stalled(""), server: func(s *server) { s.wireHTTP.ResponseHeaderTimeout = 25 * time.Second },
			outcome: api.OutcomeUnknown, want: 25 * time.Second},
		{name: "timeout of the user's client, headers", step: stalled(""), config: userTimeout, outcome: api.OutcomeUnknown, want: 4 * time.Second},
		{name: "timeout of the user's client, body", step: stalled(headers + "{"), config: userTimeout, outcome: api.OutcomeUnknown, want: 4 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, c.step)
				if c.server != nil {
					c.server(s)
				}
				edits := []func(*Config){func(p *Config) { p.Policy.Timeout = time.Hour }}
				if c.config != nil {
					edits = append(edits, c.config)
				}
				r := newRequest(Keyed)
				if c.tls {
					overTLS(r)
				}
				_, failure := s.client(t, edits...).Do(t.Context(), r)
				require.NotNil(t, failure)
				require.Len(t, failure.Attempts, 3)
				require.Equal(t, api.StopAttempts, failure.Stop)
				require.Equal(t, c.outcome, failure.Outcome)
				requireOwnTimeout(t, api.ErrAttemptTimeout, failure.Err)
				for _, a := range failure.Attempts {
					require.Equal(t, c.want, a.Duration)
					requireOwnTimeout(t, api.ErrAttemptTimeout, a.Err)
				}
			})
		})
	}
}

func userTimeout(c *Config) {
	c.HTTP = &http.Client{Transport: c.HTTP.Transport, Timeout: 4 * time.Second}
}

// dripping sends one byte of the body per second.
func dripping(headers string) answer {
	return func(conn net.Conn, r *http.Request) bool {
		ok := raw(headers)(conn, r)
		for i := 0; ok && i < 60; i++ {
			<-time.After(time.Second)
			ok = raw("x")(conn, r)
		}
		return false
	}
}

func requireOwnTimeout(t *testing.T, want, err error) {
	t.Helper()
	require.ErrorIs(t, err, want)
	require.NotErrorIs(t, err, context.DeadlineExceeded)
	var timeout net.Error
	require.False(t, errors.As(err, &timeout) && !timeout.Timeout(), "%v", err)
	var own interface{ Timeout() bool }
	require.ErrorAs(t, err, &own)
	require.True(t, own.Timeout())
}

// A slow attempt is retried, and the next one can succeed.
func TestAttemptTimeoutThenSuccess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, stalled(""), reply(201, `{"id":"thing_1"}`))
		response, failure := s.client(t).Do(t.Context(), newRequest(Keyed))
		require.Nil(t, failure)
		defer response.Release()
		require.Equal(t, 201, response.Status)
		require.Len(t, response.Attempts, 2)
		requireOwnTimeout(t, api.ErrAttemptTimeout, response.Attempts[0].Err)
		require.NoError(t, response.Attempts[1].Err)
	})
}

// Without a deadline of the caller the policy limits the call with all attempts and
// waits.
func TestCallTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, stalled(""))
		_, failure := s.client(t, func(c *Config) {
			c.Policy.Timeout, c.Policy.AttemptTimeout = 5*time.Second, 3*time.Second
		}).Do(t.Context(), newRequest(Keyed))
		require.Equal(t, 5*time.Second, failure.Elapsed)
		require.Len(t, failure.Attempts, 2)
		require.Equal(t, api.StopDeadline, failure.Stop)
		require.Equal(t, api.OutcomeUnknown, failure.Outcome)
		requireOwnTimeout(t, api.ErrAttemptTimeout, failure.Attempts[0].Err)
		requireOwnTimeout(t, api.ErrCallTimeout, failure.Err)
	})
}

// The timeout of the policy also applies to the client's limiter.
func TestCallTimeoutInLimiter(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]limiter{
		"heeds its context":    func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		"comes back too late":  func(ctx context.Context) error { <-ctx.Done(); return nil },
		"refuses to wait that": func(ctx context.Context) error { <-ctx.Done(); return errors.New("would exceed the deadline") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, reply(200, "{}"))
				_, failure := s.client(t, func(c *Config) { c.Limiter = wait }).Do(t.Context(), newRequest(Unkeyed))
				require.Equal(t, 90*time.Second, failure.Elapsed)
				require.Equal(t, api.StopDeadline, failure.Stop)
				require.Equal(t, api.OutcomeNotSent, failure.Outcome)
				requireOwnTimeout(t, api.ErrCallTimeout, failure.Err)
				require.Zero(t, s.dialled())
			})
		})
	}
}

// The limiter receives the deadline of the caller, and can fail immediately.
func TestLimiterSeesTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(200, "{}"))
		for _, timeout := range []time.Duration{0, time.Second} {
			ctx, cancel := context.WithCancel(t.Context())
			want := defaultTimeout
			if timeout > 0 {
				ctx, cancel = context.WithTimeout(ctx, timeout)
				want = timeout
			}
			_, failure := s.client(t, func(c *Config) {
				c.Limiter = limiter(func(ctx context.Context) error {
					at, ok := ctx.Deadline()
					require.True(t, ok)
					require.Equal(t, want, time.Until(at))
					return errors.New("would take longer")
				})
			}).Do(ctx, newRequest(Keyed))
			require.EqualError(t, failure.Err, "would take longer")
			require.Zero(t, failure.Elapsed)
			cancel()
		}
	})
}

// A limiter that times out ends the call with its own error.
func TestLimiterTimesOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, reply(200, "{}"))
		_, failure := s.client(t, func(c *Config) {
			c.Limiter = limiter(func(context.Context) error { return context.DeadlineExceeded })
		}).Do(t.Context(), newRequest(Keyed))
		require.Equal(t, api.StopPermanent, failure.Stop)
		require.Equal(t, api.OutcomeNotSent, failure.Outcome)
		require.ErrorIs(t, failure.Err, context.DeadlineExceeded)
		require.NotErrorIs(t, failure.Err, api.ErrAttemptTimeout)
		require.Zero(t, s.dialled())
	})
}

// At the caller's deadline the error is that of the caller's context, even if an attempt
// times out at the same moment.
func TestCallersDeadline(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]func(*server){
		"headers": nil, "dial": stallingDial, "dial, with the dialer's own words": deadlineDial,
	} {
		for _, timeout := range []time.Duration{2 * time.Second, 30 * time.Second, time.Minute} {
			t.Run(name+" "+timeout.String(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := serve(t, stalled(""))
					if server != nil {
						server(s)
					}
					ctx, cancel := context.WithTimeout(t.Context(), timeout)
					defer cancel()
					_, failure := s.client(t, func(c *Config) { c.Policy.MaxAttempts = 1 }).Do(ctx, newRequest(Keyed))
					require.Equal(t, min(timeout, 30*time.Second), failure.Elapsed)
					if timeout > 30*time.Second {
						requireOwnTimeout(t, api.ErrAttemptTimeout, failure.Err)
						return
					}
					require.Equal(t, api.StopContext, failure.Stop)
					require.Equal(t, 1, failure.Row)
					require.ErrorIs(t, failure.Err, context.DeadlineExceeded)
				})
			})
		}
	}
}

// A deadline of the caller replaces the timeout of the policy, shorter or longer.
func TestCallersDeadlineReplacesTheTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, stalled(""))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		_, failure := s.client(t, func(c *Config) { c.Policy.MaxAttempts = 5 }).Do(ctx, newRequest(Safe))
		require.Len(t, failure.Attempts, 5)
		require.Equal(t, api.StopAttempts, failure.Stop)
		require.Greater(t, failure.Elapsed, 90*time.Second)
	})
}

// A wait that would end too close to the deadline does not start. The call returns
// immediately with the requested wait.
func TestNeverSleepsPastTheDeadline(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		left, asked time.Duration
		attempts    int
	}{
		"asked for far more":        {5 * time.Second, 30 * time.Second, 1},
		"too little for an attempt": {2*time.Second + headroom - 1, 2 * time.Second, 1},
		"just enough":               {2*time.Second + headroom, 2 * time.Second, 2},
		"backoff alone":             {waitFloor + headroom - 1, 0, 1},
	} {
		for _, own := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancel(t.Context())
					if own {
						ctx, cancel = context.WithTimeout(ctx, c.left)
					}
					defer cancel()
					s := serve(t, reply(503, "", "Retry-After: "+strconv.Itoa(int(c.asked/time.Second))))
					_, failure := s.client(t, func(p *Config) {
						if !own {
							p.Policy.Timeout, p.Policy.AttemptTimeout = c.left, c.left
						}
					}).Do(ctx, newRequest(Keyed))
					require.Len(t, failure.Attempts, c.attempts)
					require.Equal(t, api.StopDeadline, failure.Stop)
					require.Equal(t, c.asked, failure.RetryAfter)
					require.Equal(t, time.Duration(c.attempts-1)*c.asked, failure.Elapsed)
					require.Equal(t, 503, failure.Response.Status)
				})
			})
		}
	}
}
