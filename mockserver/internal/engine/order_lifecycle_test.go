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

func TestFulfillInParts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.payOrder("ord_test_789", api.SSUSD("100"))
	items := b.getOrder("ord_test_789").Items
	mugs, lamp := items[0].ID, items[1].ID
	o := must[*orders.Order](b)(run(b, func(tx *Tx) (*orders.Order, error) {
		return tx.FulfillOrder("ord_test_789", &orders.FulfillParams{
			Items: []orders.FulfilledItem{{ItemID: mugs, Quantity: 1}}, Carrier: "ups", TrackingNumber: "1Z", TrackingURL: "https://t.example/1Z",
			Metadata: map[string]string{"box": "1"}})
	}))
	require.Equal(t, []any{orders.StatusProcessing, orders.FulfillmentPartiallyFulfilled}, []any{o.Status, o.FulfillmentStatus})
	require.True(t, o.FulfilledAt.IsZero())
	require.Equal(t, []int{1, 0}, []int{o.Items[0].FulfilledQuantity, o.Items[1].FulfilledQuantity})
	require.Equal(t, 0, items[0].FulfilledQuantity, "records do not change")
	require.Equal(t, &orders.Shipping{Carrier: "ups", TrackingNumber: "1Z", TrackingURL: "https://t.example/1Z"}, o.Shipping)
	require.Regexp(t, `^ful_test_`, o.Fulfillments[0].ID)
	require.Equal(t, []orders.FulfilledItem{{ItemID: mugs, Quantity: 1}}, o.Fulfillments[0].Items)
	require.Equal(t, map[string]string{"box": "1"}, o.Fulfillments[0].Metadata)

	for _, test := range []struct {
		code, param string
		items       []orders.FulfilledItem
	}{
		{CodeParameterInvalid, "items[0].quantity", []orders.FulfilledItem{{ItemID: mugs, Quantity: 2}}},
		{CodeParameterInvalid, "items[1].quantity", []orders.FulfilledItem{{ItemID: mugs, Quantity: 1}, {ItemID: mugs, Quantity: 1}}},
		{CodeResourceNotFound, "items[1].item_id", []orders.FulfilledItem{{ItemID: mugs, Quantity: 1}, {ItemID: "item_no", Quantity: 1}}},
	} {
		b.refused(test.code, test.param, func() error { return failing(b.tryFulfill("ord_test_789", test.items...)) })
	}

	b.advance(time.Hour)
	o = must[*orders.Order](b)(b.tryFulfill("ord_test_789"))
	require.Equal(t, []any{orders.StatusFulfilled, orders.FulfillmentFulfilled, birth.Add(time.Hour)}, []any{o.Status, o.FulfillmentStatus, o.FulfilledAt})
	require.Equal(t, []orders.FulfilledItem{{ItemID: mugs, Quantity: 1}, {ItemID: lamp, Quantity: 1}}, o.Fulfillments[1].Items, "all that is left")
	require.Equal(t, "1Z", o.Shipping.TrackingNumber, "the tracking is unchanged")
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryFulfill("ord_test_789")) })
}

func TestFulfillRequiresAPaidOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.refused(CodeOrderNotPaid, "", func() error { return failing(b.tryFulfill("ord_test_789")) })
	b.payOrder("ord_test_789", api.SSUSD("99.999999"))
	b.refused(CodeOrderNotPaid, "", func() error { return failing(b.tryFulfill("ord_test_789")) })
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryFulfill("ord_no")) })
	require.NoError(t, failing(b.tryCancelOrder("ord_123")))
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryFulfill("ord_123")) })
}

func TestUpdateOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	o := must[*orders.Order](b)(b.tryUpdate("ord_123", orders.UpdateParams{
		ShippingAddress: &api.Address{City: "Oslo"}, Shipping: &orders.ShippingUpdate{Method: new("express")}, Notes: new("call first"),
		Metadata: map[string]*string{"a": new("1"), "b": new("2"), "gone": nil},
	}))
	require.Equal(t, "Oslo", o.ShippingAddress.City)
	require.Equal(t, "San Francisco", o.BillingAddress.City, "absent means unchanged")
	require.Equal(t, &orders.Shipping{Method: "express"}, o.Shipping)
	require.Equal(t, "call first", o.Notes)
	b.advance(time.Minute)
	o = must[*orders.Order](b)(b.tryUpdate("ord_123", orders.UpdateParams{
		BillingAddress: &api.Address{City: "Rome"}, Shipping: &orders.ShippingUpdate{Carrier: new("dhl")}, Metadata: map[string]*string{"a": nil, "b": new("3")},
	}))
	require.Equal(t, []string{"Oslo", "Rome", "call first"}, []string{o.ShippingAddress.City, o.BillingAddress.City, o.Notes})
	require.Equal(t, &orders.Shipping{Method: "express", Carrier: "dhl"}, o.Shipping)
	require.Equal(t, map[string]string{"b": "3"}, o.Metadata)
	require.Equal(t, birth.Add(time.Minute), o.UpdatedAt)
	o = must[*orders.Order](b)(b.tryUpdate("ord_123", orders.UpdateParams{Shipping: &orders.ShippingUpdate{Carrier: new("")}, Notes: new("")}))
	require.Equal(t, &orders.Shipping{Method: "express"}, o.Shipping)
	require.Empty(t, o.Notes)
	o = must[*orders.Order](b)(b.tryUpdate("ord_123", orders.UpdateParams{ShippingAddress: &api.Address{}, Shipping: &orders.ShippingUpdate{}}))
	require.Nil(t, o.Shipping)
	require.Nil(t, o.ShippingAddress)
	require.Equal(t, "Rome", o.BillingAddress.City)

	tooMany := map[string]*string{}
	for i := range 50 {
		tooMany[strconv.Itoa(i)] = new("x")
	}
	b.refused(CodeParameterInvalid, "metadata", func() error { return failing(b.tryUpdate("ord_123", orders.UpdateParams{Metadata: tooMany})) })
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryUpdate("ord_no", orders.UpdateParams{})) })
}

func TestDelivery(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	deliver := func() error {
		return failing(b.tryUpdate("ord_123", orders.UpdateParams{Status: new(orders.StatusDelivered)}))
	}
	refusal := b.refused(CodeInvalidState, "", deliver)
	require.Contains(t, refusal.Message, "'pending'")
	require.Contains(t, refusal.Message, "'delivered'")
	b.payOrder("ord_123", api.SSUSD("100"))
	require.NoError(t, failing(b.tryFulfill("ord_123")))
	for param, params := range map[string]orders.UpdateParams{
		"shipping_address": {ShippingAddress: &api.Address{}}, "billing_address": {BillingAddress: &api.Address{}}, "shipping": {Shipping: &orders.ShippingUpdate{}},
	} {
		refusal := b.refused(CodeInvalidState, param, func() error { return failing(b.tryUpdate("ord_123", params)) })
		require.Contains(t, refusal.Message, "'fulfilled'")
		require.Contains(t, refusal.Message, "'unfulfilled'")
	}
	b.advance(time.Hour)
	require.NoError(t, deliver())
	o := b.getOrder("ord_123")
	require.Equal(t, []any{orders.StatusDelivered, birth.Add(time.Hour)}, []any{o.Status, o.DeliveredAt})
	b.refused(CodeInvalidState, "", deliver)
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancelOrder("ord_123")) })
	require.NoError(t, failing(b.tryUpdate("ord_123", orders.UpdateParams{Notes: new("later")})))
}

func TestCancelUnpaidOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := must[*orders.CancelResult](b)(run(b, func(tx *Tx) (*orders.CancelResult, error) {
		return tx.CancelOrder("ord_123", &orders.CancelParams{Reason: orders.CancelOutOfStock, Notes: "sorry"})
	}))
	require.Equal(t, []any{orders.StatusCancelled, orders.PaymentUnpaid, orders.CancelOutOfStock, "sorry", birth},
		[]any{r.Order.Status, r.Order.PaymentStatus, r.Order.CancellationReason, r.Order.Notes, r.Order.CancelledAt})
	require.Nil(t, r.Refund)
	require.NotNil(t, r.Refunds)
	require.Empty(t, r.Refunds)
	require.Equal(t, []*orders.InventoryUpdate{
		{ProductID: "prod_test_123", QuantityReturned: 2, NewAvailable: 102}, {ProductID: "prod_test_456", QuantityReturned: 1, NewAvailable: 101},
	}, r.InventoryUpdates)
	require.Equal(t, &orders.Notifications{CustomerEmail: true}, r.NotificationsSent)
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancelOrder("ord_123")) })
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryCancelOrder("ord_no")) })
}

func TestCancelPaidOrderRefundsEveryPayment(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	card := b.pay(towards(cardPayment("50.00", "tok_visa"), "ord_123")).ID
	b.refund(card, api.USD("10"))
	wallet := b.payOrder("ord_123", api.SSUSD("20")).Payment.PaymentID
	authorized := b.pay(towards(authorize(cardPayment("5.00", "tok_visa")), "ord_123")).ID
	require.Error(t, failing(b.tryPay(towards(cardPayment("5.00", "tok_declined"), "ord_123"))))
	other := b.payOrder("ord_123", money("30", "usdc")).Payment.PaymentID
	require.Equal(t, orders.StatusProcessing, b.getOrder("ord_123").Status)

	r := must[*orders.CancelResult](b)(run(b, func(tx *Tx) (*orders.CancelResult, error) {
		return tx.CancelOrder("ord_123", &orders.CancelParams{
			Reason: orders.CancelDuplicateOrder, NotifyCustomer: new(false), RestockItems: new(false)})
	}))
	require.Equal(t, []any{orders.StatusCancelled, orders.PaymentRefunded, "100.00 ssusd", "100.00 ssusd"},
		[]any{r.Order.Status, r.Order.PaymentStatus, r.Order.AmountPaid.String(), r.Order.AmountRefunded.String()})
	require.Len(t, r.Refunds, 3)
	require.Same(t, r.Refunds[0], r.Refund, "the newest")
	for i, want := range [][2]string{{other, "30.00 usdc"}, {wallet, "20.00 ssusd"}, {card, "40.00 USD"}} {
		require.Equal(t, want, [2]string{r.Refunds[i].PaymentID, r.Refunds[i].Amount.String()})
		require.Equal(t, payments.ReasonDuplicate, r.Refunds[i].Reason)
	}
	require.Equal(t, r.Refunds[0].Transaction.BlockHeight, r.Refunds[1].Transaction.BlockHeight, "one call, one block")
	require.Empty(t, r.InventoryUpdates)
	require.Equal(t, &orders.Notifications{}, r.NotificationsSent)
	require.Equal(t, "1000000.00", b.balance(TestWallet))
	require.Equal(t, payments.StatusRequiresCapture, b.getPayment(authorized).Status)
}

func TestCancelThatCannotRefundDoesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.pay(towards(cardPayment("50.00", "tok_visa"), "ord_123"))
	b.payOrder("ord_123", api.SSUSD("50"))
	b.pay(&payments.CreateParams{Amount: api.SSUSD("1000050"), Recipient: merchant}) // empties the treasury
	b.refused(CodeInsufficientFunds, "", func() error { return failing(b.tryCancelOrder("ord_123")) })
}

func TestShippedOrderCannotBeCancelled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.payOrder("ord_123", api.SSUSD("100"))
	require.NoError(t, failing(b.tryFulfill("ord_123", orders.FulfilledItem{ItemID: b.getOrder("ord_123").Items[0].ID, Quantity: 1})))
	refusal := b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancelOrder("ord_123")) })
	require.Contains(t, refusal.Message, "'processing'")
	require.Contains(t, refusal.Message, "'cancelled'")
}

func TestStockIsTakenAndPutBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	available := func() int { return get(b, (*Tx).Products, "prod_test_123").Available }
	o := must[*orders.Order](b)(b.tryOrder(&orders.CreateParams{CustomerID: "cust_test_123", Items: []orders.ItemParams{
		{ProductID: "prod_test_123", Quantity: 60}, {ProductID: "prod_test_123", Quantity: 60}, {ProductID: "prod_other", Quantity: 1, Price: api.SSUSD("1")},
	}}))
	require.Equal(t, -20, available(), "back-ordered")
	r := must[*orders.CancelResult](b)(b.tryCancelOrder(o.ID))
	require.Equal(t, []*orders.InventoryUpdate{{ProductID: "prod_test_123", QuantityReturned: 120, NewAvailable: 100}}, r.InventoryUpdates)
	require.Equal(t, 100, available())
}

func TestReasonOfTheRefundFollowsTheCancellation(t *testing.T) {
	t.Parallel()
	for cancel, refund := range map[orders.CancelReason]payments.RefundReason{
		orders.CancelCustomerRequest: payments.ReasonRequestedByCustomer, orders.CancelFraudSuspected: payments.ReasonFraudulent,
		orders.CancelDuplicateOrder: payments.ReasonDuplicate, orders.CancelOutOfStock: payments.ReasonOther,
		orders.CancelPricingError: payments.ReasonOther, orders.CancelOther: payments.ReasonOther,
	} {
		b := newBench(t)
		b.payOrder("ord_123", api.SSUSD("1"))
		r := must[*orders.CancelResult](b)(run(b, func(tx *Tx) (*orders.CancelResult, error) {
			return tx.CancelOrder("ord_123", &orders.CancelParams{Reason: cancel})
		}))
		require.Equal(t, refund, r.Refund.Reason)
	}
}
