package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/moneytest"
	"github.com/stateset/stateset-go/internal/numtext"
)

func TestMoneyMarshal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		m    api.Money
		want string
	}{
		{api.Money{}, `null`},
		{api.SSUSD("150"), `{"value":"150.00","denom":"ssusd"}`},
		{api.SSUSD("12.340000"), `{"value":"12.34","denom":"ssusd"}`},
		{api.SSUSD("0.000001"), `{"value":"0.000001","denom":"ssusd"}`},
		{api.USD("-1.5"), `{"value":"-1.50","denom":"USD"}`},
		{moneytest.Amount(t, "1500", "JPY"), `{"value":"1500","denom":"JPY"}`},
		{moneytest.Amount(t, "1.5", "kwd"), `{"value":"1.500","denom":"kwd"}`},
		{api.USD("0"), `{"value":"0.00","denom":"USD"}`},
	} {
		got, err := json.Marshal(tt.m)
		require.NoError(t, err)
		require.Equal(t, tt.want, string(got))
	}
}

func TestMoneyMarshalRefuses(t *testing.T) {
	t.Parallel()
	for m, want := range map[*api.Money]string{
		new(api.USD("1,000")): "invalid decimal",
		new(api.FromDecimal(decimal.New(1, 5000000), "ssusd")):            "out of range",
		new(api.FromDecimal(decimal.New(1, -5000000), numtext.DenomUSDC)): "out of range",
	} {
		_, err := json.Marshal(*m)
		require.ErrorContains(t, err, want)
	}
}

// An amount that was decoded can be encoded. Requests check amounts, encoding does not.
func TestMoneyMarshalsWhatWasRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"value":"1.005","denom":"USD"}`, `{"value":"0.0000001","denom":"ssusd"}`, `{"value":"5.0","denom":"points"}`,
		`{"value":"1","denom":"\"},\"x\":{\""}`, `{"value":"-1","denom":"é"}`,
	} {
		var m api.Money
		require.NoError(t, json.Unmarshal([]byte(text), &m))
		require.Error(t, m.Err())
		written, err := json.Marshal(m)
		require.NoError(t, err)
		require.Equal(t, text, string(written))
	}
}

func TestMoneyUnmarshal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"value":"150.00","denom":"ssusd"}`:                             "150.00 ssusd",
		`{"denom":"ssusd","value":"150.00"}`:                             "150.00 ssusd",
		`{"value":150.00,"denom":"ssusd"}`:                               "150.00 ssusd",
		`{"value":1e2,"denom":"ssusd"}`:                                  "100.00 ssusd",
		`{"value":"1.5e2","denom":"USD"}`:                                "150.00 USD",
		`{"value":"-0.50","denom":"USD"}`:                                "-0.50 USD",
		`{"value":"-0","denom":"USD"}`:                                   "0.00 USD",
		`{"value":"1500","denom":"JPY"}`:                                 "1500 JPY",
		`{"value":"5","denom":"ssUSD"}`:                                  "5.00 ssUSD",
		`{"value":"5","denom":"zzz"}`:                                    "5 zzz", // newer than this SDK
		"{ \"value\" : \"5\" ,\n\t\"denom\" : \"usd\" }":                 "5.00 usd",
		`{"value":"5","denom":"\u0075sd"}`:                               "5.00 usd",
		`{"value":"\u0035","denom":"usd"}`:                               "5.00 usd",
		`{"value":"150.00","denom":"ssusd","usd_value":"150.00"}`:        "150.00 ssusd",
		`{"new":{"a":[1]},"value":"150.00","denom":"ssusd","more":null}`: "150.00 ssusd",
		`{"value":null,"denom":null}`:                                    "0",
		`{}`:                                                             "0",
		`{"VALUE":"1","Denom":"usd"}`:                                    "0", // other names
		`null`:                                                           "0",
	} {
		m := api.USD("77.77") // replaced completely
		require.NoError(t, json.Unmarshal([]byte(text), &m), text)
		require.Equal(t, want, m.String(), text)
	}
}

func TestMoneyUnmarshalRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`"150.00"`, `150.00`, `true`, `[]`, `[{"value":"1","denom":"usd"}]`, `{"value":true,"denom":"usd"}`, `{"value":{},"denom":"usd"}`,
		`{"value":"5"}`, `{"value":"5","denom":""}`, `{"value":"1","denom":"usd","value":"2"}`, "{\"value\":\"1\",\"denom\":\"us\xff\"}",
		`{"value":"1","denom":5}`, `{"value":"","denom":"usd"}`, `{"denom":"usd"}`, `{"value":"1,000.00","denom":"usd"}`,
		`{"value":"007","denom":"usd"}`, `{"value":"00","denom":"usd"}`, `{"value":"-01","denom":"usd"}`, `{"value":"00.5","denom":"usd"}`, `{"value":"1.","denom":"usd"}`, `{"value":".5","denom":"usd"}`, `{"value":"+1","denom":"usd"}`,
		`{"value":" 1","denom":"usd"}`, `{"value":"-","denom":"usd"}`, `{"value":"NaN","denom":"usd"}`, `{"value":"０","denom":"usd"}`,
		`{"value":"1e5000000","denom":"usd"}`, `{"value":1e5000000,"denom":"usd"}`, `{"value":"1e-5000000","denom":"usd"}`,
		`{"value":"1000000000000000","denom":"usd"}`, `{"value":"` + strings.Repeat("9", 400) + `","denom":"usd"}`,
	} {
		m := api.USD("77.77")
		err := json.Unmarshal([]byte(text), &m)
		require.ErrorContains(t, err, "amount", text)
		require.Less(t, len(err.Error()), 400, text)
		require.Equal(t, "77.77 USD", m.String(), text)
	}
}
