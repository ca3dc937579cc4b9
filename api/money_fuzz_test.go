package api_test

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

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
		var m api.Money
		if err := json.Unmarshal(data, &m); err != nil {
			require.Zero(t, m)
			return
		}
		requireBounded(t, m)
		written, err := json.Marshal(m)
		require.NoError(t, err)
		var again api.Money
		require.NoError(t, json.Unmarshal(written, &again))
		require.Equal(t, m, again)
		rewritten, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}

// requireBounded checks that an amount of a response is below 10^15 and has a short text,
// for every response.
func requireBounded(t *testing.T, m api.Money) {
	t.Helper()
	require.Negative(t, m.Decimal().Rat().Abs(m.Decimal().Rat()).Cmp(big.NewRat(1_000_000_000_000_000, 1)))
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
				var m api.Money
				if err := m.UnmarshalJSON(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMoneyText(b *testing.B) {
	for name, m := range map[string]api.Money{
		"USD": api.USD("150.00"), "ssusd": api.SSUSD("150.00"), "ssusd to the sixth": api.SSUSD("0.000001"), "ssusd with zeros": api.SSUSD("150.000000"),
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
