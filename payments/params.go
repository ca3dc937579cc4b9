package payments

import (
	"github.com/stateset/stateset-go/api"
)

// CreateParams are the parameters of [Service.Create]. They encode to the JSON of the API
// and decode from it. A card number is masked in JSON, so use a card token if you store
// params.
//
//wire:params
type CreateParams struct {
	Amount api.Money `json:"amount" wire:"number"` // required, above zero

	// PaymentMethod is required for ISO currencies. For ssusd and usdc, nil means the
	// account's treasury wallet.
	PaymentMethod *MethodParams `json:"payment_method,omitempty"`
	// Recipient is the address of the receiving wallet. Required for ssusd and usdc,
	// unless OrderID or InvoiceID is set. Not allowed for other currencies.
	Recipient string `json:"recipient,omitempty"`
	// CustomerID is required for ISO currencies.
	CustomerID string `json:"customer_id,omitempty"`
	// OrderID or InvoiceID is the order or invoice that the payment pays. Set at most one.
	OrderID   string `json:"order_id,omitempty"`
	InvoiceID string `json:"invoice_id,omitempty"`

	Description         string `json:"description,omitempty"`          // at most 500 characters
	StatementDescriptor string `json:"statement_descriptor,omitempty"` // at most 22 characters
	// Capture is whether to charge a card immediately. Default: true. If false, the card
	// is authorized, and [Service.Capture] charges it.
	Capture        *bool             `json:"capture,omitempty"`
	BillingAddress *api.Address      `json:"billing_address,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500 characters
}

// MethodParams is the payment method of a new payment. Set the details of exactly one
// type.
//
//wire:part
type MethodParams struct {
	Type   MethodType    `json:"type"`             // default: the type of the details
	Card   *CardParams   `json:"card,omitempty"`   // with MethodCard
	ACH    *ACHParams    `json:"ach,omitempty"`    // with MethodACH
	Crypto *CryptoParams `json:"crypto,omitempty"` // with MethodCrypto
}

// CardParams is a card: a token, or its number, expiry date and security code. Formatting
// and logging show only the last four digits.
//
//wire:part masked
type CardParams struct {
	Token    string `json:"token,omitempty"`
	Number   string `json:"number,omitempty"`
	ExpMonth int    `json:"exp_month,omitempty"` // 1 to 12
	ExpYear  int    `json:"exp_year,omitempty"`  // four digits
	CVC      string `json:"cvc,omitempty"`
}

// ACHParams is a US bank account. Formatting and logging show only the last four digits.
//
//wire:part masked
type ACHParams struct {
	AccountNumber string      `json:"account_number"`
	RoutingNumber string      `json:"routing_number"` // nine digits
	AccountType   AccountType `json:"account_type"`
}

// CryptoParams is the paying wallet of an on-chain payment.
//
//wire:part
type CryptoParams struct {
	WalletAddress string    `json:"wallet_address"`
	Chain         api.Chain `json:"chain" wire:"or=stateset"` // default: ChainStateSet
}

// CaptureParams are the parameters of [Service.Capture].
//
//wire:params
type CaptureParams struct {
	Amount              api.Money         `json:"amount,omitempty" wire:"number,bare"` // default: the authorized amount; the rest is released
	StatementDescriptor string            `json:"statement_descriptor,omitempty"`      // at most 22 characters
	Metadata            map[string]string `json:"metadata,omitempty"`
}

// RefundParams are the parameters of [Service.Refund].
//
//wire:params
type RefundParams struct {
	Amount         api.Money         `json:"amount,omitempty" wire:"number,bare"` // default: the remaining amount
	Reason         RefundReason      `json:"reason"`                              // required
	Notes          string            `json:"notes,omitempty"`
	NotifyCustomer *bool             `json:"notify_customer,omitempty"` // default: true
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// ListParams filters payments. The zero value selects all payments.
//
//wire:params
type ListParams struct {
	Limit             int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter     string             `url:"starting_after,omitempty"` // the ID of a payment: the page after it
	EndingBefore      string             `url:"ending_before,omitempty"`  // the ID of a payment: the page before it; not with StartingAfter
	Status            Status             `url:"status,omitempty"`
	CustomerID        string             `url:"customer_id,omitempty"`
	OrderID           string             `url:"order_id,omitempty"`
	InvoiceID         string             `url:"invoice_id,omitempty"`
	PaymentMethodType MethodType         `url:"payment_method_type,omitempty"`
	Currency          string             `url:"currency,omitempty"`
	Created           api.TimeRange      `url:"created,omitempty"`
	Amount            api.AmountRange    `url:"amount,omitempty"` // bounds in one currency; Currency, if set, must be the same
	Metadata          api.MetadataFilter `url:"metadata,omitempty"`
}

// ListRefundsParams filters refunds. The zero value selects all refunds.
//
//wire:params
type ListRefundsParams struct {
	Limit         int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter string             `url:"starting_after,omitempty"` // the ID of a refund: the page after it
	EndingBefore  string             `url:"ending_before,omitempty"`  // the ID of a refund: the page before it; not with StartingAfter
	PaymentID     string             `url:"payment_id,omitempty"`
	Status        RefundStatus       `url:"status,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}
