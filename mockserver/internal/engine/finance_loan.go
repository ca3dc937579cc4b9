package engine

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/webhook"
)

const (
	ratioPlaces = 4  // of ratios in responses
	exactPlaces = 40 // of intermediate results

	minLoanRatio = "0.5"      // minimum collateral of loans above maxUnsecured
	maxUnsecured = "10000.00" // maximum loan without that collateral
	maxRatio     = "99999999" // maximum ratio in responses
)

// loanRates are the yearly rates by collateral ratio, best first.
var loanRates = []struct{ from, apr string }{{"1.5", "0.05"}, {"1.0", "0.085"}, {"0", "0.15"}}

// CreateLoan creates a loan. The amount is paid to the treasury wallet immediately.
func (tx *Tx) CreateLoan(params *finance.CreateLoanParams) (*finance.Loan, error) {
	l, err := tx.quoteLoan(params)
	if err != nil {
		return nil, err
	}
	if params.OrderID != "" {
		if _, ok := tx.account.orders.Get(params.OrderID); !ok {
			return nil, notFound("order", params.OrderID, "order_id")
		}
	}
	l.ID = tx.newID("loan")
	if l.Transaction, err = tx.disburse(tx.account.treasury, l.Amount, "loan "+l.ID); err != nil {
		return nil, err
	}
	put(tx, &tx.account.loans, l.ID, l)
	emit(tx, webhook.LoanCreated, l)
	tx.awaitInstallment(l)
	return l, nil
}

// quoteLoan checks the params and computes the loan, without an ID and a transaction.
func (tx *Tx) quoteLoan(params *finance.CreateLoanParams) (*finance.Loan, error) {
	if err := checkLoan(params); err != nil {
		return nil, err
	}
	ratio, err := collateralRatio(params)
	if err != nil {
		return nil, err
	}
	due := api.DateOf(tx.now).AddDays(params.TermDays)
	if due.Err() != nil {
		return nil, invalid("term_days", "The loan must be due before the year %d: use fewer days than %d", lastYear+1, params.TermDays)
	}
	repayment := params.Repayment
	if repayment == "" {
		repayment = finance.RepayBullet
	}
	currency := params.Amount.Currency()
	l := &finance.Loan{
		Object: "loan", Status: finance.LoanActive, Amount: params.Amount, APR: loanRate(ratio), TermDays: params.TermDays,
		Repayment: repayment, Collateral: cloneCollateral(params.Collateral), CollateralRatio: truncatedRatio(ratio),
		Purpose: params.Purpose, OrderID: params.OrderID, Metadata: maps.Clone(params.Metadata),
		CreatedAt: tx.now, DisbursedAt: tx.now, DueDate: due,
		InterestAmount: zero(currency), TotalRepayment: zero(currency), RepaidAmount: zero(currency),
	}
	l.Schedule = loanSchedule(l)
	for _, part := range l.Schedule {
		l.InterestAmount = plus(l.InterestAmount, part.Interest.Decimal())
		l.TotalRepayment = plus(l.TotalRepayment, part.Total.Decimal())
	}
	l.OutstandingAmount = l.TotalRepayment
	return l, nil
}

func checkLoan(params *finance.CreateLoanParams) error {
	if err := financed(params.Amount, "amount"); err != nil {
		return err
	}
	return checkCollateral(params.Collateral)
}

func checkCollateral(c *finance.CollateralParams) error {
	switch {
	case c == nil:
		return nil
	case c.Type == finance.CollateralNone && c.Value.IsSet():
		return invalid("collateral.value", "A collateral of the type 'none' has no value: remove the value, or set another type")
	case c.Type == finance.CollateralNone:
		return nil
	case !c.Value.IsSet():
		return missing("collateral.value")
	}
	return checkDollar(c.Value, "collateral.value")
}

// collateralRatio returns the value of the collateral divided by the amount. Large
// loans require a minimum ratio.
func collateralRatio(params *finance.CreateLoanParams) (decimal.Decimal, error) {
	var value decimal.Decimal
	if params.Collateral != nil {
		value = params.Collateral.Value.Decimal()
	}
	short := value.LessThan(params.Amount.Decimal().Mul(decimal.RequireFromString(minLoanRatio)))
	if short && params.Amount.Decimal().GreaterThan(decimal.RequireFromString(maxUnsecured)) {
		return decimal.Zero, &Error{Code: CodeInsufficientCollateral, Param: "collateral", Message: fmt.Sprintf(
			"A loan of %s requires collateral of at least %s of the amount, got %s: borrow at most %s, or add collateral",
			params.Amount, minLoanRatio, value.StringFixed(tokenCents), maxUnsecured)}
	}
	return value.DivRound(params.Amount.Decimal(), exactPlaces), nil
}

// loanRate returns the yearly rate for a collateral ratio.
func loanRate(ratio decimal.Decimal) api.Decimal {
	for _, row := range loanRates {
		if !ratio.LessThan(decimal.RequireFromString(row.from)) {
			return rate(row.apr)
		}
	}
	return rate(loanRates[len(loanRates)-1].apr)
}

// truncatedRatio truncates the ratio. Rounding up could show a step that the ratio does not
// reach.
func truncatedRatio(ratio decimal.Decimal) api.Decimal {
	top := decimal.RequireFromString(maxRatio)
	return api.Decimal{Decimal: decimal.Min(ratio, top).RoundDown(ratioPlaces).Round(ratioPlaces)}
}

func cloneCollateral(c *finance.CollateralParams) *finance.Collateral {
	if c == nil {
		return nil
	}
	return &finance.Collateral{Type: c.Type, Value: c.Value, TokenIDs: slices.Clone(c.TokenIDs)}
}
