package numtext

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/quote"
)

// Bounds of parsed text. Longer text is rejected before a big number is created from it,
// because "1e5000000" parses immediately and prints for a second.
const (
	MaxWholeDigits    = 15 // a magnitude below 10^15
	MaxFractionDigits = 18
	MaxNumberText     = 64
	maxExponent       = 30
)

// ParseDecimal parses a decimal in the form of the API: -?digits(.digits)?, without
// exponent, plus sign, spaces or separators, and below 10^15. It never rounds.
func ParseDecimal(text string) (decimal.Decimal, error) {
	return parseDecimal(text, MaxWholeDigits)
}

// parseDecimal is [ParseDecimal] for a magnitude below 10^wholeDigits.
func parseDecimal(text string, wholeDigits int) (decimal.Decimal, error) {
	digits := strings.TrimPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if !AllDigits(whole) || point && !AllDigits(fraction) {
		return decimal.Decimal{}, fmt.Errorf("invalid decimal %s: must be digits with an optional point, as in \"1000.00\"", quote.Short(text))
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > wholeDigits || len(fraction) > MaxFractionDigits {
		return decimal.Decimal{}, fmt.Errorf("decimal %s is out of range: must be less than 10^%d and at most %d decimals", quote.Short(text), wholeDigits, MaxFractionDigits)
	}
	value, err := decimal.NewFromString(text)
	if err != nil { // impossible after the checks above
		return decimal.Decimal{}, fmt.Errorf("invalid decimal %s", quote.Short(text))
	}
	return value, nil
}

// ParseNumber parses a number of a response, which may have an exponent. Its magnitude is
// below 10^wholeDigits.
func ParseNumber(text string, wholeDigits int) (decimal.Decimal, error) {
	value, err := parseDecimal(text, wholeDigits)
	if err == nil {
		return value, nil
	}
	mantissa, exponent, found := strings.Cut(strings.ToLower(text), "e")
	if len(text) > MaxNumberText || !found {
		return decimal.Decimal{}, err
	}
	exp, err := strconv.Atoi(exponent)
	if err != nil || exp > maxExponent || exp < -maxExponent {
		return decimal.Decimal{}, fmt.Errorf("number %s is out of range", quote.Short(text))
	}
	if value, err = parseDecimal(mantissa, wholeDigits); err != nil {
		return decimal.Decimal{}, err
	}
	if value.IsZero() { // without the exponent, which may be out of bounds
		return decimal.Decimal{}, nil
	}
	value = value.Shift(int32(exp))
	if value.NumDigits()+int(value.Exponent()) > wholeDigits {
		return decimal.Decimal{}, fmt.Errorf("number %s is out of range: must be less than 10^%d", quote.Short(text), wholeDigits)
	}
	return value, nil
}

func AllDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// int64Digits is the number of decimal digits that always fit into an int64.
const int64Digits = 18

// Shortest returns the smallest number of decimals that hold the value, at least two.
func Shortest(value decimal.Decimal) int32 {
	places := -value.Exponent()
	if places <= 2 {
		return 2
	}
	if value.NumDigits() <= int64Digits { // the usual case needs no big numbers
		for c := value.CoefficientInt64(); places > 2 && c%10 == 0; c /= 10 {
			places--
		}
		return places
	}
	for places > 2 && value.Equal(value.Truncate(places-1)) {
		places--
	}
	return places
}

// FormatDecimal returns a decimal as text with all its decimals, at least two.
func FormatDecimal(value decimal.Decimal) string {
	return value.StringFixed(Shortest(value))
}
