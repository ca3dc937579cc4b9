package core

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzAmountRoundTrip(f *testing.F) {
	for _, number := range []string{
		"0", "-0", "15000", "100.00", "0.000001", "1e2", "1E+2", "1e-6", "0e30", "15000.5", "9007199254740993", "99999999999999999", "100000000000000000",
		"9223372036854775808", "999999999999999.999999", "1e14", "1e15", "1e17", "1e5000000", "1e-5000000", "1e+-2", "", "NaN", "1,0", "+1", "007",
	} {
		for _, currency := range []string{"USD", "jpy", "KWD", "CLF", "ssusd", "USDC", "zzz", ""} {
			f.Add(number, currency)
		}
	}
	f.Fuzz(func(t *testing.T, number, currency string) {
		m, err := FromAmount(json.Number(number), currency)
		if err != nil {
			require.Zero(t, m)
			return
		}
		require.LessOrEqual(t, m.Decimal().Exponent(), int32(15))
		require.GreaterOrEqual(t, m.Decimal().Exponent(), int32(-64))
		require.Less(t, len(m.Text()), 100)
		if m.Err() != nil {
			return
		}
		written, err := Amount(m)
		require.NoError(t, err)
		require.True(t, json.Valid([]byte(written)), written)
		again, err := FromAmount(written, currency)
		require.NoError(t, err)
		require.True(t, again.Equal(m), "%s is %s", m, again)
		rewritten, err := Amount(again)
		require.NoError(t, err)
		require.Equal(t, written, rewritten)

		text, err := FromText(Text(m.Text()), currency)
		require.NoError(t, err)
		require.True(t, text.Equal(m), "%s is %s", m, text)
	})
}
