package payments

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Payment is a payment by card, bank account or wallet. All its amounts have the same
// currency.
//
//wire:object
type Payment struct {
	ID                  string             `json:"id"`
	Object              string             `json:"object"` // "payment"
	Amount              api.Money          `json:"amount" wire:"number"`
	Status              Status             `json:"status" wire:"must"`
	Captured            bool               `json:"captured" wire:"must"`
	AmountCapturable    api.Money          `json:"amount_capturable" wire:"number"` // the authorized amount that Capture can charge
	AmountCaptured      api.Money          `json:"amount_captured" wire:"number"`
	AmountRefunded      api.Money          `json:"amount_refunded" wire:"number"`
	PaymentMethod       *Method            `json:"payment_method"`
	Recipient           string             `json:"recipient"` // address of the receiving wallet; on-chain payments only
	OrderID             string             `json:"order_id"`
	InvoiceID           string             `json:"invoice_id"`
	CustomerID          string             `json:"customer_id"`
	Customer            *api.Customer      `json:"customer,omitzero"` // if expanded
	Order               *api.Expanded      `json:"order,omitzero"`    // if expanded: an orders.Order
	Invoice             *api.Expanded      `json:"invoice,omitzero"`  // if expanded: an invoices.Invoice
	Refunds             []*Refund          `json:"refunds,omitzero"`  // if expanded
	Description         string             `json:"description"`
	StatementDescriptor string             `json:"statement_descriptor"`
	ReceiptURL          string             `json:"receipt_url"`
	ProcessorResponse   *ProcessorResponse `json:"processor_response"` // card payments only
	Transaction         *api.Transaction   `json:"transaction"`        // on-chain payments only
	FailureCode         string             `json:"failure_code"`
	FailureMessage      string             `json:"failure_message"`
	BillingAddress      *api.Address       `json:"billing_address"`
	Metadata            map[string]string  `json:"metadata"`
	CreatedAt           time.Time          `json:"created_at" wire:"also=created"`
	UpdatedAt           time.Time          `json:"updated_at"`
	CapturedAt          time.Time          `json:"captured_at"`              // zero until captured
	CancelledAt         time.Time          `json:"cancelled_at"`             // zero unless cancelled
	CaptureDetails      *CaptureDetails    `json:"capture_details,omitzero"` // in the response of Capture only
	Extra               api.Extra          `json:"-" wire:"extra"`
}

// Method is the payment method of a payment. The field of its type holds the details.
// Wire transfers and PayPal have no details.
//
//wire:part
type Method struct {
	Type   MethodType     `json:"type"`
	Card   *Card          `json:"card,omitzero"`
	ACH    *ACHAccount    `json:"ach,omitzero"`
	Crypto *CryptoAccount `json:"crypto,omitzero"`
	Extra  api.Extra      `json:"-" wire:"extra"`
}

// Card describes the card of a payment. The API never returns the card number and the
// security code.
//
//wire:part
type Card struct {
	Last4       string      `json:"last4"`
	Brand       string      `json:"brand"`
	ExpMonth    int         `json:"exp_month"`
	ExpYear     int         `json:"exp_year"` // four digits
	Fingerprint string      `json:"fingerprint"`
	Country     string      `json:"country"`
	Funding     CardFunding `json:"funding"`
	Extra       api.Extra   `json:"-" wire:"extra"`
}

// ACHAccount describes the US bank account of a payment.
//
//wire:part
type ACHAccount struct {
	Last4    string    `json:"last4"`
	BankName string    `json:"bank_name"`
	Extra    api.Extra `json:"-" wire:"extra"`
}

// CryptoAccount is the wallet that paid: its address and its chain.
//
//wire:part
type CryptoAccount struct {
	WalletAddress string    `json:"wallet_address"`
	Chain         api.Chain `json:"chain"`
	Extra         api.Extra `json:"-" wire:"extra"`
}

// ProcessorResponse is the response of the card processor.
//
//wire:part
type ProcessorResponse struct {
	Approved             bool      `json:"approved" wire:"must"`
	AuthorizationCode    string    `json:"authorization_code"`
	AVSResult            string    `json:"avs_result"`
	CVVResult            string    `json:"cvv_result"`
	NetworkTransactionID string    `json:"network_transaction_id"`
	Extra                api.Extra `json:"-" wire:"extra"`
}

// CaptureDetails describes the capture of an authorized payment: amount, time and the ID of
// the card processor.
//
//wire:part
type CaptureDetails struct {
	CapturedAmount     api.Money `json:"captured_amount" wire:"number,outer"`
	CaptureTime        time.Time `json:"capture_time"`
	ProcessorCaptureID string    `json:"processor_capture_id"`
	Extra              api.Extra `json:"-" wire:"extra"`
}

// Refund is a full or partial refund of a payment.
//
//wire:object
type Refund struct {
	ID          string            `json:"id"`
	Object      string            `json:"object"` // "refund"
	Amount      api.Money         `json:"amount" wire:"number"`
	PaymentID   string            `json:"payment_id" wire:"must"`
	Status      RefundStatus      `json:"status" wire:"must"`
	Reason      RefundReason      `json:"reason"`
	Notes       string            `json:"notes"`
	Payment     *RefundedPayment  `json:"payment"`
	Transaction *api.Transaction  `json:"transaction"` // on-chain refunds only
	ReceiptURL  string            `json:"receipt_url"`
	Metadata    map[string]string `json:"metadata"`
	CreatedAt   time.Time         `json:"created_at"`
	ProcessedAt time.Time         `json:"processed_at"`
	Extra       api.Extra         `json:"-" wire:"extra"`
}

// RefundedPayment is a summary of the refunded payment.
//
//wire:part
type RefundedPayment struct {
	ID             string    `json:"id"`
	Amount         api.Money `json:"amount" wire:"number,outer"`
	AmountRefunded api.Money `json:"amount_refunded" wire:"number,outer"`
	RefundsCount   int       `json:"refunds_count"`
	Extra          api.Extra `json:"-" wire:"extra"`
}
