package conformance

import (
	"context"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/invoices"
)

var invoiceOperations = []Operation{
	{
		Name: "Invoices.Create", Answer: `{"id":"<id>"}`,
		Request: `{"customer_id":"cust_test_123","line_items":[{"description":"Work","quantity":"1","unit_price":{"value":"10.00","denom":"ssusd"}}]}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Invoices.Create(ctx, goodInvoice())
		},
		Refused: []Refusal{
			{"nil params", "params", func(ctx context.Context, c *stateset.Client) error { return dropped(c.Invoices.Create(ctx, nil)) }},
			{"no customer", "customer_id", func(ctx context.Context, c *stateset.Client) error {
				params := goodInvoice()
				params.CustomerID = ""
				return dropped(c.Invoices.Create(ctx, params))
			}},
		},
	},
	{
		Name: "Invoices.Get", Prepare: invoiced, Sample: IDs{ID: "inv_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Invoices.Get(ctx, ids.ID)
		},
	},
	{
		Name: "Invoices.List", Prepare: invoiced, Answer: list,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Invoices.List(ctx, nil))
		},
		Refused: []Refusal{
			{"one status of two empty", "status", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Invoices.List(ctx, &invoices.ListParams{Status: stateset.AnyOf(invoices.StatusPaid, "")}))
			}},
		},
	},
	{
		Name: "Invoices.Update", Prepare: invoiced, Sample: IDs{ID: "inv_1"}, Answer: `{"id":"<id>"}`,
		Request: `{"notes":"n"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Invoices.Update(ctx, ids.ID, &invoices.UpdateParams{Notes: new("n")})
		},
		Refused: []Refusal{
			{"no lines", "line_items", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Invoices.Update(ctx, "inv_1", &invoices.UpdateParams{LineItems: []invoices.LineItemParams{}}))
			}},
		},
	},
	{
		Name: "Invoices.Send", Request: `{}`, Prepare: invoiced, Sample: IDs{ID: "inv_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Invoices.Send(ctx, ids.ID, nil)
		},
		Refused: []Refusal{
			{"no address", "to[0]", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Invoices.Send(ctx, "inv_1", &invoices.SendParams{To: []string{"ada"}}))
			}},
		},
	},
	{
		Name: "Invoices.Void", Request: `{}`, Prepare: invoiced, Sample: IDs{ID: "inv_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Invoices.Void(ctx, ids.ID)
		},
	},
	{
		Name: "Invoices.Pay", Prepare: on(sentInvoice), Sample: IDs{Parent: "inv_1"},
		Answer:  `{"success":true,"payment":{"payment_id":"<id>","invoice_id":"<parent>"}}`,
		Request: `{"invoice_id":"<parent>","payment_method":{"type":"ssusd","wallet_address":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","amount":{"value":"10.00","denom":"ssusd"},"chain":"stateset"}}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Invoices.Pay(ctx, invoicePayment(ids.Parent))
		},
		Refused: []Refusal{
			{"in dollars", "payment_method.amount", func(ctx context.Context, c *stateset.Client) error {
				params := invoicePayment("inv_1")
				params.PaymentMethod.Amount = stateset.USD("10")
				return dropped(c.Invoices.Pay(ctx, params))
			}},
		},
	},
}

func invoicePayment(id string) *invoices.PayParams {
	return &invoices.PayParams{InvoiceID: id, PaymentMethod: invoices.PayMethod{WalletAddress: wallet, Amount: stateset.SSUSD("10")}}
}
