package rates

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Parcel is a package, in kilograms and centimeters. A length of zero is unknown.
type Parcel struct {
	Weight                decimal.Decimal
	Length, Width, Height decimal.Decimal
}

// billablePlaces rounds billable weights to grams.
const billablePlaces = 3

// Billable returns the billable weight in kilograms. Each parcel counts with the
// greater of its weight and its volume at 5000 cm³ per kilogram.
func Billable(parcels []Parcel) decimal.Decimal {
	var sum decimal.Decimal
	for _, p := range parcels {
		volume := p.Length.Mul(p.Width).Mul(p.Height).Div(load().shipping.CubicCM)
		sum = sum.Add(decimal.Max(p.Weight, volume))
	}
	return sum.Round(billablePlaces)
}

// units maps units of weight to kilograms and units of length to centimeters.
var units = map[string]string{
	"kg": "1", "g": "0.001", "lb": "0.45359237", "oz": "0.028349523125",
	"cm": "1", "in": "2.54",
}

// Metric converts a weight to kilograms or a length to centimeters. The unit must be
// a weight unit or a length unit of package global.
func Metric(value decimal.Decimal, unit string) decimal.Decimal {
	return value.Mul(decimal.RequireFromString(units[unit]))
}

// ShippingRate is the price of one service.
type ShippingRate struct {
	Carrier string
	Service string
	USD     decimal.Decimal
	Days    int
}

// Shipping returns the rates of all services between two countries, slowest first.
func Shipping(origin, destination string, billable decimal.Decimal) []ShippingRate {
	table := &load().shipping
	var rates []ShippingRate
	for _, s := range table.Zones[zone(origin, destination)] {
		rates = append(rates, ShippingRate{
			Carrier: table.Carriers[s.Service], Service: s.Service, USD: s.Base.Add(s.PerKG.Mul(billable)), Days: s.Days,
		})
	}
	return rates
}

// zone returns the zone of a shipment between two countries.
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
