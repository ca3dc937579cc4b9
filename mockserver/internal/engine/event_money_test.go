package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

const week = 7 * 24 * time.Hour

func authorized(b *bench) string { return b.pay(authorize(cardPayment("10.00", "tok_visa"))).ID }

func TestEventsOfPayments(t *testing.T) {
	t.Parallel()
	const paid = "payment.created pending\npayment.succeeded succeeded"
	runFlows(t, []flow{
		{"card", nil, func(b *bench, _ string) { b.pay(cardPayment("1.00", "tok_visa")) }, paid},
		{"bank", nil, func(b *bench, _ string) { b.pay(bankPayment("1.00", nil)) }, paid},
		{"wallet", nil, func(b *bench, _ string) { b.pay(walletPayment("1.00", TestWallet, merchant)) }, paid},
		{"treasury", nil, func(b *bench, _ string) {
			b.pay(&payments.CreateParams{Amount: api.SSUSD("1.00"), Recipient: merchant})
		}, paid},
		{"declined", nil, func(b *bench, _ string) {
			require.Error(b.t, failing(b.tryPay(cardPayment("1.00", "tok_declined"))))
		}, "payment.created pending\npayment.failed failed"},
		{"too little money", nil, func(b *bench, _ string) {
			require.Error(b.t, failing(b.tryPay(walletPayment("1.00", poor, merchant))))
		}, ""},
		{"authorized", nil, func(b *bench, _ string) { authorized(b) }, "payment.created pending"},
		{"captured", authorized, func(b *bench, id string) {
			captured, err := b.tryCapture(id, payments.CaptureParams{Amount: api.USD("4.00")})
			does(b, captured, err)
		}, "payment.captured succeeded\npayment.succeeded succeeded"},
		{"cancelled", authorized, func(b *bench, id string) {
			cancelled, err := b.tryCancel(id)
			does(b, cancelled, err)
		}, "payment.cancelled cancelled"},
		{"expired", authorized, func(b *bench, _ string) { b.advance(week) }, "payment.cancelled cancelled"},
		{"processed", nil, func(b *bench, _ string) {
			b.pay(cardPayment("1.00", "tok_pending"))
			b.advance(time.Hour)
		}, paid},
		{"processed and authorized", nil, func(b *bench, _ string) {
			b.pay(authorize(cardPayment("1.00", "tok_pending")))
			b.advance(time.Hour)
		}, "payment.created pending"},
		{"processed too late", func(b *bench) string {
			b.pay(towards(cardPayment("150.00", "tok_pending"), "order_123456"))
			return b.payOrder("order_123456", api.SSUSD("150")).Payment.PaymentID
		}, func(b *bench, _ string) { b.advance(time.Hour) }, "payment.failed failed"},
		{"refunded", nil, func(b *bench, _ string) {
			b.refund("pay_test_456", api.SSUSD("40"))
			b.refund("pay_test_456", api.Money{})
		}, "payment.refunded succeeded\npayment.refunded succeeded"},
	})
}

func paidOrder(b *bench) string {
	b.payOrder("ord_123", api.SSUSD("100.00"))
	return "ord_123"
}

func newOrder(b *bench) string { return b.order(api.SSUSD("100.00")).ID }

func TestEventsOfOrders(t *testing.T) {
	t.Parallel()
	const paid = "payment.created pending\npayment.succeeded succeeded\norder.paid processing"
	day := 24*time.Hour + time.Second
	runFlows(t, []flow{
		{"created", nil, func(b *bench, _ string) { newOrder(b) }, "order.created pending"},
		{"paid", nil, func(b *bench, _ string) { paidOrder(b) }, paid},
		{"paid by card", nil, func(b *bench, _ string) { b.pay(towards(cardPayment("150.00", "tok_visa"), "order_123456")) }, paid},
		{"paid later", nil, func(b *bench, _ string) {
			id := b.pay(authorize(towards(cardPayment("150.00", "tok_visa"), "order_123456"))).ID
			captured, err := b.tryCapture(id, payments.CaptureParams{})
			does(b, captured, err)
		}, "payment.created pending\npayment.captured succeeded\npayment.succeeded succeeded\norder.paid processing"},
		{"paid in parts", newOrder, func(b *bench, id string) {
			b.payOrder(id, api.SSUSD("40.00"))
			b.payOrder(id, api.SSUSD("60.00"))
		}, lines("payment.created pending", "payment.succeeded succeeded", "order.updated pending [amount_paid payment_status]", paid)},
		{"refunded in parts", paidOrder, func(b *bench, id string) {
			p := b.paymentsOf(id)[0]
			b.refund(p, api.SSUSD("40.00"))
			b.refund(p, api.Money{})
		}, lines("payment.refunded succeeded", "order.updated processing [amount_refunded payment_status]",
			"payment.refunded succeeded", "order.refunded refunded")},
		{"cancelled", newOrder, cancelOrder, "order.cancelled cancelled"},
		{"cancelled when paid", paidOrder, cancelOrder, lines("order.cancelled cancelled",
			"payment.refunded succeeded", "order.updated cancelled [amount_refunded payment_status]")},
		{"fulfilled in parts", paidOrder, func(b *bench, id string) {
			first := b.getOrder(id).Items[0].ID
			shipped, err := b.tryFulfill(id, orders.FulfilledItem{ItemID: first, Quantity: 1})
			does(b, shipped, err)
			shipped, err = b.tryFulfill(id)
			does(b, shipped, err)
		}, "order.updated processing [fulfillment_status fulfillments items]\norder.fulfilled fulfilled"},
		{"delivered", func(b *bench) string {
			shipped, err := b.tryFulfill(paidOrder(b))
			return does(b, shipped, err).ID
		}, func(b *bench, id string) {
			updated, err := b.tryUpdate(id, orders.UpdateParams{Status: new(orders.StatusDelivered), Notes: new("at the door")})
			does(b, updated, err)
		}, "order.delivered delivered"},
		{"updated", newOrder, func(b *bench, id string) {
			b.advance(time.Second)
			updated, err := b.tryUpdate(id, orders.UpdateParams{Notes: new("ring twice")})
			does(b, updated, err)
		}, "order.updated pending [notes updated_at]"},
		{"not paid in time", newOrder, func(b *bench, _ string) { b.advance(day) }, "order.payment_expired pending"},
		{"paid at the last second", newOrder, func(b *bench, id string) {
			b.advance(day - time.Second)
			b.payOrder(id, api.SSUSD("100.00"))
			b.advance(day)
		}, paid},
		{"paid in part in time", newOrder, func(b *bench, id string) {
			b.payOrder(id, api.SSUSD("40.00"))
			b.advance(day)
		}, lines("payment.created pending", "payment.succeeded succeeded", "order.updated pending [amount_paid payment_status]",
			"order.payment_expired pending")},
		{"cancelled in time", newOrder, func(b *bench, id string) {
			cancelOrder(b, id)
			b.advance(day)
		}, "order.cancelled cancelled"},
		{"seeded orders are quiet", nil, func(b *bench, _ string) { b.advance(day) }, ""},
	})
}

func cancelOrder(b *bench, id string) {
	cancelled, err := b.tryCancelOrder(id)
	does(b, cancelled, err)
}

func (b *bench) paymentsOf(id string) []string {
	return must[[]string](b)(look(b, func(tx *Tx) ([]string, error) { return tx.account.paymentsOf[id], nil }))
}

func sentInvoice(b *bench) string { return b.invoice(invoiceOf(api.SSUSD("100.00"))).ID }

func paidInvoice(b *bench) string {
	id := sentInvoice(b)
	b.payInvoice(whole(id, api.SSUSD("100.00")))
	return id
}

func TestEventsOfInvoices(t *testing.T) {
	t.Parallel()
	const paying = "payment.created pending\npayment.succeeded succeeded"
	late := 32 * 24 * time.Hour
	void := func(b *bench) { // the seeded invoice, which becomes due with others
		voided, err := b.tryVoid(seededInvoice)
		does(b, voided, err)
	}
	byCard := func(id, amount string) *payments.CreateParams {
		params := cardPayment(amount, "tok_visa")
		params.InvoiceID = id
		return params
	}
	runFlows(t, []flow{
		{"created", nil, func(b *bench, _ string) {
			b.invoice(&invoices.CreateParams{CustomerID: "cust_test_123", LineItems: []invoices.LineItemParams{line("Work", "1", api.SSUSD("1"))}})
		}, "invoice.created draft"},
		{"created and sent", nil, func(b *bench, _ string) { sentInvoice(b) }, "invoice.created draft\ninvoice.sent sent"},
		{"reminded", sentInvoice, func(b *bench, id string) {
			sent, err := b.trySend(id, invoices.SendParams{})
			does(b, sent, err)
		}, "invoice.sent sent"},
		{"paid in parts", sentInvoice, func(b *bench, id string) {
			b.payInvoice(part(id, api.SSUSD("40.00")))
			b.pay(byCard(id, "60.00"))
		}, lines(paying, "invoice.partially_paid partially_paid", paying, "invoice.paid paid")},
		{"overdue", func(b *bench) string { void(b); return sentInvoice(b) }, func(b *bench, id string) {
			b.advance(late)
			b.payInvoice(part(id, api.SSUSD("40.00")))
			b.payInvoice(part(id, api.SSUSD("60.00")))
		}, lines("invoice.overdue overdue", paying, "invoice.partially_paid overdue", paying, "invoice.paid paid")},
		{"the seeded one falls due too", nil, func(b *bench, _ string) { b.advance(late) }, "invoice.overdue overdue"},
		{"voided", nil, func(b *bench, _ string) { void(b) }, "invoice.voided voided"},
		{"refunded in parts", paidInvoice, func(b *bench, id string) {
			p := b.getInvoice(id).Payments[0].PaymentID
			b.refund(p, api.SSUSD("40.00"))
			b.refund(p, api.Money{})
			b.payInvoice(whole(id, api.SSUSD("100.00")))
		}, lines("payment.refunded succeeded", "invoice.partially_paid partially_paid", "payment.refunded succeeded", paying, "invoice.paid paid")},
		{"viewed and updated", sentInvoice, func(b *bench, id string) {
			seen, err := b.tryView(id)
			does(b, seen, err)
			updated, err := b.tryUpdateInvoice(id, invoices.UpdateParams{Notes: new("n")})
			does(b, updated, err)
		}, ""},
	})
}
