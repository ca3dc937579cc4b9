package snapshot

import (
	"errors"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/webhook"
)

// leaf writes and reads a type as a whole.
type leaf struct {
	write func(*wire.Encoder, reflect.Value)
	read  func(*wire.Decoder, reflect.Value)
}

// textLeaf is a leaf that is a string.
func textLeaf[T any](text func(T) (string, error), parse func(string) (T, error)) (reflect.Type, leaf) {
	return reflect.TypeFor[T](), leaf{
		write: func(e *wire.Encoder, v reflect.Value) {
			written, err := text(v.Interface().(T))
			if err != nil {
				e.Fail(err)
			}
			writeText(e, written)
		},
		read: func(d *wire.Decoder, v reflect.Value) {
			readParsed(d, func(text string) error {
				parsed, err := parse(text)
				v.Set(reflect.ValueOf(parsed))
				return err
			})
		},
	}
}

// leaves are the types with unexported fields.
var leaves = func() map[reflect.Type]leaf {
	all := map[reflect.Type]leaf{}
	add := func(t reflect.Type, l leaf) { all[t] = l }
	add(textLeaf(timeText, func(text string) (time.Time, error) { return time.Parse(time.RFC3339Nano, text) }))
	add(textLeaf(numberText, parseNumber))
	add(textLeaf(rateText, func(text string) (api.Decimal, error) {
		number, err := parseNumber(text)
		return api.Decimal{Decimal: number}, err
	}))
	add(textLeaf(moneyText, parseMoney))
	add(textLeaf(func(s webhook.Secret) (string, error) { return s.Reveal(), nil },
		func(text string) (webhook.Secret, error) { return webhook.NewSecret(text), nil }))
	add(textLeaf(func(api.Expanded) (string, error) { return "", errExpanded },
		func(string) (api.Expanded, error) { return api.Expanded{}, errExpanded }))
	return all
}()

// errExpanded is returned for an object that only a response has.
var errExpanded = errors.New("snapshot: a record with an expanded object cannot be written")

func timeText(t time.Time) (string, error) { return t.UTC().Format(time.RFC3339Nano), nil }

// numberText writes a number as its digits and its exponent, because 1.0 and 1.00 differ
// in a response.
func numberText(d decimal.Decimal) (string, error) {
	return d.Coefficient().String() + "e" + strconv.Itoa(int(d.Exponent())), nil
}

var errNumber = errors.New("not a number")

func parseNumber(text string) (decimal.Decimal, error) {
	digits, exponent, _ := strings.Cut(text, "e")
	coefficient, ok := new(big.Int).SetString(digits, 10)
	n, err := strconv.ParseInt(exponent, 10, 32)
	if !ok || err != nil {
		return decimal.Decimal{}, errNumber
	}
	return decimal.NewFromBigInt(coefficient, int32(n)), nil
}

// rateText writes a number of the API. An invalid one is in no record.
func rateText(d api.Decimal) (string, error) {
	if err := d.Err(); err != nil {
		return "", err
	}
	return numberText(d.Decimal)
}

// moneyText writes an amount as its number and its currency, which may be empty. An
// amount that is no number is in no record.
func moneyText(m api.Money) (string, error) {
	text := m.Text() + " " + m.Currency()
	_, err := parseMoney(text)
	return text, err
}

func parseMoney(text string) (api.Money, error) {
	number, currency, _ := strings.Cut(text, " ")
	return api.ParseMoney(number, currency)
}
