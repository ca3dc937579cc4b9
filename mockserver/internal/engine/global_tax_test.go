package engine

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
)

func taxed(origin, destination string, amount api.Money) *global.CalculateTaxParams {
	return &global.CalculateTaxParams{OriginCountry: origin, DestinationCountry: destination, Amount: amount}
}

func TestCalculateTax(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := taxed("US", "DE", api.USD("300"))
	params.ShippingAmount, params.HSCode = api.USD("25"), "620193"
	c := must[*global.TaxCalculation](b)(b.tryTax(params))
	require.Equal(t, []string{"tax_calculation", "US", "DE", "USD"}, []string{c.Object, c.OriginCountry, c.DestinationCountry, c.Currency})
	require.Equal(t, []string{"300.00 USD", "25.00 USD", "39.00 USD", "69.16 USD", "433.16 USD", "0.3328"},
		[]string{c.Subtotal.String(), c.ShippingAmount.String(), c.DutyAmount.String(), c.TaxAmount.String(), c.TotalAmount.String(), c.EffectiveRate.String()})
	require.Len(t, c.Breakdown, 2)
	require.Equal(t, []any{global.ChargeDuty, "DE", "0.12", "325.00 USD", "39.00 USD"},
		[]any{c.Breakdown[0].Type, c.Breakdown[0].Jurisdiction, c.Breakdown[0].Rate.String(), c.Breakdown[0].TaxableAmount.String(), c.Breakdown[0].Amount.String()})
	require.Equal(t, []any{global.ChargeVAT, "0.19", "364.00 USD", "69.16 USD"},
		[]any{c.Breakdown[1].Type, c.Breakdown[1].Rate.String(), c.Breakdown[1].TaxableAmount.String(), c.Breakdown[1].Amount.String()})
	require.False(t, c.DeMinimisApplied || c.ReverseCharge)
	require.Equal(t, birth, c.CalculatedAt)

	params.Incoterm = global.DAP
	require.Equal(t, c, must[*global.TaxCalculation](b)(b.tryTax(params)), "who pays, not how much")
}

func TestTaxOfStatesAndBusinesses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := taxed("US", "US", money("100", "ssUSD"))
	params.DestinationState, params.ShippingAmount = "CA", api.SSUSD("10")
	c := must[*global.TaxCalculation](b)(b.tryTax(params))
	require.Equal(t, []string{"7.25 ssUSD", "117.25 ssUSD", "0.0659", "US-CA", "0.0725", "100.00 ssUSD"},
		[]string{c.TaxAmount.String(), c.TotalAmount.String(), c.EffectiveRate.String(), c.Breakdown[0].Jurisdiction, c.Breakdown[0].Rate.String(), c.Breakdown[0].TaxableAmount.String()})
	require.Equal(t, global.ChargeSalesTax, c.Breakdown[0].Type)

	params = taxed("FR", "IT", money("100", "EUR"))
	params.CustomerType = global.Business
	require.Equal(t, "22.00 EUR", must[*global.TaxCalculation](b)(b.tryTax(params)).TaxAmount.String(), "a business without a tax id is charged")
	params.CustomerTaxID = "IT12345678901"
	c = must[*global.TaxCalculation](b)(b.tryTax(params))
	require.True(t, c.ReverseCharge)
	require.Equal(t, []string{"0.00 EUR", "0.00", "0.00"}, []string{c.TaxAmount.String(), c.EffectiveRate.String(), c.Breakdown[0].Rate.String()})
	params.CustomerType = ""
	require.False(t, must[*global.TaxCalculation](b)(b.tryTax(params)).ReverseCharge, "a consumer by default")

	for yen, want := range map[string][3]any{"9900": {true, "0 JPY", "990 JPY"}, "9901": {false, "495 JPY", "1040 JPY"}} { // 66 dollars
		c = must[*global.TaxCalculation](b)(b.tryTax(taxed("US", "JP", money(yen, "JPY"))))
		require.Equal(t, want, [3]any{c.DeMinimisApplied, c.DutyAmount.String(), c.TaxAmount.String()})
	}
}

func TestRefusedTax(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code, param string
		edit        func(p *global.CalculateTaxParams)
	}{
		"no origin":             {CodeParameterMissing, "origin_country", func(p *global.CalculateTaxParams) { p.OriginCountry = "" }},
		"no destination":        {CodeParameterMissing, "destination_country", func(p *global.CalculateTaxParams) { p.DestinationCountry = "" }},
		"no amount":             {CodeParameterMissing, "amount", func(p *global.CalculateTaxParams) { p.Amount = api.Money{} }},
		"no currency":           {CodeParameterMissing, "currency", func(p *global.CalculateTaxParams) { p.Amount = api.FromDecimal(p.Amount.Decimal(), "") }},
		"too much":              {CodeParameterInvalid, "amount", func(p *global.CalculateTaxParams) { p.Amount = api.USD("999999999999999") }},
		"no state":              {CodeParameterMissing, "destination_state", func(p *global.CalculateTaxParams) { p.DestinationCountry = "US" }},
		"unknown state":         {CodeParameterInvalid, "destination_state", func(p *global.CalculateTaxParams) { p.DestinationCountry, p.DestinationState = "US", "PR" }},
		"no rate":               {CodeParameterInvalid, "currency", func(p *global.CalculateTaxParams) { p.Amount = money("1", "XAF") }},
		"unknown destination":   {CodeDestinationNotSupported, "destination_country", func(p *global.CalculateTaxParams) { p.DestinationCountry = "AQ" }},
		"forbidden destination": {CodeDestinationNotSupported, "destination_country", func(p *global.CalculateTaxParams) { p.DestinationCountry = "KP" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := taxed("FR", "DE", api.USD("100"))
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryTax(params)) })
		})
	}
}

func TestTaxAddsUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rapid.Check(t, func(rt *rapid.T) {
		countries := []string{"US", "DE", "FR", "GB", "JP", "IN", "FI"}
		currency := rapid.SampledFrom([]string{"USD", "ssusd", "JPY", "KWD", "eur"}).Draw(rt, "currency")
		amount := func(name string, least int64) api.Money {
			m, err := api.FromMinor(rapid.Int64Range(least, 1e10).Draw(rt, name), currency)
			require.NoError(rt, err)
			return m
		}
		c, err := b.tryTax(&global.CalculateTaxParams{
			OriginCountry: rapid.SampledFrom(countries).Draw(rt, "origin"), DestinationCountry: rapid.SampledFrom(countries).Draw(rt, "destination"),
			DestinationState: "NJ", Amount: amount("amount", 1), ShippingAmount: amount("shipping", 0),
			HSCode:       rapid.SampledFrom([]string{"", "620193", "8504400000", "490110"}).Draw(rt, "code"),
			CustomerType: rapid.SampledFrom([]global.CustomerType{"", global.Business}).Draw(rt, "type"), CustomerTaxID: "X1",
		})
		require.NoError(rt, err)
		sum := zero(currency)
		for _, row := range c.Breakdown {
			require.NoError(rt, row.Amount.Err(), "rounded to what the currency holds")
			sum = plus(sum, row.Amount.Decimal())
		}
		require.True(rt, sum.Equal(plus(c.DutyAmount, c.TaxAmount.Decimal())), "Σ breakdown = duty + tax")
		total := c.Subtotal.Decimal().Add(c.ShippingAmount.Decimal()).Add(c.DutyAmount.Decimal()).Add(c.TaxAmount.Decimal())
		require.True(rt, total.Equal(c.TotalAmount.Decimal()), "total = subtotal + shipping + duty + tax")
		require.NoError(rt, c.TotalAmount.Err())
	})
}
