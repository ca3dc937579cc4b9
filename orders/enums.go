package orders

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

// Known reports whether the status is one that this version of the SDK knows.
func (s Status) Known() bool {
	switch s {
	case StatusPending, StatusProcessing, StatusFulfilled, StatusDelivered, StatusCancelled, StatusRefunded:
		return true
	}
	return false
}

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

// Known reports whether the status is one that this version of the SDK knows.
func (s PaymentStatus) Known() bool {
	switch s {
	case PaymentUnpaid, PaymentPartiallyPaid, PaymentPaid, PaymentPartiallyRefunded, PaymentRefunded:
		return true
	}
	return false
}

// FulfillmentStatus is how much of an order was shipped.
type FulfillmentStatus string

// The fulfillment statuses of an order.
const (
	FulfillmentUnfulfilled        FulfillmentStatus = "unfulfilled"
	FulfillmentPartiallyFulfilled FulfillmentStatus = "partially_fulfilled"
	FulfillmentFulfilled          FulfillmentStatus = "fulfilled"
)

// Known reports whether the status is one that this version of the SDK knows.
func (s FulfillmentStatus) Known() bool {
	switch s {
	case FulfillmentUnfulfilled, FulfillmentPartiallyFulfilled, FulfillmentFulfilled:
		return true
	}
	return false
}

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

// Known reports whether the reason is one that this version of the SDK knows.
func (r CancelReason) Known() bool {
	switch r {
	case CancelCustomerRequest, CancelOutOfStock, CancelPricingError, CancelFraudSuspected, CancelDuplicateOrder, CancelOther:
		return true
	}
	return false
}
