package conformance

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

// refusedPayment changes a good payment by card.
func refusedPayment(name, param string, change func(*payments.CreateParams)) Refusal {
	return Refusal{name, param, func(ctx context.Context, c *stateset.Client) error {
		params := cardPayment()
		change(params)
		return dropped(c.Payments.Create(ctx, params))
	}}
}

func refusedAmount(name, param string, m stateset.Money) Refusal {
	return refusedPayment("amount "+name, param, func(p *payments.CreateParams) { p.Amount = m })
}

func refusedMethod(name, param string, m payments.MethodParams) Refusal {
	return refusedPayment("method "+name, param, func(p *payments.CreateParams) { p.PaymentMethod = &m })
}

func refusedCard(name, param string, card payments.CardParams) Refusal {
	return refusedPayment("card "+name, param, func(p *payments.CreateParams) { p.PaymentMethod.Card = &card })
}

func refusedBank(name, param string, ach payments.ACHParams) Refusal {
	return refusedMethod("bank account "+name, param, payments.MethodParams{Type: payments.MethodACH, ACH: &ach})
}

// refusedToken changes a good payment in ssusd.
func refusedToken(name, param string, change func(*payments.CreateParams)) Refusal {
	return refusedPayment("in ssusd, "+name, param, func(p *payments.CreateParams) {
		*p = *goodPayment()
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

var refusedPayments = []Refusal{
	{"nil params", "params", func(ctx context.Context, c *stateset.Client) error { return dropped(c.Payments.Create(ctx, nil)) }},
	refusedPayment("nothing set", "amount", func(p *payments.CreateParams) { *p = payments.CreateParams{} }),
	refusedAmount("missing", "amount", stateset.Money{}),
	refusedAmount("zero", "amount", stateset.USD("0")),
	refusedAmount("negative", "amount", stateset.USD("-1.00")),
	refusedAmount("with three decimals", "amount", stateset.USD("1.005")),
	refusedAmount("with seven decimals", "amount", stateset.SSUSD("0.0000001")),
	refusedAmount("of 10^15", "amount", stateset.USD("1000000000000000")),
	refusedAmount("with an absurd exponent", "amount", stateset.FromDecimal(decimal.New(1, 2_000_000_000), "USD")),
	refusedAmount("without a currency", "amount", stateset.FromDecimal(decimal.NewFromInt(5), "")),
	refusedAmount("in us", "amount", stateset.FromDecimal(decimal.NewFromInt(5), "us")),
	refusedAmount("in USDD", "amount", stateset.FromDecimal(decimal.NewFromInt(5), "USDD")),
	refusedAmount("in usd with a long s", "amount", stateset.FromDecimal(decimal.NewFromInt(5), "u\u017fd")),
	refusedAmount("empty text", "amount", stateset.USD("")),
	refusedAmount("with commas", "amount", stateset.USD("1,000.00")),
	refusedAmount("with an exponent", "amount", stateset.USD("1e3")),
	refusedAmount("with a plus", "amount", stateset.USD("+1")),
	refusedAmount("with a blank", "amount", stateset.USD(" 1")),
	refusedAmount("not a number", "amount", stateset.USD("NaN")),
	refusedAmount("in full-width digits", "amount", stateset.USD("０")),
	refusedAmount("with a point at its end", "amount", stateset.USD("1.")),
	refusedAmount("with a point at its beginning", "amount", stateset.USD(".5")),
	refusedAmount("of 400 digits", "amount", stateset.USD(strings.Repeat("9", 400))),
	refusedPayment("no method", "payment_method", func(p *payments.CreateParams) { p.PaymentMethod = nil }),
	refusedPayment("no customer", "customer_id", func(p *payments.CreateParams) { p.CustomerID = "" }),
	refusedPayment("recipient with dollars", "recipient", func(p *payments.CreateParams) { p.Recipient = wallet }),
	refusedPayment("order and invoice", "invoice_id", func(p *payments.CreateParams) { p.OrderID, p.InvoiceID = "ord_1", "inv_1" }),
	refusedPayment("customer id with a newline", "customer_id", func(p *payments.CreateParams) { p.CustomerID = "cust_1\n" }),
	refusedPayment("order id not UTF-8", "order_id", func(p *payments.CreateParams) { p.OrderID = "ord_\xff" }),
	refusedPayment("description not UTF-8", "description", func(p *payments.CreateParams) { p.Description = "coffee \xff" }),
	refusedPayment("description long", "description", func(p *payments.CreateParams) { p.Description = strings.Repeat("x", 501) }),
	refusedPayment("description of a megabyte", "description", func(p *payments.CreateParams) { p.Description = strings.Repeat("x", 1<<20) }),
	refusedPayment("descriptor long", "statement_descriptor", func(p *payments.CreateParams) { p.StatementDescriptor = strings.Repeat("x", 23) }),
	refusedPayment("descriptor with a NUL", "statement_descriptor", func(p *payments.CreateParams) { p.StatementDescriptor = "a\x00b" }),
	refusedPayment("country", "billing_address.country", func(p *payments.CreateParams) { p.BillingAddress = &stateset.Address{Country: "Germany"} }),
	refusedPayment("address not UTF-8", "billing_address.city", func(p *payments.CreateParams) { p.BillingAddress = &stateset.Address{City: "\xc3"} }),
	refusedPayment("51 metadata keys", "metadata", func(p *payments.CreateParams) { p.Metadata = manyKeys(51) }),
	refusedPayment("metadata key empty", "metadata", func(p *payments.CreateParams) { p.Metadata = map[string]string{"": "x"} }),
	refusedPayment("metadata key long", "metadata", func(p *payments.CreateParams) { p.Metadata = map[string]string{strings.Repeat("k", 41): "x"} }),
	refusedPayment("metadata value long", "metadata.note", func(p *payments.CreateParams) { p.Metadata = map[string]string{"note": strings.Repeat("v", 501)} }),
	refusedPayment("metadata value of a strange key", "metadata.a\x1b[31m\n", func(p *payments.CreateParams) { p.Metadata = map[string]string{"a\x1b[31m\n": "\xff"} }),
	refusedMethod("empty", "payment_method.type", payments.MethodParams{}),
	refusedMethod("two details without a type", "payment_method.type", payments.MethodParams{Card: &payments.CardParams{Token: "tok_visa"}, Crypto: &payments.CryptoParams{}}),
	refusedMethod("unknown type", "payment_method.type", payments.MethodParams{Type: "carD"}),
	refusedMethod("type of another kind", "payment_method.type", payments.MethodParams{Type: "bitcoin"}),
	refusedMethod("card missing", "payment_method.card", payments.MethodParams{Type: payments.MethodCard}),
	refusedMethod("card beside a wire", "payment_method.card", payments.MethodParams{Type: payments.MethodWire, Card: &payments.CardParams{Token: "tok_visa"}}),
	refusedMethod("wallet missing", "payment_method.crypto", payments.MethodParams{Type: payments.MethodCrypto}),
	refusedCard("empty", "payment_method.card.token", payments.CardParams{}),
	refusedCard("token and number", "payment_method.card.token", payments.CardParams{Token: "tok_visa", Number: "4000056655665556"}),
	refusedCard("number with a wrong check digit", "payment_method.card.number", payments.CardParams{Number: "4242424242424241", ExpMonth: 1, ExpYear: 2030}),
	refusedCard("number with blanks", "payment_method.card.number", payments.CardParams{Number: "4000 0566 5566 5556", ExpMonth: 1, ExpYear: 2030}),
	refusedCard("month 13", "payment_method.card.exp_month", payments.CardParams{Number: "4000056655665556", ExpMonth: 13, ExpYear: 2030}),
	refusedCard("year of two digits", "payment_method.card.exp_year", payments.CardParams{Number: "4000056655665556", ExpMonth: 1, ExpYear: 30}),
	refusedCard("code", "payment_method.card.cvc", payments.CardParams{Number: "4000056655665556", ExpMonth: 1, ExpYear: 2030, CVC: "hunter2"}),
	refusedBank("number", "payment_method.ach.account_number", payments.ACHParams{AccountNumber: "99988877766-5", RoutingNumber: "110000000", AccountType: payments.AccountChecking}),
	refusedBank("routing number", "payment_method.ach.routing_number", payments.ACHParams{AccountNumber: "99988877766", RoutingNumber: "110000001", AccountType: payments.AccountChecking}),
	refusedBank("no type", "payment_method.ach.account_type", payments.ACHParams{AccountNumber: "99988877766", RoutingNumber: "110000000"}),
	refusedBank("type", "payment_method.ach.account_type", payments.ACHParams{AccountNumber: "99988877766", RoutingNumber: "110000000", AccountType: "saving"}),
	refusedToken("no recipient", "recipient", func(p *payments.CreateParams) { p.Recipient = "" }),
	refusedToken("recipient no wallet", "recipient", func(p *payments.CreateParams) { p.Recipient = "alice" }),
	refusedToken("order without a method", "payment_method", func(p *payments.CreateParams) { p.OrderID, p.Recipient = "ord_1", "" }),
	refusedToken("wallet of another chain", "payment_method.crypto.wallet_address", func(p *payments.CreateParams) {
		p.PaymentMethod = &payments.MethodParams{Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: baseWallet}}
	}),
	refusedToken("unknown chain", "payment_method.crypto.chain", func(p *payments.CreateParams) {
		p.PaymentMethod = &payments.MethodParams{Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: wallet, Chain: "solanna"}}
	}),
}

var refusedCaptures = []Refusal{
	{"amount zero", "amount", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Payments.Capture(ctx, "pay_1", &payments.CaptureParams{Amount: stateset.USD("0")}))
	}},
	{"descriptor long", "statement_descriptor", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Payments.Capture(ctx, "pay_1", &payments.CaptureParams{StatementDescriptor: strings.Repeat("x", 23)}))
	}},
}

var refusedRefunds = []Refusal{
	{"nil params", "params", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Payments.Refund(ctx, "pay_1", nil))
	}},
	{"no reason", "reason", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Payments.Refund(ctx, "pay_1", &payments.RefundParams{}))
	}},
	{"reason misspelt", "reason", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Payments.Refund(ctx, "pay_1", &payments.RefundParams{Reason: "duplicated"}))
	}},
	{"amount negative", "amount", func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Payments.Refund(ctx, "pay_1", &payments.RefundParams{Reason: payments.ReasonOther, Amount: stateset.USD("-1")}))
	}},
}

func refusedList(name, param string, params payments.ListParams) Refusal {
	return Refusal{name, param, func(ctx context.Context, c *stateset.Client) error { return dropped(c.Payments.List(ctx, &params)) }}
}

var year10000 = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)

var refusedPaymentLists = []Refusal{
	refusedList("limit above", "limit", payments.ListParams{Limit: 101}),
	refusedList("limit below", "limit", payments.ListParams{Limit: -1}),
	refusedList("both cursors", "starting_after", payments.ListParams{StartingAfter: "pay_1", EndingBefore: "pay_2"}),
	refusedList("cursor of another list", "starting_after", payments.ListParams{StartingAfter: "ord_1"}),
	refusedList("cursor with a newline", "ending_before", payments.ListParams{EndingBefore: "pay_1\n"}),
	refusedList("one status of two empty", "status", payments.ListParams{Status: stateset.AnyOf(payments.StatusFailed, "")}),
	refusedList("currency with invalid UTF-8", "currency", payments.ListParams{Currency: "\xff"}),
	refusedList("amounts with two currencies", "amount", payments.ListParams{Currency: stateset.AnyOf("USD", "EUR"), Amount: stateset.AmountRange{GT: stateset.USD("1")}}),
	refusedList("amounts of two currencies", "amount", payments.ListParams{Amount: stateset.AmountRange{GT: stateset.USD("1"), LT: stateset.SSUSD("2")}}),
	refusedList("amounts in another currency", "amount", payments.ListParams{Currency: "EUR", Amount: stateset.AmountRange{GT: stateset.USD("1")}}),
	refusedList("amount without a currency", "amount[gte]", payments.ListParams{Amount: stateset.AmountRange{GTE: stateset.FromDecimal(decimal.NewFromInt(5), "")}}),
	refusedList("amount with too many decimals", "amount[gte]", payments.ListParams{Amount: stateset.AmountRange{GTE: stateset.USD("0.001")}}),
	refusedList("time in the year 10000", "created[gte]", payments.ListParams{Created: stateset.Since(year10000)}),
	refusedList("customer id with a NUL", "customer_id", payments.ListParams{CustomerID: "cust_\x00"}),
	refusedList("metadata key long", "metadata", payments.ListParams{Metadata: stateset.MetadataFilter{strings.Repeat("k", 41): "v"}}),
	{"all, limit above", "limit", func(ctx context.Context, c *stateset.Client) error {
		return dropped(stateset.Collect(c.Payments.All(ctx, &payments.ListParams{Limit: 1000}), 5))
	}},
	{"prefetch with a response", "WithResponse", func(ctx context.Context, c *stateset.Client) error {
		var r stateset.Response
		return dropped(stateset.Collect(c.Payments.All(ctx, nil, stateset.WithPrefetch(), stateset.WithResponse(&r)), 5))
	}},
}
