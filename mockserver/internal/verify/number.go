package verify

import (
	"strconv"
	"strings"
)

// sameNumber reports whether two JSON numbers have the same value. It compares decimal
// digits, so nothing is rounded: 10 equals 10.0 and 1e1.
func sameNumber(a, b string) bool {
	x, okX := readDecimal(a)
	y, okY := readDecimal(b)
	return okX && okY && x == y || a == b
}

// decimal is digits × 10^exponent. The digits have no zeros at either end.
type decimal struct {
	negative bool
	digits   string
	exponent int64
}

// readDecimal reads a JSON number. It fails for an exponent of more than 18 digits.
func readDecimal(text string) (d decimal, ok bool) {
	text, d.negative = strings.CutPrefix(text, "-")
	mantissa, exponent, found := strings.Cut(strings.ToLower(text), "e")
	if found {
		n, err := strconv.ParseInt(exponent, 10, 60)
		if err != nil {
			return d, false
		}
		d.exponent = n
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	d.exponent -= int64(len(fraction))
	d.digits = strings.TrimRight(digits, "0")
	d.exponent += int64(len(digits) - len(d.digits))
	if d.digits = strings.TrimLeft(d.digits, "0"); d.digits == "" {
		return decimal{}, true
	}
	return d, true
}
