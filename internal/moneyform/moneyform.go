// Package moneyform reads and writes the JSON forms of amounts, except for the object
// that [api.Money] reads and writes itself. Generated code calls it.
package moneyform

import (
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
)

const (
	microPlaces   = 6
	unknownPlaces = 2 // decimals of the smallest unit of an unknown currency

	noCurrency = "amount without a currency"
)

// minorPlaces returns the number of decimals of a JSON number's unit. Tokens are counted
// in whole units, currencies in their smallest unit.
func minorPlaces(currency string) int {
	if numtext.IsToken(currency) {
		return 0
	}
	if places, ok := numtext.CurrencyDecimals(currency); ok {
		return int(places)
	}
	return unknownPlaces
}

// ReadNumber reads a number in the unit of its currency: 15000 is 150.00 USD, 100.5 is
// 100.50 ssusd. It rejects a fraction or an exponent for a currency that is not a token.
func ReadNumber(m *api.Money, d *wire.Decoder, currency string) {
	if text, ok := d.Number(); ok {
		if currency == "" {
			d.Refuse(noCurrency)
			return
		}
		places := minorPlaces(currency)
		if places > 0 || !numtext.IsToken(currency) {
			if !isInteger(text) {
				d.Refuse(fmt.Sprintf("number %s in %s: must be an integer in its smallest unit", quote.Short(string(text)), quote.Escape(currency, 16)))
				return
			}
		}
		set(m, d, text, places, currency)
	}
}

// isInteger reports whether a number has neither a point nor an exponent.
func isInteger(text []byte) bool {
	for _, c := range text {
		if c == '.' || c|0x20 == 'e' {
			return false
		}
	}
	return true
}

// ReadText reads a decimal of whole units, "150.00".
func ReadText(m *api.Money, d *wire.Decoder, currency string) {
	if text, ok := d.Number(); ok && len(text) > 0 {
		set(m, d, text, 0, currency)
	}
}

// set sets the amount to a number whose point is moved to the left.
func set(m *api.Money, d *wire.Decoder, text []byte, places int, currency string) {
	number, ok := numtext.ParseFixed(text, true, places)
	switch {
	case !ok:
		d.Refuse("number " + quote.Short(string(text)) + " is invalid or out of range")
	case currency == "":
		d.Refuse(noCurrency)
	default:
		var buffer [48]byte
		read, err := api.ParseMoney(string(number.Append(buffer[:0])), currency)
		if err != nil {
			d.Refuse(strings.TrimPrefix(err.Error(), "stateset: "))
			return
		}
		*m = read
	}
}

// ReadMicro reads {"denom":"ssusd","amount":"1500000"}, and the member usd_value into
// worth unless that is nil.
func ReadMicro(m, worth *api.Money, d *wire.Decoder) {
	denom, o := false, d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "amount":
			d.Must(&o, 0)
			text, ok := d.Number()
			switch {
			case !ok || len(text) == 0:
			case !isInteger(text):
				d.Refuse("number " + quote.Short(string(text)) + " is no integer of millionths")
			default:
				set(m, d, text, microPlaces, d.Sibling(&o, "denom"))
			}
		default:
			denom = readOther(worth, d, &o) || denom
		}
	}
	end(m, d, &o, denom)
}

// ReadValued reads {"value":"150.00","denom":"ssusd","usd_value":"150.00"}, the last
// member into worth.
func ReadValued(m, worth *api.Money, d *wire.Decoder) {
	denom, o := false, d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "value":
			d.Must(&o, 0)
			ReadText(m, d, d.Sibling(&o, "denom"))
		default:
			denom = readOther(worth, d, &o) || denom
		}
	}
	end(m, d, &o, denom)
}

// end rejects an amount with a currency and no number. It could not be encoded again.
func end(m *api.Money, d *wire.Decoder, o *wire.Object, denom bool) {
	d.Leave(o)
	if denom && !m.IsSet() {
		d.Fail("amount without a value")
	}
}

// readOther reads a member other than the number. It reports whether the member is a
// currency.
func readOther(worth *api.Money, d *wire.Decoder, o *wire.Object) (denom bool) {
	switch string(d.Key(o)) {
	case "denom":
		d.Must(o, 1)
		text, ok := d.Text()
		return ok && len(text) > 0
	case "usd_value":
		d.Must(o, 2)
		var ignored api.Money
		if worth == nil {
			worth = &ignored
		}
		ReadText(worth, d, "USD")
	case "display_amount":
		d.Side(o, 3)
		d.Text()
	default:
		d.Keep(o)
	}
	return false
}

// sendable reports whether the amount has a number. Otherwise it writes null.
func sendable(m *api.Money, e *wire.Encoder, currency string) bool {
	switch {
	case !m.IsSet() && m.IsZero():
		e.Null()
		return false
	case m.Currency() == "":
		e.Fail(m.Err())
	case currency != "" && !numtext.SameCurrency(m.Currency(), currency):
		e.Fail(fmt.Errorf("%w: %s and %s", api.ErrCurrencyMismatch, currency, m.Currency()))
	}
	return true
}

// WriteNumber writes the number that [ReadNumber] reads. An amount in another currency
// than that of its object is an error.
func WriteNumber(m *api.Money, e *wire.Encoder, currency string) {
	if sendable(m, e, currency) {
		if numtext.IsToken(m.Currency()) {
			e.Number(checked(m, e))
			return
		}
		e.Number(shifted(m, e, minorPlaces(m.Currency())))
	}
}

// WriteText writes the decimal that [ReadText] reads.
func WriteText(m *api.Money, e *wire.Encoder, currency string) {
	if sendable(m, e, currency) {
		e.Quote(checked(m, e))
	}
}

// checked returns the number of an amount. An invalid amount fails.
func checked(m *api.Money, e *wire.Encoder) string {
	number := m.Text()
	if m.IsSet() && !strings.ContainsAny(number, "0123456789") {
		e.Fail(m.Err())
	}
	return number
}

// shifted returns the number with its point moved to the right. Remaining decimals are an
// error.
func shifted(m *api.Money, e *wire.Encoder, places int) string {
	text, ok := numtext.MovePoint(checked(m, e), places)
	if !ok {
		e.Fail(m.Err())
	}
	return text
}

// WriteMicro writes the form of [ReadMicro], with a readable amount. A nil worth means
// the value of the tokens.
func WriteMicro(m, worth *api.Money, e *wire.Encoder) {
	if !sendable(m, e, "") {
		return
	}
	e.Open()
	e.Key("denom")
	e.Quote(m.Currency())
	e.Key("amount")
	e.Quote(shifted(m, e, microPlaces))
	if e.Full() {
		e.Key("display_amount")
		e.Quote(Display(*m))
		writeWorth(m, worth, e)
	}
	e.Close()
}

// WriteValued writes the form of [ReadValued].
func WriteValued(m, worth *api.Money, e *wire.Encoder) {
	if !sendable(m, e, "") {
		return
	}
	e.Open()
	e.Key("value")
	e.Quote(checked(m, e))
	e.Key("denom")
	e.Quote(m.Currency())
	writeWorth(m, worth, e)
	e.Close()
}

func writeWorth(m, worth *api.Money, e *wire.Encoder) {
	e.Key("usd_value")
	if worth == nil {
		dollars := Dollars(*m)
		worth = &dollars
	}
	WriteText(worth, e, "USD")
}

// Dollars returns the value of tokens in US dollars: one dollar per ssusd and usdc. The
// value of the zero Money is the zero Money.
func Dollars(m api.Money) api.Money {
	if !m.IsSet() {
		return api.Money{}
	}
	return api.FromDecimal(m.Decimal().Round(2), "USD")
}

// Display returns a readable amount, "1000.00 ssUSD".
func Display(m api.Money) string {
	switch strings.ToLower(m.Currency()) {
	case numtext.DenomSSUSD:
		return m.Text() + " ssUSD"
	case numtext.DenomUSDC:
		return m.Text() + " USDC"
	}
	return m.String()
}
