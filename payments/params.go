package payments

import (
	"github.com/stateset/stateset-go/api"
)

// CreateParams says what to pay, and how.
type CreateParams struct {
	Amount api.Money // required, above zero

	// PaymentMethod is required for ISO currencies. For ssusd and usdc nil means
	// that the account's treasury wallet pays Recipient.
	PaymentMethod *MethodParams
	// Recipient is the wallet that gets the money: required for ssusd and usdc
	// unless OrderID or InvoiceID is set, refused for other currencies.
	Recipient string
	// CustomerID is required for ISO currencies.
	CustomerID string
	// OrderID and InvoiceID say what the payment counts towards; not both.
	OrderID   string
	InvoiceID string

	Description         string // at most 500 characters
	StatementDescriptor string // at most 22 characters
	// Capture false only authorises a card; Capture then takes the money. nil
	// means true.
	Capture        *bool
	BillingAddress *api.Address
	Metadata       map[string]string // at most 50 keys of 40 characters, values of 500
}

// MethodParams is what pays: exactly the details of its type.
type MethodParams struct {
	Type   MethodType    // required
	Card   *CardParams   // with MethodCard
	ACH    *ACHParams    // with MethodACH
	Crypto *CryptoParams // with MethodCrypto
}

// CardParams is a card: a token, or number, expiry and code. Printing it shows no
// more than the last four digits.
type CardParams struct {
	Token    string
	Number   string
	ExpMonth int // 1 to 12
	ExpYear  int // four digits
	CVC      string
}

// ACHParams is a US bank account. Printing it shows no more than the last four
// digits.
type ACHParams struct {
	AccountNumber string
	RoutingNumber string // nine digits
	AccountType   AccountType
}

// CryptoParams is a wallet that pays.
type CryptoParams struct {
	WalletAddress string
	Chain         api.Chain // empty means ChainStateSet
}

// CaptureParams says what to take of an authorised payment.
type CaptureParams struct {
	Amount              api.Money // the zero Money takes all; what is left is released
	StatementDescriptor string    // at most 22 characters
	Metadata            map[string]string
}

// RefundParams says what to give back.
type RefundParams struct {
	Amount         api.Money    // the zero Money gives back what is left
	Reason         RefundReason // required
	Notes          string
	NotifyCustomer *bool // nil means true
	Metadata       map[string]string
}

// ListParams selects payments. The zero value selects them all, newest first.
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
	Amount            api.AmountRange    `url:"amount,omitempty"` // its bounds have one currency, which Currency, when set, equals
	Metadata          api.MetadataFilter `url:"metadata,omitempty"`
}

// ListRefundsParams selects refunds. The zero value selects them all, newest
// first.
type ListRefundsParams struct {
	Limit         int                `url:"limit,omitempty"`          // 1 to 100 a page; 0 means 10
	StartingAfter string             `url:"starting_after,omitempty"` // the page after this refund
	EndingBefore  string             `url:"ending_before,omitempty"`  // the page before it; not both
	PaymentID     string             `url:"payment_id,omitempty"`
	Status        RefundStatus       `url:"status,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}
