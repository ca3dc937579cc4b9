package global

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// TaxCalculation holds the tax and duty of a trade. TotalAmount = Subtotal +
// ShippingAmount + DutyAmount + TaxAmount. The breakdown adds up to DutyAmount +
// TaxAmount exactly.
//
//wire:object
type TaxCalculation struct {
	Object             string      `json:"object"` // "tax_calculation"
	OriginCountry      string      `json:"origin_country"`
	DestinationCountry string      `json:"destination_country"`
	Currency           string      `json:"currency" wire:"must"`
	Subtotal           api.Money   `json:"subtotal"`
	ShippingAmount     api.Money   `json:"shipping_amount"`
	DutyAmount         api.Money   `json:"duty_amount"`
	TaxAmount          api.Money   `json:"tax_amount"`
	TotalAmount        api.Money   `json:"total_amount"`
	EffectiveRate      api.Decimal `json:"effective_rate"` // duty and tax divided by goods and shipping
	Breakdown          []*Charge   `json:"breakdown"`
	DeMinimisApplied   bool        `json:"de_minimis_applied"` // no duty, because the value of the goods is below the threshold
	ReverseCharge      bool        `json:"reverse_charge"`     // no VAT, because the buyer is a business
	CalculatedAt       time.Time   `json:"calculated_at"`
	Extra              api.Extra   `json:"-" wire:"extra"`
}

// Charge is a tax or duty.
//
//wire:part
type Charge struct {
	Name          string      `json:"name"` // "Germany VAT"
	Type          ChargeType  `json:"type"`
	Jurisdiction  string      `json:"jurisdiction"` // "DE", "US-CA"
	Rate          api.Decimal `json:"rate"`         // a fraction: 0.19 is 19 %
	TaxableAmount api.Money   `json:"taxable_amount"`
	Amount        api.Money   `json:"amount"`
	Extra         api.Extra   `json:"-" wire:"extra"`
}
