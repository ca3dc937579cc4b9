package payments

import "slices"

// Status is where a payment stands.
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

var statuses = []Status{StatusPending, StatusProcessing, StatusRequiresCapture, StatusSucceeded, StatusFailed, StatusCancelled}

// Values returns the statuses that this version of the SDK knows.
func (Status) Values() []Status { return slices.Clone(statuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s Status) Known() bool { return slices.Contains(statuses, s) }

// MethodType is the kind of a payment method.
type MethodType string

// The kinds of payment methods.
const (
	MethodCard   MethodType = "card"
	MethodACH    MethodType = "ach"
	MethodWire   MethodType = "wire"
	MethodPayPal MethodType = "paypal"
	MethodCrypto MethodType = "crypto"
)

var methodTypes = []MethodType{MethodCard, MethodACH, MethodWire, MethodPayPal, MethodCrypto}

// Values returns the types that this version of the SDK knows.
func (MethodType) Values() []MethodType { return slices.Clone(methodTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t MethodType) Known() bool { return slices.Contains(methodTypes, t) }

// AccountType is the kind of a US bank account.
type AccountType string

// The kinds of US bank accounts.
const (
	AccountChecking AccountType = "checking"
	AccountSavings  AccountType = "savings"
)

var accountTypes = []AccountType{AccountChecking, AccountSavings}

// Values returns the types that this version of the SDK knows.
func (AccountType) Values() []AccountType { return slices.Clone(accountTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t AccountType) Known() bool { return slices.Contains(accountTypes, t) }

// RefundStatus is where a refund stands.
type RefundStatus string

// The statuses of a refund.
const (
	RefundPending   RefundStatus = "pending"
	RefundSucceeded RefundStatus = "succeeded"
	RefundFailed    RefundStatus = "failed"
)

var refundStatuses = []RefundStatus{RefundPending, RefundSucceeded, RefundFailed}

// Values returns the statuses that this version of the SDK knows.
func (RefundStatus) Values() []RefundStatus { return slices.Clone(refundStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s RefundStatus) Known() bool { return slices.Contains(refundStatuses, s) }

// RefundReason is why a payment is refunded.
type RefundReason string

// The reasons of a refund.
const (
	ReasonDuplicate           RefundReason = "duplicate"
	ReasonFraudulent          RefundReason = "fraudulent"
	ReasonRequestedByCustomer RefundReason = "requested_by_customer"
	ReasonDefective           RefundReason = "defective"
	ReasonOther               RefundReason = "other"
)

var refundReasons = []RefundReason{ReasonDuplicate, ReasonFraudulent, ReasonRequestedByCustomer, ReasonDefective, ReasonOther}

// Values returns the reasons that this version of the SDK knows.
func (RefundReason) Values() []RefundReason { return slices.Clone(refundReasons) }

// Known reports whether the reason is one that this version of the SDK knows.
func (r RefundReason) Known() bool { return slices.Contains(refundReasons, r) }

// CardFunding says how a card is funded.
type CardFunding string

// The fundings of cards.
const (
	FundingCredit  CardFunding = "credit"
	FundingDebit   CardFunding = "debit"
	FundingPrepaid CardFunding = "prepaid"
)

var fundings = []CardFunding{FundingCredit, FundingDebit, FundingPrepaid}

// Values returns the fundings that this version of the SDK knows.
func (CardFunding) Values() []CardFunding { return slices.Clone(fundings) }

// Known reports whether the funding is one that this version of the SDK knows.
func (f CardFunding) Known() bool { return slices.Contains(fundings, f) }
