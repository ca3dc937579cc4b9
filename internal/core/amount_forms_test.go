package core_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/moneytest"
)

func TestAmountForm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, currency, want string }{
		{"150.00", "USD", "15000"}, {"150", "usd", "15000"}, {"0.01", "EUR", "1"}, {"-1.50", "USD", "-150"}, {"0", "USD", "0"},
		{"1.500", "USD", "150"}, {"1500", "JPY", "1500"}, {"1.5", "KWD", "1500"}, {"100", "ssusd", "100.00"}, {"100.000", "usdc", "100.00"},
		{"0.000001", "ssusd", "0.000001"}, {"-12.345", "ssUSD", "-12.345"}, {"0", "ssusd", "0.00"},
		{"999999999999999.99", "USD", "99999999999999999"}, {"999999999999999.999", "KWD", "999999999999999999"},
		{"999999999999999", "JPY", "999999999999999"}, {"999999999999999.9999", "CLF", "9999999999999999999"},
	} {
		m := moneytest.Amount(t, tt.value, tt.currency)
		number, err := core.Amount(m)
		require.NoError(t, err)
		require.Equal(t, json.Number(tt.want), number)
		back, err := core.FromAmount(number, tt.currency)
		require.NoError(t, err)
		require.True(t, m.Equal(back), "%s is %s", m, back)
		require.Equal(t, tt.currency, back.Currency())
	}
}

func TestFromAmount(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ number, currency, want string }{
		{"15000.00", "USD", "150.00 USD"}, {"1e2", "USD", "1.00 USD"}, {"1.5e4", "USD", "150.00 USD"}, {"-0", "USD", "0.00 USD"},
		{"100", "ssusd", "100.00 ssusd"}, {"1e2", "ssusd", "100.00 ssusd"}, {"1E+2", "ssusd", "100.00 ssusd"}, {"100", "zzz", "1.00 zzz"},
		{"9007199254740993", "USD", "90071992547409.93 USD"}, // beyond what a float64 holds
	} {
		m, err := core.FromAmount(json.Number(tt.number), tt.currency)
		require.NoError(t, err)
		require.Equal(t, tt.want, m.String())
	}
	m, err := core.FromAmount("", "USD")
	require.NoError(t, err)
	require.Zero(t, m)
}

func TestFromAmountRefuses(t *testing.T) {
	t.Parallel()
	for number, currency := range map[json.Number]string{
		"100000000000000000": "USD", "1e17": "USD", "1e15": "JPY", "1000000000000000": "ssusd", "1e5000000": "ssusd", "-1e17": "USD",
		"9223372036854775808": "JPY", "NaN": "USD", "1,0": "USD", "-": "USD", "99999999999999999999": "zzz",
	} {
		m, err := core.FromAmount(number, currency)
		require.Error(t, err, number)
		require.Zero(t, m, number)
	}
}

func TestFromText(t *testing.T) {
	t.Parallel()
	for text, want := range map[core.Text]string{
		"135.00": "135.00 ssusd", "135": "135.00 ssusd", "0.000001": "0.000001 ssusd", "1e2": "100.00 ssusd", "-1": "-1.00 ssusd", "": "0",
	} {
		m, err := core.FromText(text, "ssusd")
		require.NoError(t, err)
		require.Equal(t, want, m.String())
	}
	for _, text := range []core.Text{"x", "1,0", " 1", "1e5000000"} {
		_, err := core.FromText(text, "ssusd")
		require.Error(t, err, text)
	}
}

func TestMoneyFormsRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := moneytest.DrawAmount(t, moneytest.DrawCurrency(t))

		object, err := json.Marshal(m)
		require.NoError(t, err)
		var back api.Money
		require.NoError(t, json.Unmarshal(object, &back))
		require.True(t, m.Equal(back), "%s is %s", m, back)
		require.Equal(t, m.Currency(), back.Currency())
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(object), string(again))

		number, err := core.Amount(m)
		require.NoError(t, err)
		require.True(t, json.Valid([]byte(number)), number)
		back, err = core.FromAmount(number, m.Currency())
		require.NoError(t, err)
		require.True(t, m.Equal(back), "%s is %s", m, back)

		back, err = core.FromText(core.Text(m.Text()), m.Currency())
		require.NoError(t, err)
		require.True(t, m.Equal(back), "%s is %s", m, back)
	})
}
