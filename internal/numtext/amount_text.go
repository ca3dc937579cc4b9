package numtext

import "strings"

// AmountText returns the number of an amount as a JSON number: in minor units for ISO
// 4217 currencies, in whole tokens for ssusd and usdc. The currency must be known and
// have enough decimals for the number.
func AmountText(number, currency string) string {
	if IsToken(currency) {
		return number
	}
	places, _ := CurrencyDecimals(currency)
	text, _ := MovePoint(number, int(places))
	return text
}

// MovePoint moves the point of a decimal to the right and returns an integer. It returns
// false if decimals remain.
func MovePoint(number string, places int) (string, bool) {
	whole, fraction, _ := strings.Cut(number, ".")
	if len(fraction) > places {
		return "", false
	}
	digits := whole + fraction + strings.Repeat("0", places-len(fraction))
	negative := strings.HasPrefix(digits, "-")
	digits = strings.TrimLeft(digits, "-")
	digits = strings.TrimLeft(digits[:len(digits)-1], "0") + digits[len(digits)-1:]
	if negative {
		return "-" + digits, true
	}
	return digits, true
}
