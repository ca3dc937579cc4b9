package invoices

import "slices"

// Status is where an invoice stands.
type Status string

// The statuses of an invoice.
const (
	StatusDraft         Status = "draft"
	StatusSent          Status = "sent"
	StatusViewed        Status = "viewed"
	StatusPartiallyPaid Status = "partially_paid"
	StatusPaid          Status = "paid"
	StatusOverdue       Status = "overdue" // the day after the due date has begun
	StatusVoided        Status = "voided"
)

var statuses = []Status{StatusDraft, StatusSent, StatusViewed, StatusPartiallyPaid, StatusPaid, StatusOverdue, StatusVoided}

// Known reports whether the status is one that this version of the SDK knows.
func (s Status) Known() bool { return slices.Contains(statuses, s) }
