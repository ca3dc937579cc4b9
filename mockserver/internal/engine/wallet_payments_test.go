package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

// cosmosWallet is a wallet of another chain.
const cosmosWallet = "cosmos1abcdefghijklmnopqrstuvwxyz012345678901"

// The payment of an order or invoice is an ordinary payment.
func TestWalletPaymentsAreWholePayments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.advance(time.Minute)
	paid := birth.Add(time.Minute)
	order, invoice := splitPayment(), whole(seededInvoice, api.SSUSD("5000"))
	order.PaymentMethod.Chain, invoice.PaymentMethod.Chain = "cosmos", "cosmos"
	order.PaymentMethod.WalletAddress, invoice.PaymentMethod.WalletAddress = cosmosWallet, cosmosWallet
	require.NoError(t, failing(run(b, func(tx *Tx) (any, error) { return nil, tx.Fund(cosmosWallet, api.SSUSD("9000")) })))
	for _, id := range []string{
		must[*orders.PayResult](b)(b.tryPayOrder(order)).Payment.PaymentID, b.payInvoice(invoice).Payment.PaymentID,
	} {
		p := b.getPayment(id)
		require.Equal(t, []any{"payment", cosmosWallet, api.ChainCosmos, api.ChainCosmos},
			[]any{p.Object, p.PaymentMethod.Crypto.WalletAddress, p.PaymentMethod.Crypto.Chain, p.Transaction.Chain})
		require.Equal(t, []time.Time{paid, paid, paid}, []time.Time{p.CreatedAt, p.UpdatedAt, p.CapturedAt})
	}
}

func TestEarlyPaymentWithoutAnOffer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.payInvoice(early(b.invoice(invoiceOf(api.SSUSD("10"))).ID, api.SSUSD("10")))
	require.Equal(t, "10.00", r.Payment.AmountPaid.Text())
	require.Nil(t, r.Payment.DiscountApplied)
}

// Splits that the treasury paid are refunded from the treasury to itself, because they
// have several recipients.
func TestRefundOfSplitsThatTheTreasuryPaid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := splitPayment()
	params.PaymentMethod.WalletAddress = b.a.Treasury()
	r := must[*orders.PayResult](b)(b.tryPayOrder(params))
	require.Equal(t, "999850.00", b.balance(b.a.Treasury()))
	b.refund(r.Payment.PaymentID, api.Money{})
	require.Equal(t, "999850.00", b.balance(b.a.Treasury()))
}
