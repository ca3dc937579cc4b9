package engine

import (
	"time"

	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/webhook"
)

// overdueJob is the name of the job that waits for the invoice's due date.
func overdueJob(id string) string { return id + " overdue" }

// overdueFrom is the moment from which the invoice is overdue: the begin of the day
// after its due date.
func overdueFrom(inv *invoices.Invoice) time.Time { return inv.DueDate.AddDays(1).Time() }

// awaitDue has an open invoice become overdue in time: at once, in a transaction of
// its own, when that time has passed.
func (tx *Tx) awaitDue(inv *invoices.Invoice) {
	id, due := inv.ID, overdueFrom(inv)
	if due.Before(tx.now) {
		due = tx.now
	}
	tx.unschedule(overdueJob(id))
	tx.schedule(overdueJob(id), due, func(tx *Tx) error { return tx.fallDue(id) })
}

// fallDue makes an open invoice overdue. Its due date may have moved meanwhile.
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
