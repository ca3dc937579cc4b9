package rates

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/shopspring/decimal"
)

//go:embed data/*.json
var files embed.FS

// origin is the source of a file.
type origin struct {
	Source string `json:"source"`
	AsOf   string `json:"as_of"` // date of the numbers
}

// destination holds the rates of a country for imports and sales.
type destination struct {
	Name string          `json:"name"`
	Tax  string          `json:"tax"`  // vat, gst or sales_tax
	Rate decimal.Decimal `json:"rate"` // a fraction; unused for countries whose states have rates
	// DeMinimis is the value of goods in US dollars up to which no duty is charged.
	// Zero means no such threshold.
	DeMinimis decimal.Decimal `json:"de_minimis_usd"`
	EU        bool            `json:"eu"`
	Note      string          `json:"note"`
}

// named is the rate of a state or of a chapter of HS codes.
type named struct {
	Name string          `json:"name"`
	Rate decimal.Decimal `json:"rate"`
}

// tables holds the contents of all files.
type tables struct {
	destinations struct {
		origin
		Destinations map[string]destination `json:"destinations"` // by country
	}
	states struct {
		origin
		States map[string]named `json:"states"` // of the US
	}
	duty struct {
		origin
		Default  decimal.Decimal  `json:"default"`
		Chapters map[string]named `json:"chapters"` // by the first two digits of an HS code
	}
	exchange struct {
		origin
		PerUSD map[string]decimal.Decimal `json:"per_usd"` // by currency in lower case
	}
	shipping struct {
		origin
		CubicCM  decimal.Decimal    `json:"cubic_cm_per_kg"`
		Carriers map[string]string  `json:"carriers"` // by service
		Zones    map[string][]price `json:"zones"`
		Regions  []string           `json:"regions"` // countries, separated by spaces
	}
}

// price is the price of a service in a zone, in US dollars.
type price struct {
	Service string          `json:"service"`
	Base    decimal.Decimal `json:"base"`   // per shipment
	PerKG   decimal.Decimal `json:"per_kg"` // per kilogram of billable weight
	Days    int             `json:"days"`
}

// load reads the embedded files once. It panics on an invalid file.
var load = sync.OnceValue(func() *tables {
	t := &tables{}
	for name, into := range map[string]any{
		"destinations": &t.destinations, "us_states": &t.states, "duty": &t.duty, "exchange": &t.exchange, "shipping": &t.shipping,
	} {
		if err := read(name, into); err != nil {
			panic(err)
		}
	}
	return t
})

func read(name string, into any) error {
	text, err := files.ReadFile("data/" + name + ".json")
	if err != nil {
		return fmt.Errorf("rates: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("rates: %s: %w", name, err)
	}
	return nil
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
