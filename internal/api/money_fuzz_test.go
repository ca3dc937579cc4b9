package api

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// decimalForm is the grammar of a decimal, with the digits that count.
var decimalForm = regexp.MustCompile(`^-?0*([0-9]*?)(?:\.([0-9]+))?$`)

// fits says by the grammar alone whether the text is a decimal in range.
func fits(text string) bool {
	parts := decimalForm.FindStringSubmatch(text)
	if parts == nil || !strings.ContainsAny(text, "0123456789") || strings.HasPrefix(strings.TrimPrefix(text, "-"), ".") {
		return false
	}
	return len(parts[1]) <= 15 && len(parts[2]) <= 18
}

func FuzzParseDecimal(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "1000.00", "-135.25", "0.000001", "999999999999999.999999999999999999", "1000000000000000", "0.1234567890123456789",
		"", "-", ".", "1.", ".5", "-.5", "+1", "--1", " 1", "1 ", "1,000.00", "1e3", "1E3", "1e5000000", "NaN", "Inf", "0x10", "007", "1_0",
		"\uff10", "\u22121", "1.-5", "1\x00", "\xff", strings.Repeat("9", 400), strings.Repeat("0", 400), "0." + strings.Repeat("0", 400),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := ParseDecimal(text)
		require.Equal(t, fits(text), err == nil, "%q: %v", text, err)
		if err != nil {
			require.True(t, value.IsZero())
			require.Less(t, len(err.Error()), 512)
			return
		}
		exact, ok := new(big.Rat).SetString(text)
		require.True(t, ok)
		require.Zero(t, exact.Cmp(value.Rat()), "%q is %s", text, value)

		written := value.String()
		require.LessOrEqual(t, len(written), len("-999999999999999.999999999999999999"))
		again, err := ParseDecimal(written)
		require.NoError(t, err)
		require.True(t, again.Equal(value), "%q is %s", text, again)
	})
}

func FuzzMoneyJSON(f *testing.F) {
	for _, text := range []string{
		`{"value":"150.00","denom":"ssusd"}`, `{"value":"150.00","denom":"ssUSD"}`, `{"value":"-0.01","denom":"USD"}`, `{"value":"1500","denom":"JPY"}`,
		`{"value":"0.000001","denom":"usdc"}`, `{"value":"007","denom":"usd"}`, `{"value":"-007","denom":"usd"}`, `{"value":"-0","denom":"usd"}`,
		`{"value":"1.","denom":"usd"}`, `{"value":".5","denom":"usd"}`, `{"value":"-","denom":"usd"}`, `{"value":"","denom":"usd"}`, `{"value":"1","denom":""}`,
		`{"value":"1","denom":"us\u0064"}`, `{"value":"1","denom":"uſd"}`, `{"value":"1","denom":"u\"d"}`, `{"value":"1","denom":"u\\"}`, `{"value":"1","denom":"u\"}`,
		`{"value":"1","denom":"usd","denom":"eur"}`, `{"value":"1","denom":"usd","denom":"e"}`, `{"value":"1","denom":"x","denom":"usd"}`,
		`{"value":"1","denom":"usd","usd_value":"1.00"}`, `{"denom":"usd","value":"1"}`, `{"VALUE":"1","DENOM":"usd"}`, `{"value":1e2,"denom":"usd"}`,
		`{"value":"1e2","denom":"usd"}`, `{"value":"1e5000000","denom":"usd"}`, `{"value":0e30,"denom":"usd"}`, `{"value":null,"denom":null}`, `{}`, `null`,
		`{"value":"1,000.00","denom":"usd"}`, `{"value":"1000000000000000","denom":"usd"}`, `{"value":"1","denom":"us d"}`, "{\"value\":\"1\",\"denom\":\"us\xff\"}",
		`{"value":"`, `{"value":"1","denom":"`, `{"value":"1","denom":"}`, ` {"value":"1","denom":"usd"}`, `{"value":"1","denom":"usd"} `, `"1"`, `1`, `[]`, `true`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fast, ok := readMoney(data)
		general, err := decodeMoney(data)
		if ok { // the fast path may give up, but never read something else
			require.NoError(t, err, "%q", data)
			require.Equal(t, general, fast, "%q", data)
		}
		var m Money
		if err := json.Unmarshal(data, &m); err != nil {
			require.Zero(t, m)
			return
		}
		require.Equal(t, general, m)
		requireBounded(t, m)
		if m.Err() != nil {
			return
		}
		written, err := json.Marshal(m)
		require.NoError(t, err)
		var again Money
		require.NoError(t, json.Unmarshal(written, &again))
		require.True(t, again.Equal(m), "%s is %s", m, again)
		require.Equal(t, m.Currency, again.Currency)
		rewritten, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}

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
		requireBounded(t, m)
		if m.Err() != nil {
			return
		}
		written, err := m.Amount()
		require.NoError(t, err)
		require.True(t, json.Valid([]byte(written)), written)
		again, err := FromAmount(written, currency)
		require.NoError(t, err)
		require.True(t, again.Equal(m), "%s is %s", m, again)
		rewritten, err := again.Amount()
		require.NoError(t, err)
		require.Equal(t, written, rewritten)

		text, err := FromText(Text(m.Text()), currency)
		require.NoError(t, err)
		require.True(t, text.Equal(m), "%s is %s", m, text)
	})
}

// requireBounded checks that a Money of an answer is below 10^15 and prints
// shortly, whatever the answer said.
func requireBounded(t *testing.T, m Money) {
	t.Helper()
	require.True(t, m.printable(), "exponent %d", m.Value.Exponent())
	require.Negative(t, m.Value.Rat().Abs(m.Value.Rat()).Cmp(big.NewRat(1_000_000_000_000_000, 1)))
	require.Less(t, len(m.Text()), 100)
}

func BenchmarkMoneyUnmarshal(b *testing.B) {
	for name, text := range map[string]string{
		"plain": `{"value":"150.00","denom":"ssusd"}`,
		"other": `{"value":"150.00","denom":"ssusd","usd_value":"150.00"}`,
	} {
		b.Run(name, func(b *testing.B) {
			data := []byte(text)
			b.ReportAllocs()
			for b.Loop() {
				var m Money
				if err := m.UnmarshalJSON(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMoneyText(b *testing.B) {
	for name, m := range map[string]Money{
		"USD": USD("150.00"), "ssusd": SSUSD("150.00"), "ssusd to the sixth": SSUSD("0.000001"), "ssusd with zeros": SSUSD("150.000000"),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if m.Text() == "" {
					b.Fatal("empty")
				}
			}
		})
	}
}
