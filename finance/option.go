package finance

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Option is a financing on offer. Of an eligible one, EstimatedFee and
// EstimatedProceeds are what the call that takes it gives.
//
//wire:object
type Option struct {
	ID                string      `json:"id"`
	Object            string      `json:"object"` // "financing_option"
	Type              OptionType  `json:"type"`
	Provider          string      `json:"provider"`
	Eligible          bool        `json:"eligible"`
	Reasons           []string    `json:"reasons"`                   // why it is not eligible
	MaxAmount         api.Money   `json:"max_amount"`                // the most that it finances
	AdvanceRate       api.Decimal `json:"advance_rate" wire:"null"`  // of a purchase order; 0 for others
	DiscountRate      api.Decimal `json:"discount_rate" wire:"null"` // of a factoring; 0 for others
	APR               api.Decimal `json:"apr" wire:"null"`           // of a loan; 0 for others
	TermDays          int         `json:"term_days" wire:"null"`     // 0 where there is no term
	EstimatedFee      api.Money   `json:"estimated_fee"`             // a loan's interest; zero unless eligible
	EstimatedProceeds api.Money   `json:"estimated_proceeds"`        // what is paid out; zero unless eligible
	ExpiresAt         time.Time   `json:"expires_at"`
	Extra             api.Extra   `json:"-" wire:"extra"`
}
