package numtext_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/moneytest"
	"github.com/stateset/stateset-go/internal/numtext"
)

func TestParseDecimalRefusesBadText(t *testing.T) {
	t.Parallel()
	for _, text := range moneytest.BadDecimals {
		value, err := numtext.ParseDecimal(text)
		require.Error(t, err, "%q", text)
		require.True(t, value.IsZero(), "%q", text)
		require.Less(t, len(err.Error()), 200, "%q", text)
		require.True(t, utf8.ValidString(err.Error()), "%q", text)
		require.NotRegexp(t, `[\x00-\x1f\x7f]`, err.Error(), "%q", text)
	}
}

func TestParseDecimalReads(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "0.00": "0", "-0.00": "0", "1": "1", "-1": "-1", "007": "7", "-007.50": "-7.5",
		"1000.00": "1000", "150.00": "150", "0.000001": "0.000001", "-135.25": "-135.25",
		"999999999999999":                     "999999999999999",
		"-999999999999999.999999999999999999": "-999999999999999.999999999999999999",
		"0.123456789012345678":                "0.123456789012345678",
		"9007199254740993":                    "",
		"1000000000000000":                    "",
		"-1000000000000000":                   "",
		"0.1234567890123456789":               "",
		"900719925474099.3":                   "900719925474099.3", // not a float64
		strings.Repeat("0", 100) + "1":        "1",
	} {
		value, err := numtext.ParseDecimal(text)
		if want == "" {
			require.ErrorContains(t, err, "out of range", text)
			continue
		}
		require.NoError(t, err, text)
		require.Equal(t, want, value.String(), text)
	}
}

func TestParseDecimalSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1,000.00":              `invalid decimal "1,000.00": must be digits with an optional point, as in "1000.00"`,
		"":                      `invalid decimal "": must be digits with an optional point, as in "1000.00"`,
		"\x1b[31m":              `invalid decimal "\x1b[31m": must be digits with an optional point, as in "1000.00"`,
		"1000000000000000":      `decimal "1000000000000000" is out of range: must be less than 10^15 and at most 18 decimals`,
		strings.Repeat("1", 64): `decimal "` + strings.Repeat("1", 64) + `" is out of range: must be less than 10^15 and at most 18 decimals`,
		strings.Repeat("\x80", 70): `invalid decimal "` + strings.Repeat(`\x80`, 60) +
			`"… (70 bytes): must be digits with an optional point, as in "1000.00"`,
		strings.Repeat("x", 130) + "sk_test_0123456789": `invalid decimal "` + strings.Repeat("x", 64) +
			`"… (148 bytes): must be digits with an optional point, as in "1000.00"`,
		strings.Repeat("1", 70): `decimal "` + strings.Repeat("1", 64) +
			`"… (70 bytes) is out of range: must be less than 10^15 and at most 18 decimals`,
	} {
		_, err := numtext.ParseDecimal(text)
		require.EqualError(t, err, want)
	}
}

// Numbers of a response may have an exponent. Their magnitude is limited.
func TestNumbersOfAnswers(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"150.00": "150", "1e2": "100", "1E2": "100", "1e+2": "100", "1.5e3": "1500", "-1.5e3": "-1500",
		"100e-2": "1", "1e-6": "0.000001", "0e0": "0", "-0": "0", "0e30": "0", "-0.0e-30": "0", "1e14": "100000000000000",
		"1e15": "", "10e14": "", "-1e15": "", "1e30": "", "1e31": "", "1e-31": "", "1e5000000": "", "1e-5000000": "",
		"1e99999999999999999999": "", "9223372036854775808": "", "1e": "", "e2": "", "1e2e3": "", "1e2.5": "", "+1e2": "",
		"1e++2": "", "1e+-2": "", "1e 2": "", "1e0_1": "", "1,0e2": "", ".5e1": "", "0x1e2": "", "NaN": "",
		"1e" + strings.Repeat("0", 61) + "2": "100", "1e" + strings.Repeat("0", 62) + "2": "",
		"1e2" + strings.Repeat("0", 70): "", "1e" + strings.Repeat("0", 70) + "2": "",
	} {
		value, err := numtext.ParseNumber(number, numtext.MaxWholeDigits)
		if want == "" {
			require.Error(t, err, number)
			require.True(t, value.IsZero(), number)
			continue
		}
		require.NoError(t, err, number)
		require.Equal(t, want, value.String(), number)
	}
}

func TestFormatDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0.00", "1": "1.00", "-1.5": "-1.50", "1.500": "1.50", "0.000001": "0.000001", "1.120000": "1.12",
		"100": "100.00", "1000000.0000000": "1000000.00", "0.10": "0.10", "10.050": "10.05", "0.123456789012345678": "0.123456789012345678",
	} {
		require.Equal(t, want, numtext.FormatDecimal(decimal.RequireFromString(text)), text)
	}
	require.Equal(t, "1200.00", numtext.FormatDecimal(decimal.New(12, 2)))
	require.Equal(t, "0.00", numtext.FormatDecimal(decimal.Decimal{}))
}

func TestDecimalsAreNeverFloats(t *testing.T) {
	t.Parallel()
	var m api.Money
	require.NoError(t, json.Unmarshal([]byte(`{"value":900719925474099.3,"denom":"ssusd"}`), &m))
	require.Equal(t, "900719925474099.30", m.Text())
}
