package mockserver_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// sent returns a server after a payment and a list of payments of one account.
func sent(t *testing.T) (*mockserver.Server, *mockserver.Account) {
	srv := mockserver.New(t, mockserver.WithTime(time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)), mockserver.WithSeed(1))
	account := srv.NewAccount()
	client := account.Client()
	_, err := client.Payments.Create(t.Context(), &payments.CreateParams{
		Amount: stateset.SSUSD("10.00"), Recipient: recipient, Metadata: map[string]string{"order": "7"},
	})
	require.NoError(t, err)
	_, err = client.Payments.List(t.Context(), &payments.ListParams{Status: stateset.AnyOf(payments.StatusSucceeded)})
	require.NoError(t, err)
	return srv, account
}

func TestExpect(t *testing.T) {
	t.Parallel()
	srv, account := sent(t)
	for _, body := range []any{
		`{"amount": 10, "metadata": {"order": "7"}}`,
		[]byte(`{"currency":"ssusd"}`),
		json.RawMessage(`{"amount":10.000}`),
		map[string]any{"amount": 10, "recipient": recipient},
		struct {
			Amount json.Number `json:"amount"`
		}{"1e1"},
		nil,
	} {
		match := mockserver.RequestMatch{Operation: "Payments.Create", Body: body}
		require.Len(t, account.Expect(t, match), 1)
		require.Len(t, account.Requests(match), 1)
	}
	srv.Expect(t, mockserver.RequestMatch{}, mockserver.Exactly(2))
	srv.Expect(t, mockserver.RequestMatch{Path: "/payments", Query: url.Values{"status": {"succeeded"}}}, mockserver.AtLeast(1), mockserver.AtMost(1))
	account.Expect(t, mockserver.RequestMatch{Operation: "Payments.Refund"}, mockserver.Exactly(0))
	srv.NewAccount().Expect(t, mockserver.RequestMatch{}, mockserver.Exactly(0))
	require.Len(t, account.Requests(mockserver.RequestMatch{Method: "GET"}, mockserver.RequestMatch{Status: 201}), 2)
}

// A misspelled match panics. Otherwise it would pass as a request that was not sent.
func TestInvalidMatch(t *testing.T) {
	t.Parallel()
	srv, account := sent(t)
	for message, match := range map[string]mockserver.RequestMatch{
		"Body: the expected body is not valid JSON: unexpected end of JSON":                                                                 {Body: "{"},
		`Operation: unknown operation "Paymets.Create" (did you mean payments.create?): must be one such as Payments.Create, or Payments.*`: {Operation: "Paymets.Create"},
		`Path: must begin with / or *, without a query, such as /payments/*, got "payments"`:                                                {Path: "payments"},
		`Method: must be a method such as POST, got "PSOT"`:                                                                                 {Method: "PSOT"},
	} {
		require.PanicsWithValue(t, "mockserver: RequestMatch."+message, func() { srv.Requests(match) })
		require.Panics(t, func() { account.Expect(t, match, mockserver.Exactly(0)) })
	}
}

func TestExpectWithoutJournal(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithJournal(0, 1<<20))
	r := &recorder{}
	srv.Expect(r, mockserver.RequestMatch{}, mockserver.Exactly(0))
	require.Equal(t, []string{"mockserver: Expect requires the journal, which WithJournal turned off"}, r.logs)
	fault := srv.Fail("GET /orders", mockserver.Reset())
	require.ErrorContains(t, srv.CheckFaults(), "fired 0 times and must fire 1 time more; 0 requests matched it; the journal is off")
	fault.Remove()
}

func TestExpectFailure(t *testing.T) {
	t.Parallel()
	_, account := sent(t)
	r := &recorder{}
	account.Expect(r, mockserver.RequestMatch{Operation: "Payments.Create", Body: `{"amount":11,"capture":false}`})
	account.Expect(r, mockserver.RequestMatch{Method: "POST"}, mockserver.Exactly(2), mockserver.AtMost(0))
	require.Equal(t, []string{
		`mockserver: no request matches Payments.Create of account test/account_1 with the body {"amount":11,"capture":false}, expected at least 1
  nearest: #1 2024-01-15T10:30:00Z POST /v1/payments → 201 Payments.Create test/account_1
    body.amount: expected 11, got 10.00
    body.capture: expected false, got missing
  nearest: #2 2024-01-15T10:30:00Z GET /v1/payments → 200 Payments.List test/account_1
    operation: expected Payments.Create, got Payments.List
    body: expected {"amount":11,"capture":false}, got missing`,
		`mockserver: 1 request matches POST of account test/account_1, expected exactly 2
  matches: #1 2024-01-15T10:30:00Z POST /v1/payments → 201 Payments.Create test/account_1
  nearest: #2 2024-01-15T10:30:00Z GET /v1/payments → 200 Payments.List test/account_1
    method: expected POST, got GET`,
		`mockserver: 1 request matches POST of account test/account_1, expected exactly 0
  matches: #1 2024-01-15T10:30:00Z POST /v1/payments → 201 Payments.Create test/account_1`,
	}, r.logs)
}
