package payments

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Payment is money on its way from a card, a bank account or a wallet. All
// amounts of one payment have its currency.
type Payment struct {
	ID                  string             `json:"id"`
	Object              string             `json:"object"` // "payment"
	Amount              api.Money          `json:"amount"`
	Status              Status             `json:"status"`
	Captured            bool               `json:"captured"`
	AmountCapturable    api.Money          `json:"amount_capturable"` // what Capture may still take
	AmountCaptured      api.Money          `json:"amount_captured"`
	AmountRefunded      api.Money          `json:"amount_refunded"`
	PaymentMethod       *Method            `json:"payment_method"`
	Recipient           string             `json:"recipient"` // wallet address, on-chain payments only
	OrderID             string             `json:"order_id"`
	InvoiceID           string             `json:"invoice_id"`
	CustomerID          string             `json:"customer_id"`
	Customer            *api.Customer      `json:"customer,omitzero"` // when expanded
	Order               *api.Expanded      `json:"order,omitzero"`    // when expanded: an orders.Order
	Invoice             *api.Expanded      `json:"invoice,omitzero"`  // when expanded: an invoice
	Refunds             []*Refund          `json:"refunds,omitzero"`  // when expanded
	Description         string             `json:"description"`
	StatementDescriptor string             `json:"statement_descriptor"`
	ReceiptURL          string             `json:"receipt_url"`
	ProcessorResponse   *ProcessorResponse `json:"processor_response"` // card payments only
	Transaction         *api.Transaction   `json:"transaction"`        // on-chain payments only
	FailureCode         string             `json:"failure_code"`
	FailureMessage      string             `json:"failure_message"`
	BillingAddress      *api.Address       `json:"billing_address"`
	Metadata            map[string]string  `json:"metadata"`
	CreatedAt           time.Time          `json:"created_at"`
	UpdatedAt           time.Time          `json:"updated_at"`
	CapturedAt          time.Time          `json:"captured_at"`              // zero until captured
	CancelledAt         time.Time          `json:"cancelled_at"`             // zero unless cancelled
	CaptureDetails      *CaptureDetails    `json:"capture_details,omitzero"` // in the answer of Capture only
}

// Method is how a payment was made. Exactly one of Card, ACH and Crypto is set for
// those types; wire and paypal have no details.
type Method struct {
	Type   MethodType     `json:"type"`
	Card   *Card          `json:"card,omitzero"`
	ACH    *ACHAccount    `json:"ach,omitzero"`
	Crypto *CryptoAccount `json:"crypto,omitzero"`
}

// Card is what the API tells of a card; the number and the code are never
// echoed.
type Card struct {
	Last4       string      `json:"last4"`
	Brand       string      `json:"brand"`
	ExpMonth    int         `json:"exp_month"`
	ExpYear     int         `json:"exp_year"` // four digits
	Fingerprint string      `json:"fingerprint"`
	Country     string      `json:"country"`
	Funding     CardFunding `json:"funding"`
}

// ACHAccount is what the API tells of a US bank account.
type ACHAccount struct {
	Last4    string `json:"last4"`
	BankName string `json:"bank_name"`
}

// CryptoAccount is the wallet that paid.
type CryptoAccount struct {
	WalletAddress string    `json:"wallet_address"`
	Chain         api.Chain `json:"chain"`
}

// ProcessorResponse is what the card processor said.
type ProcessorResponse struct {
	Approved             bool   `json:"approved"`
	AuthorizationCode    string `json:"authorization_code"`
	AVSResult            string `json:"avs_result"`
	CVVResult            string `json:"cvv_result"`
	NetworkTransactionID string `json:"network_transaction_id"`
}

// CaptureDetails describes a capture.
type CaptureDetails struct {
	CapturedAmount     api.Money `json:"captured_amount"`
	CaptureTime        time.Time `json:"capture_time"`
	ProcessorCaptureID string    `json:"processor_capture_id"`
}

// Refund gives a payment back, whole or in part.
type Refund struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"` // "refund"
	Amount      api.Money         `json:"amount"`
	PaymentID   string            `json:"payment_id"`
	Status      RefundStatus      `json:"status"`
	Reason      RefundReason      `json:"reason"`
	Notes       string            `json:"notes"`
	Payment     *RefundedPayment  `json:"payment"`
	Transaction *api.Transaction  `json:"transaction"` // on-chain refunds only
	ReceiptURL  string            `json:"receipt_url"`
	Metadata    map[string]string `json:"metadata"`
	CreatedAt   time.Time         `json:"created_at"`
	ProcessedAt time.Time         `json:"processed_at"`
}

// RefundedPayment is the refunded payment in short.
type RefundedPayment struct {
	ID             string    `json:"id"`
	Amount         api.Money `json:"amount"`
	AmountRefunded api.Money `json:"amount_refunded"`
	RefundsCount   int       `json:"refunds_count"`
}
