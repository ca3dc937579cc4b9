package engine

import (
	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
)

const (
	daysAYear  = 365
	periodDays = 30 // between two monthly installments
)

// loanSchedule returns the installments of a loan. Their principals add up to the
// amount.
func loanSchedule(l *finance.Loan) []*finance.Installment {
	if l.Repayment == finance.RepayMonthly {
		return monthly(l)
	}
	interest := l.Amount.Decimal().Mul(l.APR.Decimal).Mul(decimal.NewFromInt(int64(l.TermDays))).DivRound(decimal.NewFromInt(daysAYear), exactPlaces)
	return []*finance.Installment{installment(l, 1, l.Amount.Decimal(), rounded(interest, l.Amount.Currency()))}
}

// monthly returns level payments every 30 days, the last one at the end of the term.
// The interest of a period is that of 30 days on the remaining principal. The last
// installment absorbs the rounding differences.
func monthly(l *finance.Loan) []*finance.Installment {
	n := (l.TermDays + periodDays - 1) / periodDays
	period := l.APR.Mul(decimal.NewFromInt(periodDays)).DivRound(decimal.NewFromInt(daysAYear), exactPlaces)
	level := rounded(annuity(l.Amount.Decimal(), period, n), l.Amount.Currency())
	left := l.Amount.Decimal()
	plan := make([]*finance.Installment, 0, n)
	for number := 1; number <= n; number++ {
		interest := rounded(left.Mul(period), l.Amount.Currency())
		principal := decimal.Min(level.Sub(interest), left)
		if number == n {
			principal = left
		}
		plan = append(plan, installment(l, number, principal, interest))
		left = left.Sub(principal)
	}
	return plan
}

// annuity returns the level payment that repays the amount in n periods:
// a·r·q^n/(q^n−1) with q = 1+r.
func annuity(amount, period decimal.Decimal, n int) decimal.Decimal {
	q := period.Add(decimal.NewFromInt(1))
	power := decimal.NewFromInt(1)
	for range n {
		power = power.Mul(q).Round(exactPlaces)
	}
	return amount.Mul(period).Mul(power).DivRound(power.Sub(decimal.NewFromInt(1)), exactPlaces)
}

// installment returns one installment. An installment of zero, which tiny loans have, is
// paid from the start.
func installment(l *finance.Loan, number int, principal, interest decimal.Decimal) *finance.Installment {
	money := func(value decimal.Decimal) api.Money { return api.FromDecimal(value, l.Amount.Currency()) }
	due := l.DueDate
	if l.Repayment == finance.RepayMonthly {
		due = api.DateOf(l.CreatedAt).AddDays(min(number*periodDays, l.TermDays))
	}
	part := &finance.Installment{
		Number: number, DueDate: due, Principal: money(principal), Interest: money(interest),
		Total: money(principal.Add(interest)), Paid: money(decimal.Zero), Status: finance.InstallmentPending,
	}
	if part.Total.Decimal().IsZero() {
		part.Status = finance.InstallmentPaid
	}
	return part
}
