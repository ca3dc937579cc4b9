package engine

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/payments"
)

// invoicing runs random operations on the invoices of one account.
type invoicing struct {
	*world
	invoices []string
}

func TestInvoicesHoldUnderRandomOperations(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(rt)
		b.texts = map[any]string{}
		w := &invoicing{&world{bench: b, rt: rt, payments: []string{"pay_no"}}, []string{"inv_no", seededInvoice}}
		rt.Repeat(map[string]func(*rapid.T){
			"create":  w.step(w.create),
			"pay":     w.step(w.payByOffer),
			"by card": w.step(w.payInvoiceByCard),
			"refund":  w.step(func(*rapid.T) error { return failing(w.tryRefund(w.payment(), w.optional("refunded"))) }),
			"capture": w.step(func(*rapid.T) error {
				return failing(w.tryCapture(w.payment(), payments.CaptureParams{Amount: w.optional("captured")}))
			}),
			"send": w.step(func(*rapid.T) error { return failing(w.trySend(w.pick(), invoices.SendParams{})) }),
			"view": w.step(func(*rapid.T) error { return failing(w.tryView(w.pick())) }),
			"void": w.step(func(*rapid.T) error { return failing(w.tryVoid(w.pick())) }),
			"postpone": w.step(func(rt *rapid.T) error {
				due := api.DateOf(birth).AddDays(rapid.IntRange(0, 80).Draw(rt, "due"))
				return failing(w.tryUpdateInvoice(w.pick(), invoices.UpdateParams{DueDate: due}))
			}),
			"time passes": func(rt *rapid.T) { w.advance(time.Duration(rapid.IntRange(0, 20*24).Draw(rt, "hours")) * time.Hour) },
			"":            func(*rapid.T) { w.checkInvoices() },
		})
	})
}

func (w *invoicing) pick() string { return rapid.SampledFrom(w.invoices).Draw(w.rt, "invoice") }

func (w *invoicing) create(rt *rapid.T) error {
	params := invoiceOf(w.amount("price"))
	params.SendEmail = rapid.Bool().Draw(rt, "send")
	params.LineItems[0].Quantity = api.Dec(rapid.SampledFrom([]string{"1", "2", "0.333", "1.5"}).Draw(rt, "quantity"))
	params.LineItems[0].TaxRate = api.Dec(rapid.SampledFrom([]string{"0", "0.0825", "0.19", "1"}).Draw(rt, "rate"))
	params.EarlyPaymentDiscount = &invoices.DiscountParams{
		Percentage: api.Dec(rapid.SampledFrom([]string{"5.0", "0.001", "99.99"}).Draw(rt, "percentage")), Days: rapid.IntRange(1, 40).Draw(rt, "days"),
	}
	i, err := w.tryInvoice(params)
	if err == nil {
		w.invoices = append(w.invoices, i.ID)
	}
	return err
}

func (w *invoicing) payByOffer(rt *rapid.T) error {
	params := part(w.pick(), w.amount("offered"))
	params.PaymentMethod.WalletAddress = w.wallet("payer")
	params.FullPayment = rapid.Bool().Draw(rt, "full")
	params.EarlyPaymentDiscount = rapid.Bool().Draw(rt, "early")
	r, err := w.tryPayInvoice(params)
	if err == nil {
		w.payments = append(w.payments, r.Payment.PaymentID)
	}
	return err
}

func (w *invoicing) payInvoiceByCard(rt *rapid.T) error {
	params := towardsInvoice(cardPayment("1", rapid.SampledFrom([]string{"tok_visa", "tok_pending", "tok_declined"}).Draw(rt, "token")), w.pick())
	params.Amount = w.amount("paid")
	params.Capture = new(rapid.Bool().Draw(rt, "capture"))
	return w.made(w.tryPay(params))
}

// checkInvoices checks that the amounts of every invoice follow from its payments, and
// its status from the payments and the time.
func (w *invoicing) checkInvoices() {
	w.e.RunDue()
	w.checkTold()
	require.NoError(w.rt, w.e.CheckLedger())
	_, err := run(w.bench, func(tx *Tx) (any, error) {
		kept := map[string]decimal.Decimal{}
		for p := range tx.Payments().Newest() {
			require.True(w.rt, p.AmountRefunded.Decimal().LessThanOrEqual(p.AmountCaptured.Decimal()))
			kept[p.InvoiceID] = kept[p.InvoiceID].Add(p.AmountCaptured.Decimal()).Sub(p.AmountRefunded.Decimal())
		}
		for i := range tx.Invoices().Newest() {
			w.checkInvoice(i, kept[i.ID])
		}
		return nil, nil
	})
	require.NoError(w.rt, err)
}

func (w *invoicing) checkInvoice(i *invoices.Invoice, kept decimal.Decimal) {
	var amount, discount decimal.Decimal
	for _, row := range i.Payments {
		require.False(w.rt, row.Amount.Decimal().IsNegative())
		amount, discount = amount.Add(row.Amount.Decimal()), discount.Add(row.Discount.Decimal())
	}
	require.True(w.rt, kept.Equal(i.AmountPaid.Decimal()), "%s: amount_paid is what its payments took and kept", i.ID)
	require.True(w.rt, amount.Equal(i.AmountPaid.Decimal()), "%s: the rows add up to amount_paid", i.ID)
	require.True(w.rt, discount.Equal(i.DiscountAmount.Decimal()), "%s: the rows add up to discount_amount", i.ID)
	require.True(w.rt, i.TotalAmount.Decimal().Equal(i.Subtotal.Decimal().Add(i.TaxAmount.Decimal())))
	require.True(w.rt, i.BalanceDue.Decimal().Equal(i.TotalAmount.Decimal().Sub(amount).Sub(discount)), "%s: balance", i.ID)
	require.False(w.rt, i.BalanceDue.Decimal().IsNegative(), "%s: paid ≤ owed", i.ID)
	require.NoError(w.rt, i.BalanceDue.Err())
	require.Equal(w.rt, i.Status == invoices.StatusPaid, i.BalanceDue.Decimal().IsZero(), "%s is %s", i.ID, i.Status)
	require.Equal(w.rt, i.Status == invoices.StatusPaid, !i.PaidAt.IsZero())
	require.Equal(w.rt, i.SentCount == 0, i.SentAt.IsZero())
	require.Equal(w.rt, i.Status == invoices.StatusDraft, i.SentCount == 0 && i.VoidedAt.IsZero())
	late := !w.e.Clock().Now().Before(overdueFrom(i))
	switch i.Status {
	case invoices.StatusSent, invoices.StatusViewed:
		require.True(w.rt, amount.IsZero() && !late, "%s is %s", i.ID, i.Status)
	case invoices.StatusPartiallyPaid:
		require.True(w.rt, amount.IsPositive() && !late, "%s is %s", i.ID, i.Status)
	case invoices.StatusOverdue:
		require.True(w.rt, late, "%s is %s", i.ID, i.Status)
	case invoices.StatusVoided:
		require.True(w.rt, amount.IsZero(), "%s: a voided invoice keeps no money", i.ID)
	}
}
