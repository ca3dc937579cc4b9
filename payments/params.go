package payments

import (
	"github.com/stateset/stateset-go/api"
)

// CreateParams says what to pay, and how. Its JSON, that of the API, can be stored and
// read again when the card is a token.
//
//wire:params
type CreateParams struct {
	Amount api.Money `json:"amount" wire:"number"` // required, above zero

	// PaymentMethod is required for ISO currencies. For ssusd and usdc nil means
	// that the account's treasury wallet pays Recipient.
	PaymentMethod *MethodParams `json:"payment_method,omitempty"`
	// Recipient is the wallet that gets the money: required for ssusd and usdc
	// unless OrderID or InvoiceID is set, refused for other currencies.
	Recipient string `json:"recipient,omitempty"`
	// CustomerID is required for ISO currencies.
	CustomerID string `json:"customer_id,omitempty"`
	// OrderID and InvoiceID say what the payment counts towards; not both.
	OrderID   string `json:"order_id,omitempty"`
	InvoiceID string `json:"invoice_id,omitempty"`

	Description         string `json:"description,omitempty"`          // at most 500 characters
	StatementDescriptor string `json:"statement_descriptor,omitempty"` // at most 22 characters
	// Capture false only authorises a card; Capture then takes the money. nil
	// means true.
	Capture        *bool             `json:"capture,omitempty"`
	BillingAddress *api.Address      `json:"billing_address,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"` // at most 50 keys of 40 characters, values of 500
}

// MethodParams is what pays: the details of exactly one type.
//
//wire:part
type MethodParams struct {
	Type   MethodType    `json:"type"`             // empty means the type of the details
	Card   *CardParams   `json:"card,omitempty"`   // with MethodCard
	ACH    *ACHParams    `json:"ach,omitempty"`    // with MethodACH
	Crypto *CryptoParams `json:"crypto,omitempty"` // with MethodCrypto
}

// CardParams is a card: a token, or number, expiry and code. Printing it shows no
// more than the last four digits.
//
//wire:part masked
type CardParams struct {
	Token    string `json:"token,omitempty"`
	Number   string `json:"number,omitempty"`
	ExpMonth int    `json:"exp_month,omitempty"` // 1 to 12
	ExpYear  int    `json:"exp_year,omitempty"`  // four digits
	CVC      string `json:"cvc,omitempty"`
}

// ACHParams is a US bank account. Printing it shows no more than the last four
// digits.
//
//wire:part masked
type ACHParams struct {
	AccountNumber string      `json:"account_number"`
	RoutingNumber string      `json:"routing_number"` // nine digits
	AccountType   AccountType `json:"account_type"`
}

// CryptoParams is a wallet that pays.
//
//wire:part
type CryptoParams struct {
	WalletAddress string    `json:"wallet_address"`
	Chain         api.Chain `json:"chain" wire:"or=stateset"` // empty means ChainStateSet
}

// CaptureParams says what to take of an authorised payment.
//
//wire:params
type CaptureParams struct {
	Amount              api.Money         `json:"amount,omitempty" wire:"number,bare"` // the zero Money takes all; what is left is released
	StatementDescriptor string            `json:"statement_descriptor,omitempty"`      // at most 22 characters
	Metadata            map[string]string `json:"metadata,omitempty"`
}

// RefundParams says what to give back.
//
//wire:params
type RefundParams struct {
	Amount         api.Money         `json:"amount,omitempty" wire:"number,bare"` // the zero Money gives back what is left
	Reason         RefundReason      `json:"reason"`                              // required
	Notes          string            `json:"notes,omitempty"`
	NotifyCustomer *bool             `json:"notify_customer,omitempty"` // nil means true
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// ListParams selects payments. The zero value selects them all, newest first.
//
//wire:params
type ListParams struct {
	Limit             int                `url:"limit,omitempty"`          // 1 to 100 a page; 0 means 10
	StartingAfter     string             `url:"starting_after,omitempty"` // the page after this payment
	EndingBefore      string             `url:"ending_before,omitempty"`  // the page before it; not both
	Status            Status             `url:"status,omitempty"`
	CustomerID        string             `url:"customer_id,omitempty"`
	OrderID           string             `url:"order_id,omitempty"`
	InvoiceID         string             `url:"invoice_id,omitempty"`
	PaymentMethodType MethodType         `url:"payment_method_type,omitempty"`
	Currency          string             `url:"currency,omitempty"`
	Created           api.TimeRange      `url:"created,omitempty"`
	Amount            api.AmountRange    `url:"amount,omitempty"` // its bounds have one currency, the only one in Currency
	Metadata          api.MetadataFilter `url:"metadata,omitempty"`
}

// ListRefundsParams selects refunds. The zero value selects them all, newest
// first.
//
//wire:params
type ListRefundsParams struct {
	Limit         int                `url:"limit,omitempty"`          // 1 to 100 a page; 0 means 10
	StartingAfter string             `url:"starting_after,omitempty"` // the page after this refund
	EndingBefore  string             `url:"ending_before,omitempty"`  // the page before it; not both
	PaymentID     string             `url:"payment_id,omitempty"`
	Status        RefundStatus       `url:"status,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}
