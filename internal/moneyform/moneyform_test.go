package moneyform_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/moneyform"
	"github.com/stateset/stateset-go/internal/wire"
)

// form is an amount in one form, with its value in US dollars if it has one.
type form struct {
	m, worth api.Money
	read     func(m, worth *api.Money, d *wire.Decoder)
	write    func(m, worth *api.Money, e *wire.Encoder)
}

func (f *form) DecodeWire(d *wire.Decoder) { f.read(&f.m, &f.worth, d) }
func (f *form) AppendWire(e *wire.Encoder) { f.write(&f.m, &f.worth, e) }

func number(currency string) form {
	return form{
		read:  func(m, _ *api.Money, d *wire.Decoder) { moneyform.ReadNumber(m, d, currency) },
		write: func(m, _ *api.Money, e *wire.Encoder) { moneyform.WriteNumber(m, e, currency) },
	}
}

func text(currency string) form {
	return form{
		read:  func(m, _ *api.Money, d *wire.Decoder) { moneyform.ReadText(m, d, currency) },
		write: func(m, _ *api.Money, e *wire.Encoder) { moneyform.WriteText(m, e, currency) },
	}
}

var (
	micro  = form{read: moneyform.ReadMicro, write: moneyform.WriteMicro}
	valued = form{read: moneyform.ReadValued, write: moneyform.WriteValued}
)

// TestForms lists documents, the decoded amounts, and the encoded text if it differs.
func TestForms(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		form              form
		text, want, worth string
		written           string
	}{
		{number("USD"), `15000`, "150.00 USD", "0", ""},
		{number("USD"), `"15000"`, "150.00 USD", "0", `15000`},
		{number("USD"), `-1`, "-0.01 USD", "0", ""},
		{number("USD"), `0`, "0.00 USD", "0", ""},
		{number("USD"), `99999999999999999`, "999999999999999.99 USD", "0", ""},
		{number("JPY"), `1500`, "1500 JPY", "0", ""},
		{number("KWD"), `1500`, "1.500 KWD", "0", ""},
		{number("ssUSD"), `100.5`, "100.50 ssUSD", "0", `100.50`},
		{number("ssusd"), `1e2`, "100.00 ssusd", "0", `100.00`},
		{number("ssusd"), `0.0000001`, "0.0000001 ssusd", "0", ""},
		{number("points"), `1234`, "12.34 points", "0", ""},
		{text("USD"), `"150.00"`, "150.00 USD", "0", ""},
		{text("ssusd"), `1.5`, "1.50 ssusd", "0", `"1.50"`},
		{text("points"), `"5.0"`, "5.0 points", "0", ""},
		{micro, `{"denom":"ssusd","amount":"1500000","display_amount":"1.50 ssUSD","usd_value":"1.50"}`, "1.50 ssusd", "1.50 USD", ""},
		{micro, `{"amount":1,"denom":"usdc","usd_value":null}`, "0.000001 usdc", "0", `{"denom":"usdc","amount":"1","display_amount":"0.000001 USDC","usd_value":null}`},
		{micro, `{"denom":"points","amount":"10","display_amount":"0.00001 points","usd_value":"3.1"}`, "0.000010 points", "3.10 USD", `{"denom":"points","amount":"10","display_amount":"0.000010 points","usd_value":"3.10"}`},
		{valued, `{"value":"2.00","denom":"ssusd","usd_value":"1.99"}`, "2.00 ssusd", "1.99 USD", ""},
		{valued, `{"usd_value":"1.99","denom":"ssusd","value":2}`, "2.00 ssusd", "1.99 USD", `{"value":"2.00","denom":"ssusd","usd_value":"1.99"}`},
	} {
		_, err := wire.Decode([]byte(tt.text), &tt.form, wire.Options{})
		require.NoError(t, err, tt.text)
		require.Equal(t, []string{tt.want, tt.worth}, []string{tt.form.m.String(), tt.form.worth.String()}, tt.text)
		if tt.written == "" {
			tt.written = tt.text
		}
		written, err := wire.Marshal(&tt.form)
		require.NoError(t, err)
		require.Equal(t, tt.written, string(written))
	}
}

func TestFormsRefuse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		form       form
		text, want string
	}{
		{number("USD"), `10.50`, `number "10.50" in USD: must be an integer in its smallest unit`},
		{number("USD"), `1e2`, `number "1e2" in USD: must be an integer in its smallest unit`},
		{number(""), `100`, `amount without a currency`},
		{number("points"), `1.5`, `number "1.5" in points: must be an integer in its smallest unit`},
		{number("USD"), `100000000000000000`, `number "100000000000000000" is invalid or out of range`},
		{number("USD"), `"1,000"`, `number "1,000" is invalid or out of range`},
		{text("USD"), `"007"`, `number "007" is invalid or out of range`},
		{text(""), `"1.00"`, `amount without a currency`},
		{text("USD"), `true`, `unexpected bool`},
		{micro, `{"denom":"ssusd","amount":"1.5"}`, `amount: number "1.5" is no integer of millionths`},
		{micro, `{"amount":"1"}`, `amount: amount without a currency`},
		{micro, `{"amount":"1","denom":"ssusd","amount":"2"}`, `amount: appears twice`},
		{micro, `{"amount":"1","denom":"ssusd","usd_value":"x"}`, `usd_value: number "x" is invalid or out of range`},
		{micro, `{"denom":"ssusd"}`, `amount without a value`},
		{valued, `{"denom":"ssusd","usd_value":"1.00"}`, `amount without a value`},
		{micro, `{"denom":"ssusd","display_amount":"1.00 ssUSD"}`, `amount without a value`},
		{valued, `{"value":null,"denom":"ssusd","new":1}`, `amount without a value`},
		{valued, `{"value":"1.00"}`, `value: amount without a currency`},
		{valued, `{"value":"1.00","denom":5}`, `value: amount without a currency`},
	} {
		_, err := wire.Decode([]byte(tt.text), &tt.form, wire.Options{})
		require.ErrorContains(t, err, tt.want, tt.text)
	}
}

func TestWritingRefusesOtherCurrencies(t *testing.T) {
	t.Parallel()
	for _, f := range []form{number("USD"), text("USD")} {
		f.m = api.SSUSD("1")
		_, err := wire.Marshal(&f)
		require.ErrorIs(t, err, api.ErrCurrencyMismatch)
		f.m = api.USD("1,5")
		_, err = wire.Marshal(&f)
		require.ErrorContains(t, err, "invalid decimal")
		f.m = api.Money{}
		written, err := wire.Marshal(&f)
		require.NoError(t, err)
		require.Equal(t, "null", string(written))
	}
	f := number("USD")
	f.m = api.USD("1.005")
	_, err := wire.Marshal(&f)
	require.ErrorContains(t, err, "more than the 2 decimals")
}
