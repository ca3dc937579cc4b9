package numtext_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/internal/moneytest"
	"github.com/stateset/stateset-go/internal/numtext"
)

// A Fixed holds the same number as a decimal of shopspring/decimal.
func TestFixedIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,15}(\.[0-9]{1,18})?`).Draw(t, "number")
		want, err := numtext.ParseDecimal(text)
		require.NoError(t, err)
		got, ok := numtext.ParseFixed(text, false, 0)
		require.True(t, ok)
		require.True(t, want.Equal(got.Decimal()), "%s is %s", text, got.Decimal())
		same, ok := numtext.FixedOf(want)
		require.True(t, ok)
		places := uint8(rapid.IntRange(0, 6).Draw(t, "places"))
		require.Equal(t, got.WithPlaces(places), same.WithPlaces(places))
		written := got.WithPlaces(places)
		require.Equal(t, want.StringFixed(int32(written.Places())), string(written.Append(nil)))
		require.Equal(t, want.Sign(), got.Sign())
		require.True(t, want.Neg().Equal(got.Neg().Decimal()))
	})
}

func TestFixedSumsAreExact(t *testing.T) {
	t.Parallel()
	limit := decimal.New(1, numtext.MaxWholeDigits)
	number := rapid.StringMatching(`-?([0-9]{1,4}|9{15}|[0-9]{1,15})(\.([0-9]{1,3}|9{18}|[0-9]{1,18}))?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimal.RequireFromString(number.Draw(t, "a")), decimal.RequireFromString(number.Draw(t, "b"))
		f, fits := numtext.FixedOf(a)
		g, alsoFits := numtext.FixedOf(b)
		require.True(t, fits && alsoFits)
		got, ok := f.Add(g)
		want := a.Add(b)
		require.Equal(t, want.Abs().LessThan(limit), ok, "%s + %s", a, b)
		if !ok {
			return
		}
		require.True(t, want.Equal(got.Decimal()), "%s + %s = %s", a, b, got)
		require.Equal(t, max(f.Places(), g.Places()), got.Places())
		same, _ := numtext.FixedOf(want)
		require.Equal(t, same.WithPlaces(got.Places()), got, "the same representation")
	})
}

func TestFixedNumbersOfJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1e2": "100", "1.5E+3": "1500", "-2.50e-1": "-0.250", "0e30": "0", "-0": "0", "100000000000000000000e-6": "100000000000000.000000",
		"0.000000000000000001": "0.000000000000000001", "1.0000000000000000000000": "1.000000000000000000", "1e-18": "0.000000000000000001",
	} {
		f, ok := numtext.ParseFixed([]byte(text), true, 0)
		require.True(t, ok, text)
		require.Equal(t, want, string(f.Append(nil)), text)
	}
	for _, text := range []string{"1e15", "1e-19", "1e31", "1e", "e1", "1e1.5", "007", "00", "-01", "1.0000000000000000001", "1000000000000000", "0x1"} {
		_, ok := numtext.ParseFixed(text, true, 0)
		require.False(t, ok, text)
	}
	for _, text := range moneytest.BadDecimals {
		_, ok := numtext.ParseFixed(text, false, 0)
		require.False(t, ok, "%q", text)
	}
	f, ok := numtext.ParseFixed("99999999999999999", false, 2)
	require.True(t, ok)
	require.Equal(t, "999999999999999.99", string(f.Append(nil)))
}

func TestFixedOfLargeDecimals(t *testing.T) {
	t.Parallel()
	for _, d := range []decimal.Decimal{
		decimal.New(1, 15), decimal.New(1, 2_000_000_000), decimal.New(1, -2_000_000_000), decimal.New(1, -19),
		decimal.RequireFromString("340282366920938463463374607431768211456"), decimal.New(1, 0).DivRound(decimal.New(3, 0), 40),
	} {
		_, ok := numtext.FixedOf(d)
		require.False(t, ok, "exponent %d", d.Exponent())
	}
	f, ok := numtext.FixedOf(decimal.RequireFromString("999999999999999.0000000000000000000000000000"))
	require.True(t, ok)
	require.Equal(t, "999999999999999", string(f.WithPlaces(0).Append(nil)))
}
