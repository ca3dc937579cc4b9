package conformance

import (
	"context"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/finance"
)

var financeOperations = []Operation{
	{
		Name: "Finance.FactorInvoice", Prepare: on(sentInvoice), Sample: IDs{Parent: "inv_1"}, Answer: `{"id":"<id>"}`,
		Request: `{"invoice_id":"<parent>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Finance.FactorInvoice(ctx, &finance.FactorInvoiceParams{InvoiceID: ids.Parent})
		},
		Refused: []Refusal{
			{"no invoice", "invoice_id", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Finance.FactorInvoice(ctx, &finance.FactorInvoiceParams{}))
			}},
		},
	},
	{
		Name: "Finance.GetFactoring", Sample: IDs{ID: "fac_1"}, Answer: `{"id":"<id>"}`, Prepare: factored,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Finance.GetFactoring(ctx, ids.ID)
		},
	},
	{
		Name: "Finance.FinancePurchaseOrder", Sample: IDs{Parent: "po_1"}, Answer: `{"id":"<id>"}`,
		Prepare: func(context.Context, *stateset.Client) (IDs, error) { return IDs{Parent: unique("po_")}, nil },
		Request: `{"po_id":"<parent>","amount":{"value":"100.00","denom":"ssusd"},"supplier_id":"sup_1","delivery_date":"2100-03-01"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Finance.FinancePurchaseOrder(ctx, purchase(ids.Parent))
		},
		Refused: []Refusal{
			{"no supplier", "supplier_id", func(ctx context.Context, c *stateset.Client) error {
				params := purchase("po_1")
				params.SupplierID = ""
				return dropped(c.Finance.FinancePurchaseOrder(ctx, params))
			}},
		},
	},
	{
		Name: "Finance.GetPOFinancing", Sample: IDs{ID: "pof_1"}, Answer: `{"id":"<id>"}`,
		Prepare: func(ctx context.Context, c *stateset.Client) (IDs, error) {
			financing, err := c.Finance.FinancePurchaseOrder(ctx, purchase(unique("po_")))
			return created(financing, err, func(f *finance.POFinancing) string { return f.ID })
		},
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Finance.GetPOFinancing(ctx, ids.ID)
		},
	},
	{
		Name: "Finance.CreateLoan", Answer: `{"id":"<id>"}`,
		Request: `{"amount":{"value":"100.00","denom":"ssusd"},"term_days":30}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Finance.CreateLoan(ctx, goodLoan())
		},
		Refused: []Refusal{
			{"no term", "term_days", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Finance.CreateLoan(ctx, &finance.CreateLoanParams{Amount: stateset.SSUSD("1")}))
			}},
		},
	},
	{
		Name: "Finance.GetLoan", Prepare: borrowed, Sample: IDs{ID: "loan_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Finance.GetLoan(ctx, ids.ID)
		},
	},
	{
		Name: "Finance.ListLoans", Prepare: borrowed, Answer: list,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Finance.ListLoans(ctx, nil))
		},
		Refused: []Refusal{
			{"status among several empty", "status", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Finance.ListLoans(ctx, &finance.ListLoansParams{Status: stateset.AnyOf(finance.LoanActive, "")}))
			}},
		},
	},
	{
		Name: "Finance.RepayLoan", Request: `{}`, Prepare: borrowed, Sample: IDs{ID: "loan_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Finance.RepayLoan(ctx, ids.ID, nil)
		},
		Refused: []Refusal{
			{"amount zero", "amount", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Finance.RepayLoan(ctx, "loan_1", &finance.RepayLoanParams{Amount: stateset.SSUSD("0")}))
			}},
		},
	},
	{
		Name: "Finance.ListOptions", Answer: list,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Finance.ListOptions(ctx, nil))
		},
		Refused: []Refusal{
			{"type among several empty", "type", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Finance.ListOptions(ctx, &finance.ListOptionsParams{Type: stateset.AnyOf("", finance.OptionLoan)}))
			}},
		},
	},
}

func factored(ctx context.Context, c *stateset.Client) (IDs, error) {
	invoice, err := sentInvoice(ctx, c)
	if err != nil {
		return IDs{}, err
	}
	factoring, err := c.Finance.FactorInvoice(ctx, &finance.FactorInvoiceParams{InvoiceID: invoice.ID})
	return created(factoring, err, func(f *finance.Factoring) string { return f.ID })
}

// purchase has a delivery date after the clock of every test.
func purchase(id string) *finance.FinancePurchaseOrderParams {
	return &finance.FinancePurchaseOrderParams{POID: id, Amount: stateset.SSUSD("100"), SupplierID: "sup_1", DeliveryDate: stateset.NewDate(2100, time.March, 1)}
}

func goodLoan() *finance.CreateLoanParams {
	return &finance.CreateLoanParams{Amount: stateset.SSUSD("100"), TermDays: 30}
}

func borrowed(ctx context.Context, c *stateset.Client) (IDs, error) {
	loan, err := c.Finance.CreateLoan(ctx, goodLoan())
	return created(loan, err, func(l *finance.Loan) string { return l.ID })
}
