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
	// MaxDiscount is the maximum discount rate of a factoring.
	MaxDiscount          = "0.25"
	defaultDiscount      = "0.025"
	factoringDefaultDays = 30
)

// FactorInvoice sells an invoice, or a part of it, to the financer. The advance is paid
// to the treasury wallet immediately.
func (tx *Tx) FactorInvoice(params *finance.FactorInvoiceParams) (*finance.Factoring, error) {
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
	put(tx, &tx.account.factorings, f.ID, f)
	inv = tx.changeInvoice(inv.ID)
	inv.FactoringID = f.ID
	tx.storeInvoice(inv, webhook.InvoiceFactored)
	tx.awaitFactoring(f)
	return f, nil
}

func checkDiscountRate(r api.Decimal) error {
	if r.GreaterThan(decimal.RequireFromString(MaxDiscount)) {
		return invalid("discount_rate", "The 'discount_rate' must be above 0 and at most %s, got %s", MaxDiscount, r)
	}
	return nil
}

// quoteFactoring computes the factoring of an invoice, without an ID and a transaction.
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
		DiscountRate: discount, FeeAmount: fee, AdvanceAmount: plus(amount, fee.Decimal().Neg()), Recourse: params.Recourse,
		DueDate: inv.DueDate, Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, FundedAt: tx.now,
	}, nil
}

// checkFactorable requires an open invoice that was not sold.
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

// factoredAmount returns the part of the balance that is sold, in the currency of the
// invoice.
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
	if amount.Decimal().GreaterThan(inv.BalanceDue.Decimal()) {
		return amount, &Error{Code: CodeAmountExceedsBalance, Param: "amount", Message: fmt.Sprintf(
			"Cannot factor %s of the invoice '%s': %s is due", amount, inv.ID, inv.BalanceDue)}
	}
	return amount, financed(amount, "amount")
}

// financerShare returns the part of the balance that is owed to the financer.
func (tx *Tx) financerShare(inv *invoices.Invoice) decimal.Decimal {
	f, ok := tx.account.factorings.Get(inv.FactoringID)
	if !ok {
		return decimal.Zero
	}
	return f.Amount.Decimal().Sub(tx.collected(f.ID))
}

// collected returns the amount that the financer received for a factoring.
func (tx *Tx) collected(id string) decimal.Decimal {
	if value, ok := tx.account.collected.Get(id); ok {
		return *value
	}
	return decimal.Zero
}

// invoiceLegs splits a payment of an invoice: first the financer up to its share, then
// the treasury.
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

// payFinancer forwards the financer's share of a payment that the treasury received.
// Card and bank payments are not in the ledger, so their share is only counted.
func (tx *Tx) payFinancer(p *payments.Payment) {
	inv, ok := tx.account.invoices.Get(p.InvoiceID)
	if !ok {
		return
	}
	part := api.FromDecimal(decimal.Min(p.AmountCaptured.Decimal(), tx.financerShare(inv)), p.AmountCaptured.Currency())
	if !part.Decimal().IsPositive() {
		return
	}
	if p.Transaction != nil && tx.payBack(tx.account.treasury, part, "payment "+p.ID) != nil {
		return // cannot happen: the treasury has just received the payment
	}
	tx.collect(inv, part.Decimal())
}

// collect counts a payment towards the factoring of the invoice. The factoring is
// repaid when the financer received the full amount.
func (tx *Tx) collect(inv *invoices.Invoice, value decimal.Decimal) {
	pays := decimal.Min(value, tx.financerShare(inv))
	if !pays.IsPositive() {
		return
	}
	id := inv.FactoringID
	sum := tx.collected(id).Add(pays)
	put(tx, &tx.account.collected, id, &sum)
	f, _ := tx.account.factorings.Get(id)
	if sum.LessThan(f.Amount.Decimal()) {
		return
	}
	repaid := *f
	repaid.Status, repaid.RepaidAt = finance.FactoringRepaid, tx.now
	put(tx, &tx.account.factorings, id, &repaid)
	emit(tx, webhook.FactoringRepaid, &repaid)
	tx.unschedule(job{kind: jobRecourse, object: id})
}

// awaitFactoring schedules the default of a factoring, at the start of the day after 30
// days past the due date, or past the sale if the sale was later.
func (tx *Tx) awaitFactoring(f *finance.Factoring) {
	from := f.DueDate
	if today := api.DateOf(tx.now); today.Compare(from) > 0 {
		from = today
	}
	tx.schedule(job{kind: jobRecourse, object: f.ID}, from.AddDays(factoringDefaultDays+1).Time())
}

// defaultFactoring marks a factoring as defaulted. With recourse the treasury pays the
// missing amount to the financer, if the balance allows.
func (tx *Tx) defaultFactoring(id string) error {
	f, ok := tx.account.factorings.Get(id)
	if !ok || f.Status != finance.FactoringFunded {
		return nil
	}
	defaulted := *f
	defaulted.Status = finance.FactoringDefaulted
	put(tx, &tx.account.factorings, id, &defaulted)
	lacking := plus(f.Amount, tx.collected(id).Neg())
	if !f.Recourse || !tx.canPay(lacking) {
		return nil
	}
	collected := f.Amount.Decimal()
	put(tx, &tx.account.collected, id, &collected)
	return tx.payBack(tx.account.treasury, lacking, "recourse of "+id)
}
