package finance

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Factoring is the sale of an invoice, or of a part of an invoice. AdvanceAmount = Amount
// − FeeAmount.
//
//wire:object
type Factoring struct {
	ID            string            `json:"id"`
	Object        string            `json:"object"` // "invoice_factoring"
	Status        FactoringStatus   `json:"status" wire:"must"`
	InvoiceID     string            `json:"invoice_id"`
	BuyerID       string            `json:"buyer_id"`
	Amount        api.Money         `json:"amount"`        // the sold amount of the invoice
	DiscountRate  api.Decimal       `json:"discount_rate"` // a fraction: 0.025 is 2.5 %
	FeeAmount     api.Money         `json:"fee_amount"`
	AdvanceAmount api.Money         `json:"advance_amount"` // paid to the treasury wallet
	Recourse      bool              `json:"recourse"`
	DueDate       api.Date          `json:"due_date"` // due date of the invoice
	Transaction   *api.Transaction  `json:"transaction"`
	Metadata      map[string]string `json:"metadata"`
	CreatedAt     time.Time         `json:"created_at"`
	FundedAt      time.Time         `json:"funded_at"`
	RepaidAt      time.Time         `json:"repaid_at"` // zero until repaid
	Extra         api.Extra         `json:"-" wire:"extra"`
}
