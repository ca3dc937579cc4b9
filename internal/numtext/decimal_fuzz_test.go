package numtext

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// decimalForm is the grammar of a decimal, with groups for the significant digits.
var decimalForm = regexp.MustCompile(`^-?0*([0-9]*?)(?:\.([0-9]+))?$`)

// fits reports whether the text is a decimal in range, using only the grammar.
func fits(text string) bool {
	parts := decimalForm.FindStringSubmatch(text)
	if parts == nil || !strings.ContainsAny(text, "0123456789") || strings.HasPrefix(strings.TrimPrefix(text, "-"), ".") {
		return false
	}
	return len(parts[1]) <= 15 && len(parts[2]) <= 18
}

func FuzzParseDecimal(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "1000.00", "-135.25", "0.000001", "999999999999999.999999999999999999", "1000000000000000", "0.1234567890123456789",
		"", "-", ".", "1.", ".5", "-.5", "+1", "--1", " 1", "1 ", "1,000.00", "1e3", "1E3", "1e5000000", "NaN", "Inf", "0x10", "007", "1_0",
		"\uff10", "\u22121", "1.-5", "1\x00", "\xff", strings.Repeat("9", 400), strings.Repeat("0", 400), "0." + strings.Repeat("0", 400),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := ParseDecimal(text)
		require.Equal(t, fits(text), err == nil, "%q: %v", text, err)
		if err != nil {
			require.True(t, value.IsZero())
			require.Less(t, len(err.Error()), 512)
			return
		}
		exact, ok := new(big.Rat).SetString(text)
		require.True(t, ok)
		require.Zero(t, exact.Cmp(value.Rat()), "%q is %s", text, value)

		written := value.String()
		require.LessOrEqual(t, len(written), len("-999999999999999.999999999999999999"))
		again, err := ParseDecimal(written)
		require.NoError(t, err)
		require.True(t, again.Equal(value), "%q is %s", text, again)
	})
}
