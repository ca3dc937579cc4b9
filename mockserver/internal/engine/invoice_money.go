package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func invoiceDebt(inv *invoices.Invoice) debt {
	return debt{kind: "invoice", id: inv.ID, left: inv.BalanceDue}
}

// checkInvoicePayable requires an open invoice.
func checkInvoicePayable(inv *invoices.Invoice) error {
	switch inv.Status {
	case invoices.StatusPaid:
		return &Error{Code: CodeInvoiceAlreadyPaid, Message: fmt.Sprintf("The invoice '%s' is paid already: its %s are settled", inv.ID, inv.TotalAmount)}
	case invoices.StatusDraft:
		return &Error{Code: CodeInvoiceNotPayable, Message: fmt.Sprintf("The invoice '%s' is a 'draft' and cannot be paid: send it first", inv.ID)}
	case invoices.StatusVoided:
		return &Error{Code: CodeInvoiceNotPayable, Message: fmt.Sprintf("The invoice '%s' is 'voided' and cannot be paid: create a new invoice", inv.ID)}
	}
	return nil
}

// checkInvoiceOwed requires that the invoice of a payment is open and owes the amount.
func (tx *Tx) checkInvoiceOwed(id string, amount api.Money) error {
	inv, ok := tx.account.invoices.Get(id)
	if !ok {
		return notFound("invoice", id, "invoice_id")
	}
	if err := checkInvoicePayable(inv); err != nil {
		return err
	}
	return invoiceDebt(inv).checkPart(amount, "amount")
}

// creditInvoice counts a payment received by the treasury towards its invoice. For a
// sold invoice, the treasury forwards the financer's share.
func (tx *Tx) creditInvoice(p *payments.Payment, discount decimal.Decimal) {
	tx.countInvoice(p, discount)
	tx.payFinancer(p)
}

// countInvoice counts a payment and its discount towards the invoice. The caller has
// checked both.
func (tx *Tx) countInvoice(p *payments.Payment, discount decimal.Decimal) *invoices.Invoice {
	inv := tx.changeInvoice(p.InvoiceID)
	currency := inv.TotalAmount.Currency()
	value := p.AmountCaptured.Decimal()
	inv.Payments = append(slices.Clip(inv.Payments), &invoices.Payment{
		PaymentID: p.ID, PaidAt: tx.now,
		Amount: api.FromDecimal(value, currency), Discount: api.FromDecimal(discount, currency),
	})
	inv.AmountPaid = plus(inv.AmountPaid, value)
	inv.DiscountAmount = plus(inv.DiscountAmount, discount)
	inv.BalanceDue = plus(inv.BalanceDue, value.Add(discount).Neg())
	kind := webhook.InvoicePartiallyPaid
	switch {
	case !inv.BalanceDue.Decimal().IsPositive():
		inv.Status, inv.PaidAt = invoices.StatusPaid, tx.now
		kind = webhook.InvoicePaid
		tx.unschedule(overdueJob(inv.ID))
	case inv.Status != invoices.StatusOverdue: // an overdue invoice stays overdue until it is paid in full
		inv.Status = invoices.StatusPartiallyPaid
	}
	tx.storeInvoice(inv, kind)
	return inv
}

// debitInvoice counts a refund of the payment. The amount is owed again. A discount
// stays taken.
func (tx *Tx) debitInvoice(p *payments.Payment, value decimal.Decimal) {
	inv := tx.changeInvoice(p.InvoiceID)
	inv.Payments = slices.Clone(inv.Payments)
	for i, row := range inv.Payments {
		if row.PaymentID == p.ID {
			changed := *row
			changed.Amount = plus(row.Amount, value.Neg())
			inv.Payments[i] = &changed
		}
	}
	inv.AmountPaid = plus(inv.AmountPaid, value.Neg())
	inv.BalanceDue = plus(inv.BalanceDue, value)
	inv.PaidAt = time.Time{}
	if inv.Status != invoices.StatusOverdue {
		inv.Status = invoices.StatusSent
		if inv.AmountPaid.Decimal().IsPositive() {
			inv.Status = invoices.StatusPartiallyPaid
		}
		tx.awaitDue(inv)
	}
	if inv.AmountPaid.Decimal().IsPositive() {
		tx.storeInvoice(inv, webhook.InvoicePartiallyPaid)
		return
	}
	tx.storeInvoice(inv)
}

// storeInvoice stores a new or changed invoice, and emits events of the kinds. Updates,
// views and full refunds have no event.
func (tx *Tx) storeInvoice(inv *invoices.Invoice, kinds ...webhook.TypeOf[invoices.Invoice]) {
	put(tx, &tx.account.invoices, inv.ID, inv)
	for _, kind := range kinds {
		emit(tx, kind, inv)
	}
}

// changeInvoice returns a copy of an existing invoice to change and store.
func (tx *Tx) changeInvoice(id string) *invoices.Invoice {
	inv, _ := tx.account.invoices.Get(id)
	changed := *inv
	changed.UpdatedAt = tx.now
	return &changed
}
