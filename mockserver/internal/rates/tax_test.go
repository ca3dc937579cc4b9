package rates

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func cents(value decimal.Decimal) decimal.Decimal { return value.Round(2) }

func one(origin, destination, value, shipping, hsCode string) Trade {
	return Trade{
		Origin: origin, Destination: destination, Currency: "USD", Round: cents,
		Goods: []Goods{{dec(value), hsCode}}, Shipping: dec(shipping),
	}
}

func calculate(t *testing.T, trade Trade) Charges {
	t.Helper()
	c, err := trade.Calculate()
	require.NoError(t, err)
	return c
}

func TestCalculate(t *testing.T) {
	t.Parallel()
	in := func(state string, trade Trade) Trade {
		trade.State = state
		return trade
	}
	registered := func(trade Trade) Trade {
		trade.Registered = true
		return trade
	}
	for name, test := range map[string]struct {
		trade              Trade
		duty, tax          string
		deMinimis, reverse bool
	}{
		"domestic":                              {one("DE", "DE", "100", "10", "620193"), "0", "20.9", false, false},
		"domestic business":                     {registered(one("DE", "DE", "100", "0", "")), "0", "19", false, false},
		"within the EU":                         {one("FR", "DE", "1000", "0", "620193"), "0", "190", false, false},
		"within the EU, business":               {registered(one("FR", "DE", "1000", "0", "")), "0", "0", false, true},
		"into the EU, business":                 {registered(one("US", "DE", "1000", "0", "")), "50", "199.5", false, false},
		"out of the EU, business":               {registered(one("DE", "GB", "1000", "0", "")), "50", "210", false, false},
		"from outside, at the threshold":        {one("US", "DE", "163", "20", "620193"), "0", "34.77", true, false},
		"from outside, above the threshold":     {one("US", "DE", "163.01", "0", "620193"), "19.56", "34.69", false, false},
		"shipping does not count for threshold": {one("US", "DE", "163", "500", ""), "0", "125.97", true, false},
		"duty is on shipping too":               {one("US", "GB", "200", "100", "620193"), "36", "67.2", false, false},
		"default duty":                          {one("US", "GB", "200", "0", "010121"), "10", "42", false, false},
		"without an HS code":                    {one("US", "GB", "200", "0", ""), "10", "42", false, false},
		"free of duty":                          {one("US", "GB", "200", "0", "490110"), "0", "40", false, false},
		"no threshold":                          {one("US", "IN", "0.50", "0", ""), "0.03", "0.1", false, false}, // 0.025 away from zero
		"California":                            {in("CA", one("US", "US", "100", "50", "")), "0", "7.25", false, false},
		"Oregon":                                {in("OR", one("US", "US", "100", "50", "")), "0", "0", false, false},
		"into the US: neither shipping nor duty is taxed": {in("NY", one("DE", "US", "100", "50", "")), "7.5", "4", false, false},
		"an origin that is not in the table":              {one("KP", "JP", "1000", "0", ""), "50", "105", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := calculate(t, test.trade)
			require.Equal(t, []string{test.duty, test.tax}, []string{c.Duty.String(), c.Tax.String()})
			require.Equal(t, []bool{test.deMinimis, test.reverse}, []bool{c.DeMinimis, c.ReverseCharge})
			require.NotEmpty(t, c.Rows, "the tax is always among the rows")
		})
	}
}

// The threshold is in dollars, the goods in any currency.
func TestThresholdInOtherCurrencies(t *testing.T) {
	t.Parallel()
	for currency, values := range map[string][2]string{"EUR": {"149.96", "149.97"}, "jpy": {"24450", "24451"}, "ssusd": {"163", "163.000001"}} {
		for i, value := range values {
			trade := one("US", "DE", value, "0", "")
			trade.Currency = currency
			require.Equal(t, i == 0, calculate(t, trade).DeMinimis, "%s %s", value, currency)
		}
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	trade := one("US", "DE", "100", "10", "620193")
	trade.Goods = append(trade.Goods, Goods{dec("200"), "610910"}, Goods{dec("100"), "620200"}, Goods{dec("0"), ""})
	c := calculate(t, trade)
	type row struct{ name, kind, at, rate, taxable, amount string }
	var rows []row
	for _, r := range c.Rows {
		rows = append(rows, row{r.Name, r.Kind, r.Jurisdiction, r.Rate.String(), r.Taxable.String(), r.Amount.String()})
	}
	require.Equal(t, []row{
		{"Germany duty, chapter 62: Apparel, not knitted", "duty", "DE", "0.12", "205", "24.6"},
		{"Germany duty, chapter 61: Apparel, knitted", "duty", "DE", "0.12", "205", "24.6"},
		{"Germany duty", "duty", "DE", "0.05", "0", "0"},
		{"Germany VAT", "vat", "DE", "0.19", "459.2", "87.25"},
	}, rows)
	reverse := one("FR", "DE", "100", "10", "")
	reverse.Registered = true
	require.Equal(t, []Charge{{"Germany VAT, reverse charge", "vat", "DE", dec("0.00"), dec("110"), decimal.New(0, -2)}}, calculate(t, reverse).Rows)
	state := one("DE", "US", "100", "10", "")
	state.State = "WA"
	require.Equal(t, "US-WA", calculate(t, state).Rows[1].Jurisdiction)
	require.Equal(t, "Washington sales tax", calculate(t, state).Rows[1].Name)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	nowhere, odd, stateless := one("US", "KP", "1", "0", ""), one("US", "DE", "1", "0", ""), one("DE", "US", "1", "0", "")
	odd.Currency = "XAF"
	for want, trade := range map[error]Trade{ErrDestination: nowhere, ErrCurrency: odd, ErrState: stateless} {
		_, err := trade.Calculate()
		require.ErrorIs(t, err, want)
	}
}

func TestChargesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		countries := []string{"DE", "FR", "FI", "GB", "US", "IN", "JP", "CH"}
		trade := Trade{
			Origin: rapid.SampledFrom(countries).Draw(t, "origin"), Destination: rapid.SampledFrom(countries).Draw(t, "destination"), State: "NM",
			Currency: rapid.SampledFrom([]string{"USD", "JPY", "ssusd", "KWD"}).Draw(t, "currency"), Registered: rapid.Bool().Draw(t, "registered"), Round: cents,
			Shipping: decimal.New(rapid.Int64Range(0, 1e9).Draw(t, "shipping"), -6),
		}
		value := trade.Shipping
		for range rapid.IntRange(1, 6).Draw(t, "lines") {
			g := Goods{decimal.New(rapid.Int64Range(0, 1e10).Draw(t, "value"), -rapid.Int32Range(0, 6).Draw(t, "places")),
				rapid.SampledFrom([]string{"", "620193", "610910", "850440", "999999"}).Draw(t, "code")}
			trade.Goods = append(trade.Goods, g)
			value = value.Add(g.Value)
		}
		c, err := trade.Calculate()
		require.NoError(t, err)
		var sum, shares, dutiable decimal.Decimal
		for _, row := range c.Rows {
			require.False(t, row.Amount.IsNegative() || row.Taxable.IsNegative() || row.Rate.IsNegative(), "%+v", row)
			require.True(t, row.Amount.Equal(cents(row.Taxable.Mul(row.Rate))), "%+v", row)
			sum = sum.Add(row.Amount)
			if row.Kind == kindDuty {
				dutiable = dutiable.Add(row.Taxable)
			}
		}
		require.True(t, sum.Equal(c.Duty.Add(c.Tax)), "the rows add up to duty and tax")
		for _, share := range trade.shares() {
			require.False(t, share.IsNegative())
			shares = shares.Add(share)
		}
		require.True(t, shares.Equal(trade.Shipping), "no cent of the shipping costs is lost")
		if !dutiable.IsZero() {
			require.True(t, dutiable.Equal(value), "duty is on goods and shipping")
		}
	})
}
