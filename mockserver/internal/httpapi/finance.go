package httpapi

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Kinds of objects of financing.
const (
	kindFactoring   = "factoring"
	kindPOFinancing = "financing of a purchase order"
	kindLoan        = "loan"
)

const (
	maxTermDays = 1825
	maxTokenIDs = 500
)

func readFactoring(o *input.Object) *finance.FactorInvoiceParams {
	return &finance.FactorInvoiceParams{
		InvoiceID:    o.ID("invoice_id", input.Required),
		Amount:       o.Money("amount"),
		DiscountRate: o.Ratio("discount_rate"),
		BuyerID:      o.ID("buyer_id"),
		Recourse:     o.Flag("recourse"),
		Metadata:     o.Metadata("metadata"),
	}
}

func readPOFinancing(o *input.Object) *finance.FinancePurchaseOrderParams {
	return &finance.FinancePurchaseOrderParams{
		POID:           o.ID("po_id", input.Required),
		Amount:         o.Money("amount", input.Required),
		SupplierID:     o.ID("supplier_id", input.Required),
		DeliveryDate:   o.Date("delivery_date", input.Required),
		CollateralType: input.Enum[finance.POCollateral](o, "collateral_type"),
		SupplierWallet: o.String("supplier_wallet", input.NotEmpty),
		Metadata:       o.Metadata("metadata"),
	}
}

func readLoan(o *input.Object) *finance.CreateLoanParams {
	return &finance.CreateLoanParams{
		Amount:     o.Money("amount", input.Required),
		TermDays:   o.Int("term_days", input.Required, input.Min(1), input.Max(maxTermDays)),
		Collateral: input.Nested(o, "collateral", readCollateral),
		Repayment:  input.Enum[finance.Repayment](o, "repayment"),
		Purpose:    o.String("purpose"),
		OrderID:    o.ID("order_id"),
		Metadata:   o.Metadata("metadata"),
	}
}

func readCollateral(o *input.Object) finance.CollateralParams {
	return finance.CollateralParams{
		Type:     input.Enum[finance.CollateralType](o, "type", input.Required),
		Value:    o.Money("value"),
		TokenIDs: o.IDs("token_ids", input.MaxLen(maxTokenIDs)),
	}
}

func readRepayment(o *input.Object) *finance.RepayLoanParams {
	return &finance.RepayLoanParams{Amount: o.Money("amount"), WalletAddress: o.String("wallet_address", input.NotEmpty)}
}

func loanFilter(q *input.Query) func(*finance.Loan) bool {
	status := input.Filter[finance.LoanStatus](q, "status")
	created := q.Times("created")
	metadata := q.Metadata()
	return func(l *finance.Loan) bool {
		return status.Has(l.Status) && created.Has(l.CreatedAt) && metadata.Has(l.Metadata)
	}
}

// financingOptions makes the list of options, which are stored nowhere: all of them
// are on its one page.
func financingOptions() operation {
	return operation{handle: func(c *call) (answer, error) {
		params := readOptions(c.query)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		var body []byte
		err := c.execute(func(tx *engine.Tx) error {
			options, err := tx.FinancingOptions(params)
			if err != nil {
				return err
			}
			page := selection[finance.Option]{objects: options, total: len(options)}
			body, err = encodePage(newRenderer(tx), page, kindPlain, nil, c.canonicalPath())
			return err
		})
		return answer{http.StatusOK, body}, err
	}}
}

var anID = input.Pattern("an id", `(?s).`)

// amountIn is the format of an amount above zero in a currency.
func amountIn(currency string) input.Format {
	return input.Format{
		Name: "amount",
		Want: "a decimal above 0 such as 150.00, with no more decimals than " + currency + " has",
		Accept: func(text string) bool {
			m, err := api.NewMoney(text, currency)
			return err == nil && m.Sign() > 0 && !strings.HasPrefix(text, "-")
		},
	}
}

func readOptions(q *input.Query) *finance.ListOptionsParams {
	params := &finance.ListOptionsParams{Type: input.Choice[finance.OptionType](q, "type")}
	params.InvoiceID = q.Text("invoice_id", anID)
	params.POID = q.Text("po_id", anID)
	if days := q.Count("term_days", 1, maxTermDays); days != nil {
		params.TermDays = int(*days)
	}
	currency := cmp.Or(q.Denom("currency"), numtext.DenomSSUSD)
	amount := q.Text("amount", amountIn(currency))
	if m, err := api.NewMoney(amount, currency); err == nil {
		params.Amount = m
	}
	return params
}
