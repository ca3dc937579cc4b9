package engine

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// world runs random operations on one account.
type world struct {
	*bench
	rt       *rapid.T
	payments []string
	orders   []string
}

func TestAccountsHoldUnderRandomOperations(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(rt)
		b.texts = map[any]string{}
		w := &world{bench: b, rt: rt, payments: []string{"pay_no", "pay_test_456"},
			orders: []string{"", "ord_no", "ord_123", "order_123456", "order_1234567890"}}
		rt.Repeat(map[string]func(*rapid.T){
			"pay by card":   w.step(w.payByCard),
			"pay by bank":   w.step(w.payByBank),
			"pay by wallet": w.step(w.payByWallet),
			"capture":       w.step(w.capture),
			"void":          w.step(func(*rapid.T) error { return failing(w.tryCancel(w.payment())) }),
			"refund":        w.step(func(*rapid.T) error { return failing(w.tryRefund(w.payment(), w.optional("refunded"))) }),
			"order":         w.step(w.makeOrder),
			"pay order":     w.step(w.payForOrder),
			"fulfill":       w.step(w.fulfill),
			"deliver": w.step(func(*rapid.T) error {
				return failing(w.tryUpdate(w.orderID(), orders.UpdateParams{Status: new(orders.StatusDelivered)}))
			}),
			"cancel order": w.step(func(*rapid.T) error { return failing(w.tryCancelOrder(w.orderID())) }),
			"broken off":   w.step(w.breakOff),
			"time passes":  w.timePasses,
			"":             func(*rapid.T) { w.check() },
		})
		for record, text := range b.texts {
			encoded, err := json.Marshal(record)
			require.NoError(rt, err)
			require.Equal(rt, text, string(encoded), "records are immutable")
		}
	})
}

// step requires that an operation succeeds, leaves a failed payment, or changes nothing.
func (w *world) step(act func(*rapid.T) error) func(*rapid.T) {
	return func(rt *rapid.T) {
		w.rt = rt
		before := w.snapshot()
		err := act(rt)
		if err == nil {
			return
		}
		var refusal *Error
		require.ErrorAs(rt, err, &refusal)
		require.NotEqual(rt, "api_error", refusal.Type(), refusal.Message)
		if refusal.Keep {
			require.Equal(rt, payments.StatusFailed, w.getPayment(refusal.PaymentID).Status)
			return
		}
		same(rt, before, w.snapshot())
	}
}

func (w *world) payment() string { return rapid.SampledFrom(w.payments).Draw(w.rt, "payment") }
func (w *world) orderID() string { return rapid.SampledFrom(w.orders).Draw(w.rt, "order") }

// amount draws an amount above zero in one of a few currencies, with valid decimals.
func (w *world) amount(label string) api.Money {
	currency := rapid.SampledFrom([]string{"USD", "ssusd", "usdc", "JPY"}).Draw(w.rt, label+" currency")
	cents := rapid.SampledFrom([]int64{1, 3333, 5000, 10000, 15000, 150_000_000}).Draw(w.rt, label)
	places := rapid.SampledFrom([]int32{-2, -2, -2, -6}).Draw(w.rt, label+" places")
	value := decimal.New(cents, places)
	if !fits(value, currency) {
		value = value.Ceil()
	}
	return api.FromDecimal(value, currency)
}

// optional draws an amount or none.
func (w *world) optional(label string) api.Money {
	if rapid.IntRange(0, 4).Draw(w.rt, "no "+label) == 0 {
		return api.Money{}
	}
	return w.amount(label)
}

// share draws the amount owed on an order in half of the cases, so that some orders are
// paid, and otherwise any amount.
func (w *world) share(orderID, currency string) api.Money {
	if orderID == "" || orderID == "ord_no" || rapid.Bool().Draw(w.rt, "any amount") {
		return w.amount("paid")
	}
	left := owed(w.getOrder(orderID)).Decimal()
	if !left.IsPositive() || !fits(left, currency) {
		return w.amount("paid")
	}
	return api.FromDecimal(left, currency)
}

func (w *world) wallet(label string) string {
	return rapid.SampledFrom([]string{TestWallet, w.a.Treasury(), merchant, poor}).Draw(w.rt, label)
}

// made stores a payment for later operations.
func (w *world) made(p *payments.Payment, err error) error {
	if err == nil {
		w.payments = append(w.payments, p.ID)
	}
	return err
}

func (w *world) payByCard(rt *rapid.T) error {
	params := cardPayment("1", rapid.SampledFrom([]string{"tok_visa", "tok_visa", "tok_pending", "tok_declined"}).Draw(rt, "token"))
	params.OrderID = w.orderID()
	params.Amount = w.share(params.OrderID, "USD")
	params.Capture = new(rapid.Bool().Draw(rt, "capture"))
	return w.made(w.tryPay(params))
}

func (w *world) payByBank(rt *rapid.T) error {
	params := bankPayment("1", map[string]string{"simulate": rapid.SampledFrom([]string{"", "processing"}).Draw(rt, "simulate")})
	params.OrderID = w.orderID()
	params.Amount = w.share(params.OrderID, "USD")
	return w.made(w.tryPay(params))
}

func (w *world) payByWallet(rt *rapid.T) error {
	params := walletPayment("1", w.wallet("payer"), "")
	params.OrderID = w.orderID()
	params.Amount = w.share(params.OrderID, "usdc")
	if params.OrderID == "" {
		params.Recipient = w.wallet("recipient")
	}
	if rapid.Bool().Draw(rt, "treasury pays") {
		params.PaymentMethod = nil
	}
	return w.made(w.tryPay(params))
}

func (w *world) capture(*rapid.T) error {
	return failing(w.tryCapture(w.payment(), payments.CaptureParams{Amount: w.optional("captured")}))
}

func (w *world) makeOrder(rt *rapid.T) error {
	o, err := w.tryOrder(&orders.CreateParams{
		CustomerID: "cust_test_123", TaxAmount: w.optional("tax"), DiscountAmount: w.optional("discount"),
		Items: []orders.ItemParams{{Name: "Thing", Quantity: rapid.IntRange(1, 3).Draw(rt, "quantity"), Price: w.amount("price")}},
	})
	if err == nil {
		w.orders = append(w.orders, o.ID)
	}
	return err
}

func (w *world) payForOrder(rt *rapid.T) error {
	id := w.orderID()
	params := walletPays(id, w.wallet("payer"), w.share(id, "ssusd"))
	for range rapid.IntRange(0, 2).Draw(rt, "splits") {
		params.SplitPayments = append(params.SplitPayments, orders.SplitParams{Recipient: w.wallet("recipient"), Amount: w.amount("split")})
	}
	r, err := w.tryPayOrder(params)
	if err == nil {
		w.payments = append(w.payments, r.Payment.PaymentID)
	}
	return err
}

func (w *world) fulfill(rt *rapid.T) error {
	id := w.orderID()
	var items []orders.FulfilledItem
	if id != "" && id != "ord_no" && rapid.Bool().Draw(rt, "a part") {
		items = append(items, orders.FulfilledItem{ItemID: w.getOrder(id).Items[0].ID, Quantity: rapid.IntRange(1, 3).Draw(rt, "pieces")})
	}
	return failing(w.tryFulfill(id, items...))
}

// breakOff makes several changes and then fails.
func (w *world) breakOff(*rapid.T) error {
	return w.a.Update(func(tx *Tx) error {
		return errors.Join(
			failing(tx.CreatePayment(authorize(cardPayment("1", "tok_visa")))),
			failing(tx.RefundPayment("pay_test_456", &payments.RefundParams{Amount: api.SSUSD("1"), Reason: payments.ReasonOther})),
			failing(tx.CancelOrder("ord_123", &orders.CancelParams{Reason: orders.CancelOther})),
			&Error{Code: CodeInvalidState},
		)
	})
}

func (w *world) timePasses(rt *rapid.T) {
	w.advance(rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 25 * time.Hour, 8 * 24 * time.Hour}).Draw(rt, "time"))
}

// check checks that the ledger is consistent, and that every change has an event.
func (w *world) check() {
	w.checkTold()
	require.NoError(w.rt, w.e.CheckLedger())
	paid, refunded := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	given := map[string]decimal.Decimal{}
	_, err := run(w.bench, func(tx *Tx) (any, error) {
		for r := range tx.Refunds().Newest() {
			given[r.PaymentID] = given[r.PaymentID].Add(r.Amount.Decimal())
			require.True(w.rt, r.Amount.Decimal().IsPositive())
		}
		for p := range tx.Payments().Newest() {
			w.checkPayment(p, given[p.ID])
			paid[p.OrderID] = paid[p.OrderID].Add(p.AmountCaptured.Decimal())
			refunded[p.OrderID] = refunded[p.OrderID].Add(p.AmountRefunded.Decimal())
		}
		for o := range tx.Orders().Newest() {
			w.checkOrder(o, paid[o.ID], refunded[o.ID])
		}
		return nil, nil
	})
	require.NoError(w.rt, err)
}

func (w *world) checkPayment(p *payments.Payment, given decimal.Decimal) {
	require.True(w.rt, p.AmountRefunded.Decimal().Equal(given), "%s: refunds are the sum of its refunds", p.ID)
	require.True(w.rt, p.AmountRefunded.Decimal().LessThanOrEqual(p.AmountCaptured.Decimal()), "%s: refunds ≤ captured", p.ID)
	require.True(w.rt, p.AmountCaptured.Decimal().LessThanOrEqual(p.Amount.Decimal()), "%s: captured ≤ amount", p.ID)
	require.Equal(w.rt, p.Status == payments.StatusSucceeded, p.Captured)
	require.Equal(w.rt, p.Status == payments.StatusSucceeded, p.AmountCaptured.Decimal().IsPositive())
	require.Equal(w.rt, p.Status == payments.StatusRequiresCapture, p.AmountCapturable.Decimal().IsPositive())
}

func (w *world) checkOrder(o *orders.Order, paid, refunded decimal.Decimal) {
	require.True(w.rt, o.AmountPaid.Decimal().Equal(paid), "%s: amount_paid %s is the sum of its payments %s", o.ID, o.AmountPaid, paid)
	require.True(w.rt, o.AmountRefunded.Decimal().Equal(refunded), "%s: amount_refunded is the sum of its refunds", o.ID)
	require.True(w.rt, paid.LessThanOrEqual(o.TotalAmount.Decimal()), "%s: amount_paid ≤ total", o.ID)
	require.True(w.rt, refunded.LessThanOrEqual(paid), "%s: refunded ≤ paid", o.ID)
	switch o.Status {
	case orders.StatusPending:
		require.True(w.rt, paid.LessThan(o.TotalAmount.Decimal()))
	case orders.StatusProcessing, orders.StatusFulfilled, orders.StatusDelivered:
		require.True(w.rt, paid.Equal(o.TotalAmount.Decimal()))
		require.False(w.rt, o.PaidAt.IsZero())
	case orders.StatusRefunded:
		require.True(w.rt, refunded.Equal(paid) && paid.IsPositive())
	case orders.StatusCancelled:
		require.True(w.rt, refunded.Equal(paid), "%s: a cancelled order keeps no money", o.ID)
	}
}
