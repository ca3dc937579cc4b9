package invoices

// Status is the status of an invoice.
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
	StatusOverdue       Status = "overdue" // the due date has passed
	StatusVoided        Status = "voided"
)

// DiscountType is the type of a discount.
//
//wire:enum
type DiscountType string

// DiscountEarlyPayment is the discount for early payment, the only type.
const DiscountEarlyPayment DiscountType = "early_payment"
