package params

import (
	"cmp"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
)

const (
	maxTermDays = 1825
	maxTokenIDs = 500
)

// FactorInvoice reads the body of a factoring.
func FactorInvoice(o *input.Object) *finance.FactorInvoiceParams {
	return &finance.FactorInvoiceParams{
		InvoiceID:    o.ID("invoice_id", input.Required),
		Amount:       o.Money("amount"),
		DiscountRate: o.Ratio("discount_rate"),
		BuyerID:      o.ID("buyer_id"),
		Recourse:     o.Flag("recourse"),
		Metadata:     o.Metadata("metadata"),
	}
}

// FinancePurchaseOrder reads the body of a purchase order's financing.
func FinancePurchaseOrder(o *input.Object) *finance.FinancePurchaseOrderParams {
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

// CreateLoan reads the body of a new loan.
func CreateLoan(o *input.Object) *finance.CreateLoanParams {
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

// RepayLoan reads the body of a repayment.
func RepayLoan(o *input.Object) *finance.RepayLoanParams {
	return &finance.RepayLoanParams{Amount: o.Money("amount"), WalletAddress: o.String("wallet_address", input.NotEmpty)}
}

// LoanFilter reads the filters of the list of loans.
func LoanFilter(q *input.Query) records.Filter[*finance.Loan] {
	var f records.Filter[*finance.Loan]
	records.Equal(&f, "status", input.Filter[finance.LoanStatus](q, "status"), func(l *finance.Loan) finance.LoanStatus { return l.Status })
	times(&f, "created", q.Times("created"), func(l *finance.Loan) time.Time { return l.CreatedAt })
	records.Metadata(&f, q.Metadata(), func(l *finance.Loan) map[string]string { return l.Metadata })
	return f
}

var anID = input.Pattern("an id", `[\s\S]`)

// amountIn is the format of an amount above zero in a currency.
func amountIn(currency string) input.Format {
	return input.Format{
		Name: "amount",
		Want: "a decimal above 0 such as 150.00, with no more decimals than " + currency + " has", Loose: `^[0-9]+(\.[0-9]+)?$`,
		Accept: func(text string) bool {
			m, err := api.NewMoney(text, currency)
			return err == nil && m.Sign() > 0 && !strings.HasPrefix(text, "-")
		},
	}
}

// FinancingOptions reads the query of the list of financing options.
func FinancingOptions(q *input.Query) *finance.ListOptionsParams {
	params := &finance.ListOptionsParams{Type: api.AnyOf(input.Filter[finance.OptionType](q, "type")...), Currency: q.Denom("currency")}
	params.InvoiceID = q.Text("invoice_id", anID)
	params.POID = q.Text("po_id", anID)
	if days := q.Count("term_days", 1, maxTermDays); days != nil {
		params.TermDays = int(*days)
	}
	currency := cmp.Or(params.Currency, numtext.DenomSSUSD)
	amount := q.Text("amount", amountIn(currency))
	if m, err := api.NewMoney(amount, currency); err == nil {
		params.Amount = m
	}
	return params
}
