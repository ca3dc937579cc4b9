package payments

// Status is where a payment stands.
//
//wire:enum
type Status string

// The statuses of a payment. pending and processing end in succeeded or failed;
// requires_capture ends in succeeded or cancelled.
const (
	StatusPending         Status = "pending"
	StatusProcessing      Status = "processing"
	StatusRequiresCapture Status = "requires_capture"
	StatusSucceeded       Status = "succeeded"
	StatusFailed          Status = "failed"
	StatusCancelled       Status = "cancelled"
)

// MethodType is the kind of a payment method.
//
//wire:enum
type MethodType string

// The kinds of payment methods.
const (
	MethodCard   MethodType = "card"
	MethodACH    MethodType = "ach"
	MethodWire   MethodType = "wire"
	MethodPayPal MethodType = "paypal"
	MethodCrypto MethodType = "crypto"
)

// AccountType is the kind of a US bank account.
//
//wire:enum
type AccountType string

// The kinds of US bank accounts.
const (
	AccountChecking AccountType = "checking"
	AccountSavings  AccountType = "savings"
)

// RefundStatus is where a refund stands.
//
//wire:enum
type RefundStatus string

// The statuses of a refund.
const (
	RefundPending   RefundStatus = "pending"
	RefundSucceeded RefundStatus = "succeeded"
	RefundFailed    RefundStatus = "failed"
)

// RefundReason is why a payment is refunded.
//
//wire:enum
type RefundReason string

// The reasons of a refund.
const (
	ReasonDuplicate           RefundReason = "duplicate"
	ReasonFraudulent          RefundReason = "fraudulent"
	ReasonRequestedByCustomer RefundReason = "requested_by_customer"
	ReasonDefective           RefundReason = "defective"
	ReasonOther               RefundReason = "other"
)

// CardFunding says how a card is funded.
//
//wire:enum
type CardFunding string

// The fundings of cards.
const (
	FundingCredit  CardFunding = "credit"
	FundingDebit   CardFunding = "debit"
	FundingPrepaid CardFunding = "prepaid"
)
