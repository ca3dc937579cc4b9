package mockserver_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// networks are the networks that faults must support.
var networks = map[string][]mockserver.Option{
	"memory": nil,
	"TCP":    {mockserver.WithTCP("127.0.0.1:0")},
}

// overNetworks runs a test over each network.
func overNetworks(t *testing.T, test func(t *testing.T, opts ...mockserver.Option)) {
	t.Helper()
	for name, opts := range networks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, opts...)
		})
	}
}

// wire is an HTTP client that follows no redirects, uncompresses nothing and reuses no
// connections.
type wire struct {
	t       *testing.T
	srv     *mockserver.Server
	account *mockserver.Account
	client  *http.Client
}

// newWire returns a client with a new connection for every request.
func newWire(t *testing.T, srv *mockserver.Server) *wire {
	transport := srv.HTTPClient().Transport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	transport.DisableCompression = true
	transport.MaxResponseHeaderBytes = 1 << 20
	t.Cleanup(transport.CloseIdleConnections)
	return &wire{t, srv, srv.NewAccount(), &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// seen is the result of a request: the received part of the response, and the error.
type seen struct {
	status int
	header http.Header
	body   string
	length int64 // as stated
	err    error // of the request, or of reading the body
}

func (w *wire) do(method, path, body, key string) seen {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.srv.URL()+path, strings.NewReader(body))
	require.NoError(w.t, err)
	req.Header.Set("Authorization", "Bearer "+w.account.Key())
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return seen{err: err}
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return seen{resp.StatusCode, resp.Header, string(got), resp.ContentLength, err}
}

const hundred = `{"amount":100.00,"currency":"ssusd","recipient":"` + recipient + `"}`

// pay creates a payment of 100 ssusd.
func (w *wire) pay(key string) seen { return w.do(http.MethodPost, "/v1/payments", hundred, key) }

// paid returns the number of payments of 100 ssusd that had an effect.
func (w *wire) paid() int {
	w.t.Helper()
	balance := w.account.Balance(recipient, "ssusd")
	n := balance.Decimal().IntPart() / 100
	require.Equal(w.t, int64(0), balance.Decimal().IntPart()%100)
	return int(n)
}

// ended requires that the connection ended with FIN before any response.
func (s seen) ended(t *testing.T) {
	t.Helper()
	require.Error(t, s.err)
	// The last error is that of net/http if the connection ends before the request is
	// written.
	early := strings.Contains(s.err.Error(), "server closed idle connection")
	require.True(t, errors.Is(s.err, io.EOF) || errors.Is(s.err, io.ErrUnexpectedEOF) || early, "%v", s.err)
}

// broken requires that the connection was reset, before or after the request was written.
func (s seen) broken(t *testing.T) {
	t.Helper()
	require.True(t, errors.Is(s.err, errReset) || errors.Is(s.err, errPipe), "%v", s.err)
}

// reset requires that the connection was reset.
func (s seen) reset(t *testing.T) {
	t.Helper()
	require.ErrorIs(t, s.err, errReset)
}

func (s seen) created(t *testing.T) {
	t.Helper()
	require.NoError(t, s.err)
	require.Equal(t, 201, s.status, s.body)
}

// TestPositions ends the connection at each position. It checks the ledger, the received
// part of the response, and the response of a retry.
func TestPositions(t *testing.T) {
	t.Parallel()
	overNetworks(t, func(t *testing.T, opts ...mockserver.Option) {
		for name, test := range map[string]struct {
			at       mockserver.FaultOption
			match    string
			status   int  // received by the client
			effect   int  // before the retry
			replayed bool // the response of the retry
		}{
			"accept":    {mockserver.AtAccept(), "*", 0, 0, false},
			"read":      {mockserver.BeforeAnything(), "POST /payments", 0, 0, false},
			"reserved":  {mockserver.BeforeCommit(), "POST /payments", 0, 0, false},
			"committed": {mockserver.AfterCommit(), "POST /payments", 0, 1, true},
			"headers":   {mockserver.AfterHeaders(), "POST /payments", 201, 1, true},
			"body":      {mockserver.AfterPercent(50), "POST /payments", 201, 1, true},
		} {
			for action, do := range map[string]mockserver.Action{"reset": mockserver.Reset(), "close": mockserver.Disconnect()} {
				t.Run(name+" "+action, func(t *testing.T) {
					t.Parallel()
					srv := mockserver.New(t, opts...)
					w := newWire(t, srv)
					fault := srv.Fail(test.match, do, test.at, mockserver.Times(1))
					got := w.pay("k")
					switch {
					case action == "close":
						got.ended(t)
					case name == "accept":
						got.broken(t)
					default:
						got.reset(t)
					}
					require.Equal(t, test.status, got.status)
					require.Equal(t, name == "body", got.body != "")
					require.Equal(t, test.effect, w.paid())
					again := w.pay("k")
					again.created(t)
					require.Equal(t, test.replayed, again.header.Get("Idempotent-Replayed") == "true")
					require.Equal(t, 1, w.paid(), "one effect")
					require.Equal(t, 1, fault.Fired())
					require.Equal(t, 0, fault.Left())

					requests := srv.Requests()
					if name == "accept" {
						require.Len(t, requests, 1)
						return
					}
					require.Len(t, requests, 2)
					require.Equal(t, test.status, requests[0].Status)
					require.Equal(t, "f1 "+fault.String(), requests[0].Fault)
					require.Equal(t, test.effect == 1, requests[0].Committed)
					require.Equal(t, "Payments.Create", requests[0].Operation)
					require.Equal(t, "k", requests[0].IdempotencyKey)
					require.Empty(t, requests[1].Fault)
					require.Equal(t, test.effect == 0, requests[1].Committed)
				})
			}
		}
	})
}

// TestUnkeyedEffects loses the response of a write without a key.
func TestUnkeyedEffects(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	w.srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Nth(1))
	w.srv.Fail("POST /payments", mockserver.Reset(), mockserver.BeforeCommit(), mockserver.Nth(2))
	w.pay("").reset(t)
	require.Equal(t, 1, w.paid())
	w.pay("").reset(t)
	require.Equal(t, 1, w.paid())
	w.pay("").created(t)
	require.Equal(t, 2, w.paid())
}

// TestRequestsThatDoNotReachTheFault sends requests that do not reach the point of the fault.
func TestRequestsThatDoNotReachTheFault(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	reserved := w.srv.Fail("POST /payments", mockserver.Reset(), mockserver.BeforeCommit(), mockserver.Times(1), mockserver.Optional())
	require.Equal(t, 400, w.do("POST", "/v1/payments", `{}`, "a").status)
	require.Equal(t, 0, reserved.Fired())
	require.Equal(t, 1, reserved.Matched())
	w.pay("k").reset(t)
	w.pay("k").created(t)
	require.Equal(t, 1, reserved.Fired())
	reserved.Remove()
	require.Equal(t, 0, reserved.Matched())

	committed := w.srv.Fail("POST /payments", mockserver.Status(502), mockserver.AfterCommit(), mockserver.Times(2))
	require.Equal(t, 400, w.do("POST", "/v1/payments", `{}`, "a").status, "refused before it was executed")
	require.Equal(t, 0, committed.Fired())
	require.Equal(t, 502, w.pay("k").status, "faults apply to a replay")
	declined := `{"amount":1000,"currency":"usd","customer_id":"cust_abc123","payment_method":{"type":"card","card":{"token":"tok_declined"}}}`
	got := w.do("POST", "/v1/payments", declined, "d")
	require.Equal(t, 502, got.status, got.body)
}

// TestCommittedInTheJournal checks that the journal reports whether a request had an
// effect.
func TestCommittedInTheJournal(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	w.pay("k").created(t)
	w.pay("k").created(t)
	w.do("GET", "/v1/payments", "", "")
	w.do("POST", "/v1/payments", "{}", "")
	w.do("POST", "/v1/payments/pay_test_456/cancel", "", "")
	declined := w.do("POST", "/v1/payments", `{"amount":1000,"currency":"usd","customer_id":"cust_abc123","payment_method":{"type":"card","card":{"token":"tok_declined"}}}`, "")
	require.Equal(t, 402, declined.status)
	var got []bool
	for _, r := range w.srv.Requests() {
		got = append(got, r.Committed)
	}
	// A declined payment is stored as a failed payment.
	require.Equal(t, []bool{true, false, false, false, false, true}, got)
}

// TestAliases checks that a rule for one alias of an operation applies to all of them.
func TestAliases(t *testing.T) {
	t.Parallel()
	w := newWire(t, mockserver.New(t))
	for _, match := range []string{"POST /payments", "POST /v1/payments/create", "op=payments.create", "Payments.Create"} {
		fault := w.srv.Fail(match, mockserver.Status(418))
		require.Equal(t, 418, w.pay("").status, match)
		require.Equal(t, 418, w.do("POST", "/v1/payments/create", hundred, "").status, match)
		require.Equal(t, 200, w.do("GET", "/v1/payments", "", "").status, match)
		fault.Remove()
	}
}
