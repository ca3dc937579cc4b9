package rates

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// Errors of Calculate.
var (
	ErrDestination = errors.New("rates: no tax rate of the destination is known")
	ErrState       = errors.New("rates: no such state of the US")
	ErrCurrency    = errors.New("rates: no exchange rate of the currency is known")
)

// kindDuty is a kind of charge beside the taxes of destinations.
const kindDuty = "duty"

// unitedStates has rates by state only.
const unitedStates = "US"

// Goods is a line of a trade.
type Goods struct {
	Value  decimal.Decimal
	HSCode string // empty if unknown
}

// Trade describes a trade for its taxes. Its amounts are in Currency.
type Trade struct {
	Origin, Destination string // ISO 3166-1 alpha-2
	State               string // of a destination in the US, two letters
	Goods               []Goods
	Shipping            decimal.Decimal
	Currency            string
	// Registered reports whether the buyer is a business with a tax ID.
	Registered bool
	// Round rounds a computed amount.
	Round func(decimal.Decimal) decimal.Decimal
}

// Charge is one tax or duty.
type Charge struct {
	Name         string
	Kind         string // vat, gst, sales_tax or duty
	Jurisdiction string // "DE", "US-CA"
	Rate         decimal.Decimal
	Taxable      decimal.Decimal
	Amount       decimal.Decimal
}

// Charges holds all charges of a trade. The rows add up to Duty + Tax.
type Charges struct {
	Duty, Tax     decimal.Decimal
	Rows          []Charge
	DeMinimis     bool // the goods are below the threshold, so no duty is charged
	ReverseCharge bool // the buyer accounts for the tax
}

// Calculate computes duty on goods and shipping, and tax on goods, shipping and duty.
// It returns ErrDestination, ErrState or ErrCurrency.
func (t Trade) Calculate() (Charges, error) {
	to, ok := load().destinations.Destinations[t.Destination]
	if !ok {
		return Charges{}, ErrDestination
	}
	perUSD, ok := PerUSD(t.Currency)
	if !ok {
		return Charges{}, ErrCurrency
	}
	union := to.EU && load().destinations.Destinations[t.Origin].EU
	abroad := t.Origin != t.Destination
	var c Charges
	if abroad && !union {
		// In US dollars, without a division: value / perUSD ≤ threshold.
		c.DeMinimis = to.DeMinimis.IsPositive() && !t.value().GreaterThan(to.DeMinimis.Mul(perUSD))
		if !c.DeMinimis {
			c.chargeDuty(t, to)
		}
	}
	c.ReverseCharge = abroad && union && t.Registered
	return c, c.chargeTax(t, to)
}

// value returns the total value of the goods.
func (t Trade) value() decimal.Decimal {
	var sum decimal.Decimal
	for _, g := range t.Goods {
		sum = sum.Add(g.Value)
	}
	return sum
}

// chargeDuty adds one row per chapter, in the order of the goods.
func (c *Charges) chargeDuty(t Trade, to destination) {
	rows := map[string]int{}
	for i, share := range t.shares() {
		chapter, name, rate := duty(t.Goods[i].HSCode)
		at, known := rows[chapter]
		if !known {
			at = len(c.Rows)
			rows[chapter] = at
			c.Rows = append(c.Rows, Charge{Name: to.Name + " duty" + name, Kind: kindDuty, Jurisdiction: t.Destination, Rate: rate})
		}
		c.Rows[at].Taxable = c.Rows[at].Taxable.Add(t.Goods[i].Value).Add(share)
	}
	for i := range c.Rows {
		row := &c.Rows[i]
		row.Amount = t.Round(row.Taxable.Mul(row.Rate))
		c.Duty = c.Duty.Add(row.Amount)
	}
}

// sharePlaces is the number of decimals of a share of the shipping costs before rounding.
const sharePlaces = 12

// shares divides the shipping costs among the goods by their value. Each share is the
// difference of two rounded running totals, so that the shares add up to the costs.
func (t Trade) shares() []decimal.Decimal {
	shares := make([]decimal.Decimal, len(t.Goods))
	whole := t.value()
	var value, given decimal.Decimal
	for i, g := range t.Goods {
		value = value.Add(g.Value)
		upTo := t.Shipping
		if i < len(t.Goods)-1 && !value.Equal(whole) {
			upTo = decimal.Min(t.Shipping, t.Round(t.Shipping.Mul(value).DivRound(whole, sharePlaces)))
		}
		shares[i] = upTo.Sub(given)
		given = upTo
	}
	return shares
}

// duty returns the chapter and the rate of an HS code. Chapters that the table lacks
// form one group with the default rate.
func duty(hsCode string) (chapter, name string, rate decimal.Decimal) {
	table := &load().duty
	if len(hsCode) >= 2 {
		if found, ok := table.Chapters[hsCode[:2]]; ok {
			return hsCode[:2], fmt.Sprintf(", chapter %s: %s", hsCode[:2], found.Name), found.Rate
		}
	}
	return "", "", table.Default
}

// taxNames maps the kinds of taxes to their names.
var taxNames = map[string]string{"vat": "VAT", "gst": "GST", "sales_tax": "sales tax"}

// chargeTax adds the tax of the destination. The US taxes goods only. Other countries
// also tax shipping and duty.
func (c *Charges) chargeTax(t Trade, to destination) error {
	row := Charge{
		Name: to.Name + " " + taxNames[to.Tax], Kind: to.Tax, Jurisdiction: t.Destination, Rate: to.Rate,
		Taxable: t.value().Add(t.Shipping).Add(c.Duty),
	}
	if t.Destination == unitedStates {
		state, ok := load().states.States[t.State]
		if !ok {
			return ErrState
		}
		row.Name, row.Jurisdiction, row.Rate, row.Taxable = state.Name+" sales tax", unitedStates+"-"+t.State, state.Rate, t.value()
	}
	if c.ReverseCharge {
		row.Name += ", reverse charge"
		row.Rate = decimal.New(0, row.Rate.Exponent())
	}
	row.Amount = t.Round(row.Taxable.Mul(row.Rate))
	c.Tax = row.Amount
	c.Rows = append(c.Rows, row)
	return nil
}
