package finance

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/jsonenc"
)

// POFinancing is money for what a purchase order buys. FundedAmount = Amount ×
// AdvanceRate, RepaymentAmount = FundedAmount + FeeAmount.
type POFinancing struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"` // "po_financing"
	Status          POStatus          `json:"status"`
	POID            string            `json:"po_id"`
	SupplierID      string            `json:"supplier_id"`
	Amount          api.Money         `json:"amount"`       // of the purchase order
	AdvanceRate     api.Decimal       `json:"advance_rate"` // a fraction: 0.90 is 90 %
	FundedAmount    api.Money         `json:"funded_amount"`
	FeeRate         api.Decimal       `json:"fee_rate"` // a fraction of FundedAmount
	FeeAmount       api.Money         `json:"fee_amount"`
	RepaymentAmount api.Money         `json:"repayment_amount"` // that the treasury wallet pays on DueDate
	DeliveryDate    api.Date          `json:"delivery_date"`
	DueDate         api.Date          `json:"due_date"`
	CollateralType  POCollateral      `json:"collateral_type"`
	Transaction     *api.Transaction  `json:"transaction"`
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
}

type poFinancing POFinancing

// MarshalJSON writes the financing as the API does, every member present.
func (f POFinancing) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*poFinancing)(&f)) }
