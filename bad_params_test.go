package stateset_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

const (
	wallet     = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	baseWallet = "0x52908400098527886E0F7030069857D2E4169EE7"
)

func badID(name, id string) badInput {
	return badInput{"id: " + name, func(f *fixture) error {
		_, err := f.client.Payments.Get(f.ctx, id)
		return err
	}}
}

var badIDs = []badInput{
	badID("empty", ""),
	badID("one dot", "."),
	badID("two dots", ".."),
	badID("dots inside", "pay_1/../../admin"),
	badID("newline", "pay_1\r\nX: y"),
	badID("NUL", "pay_\x00"),
	badID("not UTF-8", "pay_\xff"),
	badID("long", "pay_"+strings.Repeat("x", 10<<10)),
	{"id: test mode with a live key", func(f *fixture) error { _, err := f.live.Payments.Cancel(f.ctx, "pay_test_456"); return err }},
	{"id: empty, of a refund", func(f *fixture) error { _, err := f.client.Payments.GetRefund(f.ctx, ""); return err }},
	{"id: empty, of an order", func(f *fixture) error {
		_, err := f.client.Orders.Update(f.ctx, "", &orders.UpdateParams{})
		return err
	}},
}

// badPayment changes a good payment by card.
func badPayment(name string, change func(*payments.CreateParams)) badInput {
	return badInput{"payment: " + name, func(f *fixture) error {
		params := &payments.CreateParams{
			Amount: stateset.USD("150.00"), CustomerID: "cust_1",
			PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_visa"}},
		}
		change(params)
		_, err := f.client.Payments.Create(f.ctx, params)
		return err
	}}
}

func badAmount(name string, m stateset.Money) badInput {
	return badPayment("amount "+name, func(p *payments.CreateParams) { p.Amount = m })
}

func badCard(name string, card payments.CardParams) badInput {
	return badPayment("card "+name, func(p *payments.CreateParams) { p.PaymentMethod.Card = &card })
}

func badBank(name string, ach payments.ACHParams) badInput {
	return badPayment("bank account "+name, func(p *payments.CreateParams) {
		p.PaymentMethod = &payments.MethodParams{Type: payments.MethodACH, ACH: &ach}
	})
}

func badMethod(name string, m payments.MethodParams) badInput {
	return badPayment("method "+name, func(p *payments.CreateParams) { p.PaymentMethod = &m })
}

// badToken changes a good payment in ssusd.
func badToken(name string, change func(*payments.CreateParams)) badInput {
	return badPayment("in ssusd, "+name, func(p *payments.CreateParams) {
		*p = payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet}
		change(p)
	})
}

func manyKeys(n int) map[string]string {
	m := map[string]string{}
	for i := range n {
		m[strconv.Itoa(i)] = ""
	}
	return m
}

var badPayments = []badInput{
	{"payment: nil params", func(f *fixture) error { _, err := f.client.Payments.Create(f.ctx, nil); return err }},
	badPayment("nothing set", func(p *payments.CreateParams) { *p = payments.CreateParams{} }),
	badAmount("missing", stateset.Money{}),
	badAmount("zero", stateset.USD("0")),
	badAmount("negative", stateset.USD("-1.00")),
	badAmount("with three decimals", stateset.USD("1.005")),
	badAmount("with seven decimals", stateset.SSUSD("0.0000001")),
	badAmount("of 10^15", stateset.USD("1000000000000000")),
	badAmount("with an absurd exponent", stateset.Money{Value: decimal.New(1, 2_000_000_000), Currency: "USD"}),
	badAmount("without a currency", stateset.Money{Value: decimal.NewFromInt(5)}),
	badAmount("in us", stateset.Money{Value: decimal.NewFromInt(5), Currency: "us"}),
	badAmount("in USDD", stateset.Money{Value: decimal.NewFromInt(5), Currency: "USDD"}),
	badAmount("in usd with a long s", stateset.Money{Value: decimal.NewFromInt(5), Currency: "u\u017fd"}),
	badAmount("empty text", stateset.USD("")),
	badAmount("with commas", stateset.USD("1,000.00")),
	badAmount("with an exponent", stateset.USD("1e3")),
	badAmount("with a plus", stateset.USD("+1")),
	badAmount("with a blank", stateset.USD(" 1")),
	badAmount("not a number", stateset.USD("NaN")),
	badAmount("in full-width digits", stateset.USD("０")),
	badAmount("with a point at its end", stateset.USD("1.")),
	badAmount("with a point at its beginning", stateset.USD(".5")),
	badAmount("of 400 digits", stateset.USD(strings.Repeat("9", 400))),
	badPayment("no method", func(p *payments.CreateParams) { p.PaymentMethod = nil }),
	badPayment("no customer", func(p *payments.CreateParams) { p.CustomerID = "" }),
	badPayment("recipient with dollars", func(p *payments.CreateParams) { p.Recipient = wallet }),
	badPayment("order and invoice", func(p *payments.CreateParams) { p.OrderID, p.InvoiceID = "ord_1", "inv_1" }),
	badPayment("customer id with a newline", func(p *payments.CreateParams) { p.CustomerID = "cust_1\n" }),
	badPayment("order id not UTF-8", func(p *payments.CreateParams) { p.OrderID = "ord_\xff" }),
	badPayment("description not UTF-8", func(p *payments.CreateParams) { p.Description = "coffee \xff" }),
	badPayment("description long", func(p *payments.CreateParams) { p.Description = strings.Repeat("x", 501) }),
	badPayment("description of a megabyte", func(p *payments.CreateParams) { p.Description = strings.Repeat("x", 1<<20) }),
	badPayment("descriptor long", func(p *payments.CreateParams) { p.StatementDescriptor = strings.Repeat("x", 23) }),
	badPayment("descriptor with a NUL", func(p *payments.CreateParams) { p.StatementDescriptor = "a\x00b" }),
	badPayment("country", func(p *payments.CreateParams) { p.BillingAddress = &stateset.Address{Country: "Germany"} }),
	badPayment("address not UTF-8", func(p *payments.CreateParams) { p.BillingAddress = &stateset.Address{City: "\xc3"} }),
	badPayment("51 metadata keys", func(p *payments.CreateParams) { p.Metadata = manyKeys(51) }),
	badPayment("metadata key empty", func(p *payments.CreateParams) { p.Metadata = map[string]string{"": "x"} }),
	badPayment("metadata key long", func(p *payments.CreateParams) { p.Metadata = map[string]string{strings.Repeat("k", 41): "x"} }),
	badPayment("metadata value long", func(p *payments.CreateParams) { p.Metadata = map[string]string{"note": strings.Repeat("v", 501)} }),
	badPayment("metadata value of a strange key", func(p *payments.CreateParams) { p.Metadata = map[string]string{"a\x1b[31m\n": "\xff"} }),
	badMethod("empty", payments.MethodParams{}),
	badMethod("unknown type", payments.MethodParams{Type: "carD"}),
	badMethod("type of another kind", payments.MethodParams{Type: "bitcoin"}),
	badMethod("card missing", payments.MethodParams{Type: payments.MethodCard}),
	badMethod("card beside a wire", payments.MethodParams{Type: payments.MethodWire, Card: &payments.CardParams{Token: "tok_visa"}}),
	badMethod("wallet missing", payments.MethodParams{Type: payments.MethodCrypto}),
	badCard("empty", payments.CardParams{}),
	badCard("token and number", payments.CardParams{Token: "tok_visa", Number: "4000056655665556"}),
	badCard("number with a wrong check digit", payments.CardParams{Number: "4242424242424241", ExpMonth: 1, ExpYear: 2030}),
	badCard("number with blanks", payments.CardParams{Number: "4000 0566 5566 5556", ExpMonth: 1, ExpYear: 2030}),
	badCard("month 13", payments.CardParams{Number: "4000056655665556", ExpMonth: 13, ExpYear: 2030}),
	badCard("year of two digits", payments.CardParams{Number: "4000056655665556", ExpMonth: 1, ExpYear: 30}),
	badCard("code", payments.CardParams{Number: "4000056655665556", ExpMonth: 1, ExpYear: 2030, CVC: "hunter2"}),
	badBank("number", payments.ACHParams{AccountNumber: "99988877766-5", RoutingNumber: "110000000", AccountType: payments.AccountChecking}),
	badBank("routing number", payments.ACHParams{AccountNumber: "99988877766", RoutingNumber: "110000001", AccountType: payments.AccountChecking}),
	badBank("no type", payments.ACHParams{AccountNumber: "99988877766", RoutingNumber: "110000000"}),
	badBank("type", payments.ACHParams{AccountNumber: "99988877766", RoutingNumber: "110000000", AccountType: "saving"}),
	badToken("no recipient", func(p *payments.CreateParams) { p.Recipient = "" }),
	badToken("recipient no wallet", func(p *payments.CreateParams) { p.Recipient = "alice" }),
	badToken("order without a method", func(p *payments.CreateParams) { p.OrderID, p.Recipient = "ord_1", "" }),
	badToken("wallet of another chain", func(p *payments.CreateParams) {
		p.PaymentMethod = &payments.MethodParams{Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: baseWallet}}
	}),
	badToken("unknown chain", func(p *payments.CreateParams) {
		p.PaymentMethod = &payments.MethodParams{Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: wallet, Chain: "solanna"}}
	}),
	{"capture: amount zero", func(f *fixture) error {
		_, err := f.client.Payments.Capture(f.ctx, "pay_1", &payments.CaptureParams{Amount: stateset.USD("0")})
		return err
	}},
	{"capture: descriptor long", func(f *fixture) error {
		_, err := f.client.Payments.Capture(f.ctx, "pay_1", &payments.CaptureParams{StatementDescriptor: strings.Repeat("x", 23)})
		return err
	}},
	{"refund: nil params", func(f *fixture) error { _, err := f.client.Payments.Refund(f.ctx, "pay_1", nil); return err }},
	{"refund: no reason", func(f *fixture) error {
		_, err := f.client.Payments.Refund(f.ctx, "pay_1", &payments.RefundParams{})
		return err
	}},
	{"refund: reason misspelt", func(f *fixture) error {
		_, err := f.client.Payments.Refund(f.ctx, "pay_1", &payments.RefundParams{Reason: "duplicated"})
		return err
	}},
	{"refund: amount negative", func(f *fixture) error {
		_, err := f.client.Payments.Refund(f.ctx, "pay_1", &payments.RefundParams{Reason: payments.ReasonOther, Amount: stateset.USD("-1")})
		return err
	}},
}

func badList(name string, params payments.ListParams) badInput {
	return badInput{"list: " + name, func(f *fixture) error { _, err := f.client.Payments.List(f.ctx, &params); return err }}
}

var year10000 = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)

var badLists = []badInput{
	badList("limit above", payments.ListParams{Limit: 101}),
	badList("limit below", payments.ListParams{Limit: -1}),
	badList("both cursors", payments.ListParams{StartingAfter: "pay_1", EndingBefore: "pay_2"}),
	badList("cursor of another list", payments.ListParams{StartingAfter: "ord_1"}),
	badList("cursor with a newline", payments.ListParams{EndingBefore: "pay_1\n"}),
	badList("status misspelt", payments.ListParams{Status: "succeded"}),
	badList("status of something else", payments.ListParams{Status: "shipped"}),
	badList("method unknown", payments.ListParams{PaymentMethodType: "cash"}),
	badList("currency unknown", payments.ListParams{Currency: "us"}),
	badList("amounts of two currencies", payments.ListParams{Amount: stateset.AmountRange{GT: stateset.USD("1"), LT: stateset.SSUSD("2")}}),
	badList("amounts in another currency", payments.ListParams{Currency: "EUR", Amount: stateset.AmountRange{GT: stateset.USD("1")}}),
	badList("amount without a currency", payments.ListParams{Amount: stateset.AmountRange{GTE: stateset.Money{Value: decimal.NewFromInt(5)}}}),
	badList("amount with too many decimals", payments.ListParams{Amount: stateset.AmountRange{GTE: stateset.USD("0.001")}}),
	badList("time in the year 10000", payments.ListParams{Created: stateset.Since(year10000)}),
	badList("customer id with a NUL", payments.ListParams{CustomerID: "cust_\x00"}),
	badList("metadata key long", payments.ListParams{Metadata: stateset.MetadataFilter{strings.Repeat("k", 41): "v"}}),
	{"list: refunds by another cursor", func(f *fixture) error {
		_, err := f.client.Payments.ListRefunds(f.ctx, &payments.RefundListParams{StartingAfter: "pay_1"})
		return err
	}},
	{"list: orders by another cursor", func(f *fixture) error {
		_, err := f.client.Orders.List(f.ctx, &orders.ListParams{EndingBefore: "pay_1"})
		return err
	}},
	{"list: orders, status misspelt", func(f *fixture) error {
		_, err := f.client.Orders.List(f.ctx, &orders.ListParams{PaymentStatus: "payed"})
		return err
	}},
	{"list: all, limit above", func(f *fixture) error {
		_, err := stateset.Collect(f.client.Payments.All(f.ctx, &payments.ListParams{Limit: 1000}), 5)
		return err
	}},
	{"list: prefetch with a response", func(f *fixture) error {
		var r stateset.Response
		_, err := stateset.Collect(f.client.Payments.All(f.ctx, nil, stateset.WithPrefetch(), stateset.WithResponse(&r)), 5)
		return err
	}},
}

// badOrder changes a good order.
func badOrder(name string, change func(*orders.CreateParams)) badInput {
	return badInput{"order: " + name, func(f *fixture) error {
		params := &orders.CreateParams{CustomerID: "cust_1", Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: stateset.SSUSD("12.50")}}}
		change(params)
		_, err := f.client.Orders.Create(f.ctx, params)
		return err
	}}
}

// badItem adds a second item to a good order.
func badItem(name string, item orders.ItemParams) badInput {
	return badOrder("item "+name, func(p *orders.CreateParams) { p.Items = append(p.Items, item) })
}

// badPay changes a good payment of an order.
func badPay(name string, change func(*orders.PayParams), opts ...stateset.RequestOption) badInput {
	return badInput{"order, pay: " + name, func(f *fixture) error {
		params := &orders.PayParams{OrderID: "ord_1", PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: stateset.SSUSD("150")}}
		change(params)
		_, err := f.client.Orders.Pay(f.ctx, params, opts...)
		return err
	}}
}

func split(recipient, amount string) orders.SplitParams {
	return orders.SplitParams{Recipient: recipient, Amount: stateset.SSUSD(amount)}
}

var badOrders = []badInput{
	{"order: nil params", func(f *fixture) error { _, err := f.client.Orders.Create(f.ctx, nil); return err }},
	badOrder("no items", func(p *orders.CreateParams) { p.Items = nil }),
	badOrder("501 items", func(p *orders.CreateParams) { p.Items = make([]orders.ItemParams, 501) }),
	badOrder("no customer", func(p *orders.CreateParams) { p.CustomerID = "" }),
	badOrder("two customers", func(p *orders.CreateParams) { p.Customer = &orders.CustomerParams{Email: "a@example.com"} }),
	badOrder("customer not UTF-8", func(p *orders.CreateParams) { p.CustomerID, p.Customer = "", &orders.CustomerParams{Email: "a\xff"} }),
	badOrder("amounts of two currencies", func(p *orders.CreateParams) { p.TaxAmount = stateset.USD("1") }),
	badOrder("discount negative", func(p *orders.CreateParams) { p.DiscountAmount = stateset.SSUSD("-1") }),
	badOrder("shipping without a currency", func(p *orders.CreateParams) { p.ShippingAmount = stateset.Money{Value: decimal.NewFromInt(3)} }),
	badOrder("expiry in the year 10000", func(p *orders.CreateParams) { p.PaymentExpiresAt = year10000 }),
	badOrder("country", func(p *orders.CreateParams) { p.ShippingAddress = &stateset.Address{Country: "usa"} }),
	badOrder("carrier not UTF-8", func(p *orders.CreateParams) { p.Shipping = &orders.ShippingParams{Carrier: "\xff"} }),
	badOrder("notes with a NUL", func(p *orders.CreateParams) { p.Notes = "a\x00" }),
	badItem("empty", orders.ItemParams{}),
	badItem("without a price", orders.ItemParams{Name: "Cup", Quantity: 1}),
	badItem("with a negative price", orders.ItemParams{Name: "Cup", Quantity: 1, Price: stateset.SSUSD("-1")}),
	badItem("of quantity zero", orders.ItemParams{Name: "Cup", Price: stateset.SSUSD("1")}),
	badItem("in another currency", orders.ItemParams{Name: "Cup", Quantity: 1, Price: stateset.USD("1")}),
	badItem("with a bad product id", orders.ItemParams{ProductID: "prod_\n", Quantity: 1}),
	badItem("with long metadata", orders.ItemParams{Name: "Cup", Quantity: 1, Price: stateset.SSUSD("1"), Metadata: map[string]string{"note": strings.Repeat("v", 501)}}),
	{"order, update: nil params", func(f *fixture) error { _, err := f.client.Orders.Update(f.ctx, "ord_1", nil); return err }},
	{"order, update: status", func(f *fixture) error {
		_, err := f.client.Orders.Update(f.ctx, "ord_1", &orders.UpdateParams{Status: new(orders.StatusCancelled)})
		return err
	}},
	{"order, fulfill: quantity", func(f *fixture) error {
		_, err := f.client.Orders.Fulfill(f.ctx, "ord_1", &orders.FulfillParams{Items: []orders.FulfilledItem{{ItemID: "item_1", Quantity: -2}}})
		return err
	}},
	{"order, fulfill: item id", func(f *fixture) error {
		_, err := f.client.Orders.Fulfill(f.ctx, "ord_1", &orders.FulfillParams{Items: []orders.FulfilledItem{{Quantity: 1}}})
		return err
	}},
	{"order, cancel: nil params", func(f *fixture) error { _, err := f.client.Orders.Cancel(f.ctx, "ord_1", nil); return err }},
	{"order, cancel: no reason", func(f *fixture) error {
		_, err := f.client.Orders.Cancel(f.ctx, "ord_1", &orders.CancelParams{})
		return err
	}},
	{"order, cancel: reason", func(f *fixture) error {
		_, err := f.client.Orders.Cancel(f.ctx, "ord_1", &orders.CancelParams{Reason: "because"})
		return err
	}},
	{"order, pay: nil params", func(f *fixture) error { _, err := f.client.Orders.Pay(f.ctx, nil); return err }},
	badPay("no order", func(p *orders.PayParams) { p.OrderID = "" }),
	badPay("no amount", func(p *orders.PayParams) { p.PaymentMethod.Amount = stateset.Money{} }),
	badPay("dollars", func(p *orders.PayParams) { p.PaymentMethod.Amount = stateset.USD("150") }),
	badPay("type of another currency", func(p *orders.PayParams) { p.PaymentMethod.Type = orders.PayUSDC }),
	badPay("type with a newline", func(p *orders.PayParams) { p.PaymentMethod.Type = "ssusd\n" }),
	badPay("no wallet", func(p *orders.PayParams) { p.PaymentMethod.WalletAddress = "" }),
	badPay("wallet of another chain", func(p *orders.PayParams) { p.PaymentMethod.Chain = "base" }),
	badPay("unknown chain", func(p *orders.PayParams) { p.PaymentMethod.Chain = "ethereum" }),
	badPay("splits too small", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{split(wallet, "135"), split(wallet, "14.99")}
	}),
	badPay("splits too large", func(p *orders.PayParams) { p.SplitPayments = []orders.SplitParams{split(wallet, "150.000001")} }),
	badPay("split negative", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{split(wallet, "151"), split(wallet, "-1")}
	}),
	badPay("split recipient", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{split(wallet, "135"), split("bob", "15")}
	}),
	badPay("split in another currency", func(p *orders.PayParams) {
		p.SplitPayments = []orders.SplitParams{{Recipient: wallet, Amount: stateset.USD("150")}}
	}),
	badPay("two idempotency keys", func(p *orders.PayParams) { p.Metadata = map[string]string{"idempotency_key": "a"} }, stateset.WithIdempotencyKey("b")),
	badPay("idempotency key and none", func(p *orders.PayParams) { p.Metadata = map[string]string{"idempotency_key": "a"} }, stateset.WithoutIdempotencyKey()),
	badPay("idempotency key with a blank", func(p *orders.PayParams) { p.Metadata = map[string]string{"idempotency_key": "a b"} }),
}

func badDo(name, method, path string, body any) badInput {
	return badInput{"do: " + name, func(f *fixture) error { return f.client.Do(f.ctx, method, path, body, nil) }}
}

func cycle() map[string]any {
	m := map[string]any{}
	m["self"] = m
	return m
}

var (
	nobody   context.Context
	noClient *stateset.Client
)

var badCalls = []badInput{
	badDo("no method", "", "/x", nil),
	badDo("method in small letters", "post", "/x", nil),
	badDo("path relative", "GET", "payments", nil),
	badDo("path another host", "GET", "//evil.example.com/x", nil),
	badDo("path with dots", "GET", "/payments/../../admin", nil),
	badDo("path with v1", "GET", "/v1/payments", nil),
	badDo("path with a bad escape", "GET", "/payments/%zz?secret=hunter2", nil),
	badDo("path with a newline", "GET", "/x\r\nX: y", nil),
	badDo("query malformed", "GET", "/x?a=%zz&secret=hunter2", nil),
	badDo("body of a GET", "GET", "/x", map[string]string{}),
	badDo("body a channel", "POST", "/x", map[string]any{"metadata": make(chan int)}),
	badDo("body a cycle", "POST", "/x", cycle()),
	badDo("body bad raw JSON", "POST", "/x", json.RawMessage(`{"a":`)),
	{"context nil", func(f *fixture) error { _, err := f.client.Payments.Get(nobody, "pay_1"); return err }},
	{"context nil, list", func(f *fixture) error { _, err := f.client.Payments.List(nobody, nil); return err }},
	{"context nil, all", func(f *fixture) error {
		_, err := stateset.Collect(f.client.Payments.All(nobody, nil), 1)
		return err
	}},
	{"context nil, do", func(f *fixture) error { return f.client.Do(nobody, "GET", "/x", nil, nil) }},
	{"client nil, balance", func(f *fixture) error { _, err := noClient.Balance(f.ctx); return err }},
	{"client nil, with", func(*fixture) error { _, err := noClient.With(); return err }},
	{"client nil, do", func(f *fixture) error { return noClient.Do(f.ctx, "GET", "/x", nil, nil) }},
	{"client nil, resolve", func(f *fixture) error { _, err := noClient.Resolve(f.ctx, errors.New("x")); return err }},
	{"client empty, balance", func(f *fixture) error { _, err := new(stateset.Client).Balance(f.ctx); return err }},
	{"client empty, with", func(*fixture) error { _, err := new(stateset.Client).With(); return err }},
	{"client empty, do", func(f *fixture) error { return new(stateset.Client).Do(f.ctx, "GET", "/x", nil, nil) }},
	{"service empty", func(f *fixture) error { _, err := new(payments.Service).Get(f.ctx, "pay_1"); return err }},
	{"resolve: nil", func(f *fixture) error { _, err := f.client.Resolve(f.ctx, nil); return err }},
	{"resolve: another error", func(f *fixture) error { _, err := f.client.Resolve(f.ctx, errors.New("boom")); return err }},
	{"money: bad text", func(*fixture) error { _, err := stateset.NewMoney("12,50", "EUR"); return err }},
	{"money: unknown currency", func(*fixture) error { _, err := stateset.FromMinor(1, "euro"); return err }},
}
