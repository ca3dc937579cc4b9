package core

import (
	"regexp"
	"strings"

	"github.com/stateset/stateset-go/internal/numtext"
)

// IsRoutingNumber reports whether text is a US routing number: nine digits whose sum with
// the weights 3, 7, 1 is a multiple of ten.
func IsRoutingNumber(text string) bool {
	if len(text) != 9 || !numtext.AllDigits(text) {
		return false
	}
	sum := 0
	for i := range len(text) {
		sum += int(text[i]-'0') * [...]int{3, 7, 1}[i%3]
	}
	return sum > 0 && sum%10 == 0
}

// IsCardNumber reports whether text is a card number: 12 to 19 digits with a valid Luhn
// check digit.
func IsCardNumber(text string) bool {
	if len(text) < 12 || len(text) > 19 || !numtext.AllDigits(text) {
		return false
	}
	sum := 0
	for i := range len(text) {
		digit := int(text[len(text)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0
}

var ibanForm = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

// IsIBAN reports whether text is an international bank account number: country, check
// digits and account without blanks, with a remainder of 1 modulo 97 (ISO 7064).
func IsIBAN(text string) bool {
	if !ibanForm.MatchString(text) {
		return false
	}
	rest := 0
	for _, c := range text[4:] + text[:4] {
		if c <= '9' {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	// The check digits 00, 01 and 99 pass the test, but are never issued.
	check := text[2:4]
	return rest == 1 && check != "00" && check != "01" && check != "99"
}

var swiftForm = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)

// IsSWIFT reports whether text is a bank code (ISO 9362): eight characters, or eleven
// with the branch.
func IsSWIFT(text string) bool { return swiftForm.MatchString(text) }

// LastFour returns the last four characters of an account number, for display. For a
// number of fewer than eight characters it returns "", so at most half is visible.
func LastFour(number string) string {
	if number = strings.TrimSpace(number); len(number) >= 8 {
		return number[len(number)-4:]
	}
	return ""
}
