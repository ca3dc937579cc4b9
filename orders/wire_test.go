package orders_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func fullOrder() orders.Order {
	birth, shipped := golden.Time("2026-01-01T00:00:00Z"), golden.Time("2026-01-02T00:00:00Z")
	return orders.Order{
		ID: "ord_test_789", Object: "order", OrderNumber: "ORD-2026-000001", Status: orders.StatusFulfilled,
		PaymentStatus: orders.PaymentPartiallyRefunded, FulfillmentStatus: orders.FulfillmentFulfilled, Source: "web_checkout", CustomerID: "cust_test_123",
		Customer: &api.Customer{
			ID: "cust_test_123", Object: "customer", Email: "user@example.com", FirstName: "Ada", LastName: "Lovelace",
			Metadata: map[string]string{"vip": "yes"}, CreatedAt: birth,
		},
		Items: []*orders.Item{
			{
				ID: "item_1", Object: "order_item", ProductID: "prod_1", SKU: "MUG", Name: "Mug", Quantity: 2, FulfilledQuantity: 2,
				Product: &orders.Product{
					ID: "prod_1", Object: "product", SKU: "MUG", Name: "Mug", Price: api.SSUSD("12.50"), Available: 98, Metadata: map[string]string{}, CreatedAt: birth,
				},
				Price: api.SSUSD("12.50"), Total: api.SSUSD("25.00"), Metadata: map[string]string{"engraving": ""},
			},
			{
				ID: "item_2", Object: "order_item", Name: "Grain", Quantity: 3, Price: api.SSUSD("0.000001"), Total: api.SSUSD("0.000003"),
				Metadata: map[string]string{},
			},
		},
		Subtotal: api.SSUSD("25.000003"), TaxAmount: api.SSUSD("2.50"), ShippingAmount: api.SSUSD("5.00"), DiscountAmount: api.SSUSD("0.00"),
		TotalAmount: api.SSUSD("32.500003"), AmountPaid: api.SSUSD("32.500003"), AmountRefunded: api.SSUSD("1.00"),
		ShippingAddress: &api.Address{Name: "Ada Lovelace", Line1: "1 Main St", City: "Springfield", State: "IL", PostalCode: "62701", Country: "US"},
		Shipping:        &orders.Shipping{Method: "express", Carrier: "ups", TrackingNumber: "1Z"},
		Fulfillments: []*orders.Fulfillment{{
			ID: "ful_1", Items: []orders.FulfilledItem{{ItemID: "item_1", Quantity: 2}}, Carrier: "ups", TrackingNumber: "1Z",
			Metadata: map[string]string{}, CreatedAt: shipped,
		}},
		Payments: []*payments.Payment{}, Notes: "leave at the door", Metadata: map[string]string{"channel": "web"},
		CreatedAt: golden.Time("2026-01-01T10:00:00Z"), UpdatedAt: shipped, PaymentExpiresAt: golden.Time("2026-01-02T10:00:00Z"),
		PaidAt: golden.Time("2026-01-01T11:00:00Z"), FulfilledAt: shipped,
	}
}

func fullCancelResult() orders.CancelResult {
	cancelled := golden.Time("2026-01-03T00:00:00Z")
	return orders.CancelResult{
		Refund: &payments.Refund{
			ID: "ref_1", Object: "refund", Amount: api.SSUSD("150.00"), PaymentID: "pay_1", Status: payments.RefundSucceeded, Reason: payments.ReasonOther,
			Metadata: map[string]string{}, CreatedAt: cancelled, ProcessedAt: cancelled,
		},
		Refunds:           []*payments.Refund{},
		InventoryUpdates:  []*orders.InventoryUpdate{{ProductID: "prod_1", QuantityReturned: 2, NewAvailable: 100}},
		NotificationsSent: &orders.Notifications{CustomerEmail: true},
	}
}

func fullPayResult() orders.PayResult {
	paid := golden.Time("2024-01-15T10:30:05Z")
	return orders.PayResult{
		Success: true,
		Transaction: &api.Transaction{
			TxHash: "B5E7A2D9F3C8E1A4D6B9C3F7E2A5D8B1E4C7F9A2D5B8E1C4F7A9D2E5B8C1F4A7", BlockHeight: 1234567, Timestamp: paid, GasUsed: "75000", Chain: "stateset",
		},
		Payment: &orders.OrderPayment{
			PaymentID: "pay_9h8g7f6e5d4c3b2a", OrderID: "order_1234567890", Amount: api.SSUSD("150.00"), USDValue: api.USD("150.00"), Status: "completed",
			Splits: []*orders.Split{
				{Recipient: "stateset1merchantaddress123", Amount: api.SSUSD("135.00"), Type: "merchant", TxHash: "C6F8B3E0A6D9F4B7E3A6E9D4B7F0C3E8"},
				{Recipient: "stateset1platformfeeaddress456", Amount: api.SSUSD("15.00"), Type: "platform_fee", TxHash: "D7G9C4F1B7E0A5C8F4B7F0E5C8G1D4F9"},
			},
		},
		Order: &orders.PaidOrder{OrderID: "order_1234567890", Status: orders.StatusProcessing, PaymentStatus: orders.PaymentPaid, PaidAt: paid},
	}
}

func TestWireForm(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"order": fullOrder(), "order_unset": orders.Order{}, "cancel_result": fullCancelResult(), "cancel_result_unset": orders.CancelResult{},
		"order_pay_response": fullPayResult(), "pay_result_unset": orders.PayResult{},
		"pay_result_members_unset": orders.PayResult{Success: true, Transaction: &api.Transaction{}, Payment: &orders.OrderPayment{}, Order: &orders.PaidOrder{}},
	} {
		golden.JSON(t, name, value)
	}
}

func TestReadWireForm(t *testing.T) {
	t.Parallel()
	var order orders.Order
	require.NoError(t, json.Unmarshal(golden.Read(t, "order.json"), &order))
	require.Equal(t, fullOrder(), order)

	var unset orders.Order
	require.NoError(t, json.Unmarshal(golden.Read(t, "order_unset.json"), &unset))
	require.Equal(t, orders.Order{Items: []*orders.Item{}, Fulfillments: []*orders.Fulfillment{}, Metadata: map[string]string{}}, unset)

	var cancel orders.CancelResult
	require.NoError(t, json.Unmarshal(golden.Read(t, "cancel_result.json"), &cancel))
	require.Equal(t, fullCancelResult(), cancel)

	pay := orders.PayResult{Payment: &orders.OrderPayment{Status: "before"}} // replaced completely
	require.NoError(t, json.Unmarshal(golden.Read(t, "order_pay_response.json"), &pay))
	require.Equal(t, fullPayResult(), pay)

	require.NoError(t, json.Unmarshal(golden.Read(t, "pay_result_members_unset.json"), &pay))
	require.Equal(t, &orders.OrderPayment{Splits: []*orders.Split{}}, pay.Payment)
}

func TestReadTolerantly(t *testing.T) {
	t.Parallel()
	var o orders.Order
	require.NoError(t, json.Unmarshal([]byte(`{"status":"on_hold","payment_status":"future_status","fulfillment_status":"lost","cancellation_reason":"bored","new":{"x":[1]},
		"total_amount":{"value":1e2,"denom":"ssusd","usd_value":"100.00"},"tax_amount":{"denom":"ssUSD","value":2.50},
		"items":[{"price":{"value":"1.5e1","denom":"usd","more":true},"extra":1}]}`), &o))
	require.Equal(t, "100.00 ssusd", o.TotalAmount.String())
	require.Equal(t, "2.50 ssUSD", o.TaxAmount.String())
	require.Equal(t, "15.00 usd", o.Items[0].Price.String())
	require.Equal(t, orders.Status("on_hold"), o.Status)
	for _, known := range []bool{o.Status.Known(), o.PaymentStatus.Known(), o.FulfillmentStatus.Known(), o.CancellationReason.Known()} {
		require.False(t, known)
	}
	written, err := json.Marshal(o)
	require.NoError(t, err)
	for _, value := range []string{"on_hold", "future_status", "lost", "bored"} {
		require.Contains(t, string(written), `"`+value+`"`)
	}

	var r orders.PayResult
	require.NoError(t, json.Unmarshal([]byte(`{"success":true,"new":1,"payment":{"amount":{"value":150,"denom":"usdc","usd_value":1.5e2,"x":null},
		"status":"settling","splits":[{"amount":1e2,"x":[]},{"amount":null}]},"order":{"status":"odd"}}`), &r))
	require.Equal(t, "150.00 usdc", r.Payment.Amount.String())
	require.Equal(t, "150.00 USD", r.Payment.USDValue.String())
	require.Equal(t, "100.00 usdc", r.Payment.Splits[0].Amount.String())
	require.Zero(t, r.Payment.Splits[1].Amount)
	require.Equal(t, orders.PayStatus("settling"), r.Payment.Status)

	require.NoError(t, json.Unmarshal([]byte(`{"success":true}`), &r))
	require.Equal(t, orders.PayResult{Success: true}, r)
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for _, s := range []orders.Status{"pending", "processing", "fulfilled", "delivered", "cancelled", "refunded"} {
		require.True(t, s.Known(), s)
	}
	for _, s := range []orders.PaymentStatus{"unpaid", "partially_paid", "paid", "partially_refunded", "refunded"} {
		require.True(t, s.Known(), s)
	}
	for _, s := range []orders.FulfillmentStatus{"unfulfilled", "partially_fulfilled", "fulfilled"} {
		require.True(t, s.Known(), s)
	}
	for _, r := range []orders.CancelReason{"customer_request", "out_of_stock", "pricing_error", "fraud_suspected", "duplicate_order", "other"} {
		require.True(t, r.Known(), r)
	}
	for _, known := range []bool{
		orders.Status("").Known(), orders.Status("Pending").Known(), orders.PaymentStatus("").Known(), orders.FulfillmentStatus("").Known(), orders.CancelReason("").Known(),
	} {
		require.False(t, known)
	}
}

func TestReadErrorsNameTheField(t *testing.T) {
	t.Parallel()
	const huge = `{"value":"9223372036854775808","denom":"ssusd"}`
	for text, want := range map[string]string{
		`{"total_amount":` + huge + `}`:                      `total_amount.value: number "9223372036854775808" is invalid or out of range`,
		`{"items":[{},{"price":` + huge + `}]}`:              `items[1].price.value: number "9223372036854775808" is invalid or out of range`,
		`{"tax_amount":{"value":"1e5000000","denom":"usd"}}`: `tax_amount.value: number "1e5000000" is invalid or out of range`,
		`{"subtotal":"1.00"}`:                                `subtotal: unexpected string`,
		`{"amount_paid":{"value":"1.00"}}`:                   `amount_paid: amount without a denom`,
		`{"payments":[{"amount":1e30,"currency":"ssusd"}]}`:  `payments[0].amount: number "1e30" is invalid or out of range`,
		`{"payment_status":1}`:                               `payment_status: unexpected number`,
		`{"status":"paid","status":"paid"}`:                  `status: appears twice`,
	} {
		o := orders.Order{ID: "before"}
		require.EqualError(t, json.Unmarshal([]byte(text), &o), "stateset: "+want, text)
		require.Equal(t, orders.Order{ID: "before"}, o, "an error changes nothing")
	}
	for text, want := range map[string]string{
		`{"success":"yes"}`:                               `success: unexpected string`,
		`{"payment":{"order_id":1.5}}`:                    `payment.order_id: unexpected number`,
		`{"payment":{"amount":` + huge + `}}`:             `payment.amount.value: number "9223372036854775808" is invalid or out of range`,
		`{"payment":{"amount":{"usd_value":"1e30"}}}`:     `payment.amount.usd_value: number "1e30" is invalid or out of range`,
		`{"payment":{"splits":[{},{"amount":"1e30"}]}}`:   `payment.splits[1].amount: number "1e30" is invalid or out of range`,
		`{"payment":{"splits":[{"amount":"1"}]}}`:         `payment.splits[0].amount: amount without a currency`,
		`{"payment":{"amount":{"value":"1","denom":""}}}`: `payment.amount.value: amount without a currency`,
	} {
		r := orders.PayResult{Success: true}
		require.EqualError(t, json.Unmarshal([]byte(text), &r), "stateset: "+want, text)
		require.Equal(t, orders.PayResult{Success: true}, r, "an error changes nothing")
	}
}

// A member of an unexpected type that is not an ID, amount or status does not affect the
// other members.
func TestOddMembersAreSkipped(t *testing.T) {
	t.Parallel()
	var o orders.Order
	require.NoError(t, json.Unmarshal([]byte(`{"id":"ord_1","metadata":[],"created_at":"yesterday","items":[{"sku":"a","quantity":"two"}],
		"fulfillments":[{"items":[5,{"item_id":"item_1","quantity":"3"}]}],"shipping":"by air","fulfillment_status":{}}`), &o))
	require.Equal(t, orders.Order{
		ID: "ord_1", Items: []*orders.Item{{SKU: "a"}}, Fulfillments: []*orders.Fulfillment{{Items: []orders.FulfilledItem{{ItemID: "item_1", Quantity: 3}}}},
	}, o)
}

// Unknown members are encoded as they were received.
func TestUnknownMembersSurvive(t *testing.T) {
	t.Parallel()
	for text, value := range map[string]any{
		`{"id":"ord_1","items":[{"sku":"a","Color":"red"}],"fulfillments":[{"items":[{"lot":[1e400]}]}],"Tags":["x"]}`: new(orders.Order),
		`{"success":true,"payment":{"splits":[{"fee":{"bps":5}}],"risk":null},"trace":"t"}`:                            new(orders.PayResult),
		`{"order":{"new":1},"notifications_sent":{"sms":true},"case":{"id":7}}`:                                        new(orders.CancelResult),
	} {
		require.NoError(t, json.Unmarshal([]byte(text), value))
		written, err := json.Marshal(value)
		require.NoError(t, err)
		for _, member := range []string{`"Color":"red"`, `"lot":[1e400]`, `"Tags":["x"]`, `"fee":{"bps":5}`, `"risk":null`, `"trace":"t"`, `"new":1`, `"sms":true`, `"case":{"id":7}`} {
			require.Equal(t, strings.Contains(text, member), strings.Contains(string(written), member), "%s in %s", member, written)
		}
	}
}

// A null in a list stays null and causes no panic.
func TestNullInLists(t *testing.T) {
	t.Parallel()
	const pay = `{"payment":{"splits":[null,{"recipient":"a"}]}}`
	var r orders.PayResult
	require.NoError(t, json.Unmarshal([]byte(pay), &r))
	require.Nil(t, r.Payment.Splits[0])
	require.Equal(t, "a", r.Payment.Splits[1].Recipient)
	written, err := json.Marshal(r)
	require.NoError(t, err)
	require.Contains(t, string(written), `"splits":[null,{`)

	var o orders.Order
	require.NoError(t, json.Unmarshal([]byte(`{"items":[null],"fulfillments":[null],"payments":[null]}`), &o))
	written, err = json.Marshal(o)
	require.NoError(t, err)
	for _, list := range []string{"items", "fulfillments", "payments"} {
		require.Contains(t, string(written), `"`+list+`":[null]`)
	}
}

// An amount that the wire cannot represent is an error.
func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	ssusd := api.SSUSD("1")
	for want, p := range map[string]orders.OrderPayment{
		"invalid decimal": {Amount: ssusd, Splits: []*orders.Split{{Amount: api.SSUSD("1,0")}}},
		"no currency":     {Amount: api.FromDecimal(decimal.New(5, 0), "")},
		"ssusd and USD":   {Amount: ssusd, Splits: []*orders.Split{{Amount: api.USD("1")}}},
		"USD and ssusd":   {Amount: ssusd, USDValue: ssusd},
	} {
		_, err := json.Marshal(orders.PayResult{Payment: &p})
		require.ErrorContains(t, err, want)
	}
	_, err := json.Marshal(orders.Order{Items: []*orders.Item{{Price: api.USD("1,5")}}})
	require.ErrorContains(t, err, "invalid decimal")
}

func TestExpandedMembers(t *testing.T) {
	t.Parallel()
	written, err := json.Marshal(orders.Order{Items: []*orders.Item{{}}})
	require.NoError(t, err)
	for _, name := range []string{"customer", "payments", "product"} {
		require.NotContains(t, string(written), `"`+name+`":`)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		roundTrip(t, drawOrder(t), new(orders.Order))
		roundTrip(t, drawPayResult(t), new(orders.PayResult))
		cancel := orders.CancelResult{Order: new(drawOrder(t)), NotificationsSent: &orders.Notifications{Webhook: rapid.Bool().Draw(t, "webhook")}}
		roundTrip(t, cancel, new(orders.CancelResult))
	})
}

// roundTrip encodes v, decodes it into back and encodes that again.
func roundTrip(t *rapid.T, v, back any) {
	written, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
}

func drawMoney(t *rapid.T, currency string) api.Money {
	if rapid.Bool().Draw(t, "unset") {
		return api.Money{}
	}
	m, err := api.FromMinor(rapid.Int64Range(-1e14, 1e14).Draw(t, "units"), currency)
	require.NoError(t, err)
	return m
}

func drawCurrency(t *rapid.T) string {
	return rapid.SampledFrom([]string{"USD", "usd", "JPY", "KWD", "ssusd", "ssUSD", "usdc"}).Draw(t, "currency")
}

func drawTime(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "no time") {
		return time.Time{}
	}
	zone := time.FixedZone("drawn", rapid.IntRange(-12*3600, 14*3600).Draw(t, "zone"))
	return time.Unix(rapid.Int64Range(-6e10, 2e11).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).In(zone)
}

func drawOrder(t *rapid.T) orders.Order {
	currency := drawCurrency(t)
	o := orders.Order{
		ID: rapid.String().Draw(t, "id"), Status: orders.Status(rapid.String().Draw(t, "status")), Notes: rapid.String().Draw(t, "notes"),
		Subtotal: drawMoney(t, currency), TotalAmount: drawMoney(t, currency), AmountPaid: drawMoney(t, currency),
		Metadata: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "metadata"), CreatedAt: drawTime(t), PaidAt: drawTime(t),
	}
	for range rapid.IntRange(0, 3).Draw(t, "items") {
		o.Items = append(o.Items, &orders.Item{Name: rapid.String().Draw(t, "name"), Quantity: rapid.IntRange(0, 1_000_000).Draw(t, "quantity"), Price: drawMoney(t, currency)})
	}
	if rapid.Bool().Draw(t, "address") {
		o.ShippingAddress = &api.Address{City: rapid.String().Draw(t, "city")}
	}
	return o
}

func drawPayResult(t *rapid.T) orders.PayResult {
	r := orders.PayResult{Success: rapid.Bool().Draw(t, "success"), Order: &orders.PaidOrder{PaidAt: drawTime(t)}}
	if rapid.Bool().Draw(t, "payment") {
		amount, err := api.FromMinor(rapid.Int64Range(0, 1e14).Draw(t, "amount"), drawCurrency(t))
		require.NoError(t, err)
		r.Payment = &orders.OrderPayment{PaymentID: rapid.String().Draw(t, "id"), Amount: amount, USDValue: drawMoney(t, "USD")}
		for range rapid.IntRange(0, 3).Draw(t, "splits") {
			r.Payment.Splits = append(r.Payment.Splits, &orders.Split{Recipient: rapid.String().Draw(t, "recipient"), Amount: drawMoney(t, amount.Currency())})
		}
	}
	return r
}
