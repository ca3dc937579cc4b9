package core_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
)

func TestMicro(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1": "1000000", "1000.00": "1000000000", "0.000001": "1", "-2.5": "-2500000", "0": "0",
		"999999999999999.999999": "999999999999999999999",
	} {
		m, err := api.NewMoney(text, "ssUSD")
		require.NoError(t, err)
		micro, err := core.ToMicro(m)
		require.NoError(t, err)
		require.Equal(t, core.Micro{Denom: "ssUSD", Amount: core.Text(want)}, micro)
		again, err := core.FromMicro(micro)
		require.NoError(t, err)
		require.True(t, m.Equal(again), "%s is %s", m, again)
	}
}

func TestMicroRefuses(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]api.Money{
		"stateset: USD is not counted in millionths: want ssusd or usdc": api.USD("1.00"),
		"more than the 6 decimals":                                       api.SSUSD("0.0000001"), "has no currency": {}, "invalid decimal": api.SSUSD("x"),
	} {
		_, err := core.ToMicro(m)
		require.ErrorContains(t, err, want)
	}
}

func TestFromMicro(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "0", "1000000": "1.00 ssusd", "1": "0.000001 ssusd", "1e6": "1.00 ssusd", "1000000.0": "1.00 ssusd", "-5": "-0.000005 ssusd"} {
		m, err := core.FromMicro(core.Micro{Denom: "ssusd", Amount: core.Text(text)})
		require.NoError(t, err, text)
		require.Equal(t, want, m.String())
	}
	for _, text := range []string{"0.5", "x", "1000000000000000000000", "1e5000000", "1,000"} {
		_, err := core.FromMicro(core.Micro{Denom: "ssusd", Amount: core.Text(text)})
		require.Error(t, err, text)
	}
	newer, err := core.FromMicro(core.Micro{Denom: "sseur", Amount: "1500000"})
	require.NoError(t, err)
	require.Equal(t, "1.5", newer.Decimal().String())
}

// TestMicroWire pins the form of answers both ways.
func TestMicroWire(t *testing.T) {
	t.Parallel()
	golden, err := os.ReadFile("testdata/micro.json")
	require.NoError(t, err)
	amounts := []api.Money{
		api.SSUSD("1000.00"), api.SSUSD("0.000001"), api.SSUSD("0.005"), {}, api.FromDecimal(api.SSUSD("12.345").Decimal(), "USDC"),
	}
	var a core.AmountWriter
	var wire []*core.ValuedMicro
	for _, m := range amounts {
		wire = append(wire, a.Micro(m))
	}
	written, err := a.Encode(wire)
	require.NoError(t, err)
	require.JSONEq(t, string(golden), string(written))

	var read []*core.ValuedMicro
	require.NoError(t, json.Unmarshal(golden, &read))
	var in core.Amounts
	for i, micro := range read {
		amount, dollars := in.Micro("amount", micro)
		require.True(t, amounts[i].Equal(amount), "%s is %s", amounts[i], amount)
		require.True(t, core.Dollars(amounts[i]).Equal(dollars), "%s is worth %s", amount, dollars)
	}
	require.NoError(t, in.Err())
}

func TestMicroErrorsNameTheField(t *testing.T) {
	t.Parallel()
	var in core.Amounts
	_, _ = in.Micro("transfers[1].amount", &core.ValuedMicro{Denom: "ssusd", Amount: "0.5"})
	require.EqualError(t, in.Err(), `transfers[1].amount.amount: "0.5" is no whole number of millionths`)
	in = core.Amounts{}
	_, _ = in.Micro("amount", &core.ValuedMicro{Denom: "ssusd", Amount: "5", USDValue: "x"})
	require.ErrorContains(t, in.Err(), "amount.usd_value: ")
	var out core.AmountWriter
	require.Nil(t, out.Micro(api.USD("1")))
	_, err := out.Encode(nil)
	require.ErrorContains(t, err, "USD is not counted in millionths")
}

func FuzzMicro(f *testing.F) {
	for _, text := range []string{"0", "1", "1000000", "-1", "0001", "1.0", "0.5", "1e6", "1e-6", "999999999999999999999", "1000000000000000000000", "1e5000000", "", "x", "+1", " 1", "1_0"} {
		f.Add(text, "ssusd")
	}
	f.Add("1000000", "ssUSD")
	f.Add("1000000", "eur")
	f.Fuzz(func(t *testing.T, text, denom string) {
		m, err := core.FromMicro(core.Micro{Denom: denom, Amount: core.Text(text)})
		if err != nil {
			require.Less(t, len(err.Error()), 512)
			return
		}
		require.Less(t, len(m.Decimal().String()), 64)
		if m.Err() != nil || !numtext.IsToken(m.Currency()) {
			return
		}
		micro, err := core.ToMicro(m)
		require.NoError(t, err, "what was read can be written")
		again, err := core.FromMicro(micro)
		require.NoError(t, err)
		require.True(t, m.Equal(again), "%s is %s", m, again)
	})
}
