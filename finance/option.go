package finance

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/jsonenc"
)

// Option is a financing on offer. Of an eligible one, EstimatedFee and
// EstimatedProceeds are what the call that takes it gives.
type Option struct {
	ID                string      `json:"id"`
	Object            string      `json:"object"` // "financing_option"
	Type              OptionType  `json:"type"`
	Provider          string      `json:"provider"`
	Eligible          bool        `json:"eligible"`
	Reasons           []string    `json:"reasons"`            // why it is not eligible
	MaxAmount         api.Money   `json:"max_amount"`         // the most that it finances
	AdvanceRate       api.Decimal `json:"advance_rate"`       // of a purchase order; 0 for others
	DiscountRate      api.Decimal `json:"discount_rate"`      // of a factoring; 0 for others
	APR               api.Decimal `json:"apr"`                // of a loan; 0 for others
	TermDays          int         `json:"term_days"`          // 0 where there is no term
	EstimatedFee      api.Money   `json:"estimated_fee"`      // a loan's interest; zero unless eligible
	EstimatedProceeds api.Money   `json:"estimated_proceeds"` // what is paid out; zero unless eligible
	ExpiresAt         time.Time   `json:"expires_at"`
}

type option Option

// optionWire has null for the rates and terms that an option does not have.
type optionWire struct {
	option
	AdvanceRate  *api.Decimal `json:"advance_rate"`
	DiscountRate *api.Decimal `json:"discount_rate"`
	APR          *api.Decimal `json:"apr"`
	TermDays     *int         `json:"term_days"`
}

// public completes the embedded option and returns it.
func (w *optionWire) public() (*Option, error) {
	o := (*Option)(&w.option)
	o.AdvanceRate, o.DiscountRate, o.APR = orZero(w.AdvanceRate), orZero(w.DiscountRate), orZero(w.APR)
	o.TermDays = orZero(w.TermDays)
	return o, nil
}

func orZero[T any](value *T) (zero T) {
	if value == nil {
		return zero
	}
	return *value
}

// MarshalJSON writes the option as the API does, every member present.
func (o Option) MarshalJSON() ([]byte, error) {
	w := optionWire{option: option(o), AdvanceRate: orNull(o.AdvanceRate), DiscountRate: orNull(o.DiscountRate), APR: orNull(o.APR)}
	if o.TermDays != 0 {
		w.TermDays = &o.TermDays
	}
	return jsonenc.Encode(&w)
}

func orNull(rate api.Decimal) *api.Decimal {
	if rate.Err() == nil && rate.IsZero() {
		return nil
	}
	return &rate
}

// UnmarshalJSON reads an option as the API writes it.
func (o *Option) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(o, data, (*optionWire).public)
}
