package engine

import (
	"time"

	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/webhook"
)

// overdueJob returns the job that makes the invoice overdue.
func overdueJob(id string) job { return job{kind: jobOverdue, object: id} }

// overdueFrom returns the time from which the invoice is overdue: the start of the day
// after its due date.
func overdueFrom(inv *invoices.Invoice) time.Time { return inv.DueDate.AddDays(1).Time() }

// awaitDue schedules the job that makes an open invoice overdue. A past due date makes
// the job run immediately, in its own transaction.
func (tx *Tx) awaitDue(inv *invoices.Invoice) {
	due := overdueFrom(inv)
	if due.Before(tx.now) {
		due = tx.now
	}
	tx.unschedule(overdueJob(inv.ID))
	tx.schedule(overdueJob(inv.ID), due)
}

// fallDue makes an open invoice overdue, unless its due date was moved.
func (tx *Tx) fallDue(id string) error {
	inv, ok := tx.account.invoices.Get(id)
	if !ok || tx.now.Before(overdueFrom(inv)) {
		return nil
	}
	switch inv.Status {
	case invoices.StatusSent, invoices.StatusViewed, invoices.StatusPartiallyPaid:
		inv = tx.changeInvoice(id)
		inv.Status = invoices.StatusOverdue
		tx.storeInvoice(inv, webhook.InvoiceOverdue)
	}
	return nil
}
