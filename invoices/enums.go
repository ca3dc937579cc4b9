package invoices

// Status is where an invoice stands.
//
//wire:enum
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

// DiscountType is the kind of a discount.
//
//wire:enum
type DiscountType string

// DiscountEarlyPayment is the only kind of discount.
const DiscountEarlyPayment DiscountType = "early_payment"
