package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/invoices"
)

const (
	financer        = "StateSet Capital"
	optionLife      = 24 * time.Hour
	defaultTermDays = 365
)

// FinancingOptions returns the kinds of financing and their costs for the amount. The
// options are computed by each call and not stored.
func (tx *Tx) FinancingOptions(params *finance.ListOptionsParams) ([]*finance.Option, error) {
	var inv *invoices.Invoice
	if params.InvoiceID != "" {
		found, ok := tx.account.invoices.Get(params.InvoiceID)
		if !ok {
			return nil, notFound("invoice", params.InvoiceID, "invoice_id")
		}
		inv = found
	}
	options := []*finance.Option{}
	for _, kind := range finance.OptionType("").Values() {
		if params.Type != "" && !slices.Contains(strings.Split(string(params.Type), ","), string(kind)) {
			continue
		}
		o := tx.newOption(kind, cmp.Or(params.Amount.Currency(), params.Currency))
		if err := tx.estimate(o, inv, params); err != nil {
			var refusal *Error
			if !errors.As(err, &refusal) {
				return nil, err
			}
			o.Eligible, o.Reasons = false, []string{refusal.Message}
		}
		options = append(options, o)
	}
	return options, nil
}

func (tx *Tx) newOption(kind finance.OptionType, currency string) *finance.Option {
	if !worthDollar(currency) {
		currency = numtext.DenomSSUSD
	}
	return &finance.Option{
		ID: tx.newID("fopt"), Object: "financing_option", Type: kind, Provider: financer, Eligible: true, Reasons: []string{},
		MaxAmount: api.FromDecimal(decimal.RequireFromString(MaxFinanced), currency), ExpiresAt: tx.later(optionLife),
	}
}

// estimate fills in the terms, and the result of the creating call with the same params
// unless that call would be refused.
func (tx *Tx) estimate(o *finance.Option, inv *invoices.Invoice, params *finance.ListOptionsParams) error {
	switch o.Type {
	case finance.OptionFactoring:
		o.DiscountRate = rate(defaultDiscount)
		return tx.estimateFactoring(o, inv, params.Amount)
	case finance.OptionPOFinancing:
		o.AdvanceRate = rate(poAdvanceRate)
		return tx.estimatePO(o, params)
	default:
		return tx.estimateLoan(o, params)
	}
}

func (tx *Tx) estimateFactoring(o *finance.Option, inv *invoices.Invoice, amount api.Money) error {
	if inv == nil {
		if err := financed(amount, "amount"); err != nil {
			return err
		}
		fee := share(amount, o.DiscountRate)
		o.EstimatedFee, o.EstimatedProceeds = fee, plus(amount, fee.Decimal().Neg())
		return nil
	}
	if inv.BalanceDue.Decimal().LessThan(o.MaxAmount.Decimal()) {
		o.MaxAmount = inv.BalanceDue
	}
	o.TermDays = max(0, int(inv.DueDate.Time().Sub(api.DateOf(tx.now).Time())/(24*time.Hour)))
	f, err := tx.quoteFactoring(inv, &finance.FactorInvoiceParams{InvoiceID: inv.ID, Amount: amount})
	if err != nil {
		return err
	}
	o.EstimatedFee, o.EstimatedProceeds = f.FeeAmount, f.AdvanceAmount
	return nil
}

func (tx *Tx) estimatePO(o *finance.Option, params *finance.ListOptionsParams) error {
	if err := financed(params.Amount, "amount"); err != nil {
		return err
	}
	if known := tx.financingOf(params.POID); known != "" {
		return &Error{Code: CodePOAlreadyFinanced, Message: fmt.Sprintf("The purchase order '%s' is financed already, by '%s'", excerpt(params.POID), known)}
	}
	f, err := quotePO(params.Amount)
	if err != nil {
		return err
	}
	o.EstimatedFee, o.EstimatedProceeds = f.FeeAmount, f.FundedAmount
	return nil
}

// estimateLoan offers a loan without collateral that is due at the end of the term.
func (tx *Tx) estimateLoan(o *finance.Option, params *finance.ListOptionsParams) error {
	o.APR, o.TermDays = loanRate(decimal.Zero), params.TermDays
	o.MaxAmount = api.FromDecimal(decimal.RequireFromString(maxUnsecured), o.MaxAmount.Currency())
	if o.TermDays == 0 {
		o.TermDays = defaultTermDays
	}
	l, err := tx.quoteLoan(&finance.CreateLoanParams{Amount: params.Amount, TermDays: o.TermDays})
	if err != nil {
		return err
	}
	o.EstimatedFee, o.EstimatedProceeds = l.InterestAmount, l.Amount
	return nil
}
