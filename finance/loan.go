package finance

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Loan is a loan with interest. All its amounts except the collateral have the same
// currency. TotalRepayment = Amount + InterestAmount, OutstandingAmount = TotalRepayment
// − RepaidAmount.
//
//wire:object
type Loan struct {
	ID                string            `json:"id"`
	Object            string            `json:"object"` // "loan"
	Status            LoanStatus        `json:"status" wire:"must"`
	Amount            api.Money         `json:"amount"`
	APR               api.Decimal       `json:"apr"` // a fraction: 0.085 is 8.5 % a year
	TermDays          int               `json:"term_days"`
	Repayment         Repayment         `json:"repayment"`
	Collateral        *Collateral       `json:"collateral"`       // nil without collateral
	CollateralRatio   api.Decimal       `json:"collateral_ratio"` // value of the collateral divided by the amount; 0 without collateral
	InterestAmount    api.Money         `json:"interest_amount"`
	TotalRepayment    api.Money         `json:"total_repayment"`
	OutstandingAmount api.Money         `json:"outstanding_amount"`
	RepaidAmount      api.Money         `json:"repaid_amount"`
	Schedule          []*Installment    `json:"schedule"`
	Purpose           string            `json:"purpose"`
	OrderID           string            `json:"order_id"`
	Transaction       *api.Transaction  `json:"transaction"` // the payout
	Metadata          map[string]string `json:"metadata"`
	CreatedAt         time.Time         `json:"created_at"`
	DisbursedAt       time.Time         `json:"disbursed_at"`
	DueDate           api.Date          `json:"due_date"`  // due date of the last installment
	RepaidAt          time.Time         `json:"repaid_at"` // zero until repaid in full
	Extra             api.Extra         `json:"-" wire:"extra"`
}

// Collateral is the collateral of a loan.
//
//wire:part
type Collateral struct {
	Type     CollateralType `json:"type"`
	Value    api.Money      `json:"value"`
	TokenIDs []string       `json:"token_ids"`
	Extra    api.Extra      `json:"-" wire:"extra"`
}

// Installment is a scheduled payment of a loan. Total = Principal + Interest.
//
//wire:part
type Installment struct {
	Number    int               `json:"number"` // from 1
	DueDate   api.Date          `json:"due_date"`
	Principal api.Money         `json:"principal"`
	Interest  api.Money         `json:"interest"`
	Total     api.Money         `json:"total"`
	Paid      api.Money         `json:"paid"` // the paid part of Total
	Status    InstallmentStatus `json:"status" wire:"must"`
	Extra     api.Extra         `json:"-" wire:"extra"`
}

// Next returns the oldest unpaid installment, or nil if all are paid.
func (l *Loan) Next() *Installment {
	for _, installment := range l.Schedule {
		if installment != nil && installment.Status != InstallmentPaid {
			return installment
		}
	}
	return nil
}
