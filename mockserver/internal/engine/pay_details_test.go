package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// newest returns the newest ledger transactions of the account, newest first.
func (b *bench) newest(n int) []*stablecoin.Transaction {
	b.t.Helper()
	return must[[]*stablecoin.Transaction](b)(look(b, func(tx *Tx) (out []*stablecoin.Transaction, _ error) {
		for transaction := range tx.Transactions().Newest() {
			if out = append(out, transaction); len(out) == n {
				break
			}
		}
		return out, nil
	}))
}

// A single split pays its recipient, not the treasury.
func TestPayOrderWithOneSplit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	before := b.balance(b.a.Treasury())
	params := splitPayment()
	params.SplitPayments = []orders.SplitParams{{Recipient: merchant, Amount: api.SSUSD("150.00")}}
	r := must[*orders.PayResult](b)(b.tryPayOrder(params))
	require.Equal(t, []string{"150.00", before}, []string{b.balance(merchant), b.balance(b.a.Treasury())})
	require.Len(t, r.Payment.Splits, 1)
	require.Empty(t, b.getPayment(r.Payment.PaymentID).Recipient)
}

// The hash of a split in the response is that of its ledger transaction. Each transaction
// has the payer's memo.
func TestSplitsAreFoundByTheirHashes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := must[*orders.PayResult](b)(b.tryPayOrder(splitPayment()))
	found := map[string]string{}
	for _, transaction := range b.newest(2) {
		require.Equal(t, "Payment for Order #1234567890", transaction.Memo)
		found[transaction.To] = transaction.TransactionHash
	}
	require.Equal(t, map[string]string{merchant: r.Payment.Splits[0].TxHash, platform: r.Payment.Splits[1].TxHash}, found)
}

func TestSplitsThatDoNotAddUpSayBySums(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := splitPayment()
	params.SplitPayments[1].Amount = api.SSUSD("14.5")
	refusal := b.refused(CodeSplitMismatch, "split_payments", func() error { return failing(b.tryPayOrder(params)) })
	require.Equal(t, "The splits add up to 149.50 ssusd, the payment is 150.00 ssusd: make them equal", refusal.Message)
}

func TestInvoicePaymentHasItsMemoAndTimes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.advance(time.Minute)
	params := whole(seededInvoice, api.SSUSD("5000"))
	params.Metadata = map[string]string{"memo": "January"}
	p := b.getPayment(b.payInvoice(params).Payment.PaymentID)
	paid := birth.Add(time.Minute)
	require.Equal(t, []time.Time{paid, paid, paid}, []time.Time{p.CreatedAt, p.UpdatedAt, p.CapturedAt})
	require.Equal(t, []any{"January", p.Transaction.TxHash}, []any{b.newest(1)[0].Memo, b.newest(1)[0].TransactionHash})
}

// A discount must leave at least the financer's share.
func TestDiscountKeepsTheFinancersShare(t *testing.T) {
	t.Parallel()
	for sold, want := range map[string]string{"4750.00": "4750.00", "4750.01": "5000.00"} {
		b := newBench(t)
		must[*finance.Factoring](b)(b.tryFactor(sell(sold)))
		r := b.payInvoice(early(seededInvoice, api.SSUSD("5000")))
		require.Equal(t, want, r.Payment.AmountPaid.Text())
	}
}

func TestTokenPaymentRequiresAWallet(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := walletPayment("1", TestWallet, merchant)
	params.PaymentMethod.Type = payments.MethodCard
	b.refused(CodeParameterInvalid, "payment_method.type", func() error { return failing(b.tryPay(params)) })
}

// A changed payment is still counted once for its order.
func TestOrdersHaveEachPaymentOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.pay(authorize(towards(cardPayment("60.00", "tok_visa"), "ord_123")))
	second := b.pay(towards(cardPayment("40.00", "tok_visa"), "ord_123"))
	require.NoError(t, failing(b.tryCapture(first.ID, payments.CaptureParams{})))
	b.refund(second.ID, api.USD("1"))
	require.Equal(t, []string{first.ID, second.ID}, b.paymentsOf("ord_123"))
	b.pay(cardPayment("5.00", "tok_visa"))
	require.Empty(t, b.paymentsOf(""))
}

func TestPaymentKeepsItsParams(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := cardPayment("5.00", "tok_visa")
	params.StatementDescriptor, params.Description = "SHOP 1", "A mug"
	p := b.pay(params)
	require.Equal(t, []string{"SHOP 1", "A mug", "cust_abc123"}, []string{p.StatementDescriptor, p.Description, p.CustomerID})

	code := map[string]string{"tok_incorrect_cvc": "N", "tok_declined": "M", "tok_insufficient_funds": "M"}
	for token, want := range code {
		var refusal *Error
		require.ErrorAs(t, failing(b.tryPay(cardPayment("5.00", token))), &refusal)
		p := b.getPayment(refusal.PaymentID)
		require.Equal(t, want, p.ProcessorResponse.CVVResult, token)
		require.False(t, p.ProcessorResponse.Approved, token)
		require.Empty(t, p.ProcessorResponse.AuthorizationCode, token)
	}
}

// The error of a refund names the alternative, if there is one.
func TestRefusedRefundsNameTheFix(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	open := b.pay(authorize(cardPayment("5.00", "tok_visa"))).ID
	slow := b.pay(bankPayment("5.00", map[string]string{"simulate": "processing"})).ID
	const rule = "only a payment that is 'succeeded' can be refunded"
	for id, want := range map[string]string{open: rule + ", cancel this one", slow: rule} {
		refusal := b.refused(CodeInvalidState, "", func() error { return failing(b.tryRefund(id, api.Money{})) })
		require.True(t, strings.HasSuffix(refusal.Message, want), refusal.Message)
	}
}
