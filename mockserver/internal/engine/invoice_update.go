package engine

import (
	"fmt"

	"github.com/stateset/stateset-go/invoices"
)

// UpdateInvoice changes the fields that params set. Line items can be changed in drafts
// only, notes and metadata always, and other fields until the invoice is paid or
// voided.
func (tx *Tx) UpdateInvoice(id string, params *invoices.UpdateParams) (*invoices.Invoice, error) {
	inv, ok := tx.account.invoices.Get(id)
	if !ok {
		return nil, notFound("invoice", id, "")
	}
	if err := checkInvoiceUpdate(inv, params); err != nil {
		return nil, err
	}
	metadata := changeMetadata(inv.Metadata, params.Metadata)
	if err := checkMetadata(metadata); err != nil {
		return nil, err
	}
	inv = tx.changeInvoice(id)
	inv.Metadata = metadata
	if params.LineItems != nil {
		if err := chargeInvoice(inv, params.LineItems); err != nil {
			return nil, err
		}
		for _, item := range inv.LineItems {
			item.ID = tx.newID("li")
		}
	}
	tx.applyInvoiceUpdate(inv, params)
	tx.storeInvoice(inv)
	return inv, nil
}

// checkInvoiceUpdate requires a state that allows the change, and a valid due date.
func checkInvoiceUpdate(inv *invoices.Invoice, params *invoices.UpdateParams) error {
	if !params.DueDate.IsZero() {
		if err := checkDue(inv.IssueDate, params.DueDate); err != nil {
			return err
		}
	}
	closed := inv.Status == invoices.StatusPaid || inv.Status == invoices.StatusVoided
	for _, part := range []struct {
		param  string
		locked bool
		until  string
	}{
		{"line_items", params.LineItems != nil && inv.Status != invoices.StatusDraft, "while it is 'draft'"},
		{"due_date", !params.DueDate.IsZero() && closed, "until it is paid or voided"},
		{"payment_terms", params.PaymentTerms != nil && closed, "until it is paid or voided"},
		{"billing_address", params.BillingAddress != nil && closed, "until it is paid or voided"},
	} {
		if part.locked {
			return &Error{Code: CodeInvalidState, Param: part.param, Message: fmt.Sprintf(
				"The invoice '%s' is '%s': its %s changes only %s", inv.ID, inv.Status, part.param, part.until)}
		}
	}
	return nil
}

// applyInvoiceUpdate writes to inv, a copy that is not stored yet.
func (tx *Tx) applyInvoiceUpdate(inv *invoices.Invoice, params *invoices.UpdateParams) {
	replace(&inv.PaymentTerms, params.PaymentTerms)
	replace(&inv.Notes, params.Notes)
	if params.BillingAddress != nil {
		inv.BillingAddress = orNone(params.BillingAddress)
	}
	if !params.DueDate.IsZero() {
		tx.postpone(inv, params)
	}
}

// postpone moves the due date of inv. An overdue invoice with a later due date is open
// again.
func (tx *Tx) postpone(inv *invoices.Invoice, params *invoices.UpdateParams) {
	inv.DueDate = params.DueDate
	if inv.Status == invoices.StatusDraft {
		return
	}
	if inv.Status == invoices.StatusOverdue {
		if !tx.now.Before(overdueFrom(inv)) {
			return
		}
		inv.Status = openStatus(inv)
	}
	tx.awaitDue(inv)
}

// openStatus returns the status of an open invoice that is not overdue.
func openStatus(inv *invoices.Invoice) invoices.Status {
	switch {
	case inv.AmountPaid.Decimal().IsPositive():
		return invoices.StatusPartiallyPaid
	case !inv.ViewedAt.IsZero():
		return invoices.StatusViewed
	}
	return invoices.StatusSent
}
