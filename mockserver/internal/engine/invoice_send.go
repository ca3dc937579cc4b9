package engine

import (
	"fmt"
	"slices"

	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/webhook"
)

// SendInvoice sends a draft invoice, or a reminder for an open one. The mock sends no
// email: the response describes the email.
func (tx *Tx) SendInvoice(id string, params *invoices.SendParams) (*invoices.Invoice, error) {
	inv, ok := tx.account.invoices.Get(id)
	if !ok {
		return nil, notFound("invoice", id, "")
	}
	if inv.Status == invoices.StatusPaid || inv.Status == invoices.StatusVoided {
		return nil, invalidState("invoice", id, inv.Status, invoices.StatusSent, "an invoice that is 'paid' or 'voided' cannot be sent")
	}
	details, err := tx.invoiceMail(inv, params)
	if err != nil {
		return nil, err
	}
	inv = tx.changeInvoice(id)
	tx.markSent(inv)
	tx.storeInvoice(inv, webhook.InvoiceSent)
	answer := *inv
	answer.EmailDetails = details
	return &answer, nil
}

// markSent counts an email in inv, a copy that is not stored yet.
func (tx *Tx) markSent(inv *invoices.Invoice) {
	inv.SentCount++
	if inv.Status != invoices.StatusDraft {
		return
	}
	inv.Status, inv.SentAt = invoices.StatusSent, tx.now
	tx.awaitDue(inv)
}

// invoiceMail returns the email. Default: to the customer, with the invoice attached.
func (tx *Tx) invoiceMail(inv *invoices.Invoice, params *invoices.SendParams) (*invoices.EmailDetails, error) {
	details := &invoices.EmailDetails{
		SentTo: slices.Clone(params.To), CC: slices.Clone(params.CC), Subject: params.Subject, Message: params.Message,
	}
	if len(details.SentTo) == 0 {
		customer, ok := tx.account.customers.Get(inv.CustomerID)
		if !ok || customer.Email == "" { // no other address exists
			return nil, missing("to")
		}
		details.SentTo = []string{customer.Email}
	}
	if details.Subject == "" {
		details.Subject = fmt.Sprintf("Invoice %s", inv.InvoiceNumber)
	}
	if defaultTrue(params.AttachPDF) {
		details.Attachments = []string{inv.InvoiceNumber + PDFSuffix}
	}
	return details, nil
}

// VoidInvoice voids an invoice without payments.
func (tx *Tx) VoidInvoice(id string) (*invoices.Invoice, error) {
	inv, ok := tx.account.invoices.Get(id)
	if !ok {
		return nil, notFound("invoice", id, "")
	}
	switch {
	case inv.Status == invoices.StatusPaid || inv.Status == invoices.StatusVoided:
		return nil, invalidState("invoice", id, inv.Status, invoices.StatusVoided, "only an invoice that is 'draft', 'sent', 'viewed' or 'overdue' can be voided")
	case inv.Status == invoices.StatusPartiallyPaid || inv.AmountPaid.Decimal().IsPositive():
		return nil, invalidState("invoice", id, inv.Status, invoices.StatusVoided, fmt.Sprintf("%s are paid, refund the payments first", inv.AmountPaid))
	}
	if tx.financerShare(inv).IsPositive() {
		return nil, invalidState("invoice", id, inv.Status, invoices.StatusVoided, "it was sold to a financer")
	}
	inv = tx.changeInvoice(id)
	inv.Status, inv.VoidedAt = invoices.StatusVoided, tx.now
	tx.unschedule(overdueJob(id))
	tx.storeInvoice(inv, webhook.InvoiceVoided)
	return inv, nil
}
