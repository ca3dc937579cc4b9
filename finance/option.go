package finance

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Option is an offer of financing. If it is eligible, EstimatedFee and EstimatedProceeds
// are the values of the resulting financing.
//
//wire:object
type Option struct {
	ID                string      `json:"id"`
	Object            string      `json:"object"` // "financing_option"
	Type              OptionType  `json:"type"`
	Provider          string      `json:"provider"`
	Eligible          bool        `json:"eligible"`
	Reasons           []string    `json:"reasons"`                   // the reasons why the option is not eligible
	MaxAmount         api.Money   `json:"max_amount"`                // the maximum amount
	AdvanceRate       api.Decimal `json:"advance_rate" wire:"null"`  // purchase orders only
	DiscountRate      api.Decimal `json:"discount_rate" wire:"null"` // factorings only
	APR               api.Decimal `json:"apr" wire:"null"`           // loans only
	TermDays          int         `json:"term_days" wire:"null"`     // 0 without a term
	EstimatedFee      api.Money   `json:"estimated_fee"`             // for a loan, the interest; zero if not eligible
	EstimatedProceeds api.Money   `json:"estimated_proceeds"`        // the payout; zero if not eligible
	ExpiresAt         time.Time   `json:"expires_at"`
	Extra             api.Extra   `json:"-" wire:"extra"`
}
