package tariff

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

// origin says where the numbers of a file come from.
type origin struct {
	Source string `json:"source"`
	AsOf   string `json:"as_of"` // the day that they are of
}

// destination is what a country charges on imports and sales.
type destination struct {
	Name string          `json:"name"`
	Tax  string          `json:"tax"`  // vat, gst or sales_tax
	Rate decimal.Decimal `json:"rate"` // a fraction; of no meaning where states have their own
	// DeMinimis is the worth of goods in US dollars up to which there is no duty; 0 is
	// none.
	DeMinimis decimal.Decimal `json:"de_minimis_usd"`
	EU        bool            `json:"eu"`
	Note      string          `json:"note"`
}

// named is a rate with a name: of a state or of a chapter.
type named struct {
	Name string          `json:"name"`
	Rate decimal.Decimal `json:"rate"`
}

// tables are all the files.
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
		Regions  []string           `json:"regions"` // countries with blanks between them
	}
}

// price is what a service costs in a zone, in US dollars.
type price struct {
	Service string          `json:"service"`
	Base    decimal.Decimal `json:"base"`   // a shipment
	PerKG   decimal.Decimal `json:"per_kg"` // a kilogram of billable weight
	Days    int             `json:"days"`
}

// load reads the files once. They are part of the program, so that a bad one is a
// mistake in it.
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
		return fmt.Errorf("tariff: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("tariff: %s: %w", name, err)
	}
	return nil
}

// PerUSD is how much of a currency one US dollar buys, and whether there is a rate.
// Case does not matter.
func PerUSD(currency string) (decimal.Decimal, bool) {
	rate, ok := load().exchange.PerUSD[strings.ToLower(currency)]
	return rate, ok
}

// exchangePlaces is how many decimals an exchange rate has at most.
const exchangePlaces = 8

// Exchange is what one unit of a currency is worth in another, and whether both have
// a rate.
func Exchange(from, to string) (decimal.Decimal, bool) {
	have, ok := PerUSD(from)
	want, ok2 := PerUSD(to)
	if !ok || !ok2 {
		return decimal.Decimal{}, false
	}
	return want.DivRound(have, exchangePlaces), true
}

// State reports whether it is a state of the US, or its capital, by its two letters.
func State(code string) bool {
	_, ok := load().states.States[code]
	return ok
}
