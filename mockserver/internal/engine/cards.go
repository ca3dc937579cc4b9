package engine

import (
	"crypto/sha256"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/payments"
)

// card is the card of a payment: the details that responses show, and the processor's
// decision. The details of other payments are nil.
type card struct {
	details *payments.Card
	outcome outcome
}

// outcome is the decision of the processor. The zero value approves.
type outcome struct {
	code        string // decline code, empty if approved
	declineCode string
	message     string
	pending     bool // approved after one hour
}

type testCard struct {
	token, number, brand string
	outcome              outcome
}

var expired = outcome{code: CodeExpiredCard, declineCode: CodeExpiredCard, message: "The card has expired: use another card"}

// testCards are the test tokens and numbers. Any other token, and any other number with
// a valid check digit, is a Visa card that succeeds.
var testCards = []testCard{
	{token: "tok_visa", number: "4242424242424242", brand: "visa"},
	{token: "tok_mastercard", number: "5555555555554444", brand: "mastercard"},
	{token: "tok_amex", number: "378282246310005", brand: "amex"},
	{token: "tok_declined", number: "4000000000000002", brand: "visa", outcome: outcome{
		code: CodeCardDeclined, declineCode: "generic_decline", message: "The card was declined: use another card"}},
	{token: "tok_insufficient_funds", number: "4000000000009995", brand: "visa", outcome: outcome{
		code: CodeCardDeclined, declineCode: CodeBankFunds, message: "The card was declined for insufficient funds: use another card"}},
	{token: "tok_expired", number: "4000000000000069", brand: "visa", outcome: expired},
	{token: "tok_incorrect_cvc", number: "4000000000000127", brand: "visa", outcome: outcome{
		code: CodeIncorrectCVC, declineCode: CodeIncorrectCVC, message: "The card's security code is incorrect: correct it and try again"}},
	{token: "tok_processing_error", number: "4000000000000119", brand: "visa", outcome: outcome{
		code: CodeProcessing, declineCode: CodeProcessing, message: "The processor could not process the card: try again later"}},
	{token: "tok_pending", number: "4000000000000077", brand: "visa", outcome: outcome{pending: true}},
}

const (
	defaultNumber = "4242424242424242"
	tokenPrefix   = "tok_"
	tokenExpMonth = 12
	paramCard     = "payment_method.card"
)

// readCard checks the members of a card and looks the card up.
func readCard(params *payments.CardParams, now time.Time) (card, error) {
	switch {
	case params == nil:
		return card{}, missing(paramCard)
	case params.Token != "":
		return readToken(params, now)
	case params.Number != "":
		return readNumber(params, now)
	}
	return card{}, missing(paramCard + ".token")
}

func readToken(params *payments.CardParams, now time.Time) (card, error) {
	if params.Number != "" || params.ExpMonth != 0 || params.ExpYear != 0 || params.CVC != "" {
		return card{}, invalid(paramCard+"."+extraMember(params), "A card is a token, or a number with its expiry and code, not both: remove one")
	}
	if !strings.HasPrefix(params.Token, tokenPrefix) || len(params.Token) == len(tokenPrefix) {
		return card{}, invalid(paramCard+".token", "A card token begins with '%s'", tokenPrefix)
	}
	found := testCard{number: defaultNumber, brand: "visa"}
	identity := params.Token
	for _, c := range testCards {
		if c.token == params.Token {
			found, identity = c, c.number
		}
	}
	return card{outcome: found.outcome, details: &payments.Card{
		Last4: lastFour(found.number), Brand: found.brand, ExpMonth: tokenExpMonth, ExpYear: now.Year() + 1,
		Fingerprint: fingerprint(identity), Country: "US", Funding: payments.FundingCredit,
	}}, nil
}

// extraMember returns the name of the member that must not be sent with a token.
func extraMember(params *payments.CardParams) string {
	switch {
	case params.Number != "":
		return "number"
	case params.ExpMonth != 0:
		return "exp_month"
	case params.ExpYear != 0:
		return "exp_year"
	}
	return "cvc"
}

func readNumber(params *payments.CardParams, now time.Time) (card, error) {
	switch {
	case params.ExpMonth == 0:
		return card{}, missing(paramCard + ".exp_month")
	case params.ExpYear == 0:
		return card{}, missing(paramCard + ".exp_year")
	case params.CVC == "":
		return card{}, missing(paramCard + ".cvc")
	case !core.IsCardNumber(params.Number):
		return card{}, invalid(paramCard+".number", "The card number must be 12 to 19 digits with a valid check digit")
	}
	found := testCard{brand: "visa"}
	for _, c := range testCards {
		if c.number == params.Number {
			found = c
		}
	}
	// A card is valid until the end of its month.
	if !now.Before(time.Date(params.ExpYear, time.Month(params.ExpMonth)+1, 1, 0, 0, 0, 0, time.UTC)) {
		found.outcome = expired
	}
	return card{outcome: found.outcome, details: &payments.Card{
		Last4: lastFour(params.Number), Brand: found.brand, ExpMonth: params.ExpMonth, ExpYear: params.ExpYear,
		Fingerprint: fingerprint(params.Number), Country: "US", Funding: payments.FundingCredit,
	}}, nil
}

const (
	fingerprintLength  = 16
	fingerprintLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// fingerprint returns the same text for the same number or token in every account and
// engine.
func fingerprint(identity string) string {
	sum := sha256.Sum256([]byte("card " + identity))
	out := make([]byte, fingerprintLength)
	for i := range out {
		out[i] = fingerprintLetters[int(sum[i])%len(fingerprintLetters)]
	}
	return string(out)
}

func lastFour(number string) string { return number[len(number)-4:] }
