package rates

import (
	"strings"

	"github.com/shopspring/decimal"
)

// origin is the source of a file.
type origin struct {
	Source string
	AsOf   string // date of the numbers
}

// destination holds the rates of a country for imports and sales.
type destination struct {
	Name string
	Tax  string          // vat, gst or sales_tax
	Rate decimal.Decimal // a fraction; unused for countries whose states have rates
	// DeMinimis is the value of goods in US dollars up to which no duty is charged.
	// Zero means no such threshold.
	DeMinimis decimal.Decimal
	EU        bool
	Note      string
}

// named is the rate of a state or of a chapter of HS codes.
type named struct {
	Name string
	Rate decimal.Decimal
}

// tables holds the contents of all files.
type tables struct {
	destinations struct {
		origin
		Destinations map[string]destination // by country
	}
	states struct {
		origin
		States map[string]named // of the US
	}
	duty struct {
		origin
		Default  decimal.Decimal
		Chapters map[string]named // by the first two digits of an HS code
	}
	exchange struct {
		origin
		PerUSD map[string]decimal.Decimal // by currency in lower case
	}
	shipping struct {
		origin
		CubicCM  decimal.Decimal
		Carriers map[string]string // by service
		Zones    map[string][]price
		Regions  []string // countries, separated by spaces
	}
}

// price is the price of a service in a zone, in US dollars.
type price struct {
	Service string
	Base    decimal.Decimal // per shipment
	PerKG   decimal.Decimal // per kilogram of billable weight
	Days    int
}

// PerUSD returns how much of a currency one US dollar buys, and whether the currency
// has a rate. Case is ignored.
func PerUSD(currency string) (decimal.Decimal, bool) {
	rate, ok := load().exchange.PerUSD[strings.ToLower(currency)]
	return rate, ok
}

// exchangePlaces is the maximum number of decimals of an exchange rate.
const exchangePlaces = 8

// Exchange returns the value of one unit of a currency in another, and whether both
// have a rate.
func Exchange(from, to string) (decimal.Decimal, bool) {
	have, ok := PerUSD(from)
	want, ok2 := PerUSD(to)
	if !ok || !ok2 {
		return decimal.Decimal{}, false
	}
	return want.DivRound(have, exchangePlaces), true
}

// State reports whether code is the two-letter code of a US state or of DC.
func State(code string) bool {
	_, ok := load().states.States[code]
	return ok
}
