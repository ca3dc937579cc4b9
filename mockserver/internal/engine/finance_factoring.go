package engine

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

const (
	defaultDiscount      = "0.025"
	maxDiscount          = "0.25"
	factoringDefaultDays = 30
)

// FactorInvoice sells an invoice, or a part of one, to the financer: the advance is in
// the treasury wallet at once.
func (tx *Tx) FactorInvoice(params *finance.FactorInvoiceParams) (*finance.Factoring, error) {
	if params.InvoiceID == "" {
		return nil, missing("invoice_id")
	}
	if err := checkDiscountRate(params.DiscountRate); err != nil {
		return nil, err
	}
	inv, ok := tx.account.invoices.Get(params.InvoiceID)
	if !ok {
		return nil, notFound("invoice", params.InvoiceID, "invoice_id")
	}
	f, err := tx.quoteFactoring(inv, params)
	if err != nil {
		return nil, err
	}
	f.ID = tx.newID("fac")
	if f.Transaction, err = tx.disburse(tx.account.treasury, f.AdvanceAmount, "factoring "+f.ID); err != nil {
		return nil, err
	}
	put(tx, tx.account.factorings, f.ID, f)
	inv = tx.changeInvoice(inv.ID)
	inv.FactoringID = f.ID
	tx.storeInvoice(inv, webhook.InvoiceFactored)
	tx.awaitFactoring(f)
	return f, nil
}

func checkDiscountRate(r api.Decimal) error {
	if err := checkNumber(r, "discount_rate"); err != nil {
		return err
	}
	if r.IsNegative() || r.GreaterThan(decimal.RequireFromString(maxDiscount)) {
		return invalid("discount_rate", "The 'discount_rate' must be above 0 and at most %s, got %s", maxDiscount, r)
	}
	return nil
}

// quoteFactoring is the factoring that the params make of the invoice, without its id
// and its transaction.
func (tx *Tx) quoteFactoring(inv *invoices.Invoice, params *finance.FactorInvoiceParams) (*finance.Factoring, error) {
	if err := checkFactorable(inv); err != nil {
		return nil, err
	}
	amount, err := factoredAmount(inv, params.Amount)
	if err != nil {
		return nil, err
	}
	buyer, discount := params.BuyerID, params.DiscountRate
	if buyer == "" {
		buyer = inv.CustomerID
	}
	if discount.IsZero() {
		discount = rate(defaultDiscount)
	}
	fee := share(amount, discount)
	return &finance.Factoring{
		Object: "invoice_factoring", Status: finance.FactoringFunded, InvoiceID: inv.ID, BuyerID: buyer, Amount: amount,
		DiscountRate: discount, FeeAmount: fee, AdvanceAmount: plus(amount, fee.Value.Neg()), Recourse: params.Recourse,
		DueDate: inv.DueDate, Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, FundedAt: tx.now,
	}, nil
}

// checkFactorable wants an invoice that waits for money and was not sold.
func checkFactorable(inv *invoices.Invoice) error {
	if inv.FactoringID != "" {
		return &Error{Code: CodeInvoiceAlreadyFactored, Message: fmt.Sprintf("The invoice '%s' is factored already, by '%s'", inv.ID, inv.FactoringID)}
	}
	switch inv.Status {
	case invoices.StatusSent, invoices.StatusViewed, invoices.StatusOverdue, invoices.StatusPartiallyPaid:
		return nil
	}
	return &Error{Code: CodeInvoiceNotFactorable, Message: fmt.Sprintf(
		"The invoice '%s' is '%s': only one that is 'sent', 'viewed', 'overdue' or 'partially_paid' can be factored", inv.ID, inv.Status)}
}

// factoredAmount is what of the balance is sold, in the invoice's currency.
func factoredAmount(inv *invoices.Invoice, amount api.Money) (api.Money, error) {
	if !amount.IsSet() {
		amount = inv.BalanceDue
	}
	owed := invoiceDebt(inv)
	if err := checkAmount(amount, "amount"); err != nil {
		return amount, err
	}
	if err := owed.checkCurrency(amount, "amount"); err != nil {
		return amount, err
	}
	if err := owed.checkFits(amount, "amount"); err != nil {
		return amount, err
	}
	if amount.Value.GreaterThan(inv.BalanceDue.Value) {
		return amount, &Error{Code: CodeAmountExceedsBalance, Param: "amount", Message: fmt.Sprintf(
			"Cannot factor %s of the invoice '%s': %s is due", amount, inv.ID, inv.BalanceDue)}
	}
	return amount, financed(amount, "amount")
}

// financerShare is what of the invoice's balance the financer waits for.
func (tx *Tx) financerShare(inv *invoices.Invoice) decimal.Decimal {
	f, ok := tx.account.factorings.Get(inv.FactoringID)
	if !ok {
		return decimal.Zero
	}
	return f.Amount.Value.Sub(tx.collected(f.ID))
}

// collected is what the financer has of a factoring.
func (tx *Tx) collected(id string) decimal.Decimal {
	if value, ok := tx.account.collected.Get(id); ok {
		return *value
	}
	return decimal.Zero
}

// invoiceLegs says who gets a payment of an invoice: the financer first, up to what it
// bought, then the treasury.
func (tx *Tx) invoiceLegs(inv *invoices.Invoice, value decimal.Decimal) []ledger.Leg {
	financers := decimal.Min(value, tx.financerShare(inv))
	if !financers.IsPositive() {
		return to(tx.account.treasury, value)
	}
	legs := to(FinancerWallet, financers)
	if rest := value.Sub(financers); rest.IsPositive() {
		legs = append(legs, to(tx.account.treasury, rest)...)
	}
	return legs
}

// payFinancer pays the financer its part of a payment that the treasury got. Money that no
// ledger knows, of cards and banks, is counted alone.
func (tx *Tx) payFinancer(p *payments.Payment) {
	inv, ok := tx.account.invoices.Get(p.InvoiceID)
	if !ok {
		return
	}
	part := api.Money{Value: decimal.Min(p.AmountCaptured.Value, tx.financerShare(inv)), Currency: p.AmountCaptured.Currency}
	if !part.Value.IsPositive() {
		return
	}
	if p.Transaction != nil && tx.payBack(tx.account.treasury, part, "payment "+p.ID) != nil {
		return // the treasury has what it got just now: the financer would wait on
	}
	tx.collect(inv, part.Value)
}

// collect counts a payment of an invoice towards its factoring, which is repaid when
// the financer has what it bought.
func (tx *Tx) collect(inv *invoices.Invoice, value decimal.Decimal) {
	pays := decimal.Min(value, tx.financerShare(inv))
	if !pays.IsPositive() {
		return
	}
	id := inv.FactoringID
	sum := tx.collected(id).Add(pays)
	put(tx, tx.account.collected, id, &sum)
	f, _ := tx.account.factorings.Get(id)
	if sum.LessThan(f.Amount.Value) {
		return
	}
	repaid := *f
	repaid.Status, repaid.RepaidAt = finance.FactoringRepaid, tx.now
	put(tx, tx.account.factorings, id, &repaid)
	emit(tx, webhook.FactoringRepaid, &repaid)
	tx.unschedule(factoringJob(id))
}

func factoringJob(id string) string { return id + " default" }

// awaitFactoring has the factoring go into default when the day begins after the 30
// that follow its due date, or its sale where that was later.
func (tx *Tx) awaitFactoring(f *finance.Factoring) {
	id, from := f.ID, f.DueDate
	if today := api.DateOf(tx.now); today.Compare(from) > 0 {
		from = today
	}
	tx.schedule(factoringJob(id), from.AddDays(factoringDefaultDays+1).Time(), func(tx *Tx) error { return tx.defaultFactoring(id) })
}

// defaultFactoring ends the waiting. With recourse the treasury pays the financer what
// it lacks, when it can.
func (tx *Tx) defaultFactoring(id string) error {
	f, ok := tx.account.factorings.Get(id)
	if !ok || f.Status != finance.FactoringFunded {
		return nil
	}
	defaulted := *f
	defaulted.Status = finance.FactoringDefaulted
	put(tx, tx.account.factorings, id, &defaulted)
	lacking := plus(f.Amount, tx.collected(id).Neg())
	if !f.Recourse || !tx.canPay(lacking) {
		return nil
	}
	put(tx, tx.account.collected, id, &f.Amount.Value)
	return tx.payBack(tx.account.treasury, lacking, "recourse of "+id)
}
