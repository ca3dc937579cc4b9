package engine

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
)

// ratesOf returns the rates of the quote without their IDs.
func ratesOf(q *global.ShippingQuote) []global.ShippingRate {
	out := make([]global.ShippingRate, len(q.Rates))
	for i, r := range q.Rates {
		out[i] = *r
		out[i].ID = ""
	}
	return out
}

func TestQuoteShipping(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := twoKilos()
	params.Destination.City = "Berlin"
	q := must[*global.ShippingQuote](b)(b.tryQuote(params))
	require.Regexp(t, `^shq_test_[a-z0-9]{24}$`, q.ID)
	require.Equal(t, []any{"shipping_quote", "US", "Berlin", birth, birth.Add(24 * time.Hour)},
		[]any{q.Object, q.Origin.Country, q.Destination.City, q.CreatedAt, q.ExpiresAt})
	require.Equal(t, []any{"4.80", global.Kilogram}, []any{q.BillableWeight.Value.String(), q.BillableWeight.Unit})
	require.Len(t, q.Rates, 3)
	require.Regexp(t, `^rate_test_`, q.Rates[0].ID)
	require.Equal(t, []any{global.Economy, "36.00 ssusd", 21, "2026-02-05", "World Post"},
		[]any{q.Rates[0].Service, q.Rates[0].Amount.String(), q.Rates[0].EstimatedDays, q.Rates[0].EstimatedDeliveryDate.String(), q.Rates[0].Carrier})
	require.Equal(t, []string{"55.00 ssusd", "90.80 ssusd"}, []string{q.Rates[1].Amount.String(), q.Rates[2].Amount.String()})
	require.Equal(t, ratesOf(q), ratesOf(must[*global.ShippingQuote](b)(b.tryQuote(params))), "the same request, the same rates")

	params.Services = []global.ShippingService{global.Express, global.Economy, global.Express}
	params.Currency = "JPY"
	q = must[*global.ShippingQuote](b)(b.tryQuote(params))
	require.Len(t, q.Rates, 2)
	require.Equal(t, []any{global.Economy, "5400 JPY", global.Express, "13620 JPY"},
		[]any{q.Rates[0].Service, q.Rates[0].Amount.String(), q.Rates[1].Service, q.Rates[1].Amount.String()})
}

func TestBillableWeightOfAllPackages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := twoKilos()
	for unit, value := range map[global.WeightUnit]string{global.Pound: "1", global.Ounce: "16", global.Gram: "453.59237", global.Kilogram: "0.45359237"} {
		params.Packages[0].Weight, params.Packages[0].Dimensions = global.Weight{Value: api.Dec(value), Unit: unit}, nil
		require.Equal(t, "0.454", must[*global.ShippingQuote](b)(b.tryQuote(params)).BillableWeight.Value.String(), unit)
	}
	inches := &global.Dimensions{Length: api.Dec("10"), Width: api.Dec("10"), Height: api.Dec("10"), Unit: global.Inch}
	params.Packages = append(params.Packages, global.Package{Weight: global.Weight{Value: api.Dec("1"), Unit: global.Kilogram}, Dimensions: inches})
	require.Equal(t, "3.731", must[*global.ShippingQuote](b)(b.tryQuote(params)).BillableWeight.Value.String())
}

func TestRefusedQuotes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code, param string
		edit        func(p *global.QuoteShippingParams)
	}{
		"blocked destination": {CodeDestinationNotSupported, "destination.country", func(p *global.QuoteShippingParams) { p.Destination.Country = "IR" }},
		"blocked origin":      {CodeDestinationNotSupported, "origin.country", func(p *global.QuoteShippingParams) { p.Origin.Country = "SY" }},
		"no rate":             {CodeParameterInvalid, "currency", func(p *global.QuoteShippingParams) { p.Currency = "XAF" }},
		"too heavy":           {CodeParameterInvalid, "packages", func(p *global.QuoteShippingParams) { p.Packages[0].Weight.Value = api.Dec("1000001") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := twoKilos()
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryQuote(params)) })
		})
	}
}

func TestFasterNeverCostsLess(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rapid.Check(t, func(rt *rapid.T) {
		countries := []string{"US", "DE", "FR", "JP", "CA"}
		params := &global.QuoteShippingParams{
			Origin: global.Origin{Country: rapid.SampledFrom(countries).Draw(rt, "origin")}, Destination: global.Destination{Country: rapid.SampledFrom(countries).Draw(rt, "destination")},
			Currency: rapid.SampledFrom([]string{"", "USD", "usdc", "JPY", "KWD", "VND"}).Draw(rt, "currency"),
		}
		for range rapid.IntRange(1, 5).Draw(rt, "packages") {
			number := func(name string) api.Decimal {
				return api.Decimal{Decimal: decimal.New(rapid.Int64Range(1, 1e5).Draw(rt, name), -3)}
			}
			p := global.Package{Weight: global.Weight{Value: number("weight"), Unit: rapid.SampledFrom([]global.WeightUnit{"kg", "lb", "g", "oz"}).Draw(rt, "unit")}}
			if rapid.Bool().Draw(rt, "measured") {
				p.Dimensions = &global.Dimensions{Length: number("l"), Width: number("w"), Height: number("h"), Unit: rapid.SampledFrom([]global.LengthUnit{"cm", "in"}).Draw(rt, "in")}
			}
			params.Packages = append(params.Packages, p)
		}
		q, err := b.tryQuote(params)
		require.NoError(rt, err)
		for i, r := range q.Rates {
			require.NoError(rt, r.Amount.Err())
			require.Positive(rt, r.Amount.Sign())
			if i > 0 {
				require.Less(rt, r.EstimatedDays, q.Rates[i-1].EstimatedDays)
				require.True(rt, r.Amount.Decimal().GreaterThanOrEqual(q.Rates[i-1].Amount.Decimal()), "a faster service never costs less")
			}
		}
		again, err := b.tryQuote(params)
		require.NoError(rt, err)
		require.Equal(rt, ratesOf(q), ratesOf(again), "the same request, the same rates")
		require.NotEqual(rt, q.ID, again.ID)
	})
}
