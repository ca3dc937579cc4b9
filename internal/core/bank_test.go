package core_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/core"
)

func TestIsIBAN(t *testing.T) {
	t.Parallel()
	for _, good := range []string{ // the samples of the IBAN registry
		"DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NL91ABNA0417164300",
		"NO9386011117947", "MT84MALT011000012345MTLCAST001S", "BE68539007547034", "SA0380000000608010167519",
	} {
		require.True(t, core.IsIBAN(good), good)
		for i := range good { // every single wrong character is detected
			bad := []byte(good)
			bad[i] = '7'
			if good[i] == '7' {
				bad[i] = '8'
			}
			require.False(t, core.IsIBAN(string(bad)), "%s", bad)
		}
	}
	for _, bad := range []string{"", "DE89", "de89370400440532013000", "DE89 3704 0044 0532 0130 00", "DE89370400440532013001",
		"8989370400440532013000", "DE8937040044053201300ü", "DE" + strings.Repeat("0", 33), "DE89370400440532013000\n"} {
		require.False(t, core.IsIBAN(bad), "%q", bad)
	}
}

func TestIsRoutingNumber(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]bool{
		"110000000": true, "021000021": true, "011401533": true, "021000022": false, "000000000": false,
		"11000000": false, "1100000000": false, "11000000a": false, "": false,
	} {
		require.Equal(t, want, core.IsRoutingNumber(number), number)
	}
}

func TestIsSWIFT(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"DEUTDEFF": true, "DEUTDEFF500": true, "BOFAUS3NXXX": true, "DEUTDEF": false, "DEUTDEFF50": false,
		"deutdeff": false, "DEU1DEFF": false, "": false,
	} {
		require.Equal(t, want, core.IsSWIFT(code), code)
	}
}

func TestLastFour(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{"000123456789": "6789", "12345678": "5678", "1234567": "", "": "", " 12345678 ": "5678"} {
		require.Equal(t, want, core.LastFour(number), number)
	}
}

func TestIsCardNumber(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"4242424242424242", "5555555555554444", "378282246310005", "4000000000000077"} {
		require.True(t, core.IsCardNumber(good), good)
		for at := range len(good) {
			bad := []byte(good)
			bad[at] = '0' + (bad[at]-'0'+1)%10
			require.False(t, core.IsCardNumber(string(bad)), "%s", bad)
		}
	}
	for _, bad := range []string{"", "00000000000", "42424242424242424242", "4242 4242 4242 4242", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"} {
		require.False(t, core.IsCardNumber(bad), bad)
	}
}
