package core_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/moneytest"
)

func TestTextUnmarshal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]core.Text{
		`"135.00"`: "135.00", `135.00`: "135.00", `135`: "135", `-1`: "-1", `1e2`: "1e2", `null`: "", `"\u0031"`: "1",
	} {
		got := core.Text("before")
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{`true`, `{}`, `[]`, `"x"`, `"1,000"`, `" 1"`, `"+1"`} {
		var got core.Text
		require.Error(t, json.Unmarshal([]byte(text), &got), text)
	}
}

func TestAmountsRead(t *testing.T) {
	t.Parallel()
	a := core.Amounts{Currency: "USD"}
	require.Equal(t, "150.00 USD", a.Number("amount", "15000").String())
	require.Equal(t, "135.00 USD", a.Text("split", "135.00").String())
	require.Zero(t, a.Number("amount_refunded", ""))
	require.Zero(t, a.Text("discount", ""))
	require.NoError(t, a.Err())
	a.Currency = "ssusd"
	require.Equal(t, "15000.00 ssusd", a.Number("amount", "15000").String())
}

func TestAmountsKeepTheFirstError(t *testing.T) {
	t.Parallel()
	a := core.Amounts{Currency: "USD"}
	require.Equal(t, "1.00 USD", a.Number("amount", "100").String())
	require.Zero(t, a.Number("amount_captured", "9223372036854775808"))
	require.Zero(t, a.Text("later", "x"))
	require.Equal(t, "2.00 USD", a.Number("amount_refunded", "200").String())
	require.EqualError(t, a.Err(), `amount_captured: decimal "9223372036854775808" is out of range: want less than 10^17 and at most 18 decimals`)
}

func TestAmountWriter(t *testing.T) {
	t.Parallel()
	var a core.AmountWriter
	require.Equal(t, json.Number("15000"), a.Number(api.USD("150.00")))
	require.Equal(t, json.Number("100.00"), a.Number(api.SSUSD("100")))
	require.Equal(t, json.Number("0"), a.Number(api.USD("0")))
	require.Equal(t, core.Text("150.00"), a.Text(api.USD("150")))
	require.Equal(t, core.Text("0.000001"), a.Text(api.SSUSD("0.000001")))
	require.Empty(t, a.Number(api.Money{}))
	require.Empty(t, a.Text(api.Money{}))
	out, err := a.Encode(struct {
		N json.Number `json:"n"`
		T core.Text   `json:"t"`
	}{})
	require.NoError(t, err)
	require.Equal(t, `{"n":null,"t":null}`, string(out))
}

// What cannot be written is an error and no output, whichever amount it is.
func TestAmountWriterKeepsTheFirstError(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		write func(*core.AmountWriter)
		want  string
	}{
		"invalid number":    {func(a *core.AmountWriter) { a.Number(api.USD("1,000")) }, "invalid decimal"},
		"invalid text":      {func(a *core.AmountWriter) { a.Text(api.USD("1,000")) }, "invalid decimal"},
		"too fine a number": {func(a *core.AmountWriter) { a.Number(api.USD("1.005")) }, "more than the 2 decimals"},
		"too fine a text":   {func(a *core.AmountWriter) { a.Text(api.USD("1.005")) }, "more than the 2 decimals"},
		"bad, and in another currency": {func(a *core.AmountWriter) {
			a.Currency = "JPY"
			a.Number(api.USD("1.005"))
		}, "more than the 2 decimals"},
		"number, no currency": {func(a *core.AmountWriter) { a.Number(api.FromDecimal(decimal.New(5, 0), "")) }, "no currency"},
		"text, no currency":   {func(a *core.AmountWriter) { a.Text(api.FromDecimal(decimal.New(5, 0), "")) }, "no currency"},
	} {
		var a core.AmountWriter
		a.Number(api.USD("1"))
		tt.write(&a)
		a.Text(api.USD("second"))
		a.Number(api.USD("2"))
		out, err := a.Encode(struct{}{})
		require.ErrorContains(t, err, tt.want, name)
		require.Nil(t, out, name)
	}
}

// Amounts whose currency stands on the wire once all have it.
func TestAmountWriterWithACurrency(t *testing.T) {
	t.Parallel()
	a := core.AmountWriter{Currency: "USD"}
	a.Number(api.USD("1"))
	a.Number(moneytest.Amount(t, "1", "usd"))
	a.Text(api.Money{})
	_, err := a.Encode(struct{}{})
	require.NoError(t, err)
	for _, write := range []func(a *core.AmountWriter){
		func(a *core.AmountWriter) { a.Number(moneytest.Amount(t, "1", "JPY")) },
		func(a *core.AmountWriter) { a.Text(api.SSUSD("1")) },
	} {
		a := core.AmountWriter{Currency: "USD"}
		write(&a)
		_, err := a.Encode(struct{}{})
		require.ErrorIs(t, err, api.ErrCurrencyMismatch)
	}
}

func TestDecodeInto(t *testing.T) {
	t.Parallel()
	type wire struct {
		N int `json:"n"`
	}
	public := func(w *wire) (*string, error) {
		if w.N < 0 {
			return nil, errors.New("n: below zero")
		}
		return new(map[int]string{1: "one"}[w.N]), nil
	}
	dst := "before"
	require.NoError(t, core.DecodeInto(&dst, []byte(`{"n":1,"unknown":[]}`), public))
	require.Equal(t, "one", dst)
	require.EqualError(t, core.DecodeInto(&dst, []byte(`{"n":-1}`), public), "stateset: n: below zero")
	require.Error(t, core.DecodeInto(&dst, []byte(`{"n":"1"}`), public))
	require.Error(t, core.DecodeInto(&dst, []byte(`{"n":1`), public))
	require.Equal(t, "one", dst, "an error changes nothing")
}
