package invoices_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/invoices"
)

// sent is a request of the client.
type sent struct{ method, host, path, query, key, body string }

func lines() []invoices.LineItemParams {
	return []invoices.LineItemParams{{Description: "Work", Quantity: api.Dec("1.50"), UnitPrice: api.SSUSD("10")}}
}

func payParams() *invoices.PayParams {
	return &invoices.PayParams{InvoiceID: "inv_1", PaymentMethod: invoices.PayMethod{WalletAddress: wallet, Amount: api.SSUSD("10")}}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	const apiHost, networkHost = "api.stateset.com", "api.stateset.network"
	ctx := context.Background()
	for name, test := range map[string]struct {
		call func(s *invoices.Service) error
		want sent
	}{
		"create, the least": {func(s *invoices.Service) error {
			return second(s.Create(ctx, &invoices.CreateParams{CustomerID: "cust_1", LineItems: lines()}))
		}, sent{"POST", apiHost, "/v1/invoices", "", "*",
			`{"customer_id":"cust_1","line_items":[{"description":"Work","quantity":"1.50","unit_price":{"value":"10.00","denom":"ssusd"}}]}`}},
		"create, everything": {func(s *invoices.Service) error {
			return second(s.Create(ctx, &invoices.CreateParams{
				CustomerID: "cust_1", IssueDate: api.NewDate(2026, 1, 15), DueDate: api.NewDate(2026, 2, 1), PaymentTerms: "net_15",
				LineItems: []invoices.LineItemParams{{Description: "Work", Quantity: api.Dec("2"), UnitPrice: api.USD("0"), TaxRate: api.Dec("0.080"),
					ProductID: "prod_1", AccountCode: "4000"}},
				EarlyPaymentDiscount: &invoices.DiscountParams{Percentage: api.Dec("5.0"), Days: 10}, SendEmail: true, Notes: "n",
				BillingAddress: &api.Address{Country: "US"}, Metadata: map[string]string{"a": "b"},
			}))
		}, sent{"POST", apiHost, "/v1/invoices", "", "*",
			`{"customer_id":"cust_1","line_items":[{"description":"Work","quantity":"2","unit_price":{"value":"0.00","denom":"USD"},"tax_rate":"0.080",` +
				`"product_id":"prod_1","account_code":"4000"}],"issue_date":"2026-01-15","due_date":"2026-02-01","payment_terms":"net_15",` +
				`"early_payment_discount":{"percentage":"5.0","days":10},"send_email":true,"notes":"n","billing_address":{"country":"US"},"metadata":{"a":"b"}}`}},
		"get": {func(s *invoices.Service) error { return second(s.Get(ctx, "inv_1", stateset.WithExpand("payments"))) },
			sent{"GET", apiHost, "/v1/invoices/inv_1", "expand%5B%5D=payments", "", ""}},
		"update": {func(s *invoices.Service) error {
			return second(s.Update(ctx, "inv_1", &invoices.UpdateParams{DueDate: api.NewDate(2026, 2, 1), PaymentTerms: new(""), Notes: new("n"),
				LineItems: lines(), BillingAddress: &api.Address{City: "x"}, Metadata: map[string]*string{"a": nil}}))
		}, sent{"PUT", apiHost, "/v1/invoices/inv_1", "", "*",
			`{"due_date":"2026-02-01","payment_terms":null,"notes":"n","line_items":[{"description":"Work","quantity":"1.50","unit_price":{"value":"10.00","denom":"ssusd"}}],` +
				`"billing_address":{"city":"x"},"metadata":{"a":null}}`}},
		"clear": {func(s *invoices.Service) error {
			return second(s.Update(ctx, "inv_1", &invoices.UpdateParams{Notes: new(""), BillingAddress: &api.Address{}}))
		}, sent{"PUT", apiHost, "/v1/invoices/inv_1", "", "*", `{"notes":null,"billing_address":null}`}},
		"update of nothing": {func(s *invoices.Service) error { return second(s.Update(ctx, "inv_1", &invoices.UpdateParams{})) },
			sent{"PUT", apiHost, "/v1/invoices/inv_1", "", "*", `{}`}},
		"send": {func(s *invoices.Service) error {
			return second(s.Send(ctx, "inv_1", &invoices.SendParams{To: []string{"a@b.c"}, CC: []string{"d@e.f"}, BCC: []string{"g@h.i"},
				Subject: "s", Message: "m", AttachPDF: new(false)}))
		}, sent{"POST", apiHost, "/v1/invoices/inv_1/send", "", "*",
			`{"to":["a@b.c"],"cc":["d@e.f"],"bcc":["g@h.i"],"subject":"s","message":"m","attach_pdf":false}`}},
		"send to the customer": {func(s *invoices.Service) error { return second(s.Send(ctx, "inv_1", nil)) },
			sent{"POST", apiHost, "/v1/invoices/inv_1/send", "", "*", "{}"}},
		"void": {func(s *invoices.Service) error { return second(s.Void(ctx, "inv_1")) },
			sent{"POST", apiHost, "/v1/invoices/inv_1/void", "", "*", "{}"}},
		"pay a part": {func(s *invoices.Service) error { return second(s.Pay(ctx, payParams())) },
			sent{"POST", networkHost, "/v1/invoice/pay", "", "*",
				`{"invoice_id":"inv_1","payment_method":{"type":"ssusd","wallet_address":"` + wallet + `","amount":{"value":"10.00","denom":"ssusd"},"chain":"stateset"}}`}},
		"pay early": {func(s *invoices.Service) error {
			params := payParams()
			params.FullPayment, params.EarlyPaymentDiscount, params.Reference = true, true, "PMT-1"
			params.Metadata = map[string]string{"idempotency_key": "pay_inv_1"}
			return second(s.Pay(ctx, params))
		}, sent{"POST", networkHost, "/v1/invoice/pay", "", "pay_inv_1",
			`{"invoice_id":"inv_1","payment_method":{"type":"ssusd","wallet_address":"` + wallet + `","amount":{"value":"10.00","denom":"ssusd"},"chain":"stateset"},` +
				`"payment_details":{"full_payment":true,"early_payment_discount":true,"reference":"PMT-1"},"metadata":{"idempotency_key":"pay_inv_1"}}`}},
		"list": {func(s *invoices.Service) error { return second(s.List(ctx, nil)) }, sent{"GET", apiHost, "/v1/invoices", "", "", ""}},
		"list, everything": {func(s *invoices.Service) error {
			return second(s.List(ctx, &invoices.ListParams{Limit: 5, StartingAfter: "inv_9", Status: api.AnyOf(invoices.StatusOverdue, "disputed"), CustomerID: "cust_1",
				DueDate: api.DateRange{GTE: api.NewDate(2026, 1, 1), LT: api.NewDate(2026, 2, 1)}, IssueDate: api.DateRange{GT: api.NewDate(2025, 1, 1)},
				Created: api.Since(time.Unix(0, 0)), Overdue: new(false), Metadata: api.MetadataFilter{"k": "v"}}))
		}, sent{"GET", apiHost, "/v1/invoices", "created%5Bgte%5D=1970-01-01T00%3A00%3A00Z&customer_id=cust_1&due_date%5Bgte%5D=2026-01-01&due_date%5Blt%5D=2026-02-01" +
			"&issue_date%5Bgt%5D=2025-01-01&limit=5&metadata%5Bk%5D=v&overdue=false&starting_after=inv_9&status=overdue%2Cdisputed", "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wiretest.New()
			require.Error(t, test.call(w.Client(t).Invoices))
			r := w.Only(t)
			got := sent{r.Method, r.Host, r.Path, r.Query.Encode(), r.Key(), r.Body}
			if test.want.key == "*" {
				require.NotEmpty(t, got.key)
				got.key = "*"
			}
			require.Equal(t, test.want, got)
		})
	}
}

// Params decode the JSON that they encode. An unknown member is an error.
func TestParamsReadTheirJSON(t *testing.T) {
	t.Parallel()
	for text, params := range map[string]any{
		`{"customer_id":"cust_1","line_items":[{"description":"Work","quantity":"1.50","unit_price":{"value":"10.00","denom":"ssusd"},"tax_rate":"0.080"}],"issue_date":"2026-01-15",` +
			`"early_payment_discount":{"percentage":"5.0","days":10},"send_email":true,"billing_address":{"country":"US"},"metadata":{"a":"b"}}`: new(invoices.CreateParams),
		`{"due_date":"2026-02-01","payment_terms":null,"notes":"n","billing_address":null,"metadata":{"a":null}}`: new(invoices.UpdateParams),
		`{"to":["a@b.c"],"cc":["d@e.f"],"subject":"s","attach_pdf":false}`:                                        new(invoices.SendParams),
		`{"invoice_id":"inv_1","payment_method":{"type":"ssusd","wallet_address":"w","amount":{"value":"10.00","denom":"ssusd"},"chain":"stateset"},` +
			`"payment_details":{"full_payment":true,"reference":"PMT-1"},"metadata":{"memo":"m"}}`: new(invoices.PayParams),
	} {
		require.NoError(t, json.Unmarshal([]byte(text), params), text)
		written, err := json.Marshal(params)
		require.NoError(t, err)
		require.Equal(t, text, string(written))
		require.ErrorContains(t, json.Unmarshal([]byte(`{"colour":1}`), params), "colour: unknown member")
	}
	pay := new(invoices.PayParams)
	require.EqualError(t, json.Unmarshal([]byte(`{"payment_details":{"full":true}}`), pay), "stateset: payment_details.full: unknown member")
	require.EqualError(t, json.Unmarshal([]byte(`{"payment_details":5}`), pay), "stateset: payment_details: unexpected number")
}

func second[T any](_ T, err error) error { return err }

// TestBadInputs checks that every message names the field, the value and the rule.
// Nothing is sent.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	huge := api.Decimal{Decimal: decimal.New(1, 2_000_000_000)}
	ctx := context.Background()
	create := func(edit func(p *invoices.CreateParams)) func(*invoices.Service) error {
		return func(s *invoices.Service) error {
			params := &invoices.CreateParams{CustomerID: "cust_1", LineItems: lines()}
			edit(params)
			return second(s.Create(ctx, params))
		}
	}
	item := func(edit func(p *invoices.LineItemParams)) func(*invoices.Service) error {
		return create(func(p *invoices.CreateParams) { edit(&p.LineItems[0]) })
	}
	discount := func(percentage api.Decimal, days int) func(*invoices.Service) error {
		return create(func(p *invoices.CreateParams) {
			p.EarlyPaymentDiscount = &invoices.DiscountParams{Percentage: percentage, Days: days}
		})
	}
	update := func(params *invoices.UpdateParams) func(*invoices.Service) error {
		return func(s *invoices.Service) error { return second(s.Update(ctx, "inv_1", params)) }
	}
	send := func(params *invoices.SendParams) func(*invoices.Service) error {
		return func(s *invoices.Service) error { return second(s.Send(ctx, "inv_1", params)) }
	}
	pay := func(edit func(p *invoices.PayParams)) func(*invoices.Service) error {
		return func(s *invoices.Service) error {
			params := payParams()
			edit(params)
			return second(s.Pay(ctx, params))
		}
	}
	list := func(params *invoices.ListParams) func(*invoices.Service) error {
		return func(s *invoices.Service) error { return second(s.List(ctx, params)) }
	}
	for name, test := range map[string]struct {
		call func(*invoices.Service) error
		want string
	}{
		"nil create":     {func(s *invoices.Service) error { return second(s.Create(ctx, nil)) }, "params: must not be nil: this call has required fields"},
		"no customer":    {create(func(p *invoices.CreateParams) { p.CustomerID = "" }), "customer_id: is empty: an id is required"},
		"no lines":       {create(func(p *invoices.CreateParams) { p.LineItems = nil }), "line_items: must have one item at least"},
		"no description": {item(func(p *invoices.LineItemParams) { p.Description = "" }), "line_items[0].description: is required"},
		"no quantity":    {item(func(p *invoices.LineItemParams) { p.Quantity = api.Decimal{} }), "line_items[0].quantity: must be above zero, got 0"},
		"bad quantity":   {item(func(p *invoices.LineItemParams) { p.Quantity = api.Dec("1,5") }), `line_items[0].quantity: invalid decimal "1,5": must be digits with an optional point, as in "1000.00"`},
		"huge quantity":  {item(func(p *invoices.LineItemParams) { p.Quantity = huge }), "line_items[0].quantity: number is out of range: must be less than 10^15"},
		"no price":       {item(func(p *invoices.LineItemParams) { p.UnitPrice = api.Money{} }), "line_items[0].unit_price: is required"},
		"negative price": {item(func(p *invoices.LineItemParams) { p.UnitPrice = api.SSUSD("-1") }), "line_items[0].unit_price: must not be below zero, got -1.00 ssusd"},
		"bad price":      {item(func(p *invoices.LineItemParams) { p.UnitPrice = api.SSUSD("$1") }), `line_items[0].unit_price: invalid decimal "$1": must be digits with an optional point, as in "1000.00"`},
		"tax in percent": {item(func(p *invoices.LineItemParams) { p.TaxRate = api.Dec("8") }), "line_items[0].tax_rate: must be a fraction from 0 to 1 (8 % is 0.08), got 8"},
		"negative tax":   {item(func(p *invoices.LineItemParams) { p.TaxRate = api.Dec("-0.1") }), "line_items[0].tax_rate: must be a fraction from 0 to 1 (8 % is 0.08), got -0.1"},
		"huge tax":       {item(func(p *invoices.LineItemParams) { p.TaxRate = huge }), "line_items[0].tax_rate: number is out of range: must be less than 10^15"},
		"bad product":    {item(func(p *invoices.LineItemParams) { p.ProductID = ".." }), `line_items[0].product_id: must not contain ".." as a part, got ".."`},
		"two currencies": {create(func(p *invoices.CreateParams) {
			p.LineItems = append(lines(), lines()...)
			p.LineItems[1].UnitPrice = api.USD("1")
		}), "line_items[1].unit_price: must be in ssusd like the first item, got USD"},
		"no such day":     {create(func(p *invoices.CreateParams) { p.IssueDate = api.NewDate(2026, 2, 30) }), "issue_date: there is no day 2026-02-30"},
		"no such due day": {create(func(p *invoices.CreateParams) { p.DueDate = api.NewDate(2026, 13, 1) }), "due_date: there is no day 2026-13-01"},
		"due before issue": {create(func(p *invoices.CreateParams) {
			p.IssueDate, p.DueDate = api.NewDate(2026, 2, 2), api.NewDate(2026, 2, 1)
		}), "due_date: must not be before issue_date 2026-02-02, got 2026-02-01"},
		"no percentage":    {discount(api.Decimal{}, 10), "early_payment_discount.percentage: must be above 0 and below 100, got 0"},
		"all off":          {discount(api.Dec("100"), 10), "early_payment_discount.percentage: must be above 0 and below 100, got 100"},
		"huge percentage":  {discount(huge, 10), "early_payment_discount.percentage: number is out of range: must be less than 10^15"},
		"bad percentage":   {discount(api.Dec("5 %"), 10), `early_payment_discount.percentage: invalid decimal "5 %": must be digits with an optional point, as in "1000.00"`},
		"no days":          {discount(api.Dec("5"), 0), "early_payment_discount.days: must be 1 or more, got 0"},
		"bad terms":        {create(func(p *invoices.CreateParams) { p.PaymentTerms = "\xff" }), "payment_terms: is not valid UTF-8 at byte 0"},
		"bad notes":        {create(func(p *invoices.CreateParams) { p.Notes = "a\x00" }), "notes: has a NUL at byte 1"},
		"bad country":      {create(func(p *invoices.CreateParams) { p.BillingAddress = &api.Address{Country: "usa"} }), `billing_address.country: must be an ISO 3166-1 code of two capital letters, as in "US", got "usa"`},
		"bad metadata":     {create(func(p *invoices.CreateParams) { p.Metadata = map[string]string{"": "x"} }), `metadata: key "" must have 1 to 40 characters, got 0`},
		"get nothing":      {func(s *invoices.Service) error { return second(s.Get(ctx, "")) }, "id: is empty: an id is required"},
		"void nothing":     {func(s *invoices.Service) error { return second(s.Void(ctx, "..")) }, `id: must not contain ".." as a part, got ".."`},
		"nil update":       {update(nil), "params: must not be nil: set the fields to change"},
		"update: no lines": {update(&invoices.UpdateParams{LineItems: []invoices.LineItemParams{}}), "line_items: must have one item at least"},
		"update: no day":   {update(&invoices.UpdateParams{DueDate: api.NewDate(2026, 4, 31)}), "due_date: there is no day 2026-04-31"},
		"update: notes":    {update(&invoices.UpdateParams{Notes: new("\xff")}), "notes: is not valid UTF-8 at byte 0"},
		"update: metadata": {update(&invoices.UpdateParams{Metadata: map[string]*string{"a": new(strings.Repeat("x", 501))}}), "metadata.a: must have at most 500 characters, got 501"},
		"send to nobody":   {send(&invoices.SendParams{To: []string{"a@b.c", ""}}), "to[1]: is required"},
		"send to a name":   {send(&invoices.SendParams{CC: []string{"Ada <a@b.c>"}}), `cc[0]: is no email address: "Ada <a@b.c>"`},
		"send to a host":   {send(&invoices.SendParams{BCC: []string{"@b.c"}}), `bcc[0]: is no email address: "@b.c"`},
		"nil pay":          {func(s *invoices.Service) error { return second(s.Pay(ctx, nil)) }, "params: must not be nil: this call has required fields"},
		"pay nothing":      {pay(func(p *invoices.PayParams) { p.InvoiceID = "" }), "invoice_id: is empty: an id is required"},
		"no amount":        {pay(func(p *invoices.PayParams) { p.PaymentMethod.Amount = api.Money{} }), "payment_method.amount: is required"},
		"pay zero":         {pay(func(p *invoices.PayParams) { p.PaymentMethod.Amount = api.SSUSD("0") }), "payment_method.amount: must be above zero, got 0.00 ssusd"},
		"pay dollars":      {pay(func(p *invoices.PayParams) { p.PaymentMethod.Amount = api.USD("1") }), `payment_method.amount: must be in ssusd or usdc, got "USD"`},
		"pay usdc as":      {pay(func(p *invoices.PayParams) { p.PaymentMethod.Type = invoices.PayUSDC }), `payment_method.type: must be the currency of the amount, ssusd, got "usdc"`},
		"no wallet":        {pay(func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = "" }), "payment_method.wallet_address: is required"},
		"bad reference":    {pay(func(p *invoices.PayParams) { p.Reference = "\xff" }), "payment_details.reference: is not valid UTF-8 at byte 0"},
		"list: status":     {list(&invoices.ListParams{Status: api.AnyOf(invoices.StatusPaid, "")}), `status: has an empty value: leave it out, got "paid,"`},
		"list: cursor":     {list(&invoices.ListParams{StartingAfter: "pay_1"}), `starting_after: must be an id of this list (inv_…), got "pay_1"`},
		"list: due":        {list(&invoices.ListParams{DueDate: api.DateRange{LTE: api.NewDate(2026, 2, 30)}}), "due_date[lte]: there is no day 2026-02-30"},
		"list: issued":     {list(&invoices.ListParams{IssueDate: api.DateRange{GT: api.NewDate(0, 1, 1)}}), "issue_date[gt]: there is no day 0000-01-01"},
		"list: limit":      {list(&invoices.ListParams{Limit: 101}), "limit: must be 1 to 100, or 0 for the default of 10, got 101"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wiretest.New()
			err := test.call(w.Client(t).Invoices)
			var fault *stateset.ParamError
			require.ErrorAs(t, err, &fault)
			require.NotEmpty(t, fault.Operation)
			require.EqualError(t, err, "stateset: "+fault.Operation+": "+test.want)
			require.Empty(t, w.Requests(), "nothing is sent")
		})
	}
}
