package engine

import (
	"fmt"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/numtext"
)

func (b *bench) tryLoan(params *finance.CreateLoanParams) (*finance.Loan, error) {
	return run(b, func(tx *Tx) (*finance.Loan, error) { return tx.CreateLoan(params) })
}

func (b *bench) loan(params *finance.CreateLoanParams) *finance.Loan {
	b.t.Helper()
	return must[*finance.Loan](b)(b.tryLoan(params))
}

func (b *bench) tryRepay(id string, params finance.RepayLoanParams) (*finance.Loan, error) {
	return run(b, func(tx *Tx) (*finance.Loan, error) { return tx.RepayLoan(id, &params) })
}

func (b *bench) repay(id string, params finance.RepayLoanParams) *finance.Loan {
	b.t.Helper()
	return must[*finance.Loan](b)(b.tryRepay(id, params))
}

func (b *bench) getLoan(id string) *finance.Loan { return get(b, (*Tx).Loans, id) }

func (b *bench) tryFactor(params *finance.FactorInvoiceParams) (*finance.Factoring, error) {
	return run(b, func(tx *Tx) (*finance.Factoring, error) { return tx.FactorInvoice(params) })
}

func (b *bench) factor(params *finance.FactorInvoiceParams) *finance.Factoring {
	b.t.Helper()
	return must[*finance.Factoring](b)(b.tryFactor(params))
}

func (b *bench) getFactoring(id string) *finance.Factoring { return get(b, (*Tx).Factorings, id) }

func (b *bench) tryFinancePO(params *finance.FinancePurchaseOrderParams) (*finance.POFinancing, error) {
	return run(b, func(tx *Tx) (*finance.POFinancing, error) { return tx.FinancePurchaseOrder(params) })
}

func (b *bench) financePO(params *finance.FinancePurchaseOrderParams) *finance.POFinancing {
	b.t.Helper()
	return must[*finance.POFinancing](b)(b.tryFinancePO(params))
}

func (b *bench) getPO(id string) *finance.POFinancing { return get(b, (*Tx).POFinancings, id) }

func (b *bench) options(params *finance.ListOptionsParams) []*finance.Option {
	b.t.Helper()
	return must[[]*finance.Option](b)(run(b, func(tx *Tx) ([]*finance.Option, error) { return tx.FinancingOptions(params) }))
}

// until moves the clock to the start of the day.
func (b *bench) until(day api.Date) {
	b.t.Helper()
	b.advance(day.Time().Sub(b.e.Clock().Now()))
}

// empty moves all tokens out of the treasury wallet.
func (b *bench) empty() {
	b.t.Helper()
	must[any](b)(run(b, func(tx *Tx) (any, error) {
		all := tx.WalletBalance(tx.account.treasury, numtext.DenomSSUSD)
		_, err := tx.move(movement{chain: api.ChainStateSet, from: tx.account.treasury, denom: numtext.DenomSSUSD, legs: to(merchant, all.Decimal())})
		return nil, err
	}))
}

// financings returns all financings as text.
func (b *bench) financings() string {
	var out strings.Builder
	must[any](b)(look(b, func(tx *Tx) (any, error) {
		dump(b, &out, tx.Loans().Newest())
		dump(b, &out, tx.Factorings().Newest())
		dump(b, &out, tx.POFinancings().Newest())
		for f := range tx.Factorings().Newest() {
			fmt.Fprintln(&out, f.ID, tx.collected(f.ID))
		}
		return nil, nil
	}))
	return out.String()
}

// unfinanced is refused, and also checks that the financings are unchanged.
func (b *bench) unfinanced(code, param string, fn func() error) {
	b.t.Helper()
	before := b.financings()
	b.refused(code, param, fn)
	same(b.t, before, b.financings())
}

func purchase(amount string) *finance.FinancePurchaseOrderParams {
	return &finance.FinancePurchaseOrderParams{POID: "po_1", Amount: api.SSUSD(amount), SupplierID: "sup_1", DeliveryDate: api.NewDate(2026, time.February, 1)}
}

func secured(amount, value string) *finance.CreateLoanParams {
	return &finance.CreateLoanParams{Amount: api.SSUSD(amount), TermDays: 90,
		Collateral: &finance.CollateralParams{Type: finance.CollateralInventory, Value: api.SSUSD(value), TokenIDs: []string{"tok_1"}}}
}

// inMonths describes a loan without collateral that is repaid in installments.
func inMonths(amount string, days int) *finance.CreateLoanParams {
	return &finance.CreateLoanParams{Amount: api.SSUSD(amount), TermDays: days, Repayment: finance.RepayMonthly}
}
