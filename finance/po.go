package finance

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// POFinancing is the financing of a purchase order. FundedAmount = Amount × AdvanceRate,
// RepaymentAmount = FundedAmount + FeeAmount.
//
//wire:object
type POFinancing struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"` // "po_financing"
	Status          POStatus          `json:"status" wire:"must"`
	POID            string            `json:"po_id"`
	SupplierID      string            `json:"supplier_id"`
	Amount          api.Money         `json:"amount"`       // amount of the purchase order
	AdvanceRate     api.Decimal       `json:"advance_rate"` // a fraction: 0.90 is 90 %
	FundedAmount    api.Money         `json:"funded_amount"`
	FeeRate         api.Decimal       `json:"fee_rate"` // a fraction of FundedAmount
	FeeAmount       api.Money         `json:"fee_amount"`
	RepaymentAmount api.Money         `json:"repayment_amount"` // paid by the treasury wallet on DueDate
	DeliveryDate    api.Date          `json:"delivery_date"`
	DueDate         api.Date          `json:"due_date"`
	CollateralType  POCollateral      `json:"collateral_type"`
	Transaction     *api.Transaction  `json:"transaction"`
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	Extra           api.Extra         `json:"-" wire:"extra"`
}
