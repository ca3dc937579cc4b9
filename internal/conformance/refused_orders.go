package conformance

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/orders"
)

// refusedOrder changes a good order.
func refusedOrder(name, param string, change func(*orders.CreateParams)) Refusal {
	return Refusal{name, param, func(ctx context.Context, c *stateset.Client) error {
		params := goodOrder()
		change(params)
		return dropped(c.Orders.Create(ctx, params))
	}}
}

// refusedItem adds a second item to a good order.
func refusedItem(name, param string, item orders.ItemParams) Refusal {
	return refusedOrder("item "+name, param, func(p *orders.CreateParams) { p.Items = append(p.Items, item) })
}

var refusedOrders = []Refusal{
	{"nil params", "params", func(ctx context.Context, c *stateset.Client) error { return dropped(c.Orders.Create(ctx, nil)) }},
	refusedOrder("no items", "items", func(p *orders.CreateParams) { p.Items = nil }),
	refusedOrder("501 items", "items", func(p *orders.CreateParams) { p.Items = make([]orders.ItemParams, 501) }),
	refusedOrder("no customer", "customer_id", func(p *orders.CreateParams) { p.CustomerID = "" }),
	refusedOrder("two customers", "customer", func(p *orders.CreateParams) { p.Customer = &orders.CustomerParams{Email: "a@example.com"} }),
	refusedOrder("customer not UTF-8", "customer.email", func(p *orders.CreateParams) { p.CustomerID, p.Customer = "", &orders.CustomerParams{Email: "a\xff"} }),
	refusedOrder("amounts of two currencies", "tax_amount", func(p *orders.CreateParams) { p.TaxAmount = stateset.USD("1") }),
	refusedOrder("discount negative", "discount_amount", func(p *orders.CreateParams) { p.DiscountAmount = stateset.SSUSD("-1") }),
	refusedOrder("shipping without a currency", "shipping_amount", func(p *orders.CreateParams) { p.ShippingAmount = stateset.FromDecimal(decimal.NewFromInt(3), "") }),
	refusedOrder("expiry in the year 10000", "payment_expires_at", func(p *orders.CreateParams) { p.PaymentExpiresAt = year10000 }),
	refusedOrder("country", "shipping_address.country", func(p *orders.CreateParams) { p.ShippingAddress = &stateset.Address{Country: "usa"} }),
	refusedOrder("carrier not UTF-8", "shipping.carrier", func(p *orders.CreateParams) { p.Shipping = &orders.ShippingParams{Carrier: "\xff"} }),
	refusedOrder("notes with a NUL", "notes", func(p *orders.CreateParams) { p.Notes = "a\x00" }),
	refusedItem("empty", "items[1].name", orders.ItemParams{}),
	refusedItem("without a price", "items[1].price", orders.ItemParams{Name: "Cup", Quantity: 1}),
	refusedItem("with a negative price", "items[1].price", orders.ItemParams{Name: "Cup", Quantity: 1, Price: stateset.SSUSD("-1")}),
	refusedItem("of quantity zero", "items[1].quantity", orders.ItemParams{Name: "Cup", Price: stateset.SSUSD("1")}),
	refusedItem("in another currency", "items[1].price", orders.ItemParams{Name: "Cup", Quantity: 1, Price: stateset.USD("1")}),
	refusedItem("with a bad product id", "items[1].product_id", orders.ItemParams{ProductID: "prod_\n", Quantity: 1}),
	refusedItem("with long metadata", "items[1].metadata.note", orders.ItemParams{Name: "Cup", Quantity: 1, Price: stateset.SSUSD("1"), Metadata: map[string]string{"note": strings.Repeat("v", 501)}}),
}

var refusedOrderUpdates = []Refusal{
	{"nil params", "params", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Orders.Update(ctx, "ord_1", nil))
	}},
	{"status", "status", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Orders.Update(ctx, "ord_1", &orders.UpdateParams{Status: new(orders.StatusCancelled)}))
	}},
}

var refusedFulfillments = []Refusal{
	{"quantity", "items[0].quantity", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Orders.Fulfill(ctx, "ord_1", &orders.FulfillParams{Items: []orders.FulfilledItem{{ItemID: "item_1", Quantity: -2}}}))
	}},
	{"item id", "items[0].item_id", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Orders.Fulfill(ctx, "ord_1", &orders.FulfillParams{Items: []orders.FulfilledItem{{Quantity: 1}}}))
	}},
}

var refusedOrderCancels = []Refusal{
	{"nil params", "params", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Orders.Cancel(ctx, "ord_1", nil))
	}},
	{"no reason", "reason", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Orders.Cancel(ctx, "ord_1", &orders.CancelParams{}))
	}},
	{"reason", "reason", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Orders.Cancel(ctx, "ord_1", &orders.CancelParams{Reason: "because"}))
	}},
}

// refusedPay changes a good payment of an order.
func refusedPay(name, param string, change func(*orders.PayParams), opts ...stateset.RequestOption) Refusal {
	return Refusal{name, param, func(ctx context.Context, c *stateset.Client) error {
		params := orderPayment("ord_1")
		params.PaymentMethod.Amount = stateset.SSUSD("150")
		change(params)
		return dropped(c.Orders.Pay(ctx, params, opts...))
	}}
}

func split(recipient, amount string) orders.SplitParams {
	return orders.SplitParams{Recipient: recipient, Amount: stateset.SSUSD(amount)}
}

var refusedOrderPayments = []Refusal{
	{"nil params", "params", func(ctx context.Context, c *stateset.Client) error { return dropped(c.Orders.Pay(ctx, nil)) }},
	refusedPay("no order", "order_id", func(p *orders.PayParams) { p.OrderID = "" }),
	refusedPay("no amount", "payment_method.amount", func(p *orders.PayParams) { p.PaymentMethod.Amount = stateset.Money{} }),
	refusedPay("dollars", "payment_method.amount", func(p *orders.PayParams) { p.PaymentMethod.Amount = stateset.USD("150") }),
	refusedPay("type of another currency", "payment_method.type", func(p *orders.PayParams) { p.PaymentMethod.Type = orders.PayUSDC }),
	refusedPay("type with a newline", "payment_method.type", func(p *orders.PayParams) { p.PaymentMethod.Type = "ssusd\n" }),
	refusedPay("no wallet", "payment_method.wallet_address", func(p *orders.PayParams) { p.PaymentMethod.WalletAddress = "" }),
	refusedPay("wallet of another chain", "payment_method.wallet_address", func(p *orders.PayParams) { p.PaymentMethod.Chain = "base" }),
	refusedPay("unknown chain", "payment_method.chain", func(p *orders.PayParams) { p.PaymentMethod.Chain = "ethereum" }),
	refusedPay("splits too small", "split_payments", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{split(wallet, "135"), split(wallet, "14.99")}
	}),
	refusedPay("splits too large", "split_payments", func(p *orders.PayParams) { p.SplitPayments = []orders.SplitParams{split(wallet, "150.000001")} }),
	refusedPay("split negative", "split_payments[1].amount", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{split(wallet, "151"), split(wallet, "-1")}
	}),
	refusedPay("split recipient", "split_payments[1].recipient", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{split(wallet, "135"), split("bob", "15")}
	}),
	refusedPay("split in another currency", "split_payments[0].amount", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{{Recipient: wallet, Amount: stateset.USD("150")}}
	}),
	refusedPay("two idempotency keys", "metadata.idempotency_key", func(p *orders.PayParams) { p.Metadata = map[string]string{"idempotency_key": "a"} }, stateset.WithIdempotencyKey("b")),
	refusedPay("idempotency key and none", "metadata.idempotency_key", func(p *orders.PayParams) { p.Metadata = map[string]string{"idempotency_key": "a"} }, stateset.WithoutIdempotencyKey()),
	refusedPay("idempotency key with a blank", "metadata.idempotency_key", func(p *orders.PayParams) { p.Metadata = map[string]string{"idempotency_key": "a b"} }),
}
