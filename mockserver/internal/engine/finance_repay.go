package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/webhook"
)

// loanDefaultDays is the number of days after which an overdue installment puts its loan
// in default.
const loanDefaultDays = 90

// RepayLoan pays an amount towards a loan, oldest installments first. Default: the rest
// of the next installment.
func (tx *Tx) RepayLoan(id string, params *finance.RepayLoanParams) (*finance.Loan, error) {
	wallet := params.WalletAddress
	if wallet == "" {
		wallet = tx.account.treasury
	}
	if err := checkWallet(wallet, "", "wallet_address"); err != nil {
		return nil, err
	}
	l, ok := tx.account.loans.Get(id)
	if !ok {
		return nil, notFound("loan", id, "")
	}
	amount, err := repayAmount(l, params.Amount)
	if err != nil {
		return nil, err
	}
	if err := tx.payBack(wallet, amount, "repayment of "+id); err != nil {
		return nil, err
	}
	before := l
	l = tx.creditLoan(before, amount.Decimal())
	emit(tx, webhook.LoanPayment, l)
	tx.storeLoan(before, l)
	return l, nil
}

// storeLoan stores a changed copy of a loan, emits an event for its new status, and
// schedules its next change. A return to active and a default have no event.
func (tx *Tx) storeLoan(before, l *finance.Loan) {
	put(tx, &tx.account.loans, l.ID, l)
	switch {
	case l.Status == before.Status:
	case l.Status == finance.LoanRepaid:
		emit(tx, webhook.LoanRepaid, l)
	case l.Status == finance.LoanOverdue:
		emit(tx, webhook.LoanOverdue, l)
	}
	tx.awaitInstallment(l)
}

// repayAmount returns the amount to pay in the payer's token.
func repayAmount(l *finance.Loan, amount api.Money) (api.Money, error) {
	next := l.Next()
	if next == nil {
		return amount, invalidState("loan", l.ID, l.Status, finance.LoanRepaid, "all of it is repaid already")
	}
	if !amount.IsSet() {
		return plus(next.Total, next.Paid.Decimal().Neg()), nil
	}
	owed := debt{kind: "loan", id: l.ID, left: l.OutstandingAmount}
	if err := owed.checkCurrency(amount, "amount"); err != nil {
		return amount, err
	}
	if err := owed.checkFits(amount, "amount"); err != nil {
		return amount, err
	}
	if amount.Decimal().GreaterThan(l.OutstandingAmount.Decimal()) {
		return amount, &Error{Code: CodeAmountExceedsBalance, Param: "amount", Message: fmt.Sprintf(
			"Cannot repay %s of the loan '%s': %s is outstanding", amount, l.ID, l.OutstandingAmount)}
	}
	return amount, nil
}

// creditLoan returns a copy of the loan with the value paid.
func (tx *Tx) creditLoan(l *finance.Loan, value decimal.Decimal) *finance.Loan {
	changed := *l
	changed.RepaidAmount = plus(l.RepaidAmount, value)
	changed.OutstandingAmount = plus(l.OutstandingAmount, value.Neg())
	changed.Schedule = slices.Clone(l.Schedule)
	for i, part := range changed.Schedule {
		pays := decimal.Min(value, part.Total.Decimal().Sub(part.Paid.Decimal()))
		if !pays.IsPositive() {
			continue
		}
		paid := *part
		paid.Paid = plus(part.Paid, pays)
		if paid.Paid.Decimal().Equal(paid.Total.Decimal()) {
			paid.Status = finance.InstallmentPaid
		}
		changed.Schedule[i] = &paid
		value = value.Sub(pays)
	}
	return tx.rateLoan(&changed)
}

// rateLoan sets the statuses of a copy of a loan, from its payments and the time. A
// defaulted loan stays in default until it is repaid in full.
func (tx *Tx) rateLoan(l *finance.Loan) *finance.Loan {
	late := false
	for i, part := range l.Schedule {
		if part.Status == finance.InstallmentPaid || tx.now.Before(installmentLate(part)) {
			continue
		}
		late = true
		if part.Status != finance.InstallmentOverdue {
			overdue := *part
			overdue.Status = finance.InstallmentOverdue
			l.Schedule[i] = &overdue
		}
	}
	next := l.Next()
	switch {
	case next == nil:
		l.Status, l.RepaidAt = finance.LoanRepaid, tx.now
	case l.Status == finance.LoanDefaulted:
	case late && !tx.now.Before(installmentDefault(next)):
		l.Status = finance.LoanDefaulted
	case late:
		l.Status = finance.LoanOverdue
	default:
		l.Status = finance.LoanActive
	}
	return l
}

// installmentLate returns the time at which an unpaid installment becomes overdue: the
// start of the day after its due date. installmentDefault is 90 days later.
func installmentLate(part *finance.Installment) time.Time { return part.DueDate.AddDays(1).Time() }

func installmentDefault(part *finance.Installment) time.Time {
	return part.DueDate.AddDays(1 + loanDefaultDays).Time()
}

// awaitInstallment schedules the next change of status that time causes.
func (tx *Tx) awaitInstallment(l *finance.Loan) {
	j := job{kind: jobInstallment, object: l.ID}
	tx.unschedule(j)
	if when, ok := tx.nextChange(l); ok {
		tx.schedule(j, when)
	}
}

// fallBehind rates a loan when an installment becomes overdue or the loan defaults.
func (tx *Tx) fallBehind(id string) error {
	l, _ := tx.account.loans.Get(id)
	changed := *l
	changed.Schedule = slices.Clone(l.Schedule)
	tx.storeLoan(l, tx.rateLoan(&changed))
	return nil
}

// nextChange returns the time at which the next installment becomes overdue or the loan
// defaults. ok is false if neither can happen.
func (tx *Tx) nextChange(l *finance.Loan) (when time.Time, ok bool) {
	earliest := func(moment time.Time) {
		if moment.After(tx.now) && (!ok || moment.Before(when)) {
			when, ok = moment, true
		}
	}
	for _, part := range l.Schedule {
		if part.Status == finance.InstallmentPending {
			earliest(installmentLate(part))
		}
	}
	if next := l.Next(); next != nil && l.Status != finance.LoanDefaulted {
		earliest(installmentDefault(next))
	}
	return when, ok
}
