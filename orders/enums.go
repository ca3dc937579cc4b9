package orders

// Status is the status of an order.
//
//wire:enum
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

// PaymentStatus reports whether an order is paid.
//
//wire:enum
type PaymentStatus string

// The payment statuses of an order.
const (
	PaymentUnpaid            PaymentStatus = "unpaid"
	PaymentPartiallyPaid     PaymentStatus = "partially_paid"
	PaymentPaid              PaymentStatus = "paid"
	PaymentPartiallyRefunded PaymentStatus = "partially_refunded"
	PaymentRefunded          PaymentStatus = "refunded"
)

// FulfillmentStatus reports whether an order was shipped.
//
//wire:enum
type FulfillmentStatus string

// The fulfillment statuses of an order.
const (
	FulfillmentUnfulfilled        FulfillmentStatus = "unfulfilled"
	FulfillmentPartiallyFulfilled FulfillmentStatus = "partially_fulfilled"
	FulfillmentFulfilled          FulfillmentStatus = "fulfilled"
)

// CancelReason is the reason for a cancellation.
//
//wire:enum
type CancelReason string

// The reasons for a cancellation.
const (
	CancelCustomerRequest CancelReason = "customer_request"
	CancelOutOfStock      CancelReason = "out_of_stock"
	CancelPricingError    CancelReason = "pricing_error"
	CancelFraudSuspected  CancelReason = "fraud_suspected"
	CancelDuplicateOrder  CancelReason = "duplicate_order"
	CancelOther           CancelReason = "other"
)

// SplitType is the purpose of a split. The API also accepts other values.
//
//wire:enum
type SplitType string

// The documented types of splits.
const (
	SplitMerchant    SplitType = "merchant"
	SplitPlatformFee SplitType = "platform_fee"
)
