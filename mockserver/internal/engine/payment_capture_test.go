package engine

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func TestAuthorization(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p := b.pay(towards(authorize(cardPayment("100.00", "tok_visa")), "order_123456"))
	require.Equal(t, payments.StatusRequiresCapture, p.Status)
	require.False(t, p.Captured)
	require.Equal(t, "100.00 USD", p.AmountCapturable.String())
	require.Equal(t, "0.00 USD", p.AmountCaptured.String())
	require.True(t, p.CapturedAt.IsZero())
	require.True(t, p.ProcessorResponse.Approved)
	require.Equal(t, "0.00 usd", b.getOrder("order_123456").AmountPaid.String(), "nothing is paid yet")
}

func TestCapture(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		given api.Money
		want  string
	}{
		{"all", api.Money{}, "100.00"},
		{"all, said", money("100.00", "usd"), "100.00"},
		{"a part", api.USD("60.50"), "60.50"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := authorize(cardPayment("100.00", "tok_visa"))
			params.Metadata = map[string]string{"a": "1", "b": "2"}
			id := b.pay(towards(params, "order_123456")).ID
			b.advance(time.Hour)
			p := must[*payments.Payment](b)(b.tryCapture(id, payments.CaptureParams{
				Amount: test.given, StatementDescriptor: "SHOP", Metadata: map[string]string{"b": "3"},
			}))
			require.Equal(t, payments.StatusSucceeded, p.Status)
			require.True(t, p.Captured)
			require.Equal(t, test.want+" USD", p.AmountCaptured.String())
			require.Equal(t, "0.00 USD", p.AmountCapturable.String(), "the rest is released")
			require.Equal(t, "100.00 USD", p.Amount.String())
			require.Equal(t, birth.Add(time.Hour), p.CapturedAt)
			require.Equal(t, "SHOP", p.StatementDescriptor)
			require.Equal(t, map[string]string{"a": "1", "b": "3"}, p.Metadata)
			require.Equal(t, test.want+" USD", p.CaptureDetails.CapturedAmount.String())
			require.Equal(t, birth.Add(time.Hour), p.CaptureDetails.CaptureTime)
			require.NotEmpty(t, p.CaptureDetails.ProcessorCaptureID)
			require.Nil(t, b.getPayment(id).CaptureDetails, "in the response of the capture only")
			require.Equal(t, test.want+" usd", b.getOrder("order_123456").AmountPaid.String())

			b.refused(CodeInvalidState, "", func() error { return failing(b.tryCapture(id, payments.CaptureParams{})) })
			b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancel(id)) })
			require.Equal(t, seededJobs, b.e.Clock().Pending(), "it does not expire any more")
			b.advance(8 * 24 * time.Hour)
			require.Equal(t, payments.StatusSucceeded, b.getPayment(id).Status)
		})
	}
}

func TestRefusedCaptures(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(authorize(cardPayment("100.00", "tok_visa"))).ID
	tooMany := map[string]string{}
	for i := range 51 {
		tooMany[strconv.Itoa(i)] = "x"
	}
	for _, test := range []struct {
		name, code, param, id string
		params                payments.CaptureParams
	}{
		{"too much", CodeParameterInvalid, "amount", id, payments.CaptureParams{Amount: api.USD("100.01")}},
		{"other currency", CodeCurrencyMismatch, "amount", id, payments.CaptureParams{Amount: api.SSUSD("1")}},
		{"unknown", CodeResourceNotFound, "", "pay_no", payments.CaptureParams{}},
		{"captured before", CodeInvalidState, "", "pay_test_456", payments.CaptureParams{}},
		{"too much metadata", CodeParameterInvalid, "metadata", id, payments.CaptureParams{Metadata: tooMany}},
	} {
		b.refused(test.code, test.param, func() error { return failing(b.tryCapture(test.id, test.params)) })
	}
	require.NoError(t, failing(b.tryCapture(id, payments.CaptureParams{})))
}

func TestCaptureTowardsAnOrderThatNeedsLess(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(towards(authorize(cardPayment("100.00", "tok_visa")), "order_123456")).ID
	b.payOrder("order_123456", api.SSUSD("90"))
	b.refused(CodeAmountMismatch, "amount", func() error { return failing(b.tryCapture(id, payments.CaptureParams{})) })
	b.advance(25 * time.Hour) // after payment_expires_at: the authorization was made in time
	require.NoError(t, failing(b.tryCapture(id, payments.CaptureParams{Amount: api.USD("60")})))
	require.Equal(t, orders.StatusProcessing, b.getOrder("order_123456").Status)

	b = newBench(t)
	id = b.pay(towards(authorize(cardPayment("100.00", "tok_visa")), "order_123456")).ID
	require.NoError(t, failing(b.tryCancelOrder("order_123456")))
	b.refused(CodeOrderCancelled, "", func() error { return failing(b.tryCapture(id, payments.CaptureParams{})) })
	require.NoError(t, failing(b.tryCancel(id)))
}

func TestCancelPayment(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(authorize(cardPayment("100.00", "tok_visa"))).ID
	b.advance(time.Hour)
	p := must[*payments.Payment](b)(b.tryCancel(id))
	require.Equal(t, payments.StatusCancelled, p.Status)
	require.Equal(t, birth.Add(time.Hour), p.CancelledAt)
	require.Equal(t, birth.Add(time.Hour), p.UpdatedAt)
	require.Equal(t, "0.00 USD", p.AmountCapturable.String())
	require.Equal(t, seededJobs, b.e.Clock().Pending())

	b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancel(id)) })
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryCapture(id, payments.CaptureParams{})) })
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryRefund(id, api.Money{})) })
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancel("pay_test_456")) })
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryCancel("pay_no")) })
}

func TestAuthorizationExpiresAfterSevenDays(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(authorize(cardPayment("100.00", "tok_visa"))).ID
	b.advance(7*24*time.Hour - time.Second)
	require.Equal(t, payments.StatusRequiresCapture, b.getPayment(id).Status)
	b.advance(365 * 24 * time.Hour)
	p := b.getPayment(id)
	require.Equal(t, payments.StatusCancelled, p.Status)
	require.Equal(t, birth.Add(7*24*time.Hour), p.CancelledAt)
	require.Equal(t, "0.00 USD", p.AmountCapturable.String())
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryCapture(id, payments.CaptureParams{})) })
}

// A job may wait for the lock of the account while a call changes the job's object.
func TestJobsThatComeTooLateDoNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	captured := b.pay(authorize(cardPayment("1.00", "tok_visa"))).ID
	require.NoError(t, failing(b.tryCapture(captured, payments.CaptureParams{})))
	before := b.snapshot()
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.expireAuthorization(captured) }))
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.finish(captured, true) }))
	same(t, before, b.snapshot())
}
