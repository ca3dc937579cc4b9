package engine

import (
	"fmt"
	"maps"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/webhook"
)

const (
	dueDays          = 30 // default, after the issue date
	publicTokenChars = 32
)

// CreateInvoice creates a draft invoice, or an invoice that is sent immediately.
func (tx *Tx) CreateInvoice(params *invoices.CreateParams) (*invoices.Invoice, error) {
	inv, err := tx.newInvoice(params)
	if err != nil {
		return nil, err
	}
	customer, ok := tx.account.customers.Get(params.CustomerID)
	if !ok {
		return nil, notFound("customer", params.CustomerID, "customer_id")
	}
	if params.SendEmail && customer.Email == "" {
		return nil, invalid("send_email", "The customer '%s' has no email address: remove send_email, and send the invoice to an address", excerpt(customer.ID))
	}
	inv.ID = tx.newID("inv")
	tx.addInvoice(inv, params.SendEmail)
	return inv, nil
}

// newInvoice checks the params and returns a draft without IDs and links.
func (tx *Tx) newInvoice(params *invoices.CreateParams) (*invoices.Invoice, error) {
	inv := &invoices.Invoice{
		Object: "invoice", Status: invoices.StatusDraft, CustomerID: params.CustomerID,
		IssueDate: params.IssueDate, DueDate: params.DueDate, Payments: []*invoices.Payment{},
		PaymentTerms: params.PaymentTerms, Notes: params.Notes, BillingAddress: clone(params.BillingAddress),
		Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, UpdatedAt: tx.now,
	}
	if err := tx.setDates(inv); err != nil {
		return nil, err
	}
	var err error
	if inv.EarlyPaymentDiscount, err = newDiscount(inv.IssueDate, params.EarlyPaymentDiscount); err != nil {
		return nil, err
	}
	return inv, chargeInvoice(inv, params.LineItems)
}

// setDates sets the default dates and checks the dates.
func (tx *Tx) setDates(inv *invoices.Invoice) error {
	if inv.IssueDate.IsZero() {
		inv.IssueDate = api.DateOf(tx.now)
	}
	if inv.DueDate.IsZero() {
		inv.DueDate = inv.IssueDate.AddDays(dueDays)
	}
	return checkDue(inv.IssueDate, inv.DueDate)
}

func checkDue(issue, due api.Date) error {
	switch {
	case due.Err() != nil:
		return invalid("due_date", "There is no day '%s', or it is after the year %d", due, lastYear)
	case due.Compare(issue) < 0:
		return invalid("due_date", "The due date '%s' is before the issue date '%s': make it the same day or a later one", due, issue)
	}
	return nil
}

// newDiscount returns the offer with its expiry: the end of the last day in UTC.
func newDiscount(issue api.Date, params *invoices.DiscountParams) (*invoices.EarlyPaymentDiscount, error) {
	if params == nil {
		return nil, nil
	}
	const param = "early_payment_discount"
	if params.Percentage.GreaterThanOrEqual(decimal.NewFromInt(100)) {
		return nil, invalid(param+".percentage", "The discount must be above 0 and below 100 percent, got %s", params.Percentage)
	}
	last := issue.AddDays(params.Days)
	if last.Err() != nil {
		return nil, invalid(param+".days", "The discount must end before the year %d: use fewer days than %d", lastYear+1, params.Days)
	}
	return &invoices.EarlyPaymentDiscount{
		Percentage: params.Percentage, ExpiresAt: last.AddDays(1).Time().Add(-time.Second),
	}, nil
}

// addInvoice sets the number and the links of a new invoice and stores the invoice.
func (tx *Tx) addInvoice(inv *invoices.Invoice, send bool) {
	a := tx.account
	inv.InvoiceNumber = invoiceNumber(tx.now, a.invoices.Len()+1)
	for _, item := range inv.LineItems {
		item.ID = tx.newID("li")
	}
	token := a.ids.text(idAlphabet, publicTokenChars)
	tx.setLinks(inv, token)
	a.publish(token, inv.ID)
	tx.onUndo(func() {
		delete(a.invoiceOf, token)
		a.engine.links.Delete(token)
	})
	if !send {
		tx.storeInvoice(inv, webhook.InvoiceCreated)
		return
	}
	emit(tx, webhook.InvoiceCreated, clone(inv)) // still a draft
	tx.markSent(inv)
	tx.storeInvoice(inv, webhook.InvoiceSent)
}

// invoiceNumber returns the number of the nth invoice of an account.
func invoiceNumber(now time.Time, n int) string { return fmt.Sprintf("INV-%d-%06d", now.Year(), n) }

func (tx *Tx) setLinks(inv *invoices.Invoice, token string) {
	inv.PublicURL = tx.account.engine.publicURL + PublicPath + token
	inv.PDFURL = inv.PublicURL + PDFSuffix
}

// publish makes the invoice available at its public link. The caller holds the account.
func (a *Account) publish(token, id string) {
	store(&a.invoiceOf, token, id)
	a.engine.links.Store(token, a.key)
}
