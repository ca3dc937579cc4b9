package api_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
)

func TestDec(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0.08", "5.0", "100", "-1.250", "0.000000000000000001", "999999999999999"} {
		d := api.Dec(text)
		require.NoError(t, d.Err())
		require.Equal(t, text, d.String(), "the decimals that were given stay")
		require.Equal(t, text, fmt.Sprintf("%v", d))
		written, err := json.Marshal(d)
		require.NoError(t, err)
		require.Equal(t, `"`+text+`"`, string(written))
	}
	var zero api.Decimal
	require.NoError(t, zero.Err())
	require.Equal(t, "0", zero.String())
	require.True(t, api.Dec("1.50").Equal(api.Dec("1.5")))
}

func TestDecOfBadText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x", "1,5", "5%", "1e2", "+1", " 1", "0x10", "1000000000000000", "0.0000000000000000001"} {
		d := api.Dec(text)
		require.ErrorContains(t, d.Err(), "stateset: ", text)
		require.Equal(t, "invalid number", d.String())
		_, err := json.Marshal(d)
		require.Error(t, err, text)
		var c core.Check
		c.Decimal("rate", d)
		require.ErrorContains(t, c.Err(), "stateset: rate: ")
	}
	var c core.Check
	c.Decimal("rate", api.Dec("0.08"))
	require.NoError(t, c.Err())
}

// A decimal of a few bytes with a large exponent must not be written out.
func TestDecimalsOutOfRange(t *testing.T) {
	t.Parallel()
	for _, value := range []decimal.Decimal{
		decimal.New(1, 2_000_000_000), decimal.New(1, -2_000_000_000), decimal.New(1, 15), decimal.New(-1_000_000_000_000_000, 0), decimal.New(0, 16),
	} {
		d := api.Decimal{Decimal: value}
		require.EqualError(t, d.Err(), "stateset: number is out of range: must be less than 10^15")
		require.Equal(t, "invalid number", d.String())
		_, err := json.Marshal(d)
		require.Error(t, err)
	}
	written, err := json.Marshal(api.Decimal{Decimal: decimal.New(-5, 14)})
	require.NoError(t, err)
	require.Equal(t, `"-500000000000000"`, string(written))
}

func TestReadDecimals(t *testing.T) {
	t.Parallel()
	type object struct {
		Rate api.Decimal `json:"rate"`
	}
	for text, want := range map[string]string{
		`{"rate":"0.0800"}`: "0.0800", `{"rate":0.08}`: "0.08", `{"rate":8e-2}`: "0.08", `{"rate":5}`: "5", `{"rate":null}`: "0", `{}`: "0", `{"rate":"-1"}`: "-1",
	} {
		var got object
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		require.Equal(t, want, got.Rate.String(), text)
	}
	for _, text := range []string{`{"rate":"a lot"}`, `{"rate":true}`, `{"rate":{}}`, `{"rate":1e5000000}`, `{"rate":"1e99"}`, `{"rate":1000000000000000}`} {
		var got object
		require.ErrorContains(t, json.Unmarshal([]byte(text), &got), "number", text)
		require.True(t, got.Rate.IsZero())
	}
}

func TestDecimalsAreEqualByNumber(t *testing.T) {
	t.Parallel()
	require.True(t, api.Dec("5.0").Equal(api.Dec("5")))
	require.True(t, api.Decimal{}.Equal(api.Dec("0.00")))
	require.False(t, api.Dec("5").Equal(api.Dec("5.01")))
	require.False(t, api.Decimal{}.Equal(api.Dec("x")))
	require.True(t, api.Dec("x").Equal(api.Dec("x")))
}
