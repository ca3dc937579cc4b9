package mockserver_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// inBubble runs a test of a server in memory in virtual time.
func inBubble(t *testing.T, test func(t *testing.T, w *wire)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		test(t, newWire(t, srv))
	})
}

func TestDelays(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]mockserver.FaultOption{
		"accept": mockserver.AtAccept(), "read": mockserver.BeforeAnything(), "reserved": mockserver.BeforeCommit(),
		"committed": mockserver.AfterCommit(), "headers": mockserver.AfterHeaders(), "body": mockserver.AfterBytes(5),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, w *wire) {
				w.srv.Fail("*", mockserver.Delay(90*time.Second), at, mockserver.Times(1)) // longer than the server's own timeouts
				began := time.Now()
				w.pay("k").created(t)
				require.Equal(t, 90*time.Second, time.Since(began))
				w.pay("k").created(t)
				require.Equal(t, 90*time.Second, time.Since(began))
				require.Equal(t, 1, w.paid())
			})
		})
	}
}

func TestDelayBeforeAnAction(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, w *wire) {
		w.srv.Fail("*", mockserver.Status(503).WithDelay(time.Second))
		w.srv.Clock().Freeze()
		began := time.Now()
		require.Equal(t, 503, w.pay("").status)
		require.Equal(t, time.Second, time.Since(began), "whatever the server's clock")
	})
}

func TestStalls(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		at     mockserver.FaultOption
		status int
		effect int
	}{
		"accept":    {mockserver.AtAccept(), 0, 0},
		"read":      {mockserver.BeforeAnything(), 0, 0},
		"reserved":  {mockserver.BeforeCommit(), 0, 0},
		"committed": {mockserver.AfterCommit(), 0, 1},
		"headers":   {mockserver.AfterHeaders(), 201, 1},
		"body":      {mockserver.AfterPercent(50), 201, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, w *wire) {
				w.srv.Fail("*", mockserver.Stall(100*time.Second), test.at, mockserver.Times(1))
				began := time.Now()
				got := w.pay("k")
				got.ended(t)
				require.Equal(t, 100*time.Second, time.Since(began))
				require.Equal(t, test.status, got.status)
				require.Equal(t, test.effect, w.paid())

				w.srv.Fail("*", mockserver.Stall(0), test.at, mockserver.Times(1))
				w.client.Timeout = 7 * time.Second
				err := w.pay("j").err
				require.ErrorIs(t, err, context.DeadlineExceeded)
				synctest.Wait()
				require.Equal(t, 107*time.Second, time.Since(began), "the fault has ended with its client")
				w.client.Timeout = 0
				w.pay("j").created(t)
			})
		})
	}
}

// TestServerEndsItsFaults closes the server while faults delay requests.
func TestServerEndsItsFaults(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]faultRule{
		"accept":    rule(mockserver.Stall(0), mockserver.AtAccept()),
		"read":      rule(mockserver.Stall(0)),
		"reserved":  rule(mockserver.Stall(0), mockserver.BeforeCommit()),
		"committed": rule(mockserver.Stall(0), mockserver.AfterCommit()),
		"body":      rule(mockserver.Stall(0), mockserver.AfterBytes(1)),
		"delay":     rule(mockserver.Delay(time.Hour)),
		"drip":      rule(mockserver.Drip(1)),
		"delayed":   rule(mockserver.Delay(time.Hour), mockserver.AfterCommit()),
		"big":       rule(mockserver.BigBody(16 << 30)),
		"bomb":      rule(mockserver.GzipBomb(16 << 30)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overNetworks(t, func(t *testing.T, network ...mockserver.Option) {
				srv, err := mockserver.Start(t.Context(), network...)
				require.NoError(t, err)
				defer srv.Close()
				w := newWire(t, srv)
				fault := opts.at(srv, "*")
				done := make(chan seen, 1)
				go func() { done <- w.pay("k") }()
				for fault.Fired() == 0 {
					<-time.After(time.Millisecond)
				}
				srv.Close()
				require.Error(t, (<-done).err)
			})
		})
	}
}

// TestFaultsEndWithTheirClient disconnects clients while faults delay their requests,
// over sockets.
func TestFaultsEndWithTheirClient(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]faultRule{
		"accept": rule(mockserver.Stall(0), mockserver.AtAccept()), "read": rule(mockserver.Stall(0)), "body": rule(mockserver.Stall(0), mockserver.AfterBytes(1)),
		"drip": rule(mockserver.Drip(1)), "big": rule(mockserver.BigBody(16 << 30)), "reserved": rule(mockserver.Stall(0), mockserver.BeforeCommit()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"))
			fault := opts.at(srv, "*")
			ctx, cancel := context.WithCancel(t.Context())
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, srv.URL()+"/v1/payments", strings.NewReader(hundred))
			require.NoError(t, err)
			req.Header.Set("Authorization", "Bearer sk_test_a")
			req.Header.Set("Content-Type", "application/json")
			done := make(chan error, 1)
			go func() {
				resp, err := srv.HTTPClient().Do(req)
				if err == nil {
					_, err = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
				done <- err
			}()
			for fault.Fired() == 0 {
				<-time.After(time.Millisecond)
			}
			cancel()
			require.ErrorIs(t, <-done, context.Canceled)
			grace, stop := context.WithTimeout(context.Background(), time.Minute)
			defer stop()
			require.NoError(t, srv.Shutdown(grace), "nothing is under way any more")
		})
	}
}

func TestDrip(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, w *wire) {
		w.srv.Fail("POST /payments", mockserver.Drip(2), mockserver.Nth(1))
		w.srv.Fail("POST /payments", mockserver.Drip(50), mockserver.Nth(2))
		for _, rate := range []int{2, 50} {
			began := time.Now()
			got := w.pay("k")
			got.created(t)
			require.InDelta(t, float64(len(got.body))/float64(rate), time.Since(began).Seconds(), 0.2)
		}
	})
}

// TestInFlight sends a second request with the key of a delayed request. While the key is
// reserved, the response is a conflict. After the commit, the response is replayed.
func TestInFlight(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		at            mockserver.FaultOption
		status, later int
	}{
		"reserved":  {mockserver.BeforeCommit(), 409, 201},
		"committed": {mockserver.AfterCommit(), 201, 201},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, w *wire) {
				w.srv.Fail("POST /payments", mockserver.Stall(time.Minute), test.at, mockserver.Times(1))
				done := make(chan seen, 1)
				go func() { done <- w.pay("k") }()
				synctest.Wait()
				held := w.srv.Requests()
				require.Len(t, held, 1, "the journal has it while it is held")
				require.Equal(t, 0, held[0].Status)
				require.Equal(t, name == "committed", held[0].Committed)
				second := w.pay("k")
				require.Equal(t, test.status, second.status)
				if test.status == 409 {
					require.Contains(t, second.body, "idempotency_key_in_use")
				}
				first := <-done
				first.ended(t)
				third := w.pay("k")
				require.Equal(t, test.later, third.status)
				require.Equal(t, name == "committed", third.header.Get("Idempotent-Replayed") == "true")
				require.Equal(t, 1, w.paid())
			})
		})
	}
}

// TestTheSDKSurvivesLostResponses pays with the SDK through faults at every position, in
// virtual time.
func TestTheSDKSurvivesLostResponses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"POST /payments times=2 at=committed do=reset", "POST /payments times=2 at=reserved do=reset", "POST /payments times=2 do=close",
		"POST /payments times=2 at=committed do=stall", "POST /payments times=1 do=truncate:50%:rst", "POST /payments times=2 do=truncate:3:hang",
		"* times=2 at=accept do=reset", "POST /payments times=2 do=rate-limit:20s:date", "POST /payments times=2 do=in-flight:text",
		"POST /payments times=2 by=key at=committed do=status:502 envelope=html", "POST /payments times=1 do=no-terminator",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, w *wire) {
				_, err := w.srv.FailText(text)
				require.NoError(t, err)
				client := w.account.Client(stateset.WithMaxAttempts(3), stateset.WithAttemptTimeout(10*time.Second), stateset.WithTimeout(5*time.Minute))
				_, err = client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("100.00"), Recipient: recipient})
				require.NoError(t, err)
				require.Equal(t, 1, w.paid())
			})
		})
	}
}

// TestAcceptedConnections checks that faults of connections apply to new connections
// only.
func TestAcceptedConnections(t *testing.T) {
	t.Parallel()
	overNetworks(t, func(t *testing.T, opts ...mockserver.Option) {
		w := newWire(t, mockserver.New(t, opts...))
		w.srv.Fail("*", mockserver.Garbage(), mockserver.AtAccept(), mockserver.Nth(1))
		w.srv.Fail("*", mockserver.Reset(), mockserver.AtAccept(), mockserver.Nth(2))
		w.srv.Fail("*", mockserver.Disconnect(), mockserver.AtAccept(), mockserver.Nth(3))
		require.ErrorContains(t, w.pay("").err, "malformed HTTP")
		w.pay("").broken(t)
		w.pay("").ended(t)
		w.pay("").created(t)
		require.Equal(t, 1, w.paid())
		require.Len(t, w.srv.Requests(), 1, "the others were never read")
	})
}

// TestFaultsBehindAnotherServer uses the handler in a server without the hooks for
// faults.
func TestFaultsBehindAnotherServer(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	outer := httptest.NewServer(srv.Handler())
	defer outer.Close()
	srv.Fail("POST /payments", mockserver.Reset(), mockserver.Nth(1))
	srv.Fail("POST /payments", mockserver.Garbage(), mockserver.Nth(2))
	srv.Fail("POST /payments", mockserver.Disconnect(), mockserver.Nth(3))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	send := func() error {
		resp, err := client.Post(outer.URL+"/v1/payments", "application/json", strings.NewReader(hundred))
		if err == nil {
			_ = resp.Body.Close()
		}
		return err
	}
	seen{err: send()}.reset(t)
	require.ErrorContains(t, send(), "malformed HTTP")
	seen{err: send()}.ended(t)
	require.NoError(t, send())

	srv.Fail("GET /payments", mockserver.Reset(), mockserver.Times(1))
	require.PanicsWithValue(t, http.ErrAbortHandler, func() {
		srv.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/v1/payments", nil))
	}, "without a connection there is nothing to reset")
}

// TestResetWhileWriting resets a connection before the body was sent.
func TestResetWhileWriting(t *testing.T) {
	t.Parallel()
	overNetworks(t, func(t *testing.T, opts ...mockserver.Option) {
		w := newWire(t, mockserver.New(t, opts...))
		w.srv.Fail("*", mockserver.Reset(), mockserver.AtAccept(), mockserver.Times(1))
		big := string(bytes.Repeat([]byte(" "), 1<<20))
		err := w.do("POST", "/v1/payments", big+hundred, "").err
		require.Error(t, err)
		var op *net.OpError
		require.True(t, errors.As(err, &op), "%v", err)
		require.Equal(t, 0, w.paid())
	})
}
