package rates

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/global"
)

func TestBillable(t *testing.T) {
	t.Parallel()
	box := func(weight, side string) Parcel { return Parcel{dec(weight), dec(side), dec(side), dec(side)} }
	for want, parcels := range map[string][]Parcel{
		"2":     {{Weight: dec("2")}},
		"5.4":   {box("2", "30")},
		"7.4":   {box("2", "30"), {Weight: dec("2")}},
		"12.4":  {box("2", "30"), box("7", "30")},
		"0.001": {{Weight: dec("0.0005")}},
	} {
		require.Equal(t, want, Billable(parcels).String())
	}
}

func TestMetric(t *testing.T) {
	t.Parallel()
	for _, test := range [][3]string{{"2", "kg", "2"}, {"500", "g", "0.5"}, {"1", "lb", "0.45359237"}, {"16", "oz", "0.45359237"}, {"10", "in", "25.4"}, {"3", "cm", "3"}} {
		require.Equal(t, test[2], Metric(dec(test[0]), test[1]).String(), test)
	}
	for _, unit := range global.WeightUnit("").Values() {
		require.True(t, Metric(dec("1"), string(unit)).IsPositive(), unit)
	}
	for _, unit := range global.LengthUnit("").Values() {
		require.True(t, Metric(dec("1"), string(unit)).IsPositive(), unit)
	}
}

func TestZones(t *testing.T) {
	t.Parallel()
	for _, test := range [][3]string{{"DE", "DE", "domestic"}, {"KP", "KP", "domestic"}, {"DE", "GB", "region"}, {"US", "CA", "region"}, {"US", "DE", "world"}, {"DE", "KP", "world"}} {
		require.Equal(t, test[2], zone(test[0], test[1]), test)
		require.Equal(t, test[2], zone(test[1], test[0]), test)
	}
}

func TestFasterNeverCostsLess(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		countries := []string{"DE", "FR", "US", "CA", "JP", "ZA"}
		from, to := rapid.SampledFrom(countries).Draw(t, "from"), rapid.SampledFrom(countries).Draw(t, "to")
		weight := decimal.New(rapid.Int64Range(0, 1e9).Draw(t, "grams"), -3)
		rates := Shipping(from, to, weight)
		require.Len(t, rates, 3)
		for i := 1; i < len(rates); i++ {
			require.Less(t, rates[i].Days, rates[i-1].Days)
			require.True(t, rates[i].USD.GreaterThanOrEqual(rates[i-1].USD))
		}
		require.Equal(t, rates, Shipping(from, to, weight))
		heavier := Shipping(from, to, weight.Add(dec("0.5")))
		for i := range rates {
			require.True(t, heavier[i].USD.GreaterThan(rates[i].USD))
		}
	})
}
