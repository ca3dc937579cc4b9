package orders

import "slices"

// Status is where an order stands.
type Status string

// The statuses of an order.
const (
	StatusPending    Status = "pending"
	StatusProcessing Status = "processing" // paid in full
	StatusFulfilled  Status = "fulfilled"
	StatusDelivered  Status = "delivered"
	StatusCancelled  Status = "cancelled"
	StatusRefunded   Status = "refunded"
)

var statuses = []Status{StatusPending, StatusProcessing, StatusFulfilled, StatusDelivered, StatusCancelled, StatusRefunded}

// Values returns the statuses that this version of the SDK knows.
func (Status) Values() []Status { return slices.Clone(statuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s Status) Known() bool { return slices.Contains(statuses, s) }

// PaymentStatus is how much of an order is paid.
type PaymentStatus string

// The payment statuses of an order.
const (
	PaymentUnpaid            PaymentStatus = "unpaid"
	PaymentPartiallyPaid     PaymentStatus = "partially_paid"
	PaymentPaid              PaymentStatus = "paid"
	PaymentPartiallyRefunded PaymentStatus = "partially_refunded"
	PaymentRefunded          PaymentStatus = "refunded"
)

var paymentStatuses = []PaymentStatus{PaymentUnpaid, PaymentPartiallyPaid, PaymentPaid, PaymentPartiallyRefunded, PaymentRefunded}

// Values returns the statuses that this version of the SDK knows.
func (PaymentStatus) Values() []PaymentStatus { return slices.Clone(paymentStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s PaymentStatus) Known() bool { return slices.Contains(paymentStatuses, s) }

// FulfillmentStatus is how much of an order was shipped.
type FulfillmentStatus string

// The fulfillment statuses of an order.
const (
	FulfillmentUnfulfilled        FulfillmentStatus = "unfulfilled"
	FulfillmentPartiallyFulfilled FulfillmentStatus = "partially_fulfilled"
	FulfillmentFulfilled          FulfillmentStatus = "fulfilled"
)

var fulfillmentStatuses = []FulfillmentStatus{FulfillmentUnfulfilled, FulfillmentPartiallyFulfilled, FulfillmentFulfilled}

// Values returns the statuses that this version of the SDK knows.
func (FulfillmentStatus) Values() []FulfillmentStatus { return slices.Clone(fulfillmentStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s FulfillmentStatus) Known() bool { return slices.Contains(fulfillmentStatuses, s) }

// CancelReason is why an order is cancelled.
type CancelReason string

// The reasons of a cancellation.
const (
	CancelCustomerRequest CancelReason = "customer_request"
	CancelOutOfStock      CancelReason = "out_of_stock"
	CancelPricingError    CancelReason = "pricing_error"
	CancelFraudSuspected  CancelReason = "fraud_suspected"
	CancelDuplicateOrder  CancelReason = "duplicate_order"
	CancelOther           CancelReason = "other"
)

var cancelReasons = []CancelReason{CancelCustomerRequest, CancelOutOfStock, CancelPricingError, CancelFraudSuspected, CancelDuplicateOrder, CancelOther}

// Values returns the reasons that this version of the SDK knows.
func (CancelReason) Values() []CancelReason { return slices.Clone(cancelReasons) }

// Known reports whether the reason is one that this version of the SDK knows.
func (r CancelReason) Known() bool { return slices.Contains(cancelReasons, r) }

// SplitType says what a part of a payment is for. The API also accepts other types
// than the constants.
type SplitType string

// The documented types of splits.
const (
	SplitMerchant    SplitType = "merchant"
	SplitPlatformFee SplitType = "platform_fee"
)

var splitTypes = []SplitType{SplitMerchant, SplitPlatformFee}

// Values returns the types that this version of the SDK knows.
func (SplitType) Values() []SplitType { return slices.Clone(splitTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t SplitType) Known() bool { return slices.Contains(splitTypes, t) }
