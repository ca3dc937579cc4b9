package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func TestRefundOfACard(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(cardPayment("100.00", "tok_visa")).ID
	r := must[*payments.Refund](b)(run(b, func(tx *Tx) (*payments.Refund, error) {
		return tx.RefundPayment(id, &payments.RefundParams{
			Amount: money("30.00", "usd"), Reason: payments.ReasonDefective, Notes: "broken", Metadata: map[string]string{"k": "v"}})
	}))
	require.Regexp(t, `^ref_test_[a-z0-9]{24}$`, r.ID)
	require.Equal(t, []any{"refund", id, payments.RefundSucceeded, payments.ReasonDefective, "broken", "30.00 USD"},
		[]any{r.Object, r.PaymentID, r.Status, r.Reason, r.Notes, r.Amount.String()})
	require.Equal(t, map[string]string{"k": "v"}, r.Metadata)
	require.Nil(t, r.Transaction)
	require.Equal(t, birth, r.ProcessedAt)
	require.Equal(t, "https://receipts.stateset.com/"+r.ID, r.ReceiptURL)
	require.Equal(t, []any{id, "100.00 USD", "30.00 USD", 1},
		[]any{r.Payment.ID, r.Payment.Amount.String(), r.Payment.AmountRefunded.String(), r.Payment.RefundsCount})

	r = b.refund(id, api.Money{})
	require.Equal(t, "70.00 USD", r.Amount.String(), "what is left")
	require.Equal(t, 2, r.Payment.RefundsCount)
	p := b.getPayment(id)
	require.Equal(t, payments.StatusSucceeded, p.Status)
	require.Equal(t, "100.00 USD", p.AmountRefunded.String())
	b.refused(CodeRefundExceeds, "amount", func() error { return failing(b.tryRefund(id, api.Money{})) })
	b.refused(CodeRefundExceeds, "amount", func() error { return failing(b.tryRefund(id, api.USD("0.01"))) })
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		require.Equal(t, 2, tx.Refunds().Len())
		return nil
	}))
}

func TestRefusedRefunds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(authorize(cardPayment("100.00", "tok_visa"))).ID
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryRefund(id, api.Money{})) })
	require.NoError(t, failing(b.tryCapture(id, payments.CaptureParams{Amount: api.USD("40")})))
	for _, test := range []struct {
		name, code, param, id string
		params                payments.RefundParams
	}{
		{"more than captured", CodeRefundExceeds, "amount", id, payments.RefundParams{Amount: api.USD("40.01"), Reason: payments.ReasonOther}},
		{"other currency", CodeCurrencyMismatch, "amount", id, payments.RefundParams{Amount: api.SSUSD("1"), Reason: payments.ReasonOther}},
		{"unknown payment", CodeResourceNotFound, "", "pay_no", payments.RefundParams{Reason: payments.ReasonOther}},
	} {
		b.refused(test.code, test.param, func() error {
			return failing(run(b, func(tx *Tx) (*payments.Refund, error) { return tx.RefundPayment(test.id, &test.params) }))
		})
	}
}

func TestOnChainRefundComesFromTheTreasury(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(walletPayment("90", TestWallet, merchant)).ID
	r := b.refund(id, api.SSUSD("40"))
	require.Regexp(t, `^[0-9A-F]{64}$`, r.Transaction.TxHash)
	require.Equal(t, []string{"999960.00", "999950.00", "90.00"},
		[]string{b.balance(b.a.Treasury()), b.balance(TestWallet), b.balance(merchant)},
		"the merchant is liable, the recipient keeps the money")

	b.pay(&payments.CreateParams{Amount: api.SSUSD("999960"), Recipient: platform}) // the treasury is empty now
	b.refused(CodeInsufficientFunds, "", func() error { return failing(b.tryRefund(id, api.Money{})) })
}

func TestRefundOfATreasuryPaymentIsTakenBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.refund("pay_test_456", api.SSUSD("30"))
	require.Equal(t, []string{"1000030.00", "999970.00"}, []string{b.balance(b.a.Treasury()), b.balance(TestWallet)})
	b.refund("pay_test_456", api.Money{})
	require.Equal(t, []string{"1000100.00", "999900.00"}, []string{b.balance(b.a.Treasury()), b.balance(TestWallet)})

	id := b.pay(&payments.CreateParams{Amount: api.SSUSD("50"), Recipient: merchant}).ID
	b.pay(walletPayment("20", merchant, platform))
	b.refused(CodeInsufficientFunds, "", func() error { return failing(b.tryRefund(id, api.Money{})) })
	b.refund(id, api.SSUSD("30"))
	require.Equal(t, "0.00", b.balance(merchant))
}

func TestRefundsFlowBackToTheOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	check := func(status orders.Status, payment orders.PaymentStatus, paid, refunded string) {
		t.Helper()
		o := b.getOrder("order_123456")
		require.Equal(t, []any{status, payment, paid, refunded}, []any{o.Status, o.PaymentStatus, o.AmountPaid.Text(), o.AmountRefunded.Text()})
	}
	card := b.pay(towards(cardPayment("50.00", "tok_visa"), "order_123456")).ID
	check(orders.StatusPending, orders.PaymentPartiallyPaid, "50.00", "0.00")
	b.refund(card, api.USD("20"))
	check(orders.StatusPending, orders.PaymentPartiallyRefunded, "50.00", "20.00")
	wallet := b.payOrder("order_123456", api.SSUSD("100")).Payment.PaymentID
	check(orders.StatusProcessing, orders.PaymentPartiallyRefunded, "150.00", "20.00")
	require.Equal(t, birth, b.getOrder("order_123456").PaidAt)
	b.refused(CodeParameterInvalid, "amount", func() error { return failing(b.tryRefund(wallet, api.SSUSD("0.000001"))) })
	b.refund(wallet, api.Money{})
	check(orders.StatusProcessing, orders.PaymentPartiallyRefunded, "150.00", "120.00")
	require.NoError(t, failing(b.tryFulfill("order_123456")), "a partially refunded order may be fulfilled")
	b.refund(card, api.Money{})
	check(orders.StatusRefunded, orders.PaymentRefunded, "150.00", "150.00")

	b.refused(CodeOrderAlreadyPaid, "", func() error { return failing(b.tryPayOrder(walletPays("order_123456", TestWallet, api.SSUSD("1")))) })
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancelOrder("order_123456")) })
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryFulfill("order_123456")) })
}

func TestOrderPaidInPartAndRefundedWholeIsClosed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.pay(towards(cardPayment("50.00", "tok_visa"), "order_123456")).ID
	b.refund(id, api.Money{})
	o := b.getOrder("order_123456")
	require.Equal(t, []any{orders.StatusRefunded, orders.PaymentRefunded}, []any{o.Status, o.PaymentStatus})
	refusal := b.refused(CodeInvalidState, "", func() error {
		return failing(b.tryPay(towards(cardPayment("1.00", "tok_visa"), "order_123456")))
	})
	require.Contains(t, refusal.Message, "'refunded'")
	require.Contains(t, refusal.Message, "'processing'")
}
