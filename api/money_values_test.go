package api_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/moneytest"
)

// Equal amounts are equal for reflect.DeepEqual, for every way of creating them.
func TestEqualAmountsAreDeeplyEqual(t *testing.T) {
	t.Parallel()
	minor, err := api.FromMinor(15000, "USD")
	require.NoError(t, err)
	parsed, err := api.ParseMoney("150.0", "USD")
	require.NoError(t, err)
	sum, err := api.Sum(api.USD("100"), api.Money{}, api.USD("50.000"))
	require.NoError(t, err)
	halved, err := api.USD("300").Mul(api.Dec("0.5"))
	require.NoError(t, err)
	var read api.Money
	require.NoError(t, json.Unmarshal([]byte(`{"value":15e1,"denom":"USD"}`), &read))
	for _, m := range []api.Money{minor, parsed, sum, halved, read, api.FromDecimal(decimal.New(15, 1), "USD")} {
		require.True(t, reflect.DeepEqual(api.USD("150"), m), m)
	}
	zero, err := api.USD("5").Sub(api.USD("5"))
	require.NoError(t, err)
	require.Equal(t, api.USD("0"), zero)
	require.Equal(t, api.SSUSD("0.10"), api.SSUSD("0.100000"))
	require.Equal(t, api.USD("0"), api.USD("-0").Neg())
	require.False(t, reflect.TypeFor[api.Money]().Comparable(), "== would compare currencies with their case")
}

func TestParseMoney(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ number, currency, want, fault string }{
		{"5.0", "points", "5.0 points", "unknown currency"},
		{"1.005", "USD", "1.005 USD", "more than the 2 decimals"},
		{"5", "", "5", "no currency"},
		{"5", "USD", "5.00 USD", ""},
	} {
		m, err := api.ParseMoney(tt.number, tt.currency)
		require.NoError(t, err)
		require.Equal(t, tt.want, m.String())
		if tt.fault == "" {
			require.NoError(t, m.Err())
			continue
		}
		require.ErrorContains(t, m.Err(), tt.fault)
		_, err = api.NewMoney(tt.number, tt.currency)
		require.ErrorContains(t, err, tt.fault)
	}
	for _, number := range moneytest.BadDecimals {
		m, err := api.ParseMoney(number, "USD")
		require.Error(t, err)
		require.Zero(t, m)
	}
}

func TestSumAndMul(t *testing.T) {
	t.Parallel()
	none, err := api.Sum()
	require.NoError(t, err)
	require.Equal(t, api.Money{}, none)
	_, err = api.Sum(api.USD("1"), api.SSUSD("1"))
	require.ErrorIs(t, err, api.ErrCurrencyMismatch)
	_, err = api.Sum(api.USD("x"))
	require.ErrorContains(t, err, "invalid decimal")
	for _, tt := range []struct {
		m            api.Money
		factor, want string
	}{
		{api.USD("0.15"), "0.5", "0.08 USD"},
		{api.USD("-0.15"), "0.5", "-0.08 USD"},
		{moneytest.Amount(t, "5", "JPY"), "0.5", "3 JPY"},
		{api.SSUSD("1"), "0.333333", "0.33 ssusd"},
		{api.SSUSD("0.000001"), "0.5", "0.000001 ssusd"},
	} {
		got, err := tt.m.Mul(api.Dec(tt.factor))
		require.NoError(t, err)
		require.Equal(t, tt.want, got.String())
	}
	_, err = api.USD("1").Mul(api.Dec("x"))
	require.Error(t, err)
	_, err = api.USD("999999999999999").Mul(api.Dec("2"))
	require.ErrorContains(t, err, "out of range")
}

// TestMoneyIsStored encodes and decodes an amount in every stored form.
func TestMoneyIsStored(t *testing.T) {
	t.Parallel()
	unknown, err := api.ParseMoney("1.5", "us d")
	require.NoError(t, err)
	for want, m := range map[string]api.Money{"25.00 USD": api.USD("25"), "-0.000001 ssusd": api.SSUSD("-0.000001"), "1.5 us d": unknown, "": {}} {
		text, err := m.MarshalText()
		require.NoError(t, err)
		require.Equal(t, want, string(text))
		column, err := m.Value()
		require.NoError(t, err)
		var back api.Money
		require.NoError(t, back.Scan(column))
		require.Equal(t, m, back)
		require.NoError(t, back.Scan(text))
		require.Equal(t, m, back)
		var b bytes.Buffer
		require.NoError(t, gob.NewEncoder(&b).Encode(struct{ M api.Money }{m}))
		var decoded struct{ M api.Money }
		require.NoError(t, gob.NewDecoder(&b).Decode(&decoded))
		require.Equal(t, m, decoded.M)
	}
	column, err := api.Money{}.Value()
	require.NoError(t, err)
	require.Nil(t, column, "the zero Money is NULL")
	m := api.USD("1")
	require.ErrorContains(t, m.Scan(5), "stored as text, not as int")
	for text, want := range map[string]string{"25.00": "no currency", "25.00 ": "no currency", "x USD": "invalid decimal"} {
		require.ErrorContains(t, m.UnmarshalText([]byte(text)), want)
		require.ErrorContains(t, m.Scan(text), want)
	}
	require.Equal(t, "1.00 USD", m.String(), "an error leaves the amount")
	_, err = api.USD("x").Value()
	require.ErrorContains(t, err, "invalid decimal")
}

func TestMoneyIsPrinted(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("paid", "amount", api.USD("25"))
	require.Contains(t, b.String(), `amount="25.00 USD"`)
	require.Equal(t, "25.00 USD [25.00 USD]", fmt.Sprintf("%v %+v", api.USD("25"), []api.Money{api.USD("25")}))
}
