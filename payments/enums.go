package payments

// Status is the status of a payment.
//
//wire:enum
type Status string

// The statuses of a payment. Pending and processing payments become succeeded or failed.
// A payment that requires capture becomes succeeded or cancelled.
const (
	StatusPending         Status = "pending"
	StatusProcessing      Status = "processing"
	StatusRequiresCapture Status = "requires_capture"
	StatusSucceeded       Status = "succeeded"
	StatusFailed          Status = "failed"
	StatusCancelled       Status = "cancelled"
)

// MethodType is the type of a payment method.
//
//wire:enum
type MethodType string

// The types of payment methods.
const (
	MethodCard   MethodType = "card"
	MethodACH    MethodType = "ach"
	MethodWire   MethodType = "wire"
	MethodPayPal MethodType = "paypal"
	MethodCrypto MethodType = "crypto"
)

// AccountType is the type of a US bank account.
//
//wire:enum
type AccountType string

// The types of US bank accounts.
const (
	AccountChecking AccountType = "checking"
	AccountSavings  AccountType = "savings"
)

// RefundStatus is the status of a refund.
//
//wire:enum
type RefundStatus string

// The statuses of a refund.
const (
	RefundPending   RefundStatus = "pending"
	RefundSucceeded RefundStatus = "succeeded"
	RefundFailed    RefundStatus = "failed"
)

// RefundReason is the reason for a refund.
//
//wire:enum
type RefundReason string

// The reasons for a refund.
const (
	ReasonDuplicate           RefundReason = "duplicate"
	ReasonFraudulent          RefundReason = "fraudulent"
	ReasonRequestedByCustomer RefundReason = "requested_by_customer"
	ReasonDefective           RefundReason = "defective"
	ReasonOther               RefundReason = "other"
)

// CardFunding is the type of funding of a card.
//
//wire:enum
type CardFunding string

// The types of funding of a card.
const (
	FundingCredit  CardFunding = "credit"
	FundingDebit   CardFunding = "debit"
	FundingPrepaid CardFunding = "prepaid"
)
