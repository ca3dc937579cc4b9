package tariff

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Parcel is a package, in kilograms and centimetres. A length of zero is one that is
// not known.
type Parcel struct {
	Weight                decimal.Decimal
	Length, Width, Height decimal.Decimal
}

// billablePlaces is what a billable weight is rounded to: grams.
const billablePlaces = 3

// Billable is the weight that is paid for, in kilograms: of each parcel the greater of
// its weight and its volume at 5000 cm³ a kilogram.
func Billable(parcels []Parcel) decimal.Decimal {
	var sum decimal.Decimal
	for _, p := range parcels {
		volume := p.Length.Mul(p.Width).Mul(p.Height).Div(load().shipping.CubicCM)
		sum = sum.Add(decimal.Max(p.Weight, volume))
	}
	return sum.Round(billablePlaces)
}

// units are the units that are not metric by name, in kilograms and centimetres.
var units = map[string]string{
	"kg": "1", "g": "0.001", "lb": "0.45359237", "oz": "0.028349523125",
	"cm": "1", "in": "2.54",
}

// Metric is a weight in kilograms or a length in centimetres, and whether the unit is
// known.
func Metric(value decimal.Decimal, unit string) (decimal.Decimal, bool) {
	factor, ok := units[unit]
	if !ok {
		return decimal.Decimal{}, false
	}
	return value.Mul(decimal.RequireFromString(factor)), true
}

// Rate is what one service costs.
type Rate struct {
	Carrier string
	Service string
	USD     decimal.Decimal
	Days    int
}

// Rates are what all services cost between two countries, the slowest first.
func Rates(origin, destination string, billable decimal.Decimal) []Rate {
	table := &load().shipping
	var rates []Rate
	for _, s := range table.Zones[zone(origin, destination)] {
		rates = append(rates, Rate{
			Carrier: table.Carriers[s.Service], Service: s.Service, USD: s.Base.Add(s.PerKG.Mul(billable)), Days: s.Days,
		})
	}
	return rates
}

// zone is how far it is.
func zone(origin, destination string) string {
	if origin == destination {
		return "domestic"
	}
	for _, region := range load().shipping.Regions {
		countries := strings.Fields(region)
		if slices.Contains(countries, origin) && slices.Contains(countries, destination) {
			return "region"
		}
	}
	return "world"
}
