package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/moneytest"
	"github.com/stateset/stateset-go/internal/numtext"
)

func TestNewMoneyRefusesBadText(t *testing.T) {
	t.Parallel()
	for _, text := range moneytest.BadDecimals {
		m, err := api.NewMoney(text, "USD")
		require.ErrorContains(t, err, "stateset: ", "%q", text)
		require.Zero(t, m, "%q", text)
	}
}

func TestDecimalsOfACurrency(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ currency, fits, tooFine string }{
		{"USD", "1.01", "1.001"}, {"JPY", "1", "1.5"}, {"KWD", "1.001", "1.0001"}, {"CLF", "1.0001", "1.00001"},
		{"ssusd", "0.000001", "0.0000001"}, {"usdc", "-0.000001", "1.1234567"},
	} {
		m, err := api.NewMoney(tt.fits, tt.currency)
		require.NoError(t, err)
		require.Equal(t, tt.currency, m.Currency())

		decimals, _ := numtext.CurrencyDecimals(tt.currency)
		_, err = api.NewMoney(tt.tooFine, tt.currency)
		require.EqualError(t, err, fmt.Sprintf("stateset: %s has more than the %d decimals that %s can hold", tt.tooFine, decimals, tt.currency))
	}
	for _, text := range []string{"1.500", "1.50000000", "-1.000000000000000000"} { // trailing zeros are not decimals
		require.NoError(t, moneytest.Amount(t, text, "USD").Err())
	}
}

func TestCurrencyIsEchoed(t *testing.T) {
	t.Parallel()
	for _, currency := range []string{"USD", "usd", "UsD", "ssusd", "ssUSD", "SSUSD", "usdc"} {
		m := moneytest.Amount(t, "1.00", currency)
		require.Equal(t, "1.00 "+currency, m.String())
		text, err := json.Marshal(m)
		require.NoError(t, err)
		require.JSONEq(t, `{"value":"1.00","denom":"`+currency+`"}`, string(text))
	}
}

func TestErr(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		m    api.Money
		want string
	}{
		{api.Money{}, "amount has no currency"},
		{api.FromDecimal(decimal.New(5, 0), ""), "amount has no currency"},
		{api.FromDecimal(decimal.New(5, 0), "us"), `unknown currency "us"`},
		{api.FromDecimal(decimal.New(1, 15), "USD"), "out of range"},
		{api.FromDecimal(decimal.New(-1, 15), "USD"), "out of range"},
		{api.FromDecimal(decimal.New(1, 5000000), "USD"), "out of range"},
		{api.FromDecimal(decimal.New(1, -5000000), "USD"), "out of range"},
		{api.FromDecimal(decimal.New(1, math.MaxInt32), "USD"), "out of range"},
		{api.FromDecimal(decimal.New(1, math.MinInt32), "USD"), "out of range"},
		{api.SSUSD("1,000"), `invalid decimal "1,000"`},
		{api.USD("1.005"), "more than the 2 decimals"},
		{api.USD(strings.Repeat("9", 400)), "out of range"},
	} {
		require.ErrorContains(t, tt.m.Err(), tt.want)
		require.ErrorContains(t, tt.m.Err(), "stateset: ")
		require.Less(t, len(tt.m.Err().Error()), 200)
		require.Less(t, len(tt.m.String()), 100)
	}
	require.Equal(t, "USD", api.USD("1,000").Currency())
	require.NoError(t, api.FromDecimal(decimal.New(1, 14), "USD").Err())
	require.NoError(t, api.FromDecimal(decimal.Decimal{}, "USD").Err())
	require.NoError(t, api.USD("999999999999999.99").Err())
	require.NoError(t, api.SSUSD("-999999999999999.999999").Err())
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, currency, want string }{
		{"150", "USD", "150.00"}, {"150.5", "USD", "150.50"}, {"150.00000", "usd", "150.00"}, {"-0.01", "USD", "-0.01"}, {"-0", "USD", "0.00"},
		{"1500", "JPY", "1500"}, {"1500.00", "JPY", "1500"}, {"0", "JPY", "0"},
		{"1.5", "KWD", "1.500"}, {"0.001", "KWD", "0.001"}, {"1", "CLF", "1.0000"},
		{"150", "ssusd", "150.00"}, {"150.000000", "ssusd", "150.00"}, {"12.340000", "usdc", "12.34"}, {"12.345", "ssusd", "12.345"},
		{"0.000001", "ssusd", "0.000001"}, {"-0.1234560", "ssusd", "-0.123456"}, {"0", "ssusd", "0.00"}, {"0.000000000000", "ssusd", "0.00"},
		{"999999999999999.999999", "ssusd", "999999999999999.999999"}, {"999999999999999.120000", "ssusd", "999999999999999.12"},
		{"1.000000000000000000", "ssusd", "1.00"}, {"-120.500000000000000000", "usdc", "-120.50"}, {"100000000000000.000000000000000000", "ssusd", "100000000000000.00"},
	} {
		m := moneytest.Amount(t, tt.value, tt.currency)
		require.Equal(t, tt.want, m.Text())
		require.Equal(t, tt.want+" "+tt.currency, m.String())
		require.Equal(t, tt.want+" "+tt.currency, fmt.Sprint(m))
	}
	require.Equal(t, "0", api.Money{}.String())
	require.Equal(t, "100000000000000.00", api.FromDecimal(decimal.New(1, 14), "USD").Text())
	require.Equal(t, "1.25 zzz", api.FromDecimal(decimal.New(125, -2), "zzz").String())
	// Amounts that the API never writes are not rounded.
	require.Equal(t, "1.005 USD", api.FromDecimal(decimal.New(1005, -3), "USD").String())
	require.Equal(t, "0.5 JPY", api.FromDecimal(decimal.New(5, -1), "JPY").String())
	require.Equal(t, "0.0000001 ssusd", api.FromDecimal(decimal.New(1, -7), "ssusd").String())
	for _, value := range []decimal.Decimal{decimal.New(1, 15), decimal.New(1, -19), decimal.New(1, 5000000), decimal.New(1, -5000000)} {
		require.Equal(t, "invalid amount", api.FromDecimal(value, "USD").String())
	}
}

func TestMinor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value, currency string
		units           int64
	}{
		{"150.00", "USD", 15000}, {"-0.01", "USD", -1}, {"1500", "JPY", 1500}, {"1.5", "KWD", 1500}, {"0.000001", "ssusd", 1},
		{"100", "usdc", 100_000_000}, {"0", "USD", 0}, {"999999999999999.99", "USD", 99999999999999999}, {"9223372036854.775807", "ssusd", math.MaxInt64},
		{"-9223372036854.775808", "ssusd", math.MinInt64},
	} {
		m := moneytest.Amount(t, tt.value, tt.currency)
		units, err := m.Minor()
		require.NoError(t, err)
		require.Equal(t, tt.units, units)
		back, err := api.FromMinor(tt.units, tt.currency)
		require.NoError(t, err)
		require.True(t, m.Equal(back), back)
	}
}

func TestMinorRefuses(t *testing.T) {
	t.Parallel()
	for m, want := range map[*api.Money]string{
		new(api.SSUSD("9223372036854.775808")):  "does not fit 64 bits",
		new(api.SSUSD("-9223372036854.775809")): "does not fit 64 bits",
		new(api.USD("1.005")):                   "more than the 2 decimals",
		new(api.USD("x")):                       "invalid decimal",
		{}:                                      "no currency",
	} {
		units, err := m.Minor()
		require.ErrorContains(t, err, want)
		require.Zero(t, units)
	}
	for _, currency := range []string{"USD", "JPY", "KWD"} {
		for _, units := range []int64{math.MaxInt64, math.MinInt64} {
			_, err := api.FromMinor(units, currency)
			require.ErrorContains(t, err, "out of range", currency)
		}
	}
	for currency, want := range map[string]string{"": "no currency", "zzz": `unknown currency "zzz"`} {
		m, err := api.FromMinor(5, currency)
		require.ErrorContains(t, err, want)
		require.Zero(t, m)
	}
}

func TestMinorRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := moneytest.DrawAmount(t, moneytest.DrawCurrency(t))
		units, err := m.Minor()
		require.NoError(t, err)
		back, err := api.FromMinor(units, m.Currency())
		require.NoError(t, err)
		require.True(t, m.Equal(back))
		require.Equal(t, m.Currency(), back.Currency())
	})
}

func TestZeroAndSign(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		m         api.Money
		zero, set bool
		sign      int
	}{
		{api.Money{}, true, false, 0},
		{api.USD("0.00"), true, true, 0},
		{api.USD("-0"), true, true, 0},
		{api.USD("0.01"), false, true, 1},
		{api.SSUSD("-0.000001"), false, true, -1},
		{api.USD("nothing"), false, true, 0},
		{api.FromDecimal(decimal.New(5, 0), ""), false, false, 1},
	} {
		require.Equal(t, tt.zero, tt.m.IsZero(), tt.m)
		require.Equal(t, tt.set, tt.m.IsSet(), tt.m)
		require.Equal(t, tt.sign, tt.m.Sign(), tt.m)
		require.Equal(t, -tt.sign, tt.m.Neg().Sign(), tt.m)
	}
}

// An invalid amount is an error in every method and never a panic.
func TestInvalidMoney(t *testing.T) {
	t.Parallel()
	m, good := api.SSUSD("1,000"), api.SSUSD("1.00")
	const want = `stateset: invalid decimal "1,000": must be digits with an optional point, as in "1000.00"`
	require.EqualError(t, m.Err(), want)
	require.EqualError(t, m.Neg().Err(), want)
	for name, call := range map[string]func() error{
		"Minor":    func() error { _, err := m.Minor(); return err },
		"Add":      func() error { _, err := m.Add(good); return err },
		"added":    func() error { _, err := good.Add(m); return err },
		"Sub":      func() error { _, err := m.Sub(good); return err },
		"subbed":   func() error { _, err := good.Sub(m); return err },
		"Cmp":      func() error { _, err := m.Cmp(good); return err },
		"compared": func() error { _, err := good.Cmp(m); return err },
		"Allocate": func() error { _, err := m.Allocate(1, 2); return err },
		"Marshal":  func() error { _, err := m.MarshalJSON(); return err },
		"Range":    func() error { return api.AmountRange{GTE: m}.EncodeValues("amount", nil) },
		"Total":    func() error { return api.TotalRange{GTE: m}.EncodeValues("total_amount", nil) },
	} {
		require.EqualError(t, call(), want, name)
	}
	_, err := json.Marshal(struct{ Price api.Money }{m})
	require.ErrorContains(t, err, `invalid decimal "1,000"`)
	require.False(t, m.Equal(good))
	require.False(t, m.Equal(api.SSUSD("0")))
	require.True(t, m.Equal(api.SSUSD("1,000")))
	require.False(t, m.IsZero())
	require.Equal(t, "invalid amount", m.Text())
}

func TestInvalidMoneyPrints(t *testing.T) {
	t.Parallel()
	for _, text := range moneytest.BadDecimals {
		m := api.SSUSD(text)
		for _, verb := range []string{"%v", "%+v", "%s", "%q", "%x"} {
			got := fmt.Sprintf(verb, m)
			require.NotContains(t, got, "PANIC", "%s of %q", verb, text)
			require.NotContains(t, got, "0.00", "%s of %q", verb, text)
			require.NotContains(t, fmt.Sprintf(verb, struct{ Price *api.Money }{&m}), "PANIC", "%s of %q", verb, text)
		}
		require.Equal(t, "invalid amount", fmt.Sprintf("%v", m))
		require.Equal(t, "invalid amount", fmt.Sprintf("%+v", m))
		require.Equal(t, "{Price:invalid amount}", fmt.Sprintf("%+v", struct{ Price api.Money }{m}))
		require.NotContains(t, fmt.Sprintf("%#v", m), "PANIC")
	}
}

func TestArithmetic(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b     api.Money
		sum, dif string
		cmp      int
	}{
		{api.USD("1.10"), api.USD("2.20"), "3.30", "-1.10", -1},
		{api.USD("0.1"), moneytest.Amount(t, "0.20", "usd"), "0.30", "-0.10", -1},
		{api.SSUSD("0.000001"), moneytest.Amount(t, "1", "ssUSD"), "1.000001", "-0.999999", -1},
		{api.USD("1.5"), api.USD("1.50"), "3.00", "0.00", 0},
		{api.USD("-1"), api.USD("-2"), "-3.00", "1.00", 1},
		{moneytest.Amount(t, "100", "JPY"), moneytest.Amount(t, "1", "jpy"), "101", "99", 1},
	} {
		sum, err := tt.a.Add(tt.b)
		require.NoError(t, err)
		require.Equal(t, tt.sum+" "+tt.a.Currency(), sum.String())
		difference, err := tt.a.Sub(tt.b)
		require.NoError(t, err)
		require.Equal(t, tt.dif+" "+tt.a.Currency(), difference.String())
		cmp, err := tt.a.Cmp(tt.b)
		require.NoError(t, err)
		require.Equal(t, tt.cmp, cmp)
		require.Equal(t, tt.cmp == 0, tt.a.Equal(tt.b))
	}
}

func TestMixedCurrencies(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]api.Money{
		{api.USD("1"), api.SSUSD("1")}, {api.SSUSD("1"), moneytest.Amount(t, "1", "usdc")}, {api.USD("0"), moneytest.Amount(t, "0", "EUR")},
	} {
		a, b := pair[0], pair[1]
		sum, err := a.Add(b)
		require.ErrorIs(t, err, api.ErrCurrencyMismatch)
		require.ErrorContains(t, err, a.Currency()+" and "+b.Currency())
		require.Zero(t, sum)
		_, err = a.Sub(b)
		require.ErrorIs(t, err, api.ErrCurrencyMismatch)
		_, err = a.Cmp(b)
		require.ErrorIs(t, err, api.ErrCurrencyMismatch)
		require.False(t, a.Equal(b))
	}
	_, err := api.USD("1").Add(api.Money{})
	require.ErrorContains(t, err, "no currency")
}

func TestSumOutOfRange(t *testing.T) {
	t.Parallel()
	most := api.USD("999999999999999.99")
	sum, err := most.Add(most)
	require.NoError(t, err)
	require.ErrorContains(t, sum.Err(), "out of range")
	_, err = sum.Add(most)
	require.ErrorContains(t, err, "out of range")
}

func TestMoneyIsAValue(t *testing.T) {
	t.Parallel()
	a, b := api.USD("10.00"), api.USD("3.00")
	for range 2 {
		_, err := a.Sub(b)
		require.NoError(t, err)
		_, err = a.Allocate(1, 1, 1)
		require.NoError(t, err)
		_ = a.Neg()
		require.Equal(t, "10.00 USD", a.String())
		require.Equal(t, "3.00 USD", b.String())
	}
}

func TestAllocate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value, currency string
		weights         []int64
		want            string
	}{
		{"100.00", "USD", []int64{1, 1, 1}, "33.34 33.33 33.33"},
		{"0.05", "USD", []int64{1, 1}, "0.03 0.02"},
		{"-0.05", "USD", []int64{1, 1}, "-0.03 -0.02"},
		{"-100.00", "USD", []int64{1, 1, 1}, "-33.34 -33.33 -33.33"},
		{"0.01", "USD", []int64{1, 1, 1}, "0.01 0.00 0.00"},
		{"0.01", "USD", []int64{0, 1}, "0.00 0.01"},
		{"10.00", "USD", []int64{0, 3, 0, 3, 0, 3}, "0.00 3.34 0.00 3.33 0.00 3.33"},
		{"1.00", "USD", []int64{1, 2, 4}, "0.14 0.29 0.57"}, // remainders 2/7, 4/7, 1/7
		{"0.10", "USD", []int64{1, 6, 3}, "0.01 0.06 0.03"},
		{"150.00", "ssusd", []int64{90, 10}, "135.00 15.00"},
		{"100.00", "ssusd", []int64{1, 1, 1}, "33.34 33.33 33.33"},
		{"100.000000", "ssusd", []int64{1, 1, 1}, "33.34 33.33 33.33"},
		{"0.000001", "ssusd", []int64{1, 1}, "0.000001 0.00"},
		{"1.001", "ssusd", []int64{1, 1}, "0.501 0.50"},
		{"100", "JPY", []int64{1, 1, 1}, "34 33 33"},
		{"1", "KWD", []int64{1, 1, 1}, "0.334 0.333 0.333"},
		{"0", "USD", []int64{1, 2}, "0.00 0.00"},
		{"7.77", "USD", []int64{5}, "7.77"},
		{"1.500000000000000000", "USD", []int64{1, 1}, "0.75 0.75"},
		{"999999999999999.99", "USD", []int64{math.MaxInt64, math.MaxInt64}, "500000000000000.00 499999999999999.99"},
	} {
		parts, err := moneytest.Amount(t, tt.value, tt.currency).Allocate(tt.weights...)
		require.NoError(t, err)
		texts := make([]string, len(parts))
		for i, part := range parts {
			texts[i] = part.Text()
			require.Equal(t, tt.currency, part.Currency())
		}
		require.Equal(t, tt.want, strings.Join(texts, " "), "%s %v", tt.value, tt.weights)
	}
}

func TestAllocateRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		m       api.Money
		weights []int64
		want    string
	}{
		{api.USD("1"), nil, "an allocation needs a weight above zero"},
		{api.USD("1"), []int64{0, 0}, "an allocation needs a weight above zero"},
		{api.USD("1"), []int64{1, -1, 5}, "weight 1 of an allocation is -1: must be 0 or more"},
		{api.USD("1.005"), []int64{1}, "more than the 2 decimals"},
		{api.Money{}, []int64{1}, "no currency"},
	} {
		parts, err := tt.m.Allocate(tt.weights...)
		require.ErrorContains(t, err, tt.want)
		require.Nil(t, parts)
	}
}

// The parts add up exactly, can all be sent, and differ from their exact share by less
// than a unit.
func TestAllocateLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := moneytest.DrawAmount(t, moneytest.DrawCurrency(t))
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 9), rapid.Int64Range(0, math.MaxInt64)), 1, 12).Draw(t, "weights")
		total := decimal.Zero
		for _, w := range weights {
			total = total.Add(decimal.NewFromInt(w))
		}
		parts, err := m.Allocate(weights...)
		if total.IsZero() {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		require.Len(t, parts, len(weights))
		_, fraction, _ := strings.Cut(m.Text(), ".")
		unit := decimal.New(1, -int32(len(fraction)))
		sum := api.FromDecimal(decimal.Decimal{}, m.Currency())
		for i, part := range parts {
			require.NoError(t, part.Err())
			require.GreaterOrEqual(t, part.Sign()*m.Sign(), 0, "part %d is %s of %s", i, part, m)
			weight := decimal.NewFromInt(weights[i])
			off := part.Decimal().Mul(total).Sub(m.Decimal().Mul(weight)).Abs() // times total, to stay exact
			require.True(t, off.LessThan(unit.Mul(total)), "part %d is %s of %s", i, part, m)
			if weights[i] == 0 {
				require.True(t, part.IsZero())
			}
			sum, err = sum.Add(part)
			require.NoError(t, err)
		}
		require.True(t, sum.Equal(m), "%s of %s", sum, m)
	})
}
