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

// Values returns the statuses that this version of the SDK knows.
func (Status) Values() []Status { return slices.Clone(statuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s Status) Known() bool { return slices.Contains(statuses, s) }

// DiscountType is the kind of a discount.
type DiscountType string

// DiscountEarlyPayment is the only kind of discount.
const DiscountEarlyPayment DiscountType = "early_payment"

var discountTypes = []DiscountType{DiscountEarlyPayment}

// Values returns the types that this version of the SDK knows.
func (DiscountType) Values() []DiscountType { return slices.Clone(discountTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t DiscountType) Known() bool { return slices.Contains(discountTypes, t) }
