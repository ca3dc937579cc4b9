package payments_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

// A member of an unexpected type does not make a successful payment fail. The Response
// and the log name the member.
func TestResponseListsSkippedMembers(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	client := wiretest.NewClient(t, wiretest.Respond(200, `{"id":"pay_1","amount":100,"currency":"USD","status":"succeeded","metadata":[],"billing_address":{"line1":5}}`),
		stateset.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	var response stateset.Response
	payment, err := client.Payments.Get(t.Context(), "pay_1", stateset.WithResponse(&response))
	require.NoError(t, err)
	require.Equal(t, "1.00 USD", payment.Amount.String())
	require.Equal(t, []stateset.Skipped{{Path: "metadata", Kind: "array"}, {Path: "billing_address.line1", Kind: "number"}}, response.Skipped)
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "operation=Payments.Get member=metadata kind=array")
}

// A negative count and a long number are also listed. An amount of that length is an
// error.
func TestInvalidNumbersAreSkipped(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("1", 65)
	get := func(amount, month, year string, opts ...stateset.RequestOption) (*payments.Payment, error) {
		text := `{"id":"pay_1","amount":` + amount + `,"currency":"USD","status":"succeeded","payment_method":{"type":"card","card":{"exp_month":` + month + `,"exp_year":` + year + `}}}`
		return wiretest.NewClient(t, wiretest.Respond(200, text)).Payments.Get(t.Context(), "pay_1", opts...)
	}
	var response stateset.Response
	payment, err := get("100", "-1", long, stateset.WithResponse(&response))
	require.NoError(t, err)
	require.Zero(t, payment.PaymentMethod.Card.ExpMonth)
	require.Zero(t, payment.PaymentMethod.Card.ExpYear)
	require.Equal(t, []stateset.Skipped{{Path: "payment_method.card.exp_month", Kind: "number"}, {Path: "payment_method.card.exp_year", Kind: "number"}}, response.Skipped)

	_, err = get(long, "1", "2030")
	require.ErrorAs(t, err, new(*stateset.DecodeError))
	require.ErrorContains(t, err, "amount: number of 65 characters")
}

func TestUnreadableWriteNamesTheObject(t *testing.T) {
	t.Parallel()
	client := wiretest.NewClient(t, wiretest.Respond(200, `{"id":"pay_1","amount":10.5,"currency":"USD"}`))
	_, err := client.Payments.Capture(t.Context(), "pay_1", nil)
	var e *stateset.Error
	require.True(t, errors.As(err, &e))
	require.Equal(t, stateset.OutcomeSucceeded, e.Outcome)
	var unreadable *stateset.DecodeError
	require.True(t, errors.As(err, &unreadable))
	require.Equal(t, "pay_1", unreadable.ID)
	require.ErrorContains(t, err, "payment.amount: ")
}

// Params decode the JSON of the API, with its names and forms.
func TestParamsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	const text = `{"amount":15000,"currency":"USD","payment_method":{"type":"card","card":{"token":"tok_visa"}},"customer_id":"cust_1","capture":false}`
	params := readParams[payments.CreateParams](t, text)
	require.Equal(t, stateset.USD("150"), params.Amount)
	require.Equal(t, "tok_visa", params.PaymentMethod.Card.Token)
	require.False(t, *params.Capture)
	refund := readParams[payments.RefundParams](t, `{"amount":500,"currency":"USD","reason":"other","notify_customer":false}`)
	require.Equal(t, stateset.USD("5"), refund.Amount)
	require.False(t, *refund.NotifyCustomer)
	for text, want := range map[string]string{
		`{"reason":"other","notifyCustomer":false}`: "notifyCustomer: unknown member",
		`{"reason":"other","amount":500}`:           "amount: amount without a currency",
		`{"reason":5}`:                              "reason: unexpected number",
	} {
		var params payments.RefundParams
		require.ErrorContains(t, json.Unmarshal([]byte(text), &params), want)
	}
}

// readParams decodes params, and decodes their encoding again.
func readParams[T any](t *testing.T, text string) T {
	t.Helper()
	var params, again T
	require.NoError(t, json.Unmarshal([]byte(text), &params))
	written, err := json.Marshal(params)
	require.NoError(t, err)
	if !strings.Contains(text, "card") { // which is masked
		require.NoError(t, json.Unmarshal(written, &again))
		require.Equal(t, params, again)
	}
	return params
}
