package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/orders"
)

// trading runs random operations on the cross-border orders of one account.
type trading struct {
	*world
	orders, rates, checks []string
}

func TestGlobalOrdersHoldUnderRandomOperations(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(rt)
		b.texts = map[any]string{}
		w := &trading{&world{bench: b, rt: rt, payments: []string{"pay_no"}}, []string{"ord_no"}, []string{"", "rate_no"}, []string{"", "cmp_no"}}
		pick := func(rt *rapid.T) string { return rapid.SampledFrom(w.orders).Draw(rt, "order") }
		rt.Repeat(map[string]func(*rapid.T){
			"create": w.step(w.create),
			"quote":  w.step(w.quote),
			"check":  w.step(w.check),
			"review": w.step(func(rt *rapid.T) error {
				return failing(w.tryReview(rapid.SampledFrom(w.checks).Draw(rt, "check"), rapid.Bool().Draw(rt, "approve")))
			}),
			"pay": w.step(func(rt *rapid.T) error {
				amount := w.amount("paid")
				if id := pick(rt); id != "ord_no" && rapid.Bool().Draw(rt, "all") {
					amount = owed(w.getOrder(id))
				}
				r, err := w.tryPayOrder(walletPays(pick(rt), TestWallet, amount))
				if err == nil {
					w.payments = append(w.payments, r.Payment.PaymentID)
				}
				return err
			}),
			"refund": w.step(func(*rapid.T) error { return failing(w.tryRefund(w.payment(), w.optional("refunded"))) }),
			"fulfil": w.step(func(rt *rapid.T) error { return failing(w.tryFulfill(pick(rt))) }),
			"deliver": w.step(func(rt *rapid.T) error {
				return failing(w.tryUpdate(pick(rt), orders.UpdateParams{Status: new(orders.StatusDelivered)}))
			}),
			"cancel":      w.step(func(rt *rapid.T) error { return failing(w.tryCancelOrder(pick(rt))) }),
			"time passes": func(rt *rapid.T) { w.advance(time.Duration(rapid.IntRange(0, 30).Draw(rt, "hours")) * time.Hour) },
			"":            func(*rapid.T) { w.checkGlobalOrders() },
		})
	})
}

func (w *trading) create(rt *rapid.T) error {
	params := jackets()
	params.DestinationCountry = rapid.SampledFrom([]string{"DE", "DE", "US", "KP", "BY", "AQ"}).Draw(rt, "destination")
	params.ShippingAddress.State = "CA"
	params.Incoterm = rapid.SampledFrom([]global.Incoterm{"", global.DDP, global.DAP}).Draw(rt, "incoterm")
	params.ShippingRateID = rapid.SampledFrom(w.rates).Draw(rt, "rate")
	params.ComplianceCheckID = rapid.SampledFrom(w.checks).Draw(rt, "check")
	for i := range rapid.IntRange(1, 3).Draw(rt, "items") {
		item := global.ItemParams{Name: "x", Quantity: i + 1, Price: w.amount("price"), HSCode: rapid.SampledFrom([]string{"", "490110", "930200"}).Draw(rt, "code")}
		params.Items = append(params.Items, item)
	}
	o, err := w.tryGlobal(params)
	if err == nil {
		w.orders, w.checks = append(w.orders, o.OrderID), append(w.checks, o.ComplianceCheckID)
	}
	return err
}

func (w *trading) quote(rt *rapid.T) error {
	params := twoKilos()
	params.Destination.Country = rapid.SampledFrom([]string{"DE", "US", "KP"}).Draw(rt, "destination")
	params.Currency = rapid.SampledFrom([]string{"", "USD", "JPY"}).Draw(rt, "currency")
	q, err := w.tryQuote(params)
	if err == nil {
		w.rates = append(w.rates, q.Rates[1].ID)
	}
	return err
}

func (w *trading) check(rt *rapid.T) error {
	params := trade("US", rapid.SampledFrom([]string{"DE", "US", "BY", "KP"}).Draw(rt, "destination"))
	params.Amount = api.SSUSD(rapid.SampledFrom([]string{"1", "10000"}).Draw(rt, "amount"))
	c, err := w.tryCheck(params)
	if err == nil {
		w.checks = append(w.checks, c.ID)
	}
	return err
}

// checkGlobalOrders checks that every cross-border order adds up and follows its ordinary
// order.
func (w *trading) checkGlobalOrders() {
	w.checkTold()
	require.NoError(w.rt, w.e.CheckLedger())
	_, err := run(w.bench, func(tx *Tx) (any, error) {
		for o := range tx.GlobalOrders().Newest() {
			behind, ok := tx.Orders().Get(o.OrderID)
			require.True(w.rt, ok)
			total := o.Subtotal.Decimal().Add(o.ShippingAmount.Decimal()).Add(o.DutyAmount.Decimal()).Add(o.TaxAmount.Decimal())
			require.True(w.rt, total.Equal(o.TotalAmount.Decimal()), "total = subtotal + shipping + duty + tax")
			require.True(w.rt, behind.TotalAmount.Equal(o.TotalAmount), "both orders cost the same")
			require.Equal(w.rt, o.Incoterm == global.DAP, o.DueOnDelivery != nil)
			record, ok := tx.account.checks.Get(o.ComplianceCheckID)
			require.True(w.rt, ok)
			if o.Status == global.StatusPendingCompliance {
				require.Equal(w.rt, global.ComplianceReview, record.check.Status)
				require.True(w.rt, behind.AmountPaid.IsZero(), "an order without clearance is not paid")
			}
			require.Contains(w.rt, map[orders.Status][]global.OrderStatus{
				orders.StatusPending:    {global.StatusPendingCompliance, global.StatusPendingPayment},
				orders.StatusProcessing: {global.StatusProcessing},
				orders.StatusFulfilled:  {global.StatusShipped},
				orders.StatusDelivered:  {global.StatusDelivered},
				orders.StatusCancelled:  {global.StatusCancelled},
				orders.StatusRefunded:   {global.StatusCancelled, global.StatusShipped, global.StatusDelivered},
			}[behind.Status], o.Status)
		}
		return nil, nil
	})
	require.NoError(w.rt, err)
}
