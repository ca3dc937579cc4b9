package mockserver_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// faultRule is a fault without its match.
type faultRule struct {
	action mockserver.Action
	opts   []mockserver.FaultOption
}

func rule(action mockserver.Action, opts ...mockserver.FaultOption) faultRule {
	return faultRule{action, opts}
}

// at adds the fault for the matching requests of a server or an account.
func (f faultRule) at(of interface {
	Fail(match string, action mockserver.Action, opts ...mockserver.FaultOption) *mockserver.Fault
}, match string, more ...mockserver.FaultOption) *mockserver.Fault {
	return of.Fail(match, f.action, append(f.opts[:len(f.opts):len(f.opts)], more...)...)
}

// answers are the faults that send a response, and the result of a net/http client.
var answers = map[string]struct {
	do   faultRule
	look func(t *testing.T, got seen)
}{
	"status": {rule(mockserver.Status(503)), func(t *testing.T, got seen) {
		require.Equal(t, 503, got.status)
		require.Contains(t, got.body, `"code":"service_unavailable"`)
		require.Contains(t, got.body, `"param":null`)
		require.Contains(t, got.body, got.header.Get("X-Request-Id"))
		require.Empty(t, got.header.Get("Stateset-Should-Retry"))
	}},
	"status without content": {rule(mockserver.Status(204)), func(t *testing.T, got seen) {
		require.Equal(t, 204, got.status)
		require.Empty(t, got.body)
	}},
	"error code": {rule(mockserver.ErrorCode("bad_gateway")), func(t *testing.T, got seen) {
		require.Equal(t, 502, got.status)
		require.Equal(t, "true", got.header.Get("Stateset-Should-Retry"))
	}},
	"body and headers": {rule(mockserver.Status(500).WithBody(`<p>no</p>`).WithHeader("Retry-After", "1").WithHeader("Retry-After", "2").WithHeader("Stateset-Should-Retry", "maybe")), func(t *testing.T, got seen) {
		require.Equal(t, "<p>no</p>", got.body)
		require.Equal(t, "text/html; charset=utf-8", got.header.Get("Content-Type"))
		require.Equal(t, []string{"1", "2"}, got.header.Values("Retry-After"))
		require.Equal(t, "maybe", got.header.Get("Stateset-Should-Retry"))
	}},
	"headers alone": {rule(mockserver.Header("Content-Type", "text/plain")), func(t *testing.T, got seen) {
		got.created(t)
		require.Equal(t, "text/plain", got.header.Get("Content-Type"))
	}},
	"HTML": {rule(mockserver.HTML()), func(t *testing.T, got seen) {
		require.Equal(t, 200, got.status)
		require.Contains(t, got.body, "<html>")
	}},
	"HTML after the commit": {rule(mockserver.HTML(), mockserver.AfterCommit()), func(t *testing.T, got seen) {
		require.Equal(t, 201, got.status)
		require.Contains(t, got.body, "<html>")
	}},
	"text": {rule(mockserver.Do("text:404")), func(t *testing.T, got seen) {
		require.Equal(t, 404, got.status)
		require.Contains(t, got.header.Get("Content-Type"), "text/plain")
	}},
	"empty": {rule(mockserver.Empty()), func(t *testing.T, got seen) {
		require.Equal(t, 200, got.status)
		require.Empty(t, got.body)
	}},
	"null": {rule(mockserver.Null()), func(t *testing.T, got seen) { require.Equal(t, "null", got.body) }},
	"bad JSON": {rule(mockserver.BadJSON()), func(t *testing.T, got seen) {
		require.False(t, json.Valid([]byte(got.body)))
		require.NotEmpty(t, got.body)
	}},
	"garbage": {rule(mockserver.Garbage()), func(t *testing.T, got seen) { require.ErrorContains(t, got.err, "malformed HTTP") }},
	"garbage after the commit": {rule(mockserver.Garbage(), mockserver.AfterCommit()), func(t *testing.T, got seen) {
		require.ErrorContains(t, got.err, "malformed HTTP")
	}},
	"truncated": {rule(mockserver.Truncate(10, mockserver.CutFIN)), func(t *testing.T, got seen) {
		got.ended(t)
		require.Equal(t, 201, got.status)
		require.Len(t, got.body, 10)
		require.Greater(t, got.length, int64(10))
	}},
	"truncated with RST": {rule(mockserver.TruncatePercent(50, mockserver.CutRST)), func(t *testing.T, got seen) {
		got.reset(t)
		require.InDelta(t, float64(got.length)/2, len(got.body), 1)
	}},
	"truncated as if it were all": {rule(mockserver.Truncate(10, mockserver.CutOK)), func(t *testing.T, got seen) {
		got.created(t)
		require.Len(t, got.body, 10)
	}},
	"too long": {rule(mockserver.WrongLength(5)), func(t *testing.T, got seen) {
		got.ended(t)
		require.Equal(t, int64(len(got.body))+5, got.length)
	}},
	"too short": {rule(mockserver.WrongLength(-5)), func(t *testing.T, got seen) {
		got.created(t)
		require.False(t, json.Valid([]byte(got.body)))
	}},
	"negative length": {rule(mockserver.NegativeLength()), func(t *testing.T, got seen) {
		require.ErrorContains(t, got.err, "Content-Length")
	}},
	"two lengths": {rule(mockserver.TwoLengths()), func(t *testing.T, got seen) {
		require.ErrorContains(t, got.err, "Content-Length")
	}},
	"no terminator": {rule(mockserver.NoTerminator()), func(t *testing.T, got seen) {
		got.ended(t)
		require.True(t, json.Valid([]byte(got.body)), got.body)
		require.Equal(t, int64(-1), got.length)
	}},
	"gzip corrupt": {rule(mockserver.GzipCorrupt()), func(t *testing.T, got seen) {
		require.Equal(t, "gzip", got.header.Get("Content-Encoding"))
		body, err := unzip(t, []byte(got.body))
		require.ErrorIs(t, err, gzip.ErrChecksum)
		require.True(t, json.Valid(body))
	}},
	"gzip mislabelled": {rule(mockserver.GzipMislabelled()), func(t *testing.T, got seen) {
		require.Equal(t, "gzip", got.header.Get("Content-Encoding"))
		require.True(t, json.Valid([]byte(got.body)))
	}},
	"gzip nested": {rule(mockserver.GzipNested()), func(t *testing.T, got seen) {
		once, err := unzip(t, []byte(got.body))
		require.NoError(t, err)
		twice, err := unzip(t, once)
		require.NoError(t, err)
		require.True(t, json.Valid(twice))
	}},
	"gzip bomb": {rule(mockserver.GzipBomb(2 << 20)), func(t *testing.T, got seen) {
		require.Less(t, len(got.body), 64<<10)
		body, err := unzip(t, []byte(got.body))
		require.NoError(t, err)
		require.Equal(t, 2<<20, len(body))
		require.True(t, json.Valid(body))
	}},
	"big": {rule(mockserver.BigBody(3 << 20)), func(t *testing.T, got seen) {
		require.NoError(t, got.err)
		require.Equal(t, 3<<20, len(got.body))
		require.True(t, json.Valid([]byte(got.body)))
	}},
	"header flood": {rule(mockserver.HeaderFlood(64 << 10)), func(t *testing.T, got seen) {
		got.created(t)
		require.Greater(t, len(got.header), 500)
	}},
	"header flood beyond bounds": {rule(mockserver.HeaderFlood(2 << 20)), func(t *testing.T, got seen) {
		require.Error(t, got.err)
	}},
	"few interim responses": {rule(mockserver.InterimFlood(3)), func(t *testing.T, got seen) { got.created(t) }},
	"interim answers": {rule(mockserver.InterimFlood(50_000)), func(t *testing.T, got seen) {
		require.Error(t, got.err)
	}},
	"redirect": {rule(mockserver.Redirect(307, "https://example.com/x")), func(t *testing.T, got seen) {
		require.Equal(t, 307, got.status)
		require.Equal(t, "https://example.com/x", got.header.Get("Location"))
	}},
	"redirect to itself": {rule(mockserver.Redirect(302, "self")), func(t *testing.T, got seen) {
		require.Equal(t, "/v1/payments", got.header.Get("Location"))
	}},
	"redirect to a script": {rule(mockserver.Redirect(303, "javascript:alert(1)")), func(t *testing.T, got seen) {
		require.Equal(t, "javascript:alert(1)", got.header.Get("Location"))
	}},
	"redirect to nowhere": {rule(mockserver.Redirect(301, "missing")), func(t *testing.T, got seen) {
		require.Equal(t, 301, got.status)
		require.Empty(t, got.header.Values("Location"))
	}},
	"in flight": {rule(mockserver.InFlight()), func(t *testing.T, got seen) {
		require.Equal(t, 409, got.status)
		require.Contains(t, got.body, "idempotency_key_in_use")
		require.Equal(t, "1", got.header.Get("Retry-After"))
		require.Equal(t, "true", got.header.Get("Stateset-Should-Retry"))
	}},
	"in flight in text": {rule(mockserver.InFlightText()), func(t *testing.T, got seen) {
		require.Equal(t, 409, got.status)
		require.Equal(t, "Duplicate request in progress", got.body)
	}},
}

func unzip(t *testing.T, data []byte) ([]byte, error) {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	require.NoError(t, err)
	return io.ReadAll(r)
}

// TestReplacedResponses checks every fault that sends a response, over each network. The next
// request must receive the usual response.
func TestReplacedResponses(t *testing.T) {
	t.Parallel()
	overNetworks(t, func(t *testing.T, opts ...mockserver.Option) {
		for name, test := range answers {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newWire(t, mockserver.New(t, opts...))
				test.do.at(w.account, "POST /payments", mockserver.Times(1))
				test.look(t, w.pay("k"))
				w.pay("k").created(t)
				require.Equal(t, 1, w.paid())
			})
		}
	})
}

// TestReplacedResponsesInTheSDK sends the same requests with a client of the SDK. It must return an
// error or the payment, and must not panic or hang.
func TestReplacedResponsesInTheSDK(t *testing.T) {
	t.Parallel()
	overNetworks(t, func(t *testing.T, opts ...mockserver.Option) {
		for name, test := range answers {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				srv := mockserver.New(t, opts...)
				account := srv.NewAccount()
				test.do.at(account, "Payments.Create", mockserver.Times(1))
				client := account.Client(stateset.WithMaxAttempts(1))
				payment, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("100.00"), Recipient: recipient})
				if err == nil {
					require.NotNil(t, payment)
					return
				}
				require.True(t, strings.HasPrefix(err.Error(), "stateset:") || errors.As(err, new(*stateset.Error)), "%v", err)
				require.Nil(t, payment)
			})
		}
	})
}

// TestEnvelopes checks the response in every form.
func TestEnvelopes(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	bodies := map[string]bool{}
	for _, form := range []string{
		"documented", "details", "success", "success-text", "string", "flat", "errors", "errors-by-field", "problem", "meta", "beside", "array",
		"html", "text", "empty", "null", "bad-json",
	} {
		fault := w.srv.Fail("GET /payments", mockserver.Status(500).WithEnvelope(form).WithHeader("X-Request-Id", "req_1"))
		got := w.do("GET", "/v1/payments", "", "")
		require.Equal(t, 500, got.status)
		require.False(t, bodies[got.body], "%s looks like another", form)
		bodies[got.body] = true
		require.Equal(t, form == "problem", got.header.Get("Content-Type") == "application/problem+json")
		_, err := w.account.Client(stateset.WithMaxAttempts(1)).Payments.List(t.Context(), nil)
		var failure *stateset.Error
		require.ErrorAs(t, err, &failure, form)
		require.Equal(t, 500, failure.Status)
		fault.Remove()
	}
	fault := w.srv.Fail("GET /payments", mockserver.ErrorCode("daily_limit_exceeded").WithEnvelope("flat"))
	got := w.do("GET", "/v1/payments", "", "")
	require.Equal(t, 429, got.status)
	require.Contains(t, got.body, `"code":"daily_limit_exceeded"`)
	fault.Remove()
}

// TestRateLimitSpellings checks the wait that the SDK reads from each form of a rate
// limit.
func TestRateLimitSpellings(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	headers := map[mockserver.Wait]string{
		mockserver.WaitSeconds: "Retry-After", mockserver.WaitDate: "Retry-After", mockserver.WaitMillis: "Retry-After-Ms",
		mockserver.WaitReset: "X-RateLimit-Reset", mockserver.WaitResetDelta: "X-RateLimit-Reset", mockserver.WaitResetAfter: "X-RateLimit-Reset-After",
		mockserver.WaitXRetryAfter: "X-RateLimit-Retry-After", mockserver.WaitRateLimit: "RateLimit", mockserver.WaitBody: "", mockserver.WaitNone: "",
	}
	for wait, name := range headers {
		fault := w.srv.Fail("GET /payments", mockserver.RateLimit(30*time.Second, wait))
		got := w.do("GET", "/v1/payments", "", "")
		require.Equal(t, 429, got.status)
		for _, other := range []string{"Retry-After", "Retry-After-Ms", "X-RateLimit-Reset", "X-RateLimit-Reset-After", "X-RateLimit-Retry-After", "RateLimit"} {
			require.Equal(t, other == name, got.header.Get(other) != "", "%s: %s", wait, other)
		}
		_, err := w.account.Client(stateset.WithMaxAttempts(1)).Payments.List(t.Context(), nil)
		var failure *stateset.Error
		require.ErrorAs(t, err, &failure)
		if wait == mockserver.WaitNone {
			require.Zero(t, failure.RetryAfter)
		} else {
			require.InDelta(t, 30, failure.RetryAfter.Seconds(), 1.5, wait)
		}
		fault.Remove()
	}
}

// TestStoredError checks that a key returns the same failure until a new key is used.
func TestStoredError(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	w.srv.Fail("POST /payments", mockserver.StoredError(500), mockserver.Times(1))
	first := w.pay("k")
	require.Equal(t, 500, first.status)
	require.Empty(t, first.header.Get("Idempotent-Replayed"))
	again := w.pay("k")
	require.Equal(t, 500, again.status)
	require.Equal(t, first.body, again.body)
	require.Equal(t, "true", again.header.Get("Idempotent-Replayed"))
	require.Equal(t, "false", again.header.Get("Stateset-Should-Retry"))
	require.Equal(t, 0, w.paid())
	w.pay("other").created(t)
}

// TestFaultsKeepConnections checks that the connection stays usable after the response of
// a fault.
func TestFaultsKeepConnections(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	dials := 0
	transport := srv.HTTPClient().Transport.(*http.Transport).Clone()
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		dials++
		return dial(ctx, network, address)
	}
	defer transport.CloseIdleConnections()
	srv.Fail("GET /payments", mockserver.Status(503), mockserver.Times(3))
	for range 5 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+"/v1/payments", nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer sk_test_a")
		resp, err := (&http.Client{Transport: transport}).Do(req)
		require.NoError(t, err)
		_, _ = io.Copy(io.Discard, resp.Body)
		require.NoError(t, resp.Body.Close())
	}
	require.Equal(t, 1, dials)
}
