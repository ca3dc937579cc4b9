package mockserver_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

func TestRequestsContainSentData(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	_, err := account.Client().Payments.Create(t.Context(), &payments.CreateParams{
		Amount: stateset.USD("10.00"), CustomerID: "cust_test_123", Capture: new(false),
		PaymentMethod: &payments.MethodParams{Card: &payments.CardParams{Number: "4242424242424242", ExpMonth: 12, ExpYear: 2030, CVC: "987"}},
	}, stateset.WithIdempotencyKey("k"))
	require.NoError(t, err)
	for range account.Client().Payments.All(t.Context(), &payments.ListParams{Status: stateset.AnyOf(payments.StatusSucceeded)}) {
		break
	}
	_, err = srv.NewAccount().Client().Balance(t.Context())
	require.NoError(t, err)

	require.Len(t, srv.Requests(), 3)
	requests := account.Requests()
	require.Len(t, requests, 2)
	require.JSONEq(t, `{"amount":1000,"currency":"USD","customer_id":"cust_test_123","capture":false,`+
		`"payment_method":{"type":"card","card":{"number":"****4242","exp_month":12,"exp_year":2030,"cvc":"****"}}}`, string(requests[0].Body))
	require.Contains(t, string(requests[0].ResponseBody), `"last4":"4242"`)
	require.Equal(t, "Bearer sk_test_****", requests[0].Header.Get("Authorization"))
	require.Equal(t, []string{"succeeded"}, requests[1].Query["status"])
	require.NotContains(t, fmt.Sprintf("%+v %s", requests, requests[0].Header), account.Key())
}

// The journal encodes a payment again. The body is that of its time, also after a change.
func TestRequestsContainSentResponses(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	var sent []string
	call := func(method, path, body string) (id string) {
		req, err := http.NewRequestWithContext(t.Context(), method, srv.URL()+path, strings.NewReader(body))
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+account.Key())
		req.Header.Set("Content-Type", "application/json")
		resp, err := srv.HTTPClient().Do(req)
		require.NoError(t, err)
		text, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		sent = append(sent, string(text))
		var object struct{ ID string }
		require.NoError(t, json.Unmarshal(text, &object))
		return object.ID
	}
	payment := "/v1/payments/" + call(http.MethodPost, "/v1/payments", `{"amount":1000,"currency":"USD","customer_id":"cust_test_123","capture":false,
		"payment_method":{"type":"card","card":{"token":"tok_visa"}}}`)
	call(http.MethodPost, payment+"/capture", "")
	call(http.MethodGet, payment, "")
	call(http.MethodPost, payment+"/refund", `{"reason":"duplicate"}`)
	call(http.MethodGet, payment, "")
	call(http.MethodGet, payment+"?expand[]=customer", "")
	call(http.MethodGet, "/v1/payments/pay_none", "")
	var stored []string
	for _, r := range account.Requests() {
		stored = append(stored, string(r.ResponseBody))
	}
	require.Equal(t, sent, stored)
	require.Contains(t, sent[0], `"status":"requires_capture"`)
	require.Contains(t, sent[2], `"status":"succeeded"`)
}

func TestWithJournal(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithJournal(2, 1<<20))
	for range 5 {
		post(t, srv, "sk_test_a", "")
	}
	require.Len(t, srv.Requests(), 2)
	require.Equal(t, int64(5), srv.Requests()[1].ID)
	for want, option := range map[string]mockserver.Option{
		"WithJournal: requests must be 0..1000000, got -1":  mockserver.WithJournal(-1, 1<<20),
		"WithJournal: bytes must be 1048576 or more, got 5": mockserver.WithJournal(1, 5),
	} {
		_, err := mockserver.Start(t.Context(), option)
		require.EqualError(t, err, "mockserver: "+want)
	}
}

// Requests that were refused before their body was read are recorded without it.
func TestRequestsWithFaults(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	account.Fail("POST /payments", mockserver.Status(503), mockserver.Times(1))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/v1/payments", strings.NewReader(`{"amount":1}`))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+account.Key())
	resp, err := srv.HTTPClient().Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	got := account.Requests()[0]
	require.Equal(t, []any{503, `{"amount":1}`, false, "f1 POST /payments account=" + account.Name() + " do=status:503 times=1"},
		[]any{got.Status, string(got.Body), got.Committed, got.Fault})
	require.Contains(t, string(got.ResponseBody), "service_unavailable")
}
