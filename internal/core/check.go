package core

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// Check collects the first fault of a call's parameters. Its methods are called one after
// another, as a list of rules. Faults name the JSON path of their field.
type Check struct {
	err *api.ParamError
}

// Fail records a fault, unless an earlier fault is recorded.
func (c *Check) Fail(param, format string, args ...any) {
	if c.err == nil {
		c.err = &api.ParamError{Param: param, Message: fmt.Sprintf(format, args...)}
	}
}

// badParam returns the error of a parameter.
func badParam(param, message string) *api.ParamError {
	return &api.ParamError{Param: param, Message: message}
}

// Err returns the first fault, or nil.
func (c *Check) Err() error {
	if c.err == nil {
		return nil
	}
	return c.err
}

// Params rejects nil params of an operation that requires params.
func (c *Check) Params(isNil bool) bool {
	if isNil {
		c.Fail("params", "must not be nil: this call has required fields")
	}
	return !isNil
}

// Changes rejects nil params of an update.
func (c *Check) Changes(isNil bool) bool {
	if isNil {
		c.Fail("params", "must not be nil: set the fields to change")
	}
	return !isNil
}

// Required rejects empty text, and applies Text.
func (c *Check) Required(param, value string) {
	if value == "" {
		c.Fail(param, "is required")
	}
	c.Text(param, value, 0)
}

// Text rejects text that JSON or the server cannot represent: invalid UTF-8, NUL, and
// more characters than max. Zero means no limit.
func (c *Check) Text(param, value string, max int) {
	if goodText(value, max) {
		return
	}
	if !utf8.ValidString(value) {
		c.Fail(param, "is not valid UTF-8 at byte %d", invalidUTF8(value))
	}
	if at := strings.IndexByte(value, 0); at >= 0 {
		c.Fail(param, "has a NUL at byte %d", at)
	}
	if n := utf8.RuneCountInString(value); max > 0 && n > max {
		c.Fail(param, "must have at most %d characters, got %d", max, n)
	}
}

// OptionalText applies Text to a member that is unchanged if nil.
func (c *Check) OptionalText(param string, value *string) {
	if value != nil {
		c.Text(param, *value, 0)
	}
}

// goodText reports whether Text accepts the value. A max of 0 means no limit.
func goodText(value string, max int) bool {
	if max > 0 && len(value) > max && utf8.RuneCountInString(value) > max {
		return false
	}
	return strings.IndexByte(value, 0) < 0 && utf8.ValidString(value)
}

func invalidUTF8(text string) int {
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return len(text)
}

// Positive rejects an amount that is missing, cannot be sent, or is not above zero.
func (c *Check) Positive(param string, m api.Money) {
	if missing(m) {
		c.Fail(param, "is required")
	}
	c.amount(param, m)
	if m.Sign() <= 0 {
		c.Fail(param, "must be above zero, got %s", m)
	}
}

// OptionalPositive is Positive, but accepts the zero Money.
func (c *Check) OptionalPositive(param string, m api.Money) {
	if !missing(m) {
		c.Positive(param, m)
	}
}

// NotNegative rejects an amount below zero. It accepts the zero Money.
func (c *Check) NotNegative(param string, m api.Money) {
	if missing(m) {
		return
	}
	c.amount(param, m)
	if m.Sign() < 0 {
		c.Fail(param, "must not be below zero, got %s", m)
	}
}

func (c *Check) amount(param string, m api.Money) {
	if err := m.Err(); err != nil {
		c.Fail(param, "%s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
}

// The limits of metadata.
const (
	maxMetadata      = 50
	maxMetadataKey   = 40
	maxMetadataValue = 500
)

// Metadata rejects more than 50 keys, keys over 40 characters and values over 500
// characters.
func (c *Check) Metadata(metadata map[string]string) { c.MetadataAt("metadata", metadata) }

// MetadataAt is Metadata for the member at a path.
func (c *Check) MetadataAt(param string, metadata map[string]string) {
	if len(metadata) > maxMetadata {
		c.Fail(param, "must have at most %d keys, got %d", maxMetadata, len(metadata))
	}
	for key, value := range metadata {
		if goodText(key, maxMetadataKey) && goodText(value, maxMetadataValue) && key != "" {
			continue
		}
		c.metadataFault(param, metadata)
		return
	}
}

// metadataFault returns the first fault, in the order of the keys.
func (c *Check) metadataFault(param string, metadata map[string]string) {
	for _, key := range sortedKeys(metadata) {
		c.metadataKey(param, key)
		c.Text(param+"."+key, metadata[key], maxMetadataValue)
	}
}

// MetadataPatch is Metadata for an update, where nil deletes a key.
func (c *Check) MetadataPatch(metadata map[string]*string) {
	if len(metadata) > maxMetadata {
		c.Fail("metadata", "must have at most %d keys, got %d", maxMetadata, len(metadata))
	}
	for _, key := range sortedKeys(metadata) {
		c.metadataKey("metadata", key)
		if value := metadata[key]; value != nil {
			c.Text("metadata."+key, *value, maxMetadataValue)
		}
	}
}

func (c *Check) metadataKey(param, key string) {
	if n := utf8.RuneCountInString(key); n == 0 || n > maxMetadataKey {
		c.Fail(param, "key %s must have 1 to %d characters, got %d", quote.Short(key), maxMetadataKey, n)
	}
	if !goodText(key, 0) {
		c.Fail(param, "key %s must be valid UTF-8 without NUL", quote.Short(key))
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Address rejects a country that is not a code of two letters, and text that cannot be
// sent. It accepts nil.
func (c *Check) Address(param string, a *api.Address) {
	if a == nil {
		return
	}
	for _, f := range []struct{ name, value string }{
		{"name", a.Name}, {"line1", a.Line1}, {"line2", a.Line2}, {"city", a.City}, {"state", a.State},
		{"postal_code", a.PostalCode}, {"phone", a.Phone}, {"email", a.Email},
	} {
		if !goodText(f.value, 0) {
			c.Text(param+"."+f.name, f.value, 0)
		}
	}
	if a.Country != "" && !isCountryCode(a.Country) {
		c.Fail(param+".country", "must be an ISO 3166-1 code of two capital letters, as in \"US\", got %s", quote.Short(a.Country))
	}
}

func isCountryCode(text string) bool {
	return len(text) == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z'
}

// Time rejects a time that RFC 3339 cannot represent.
func (c *Check) Time(param string, t time.Time) {
	if year := t.UTC().Year(); !t.IsZero() && (year < 1 || year > 9999) {
		c.Fail(param, "must be in the years 1 to 9999, got the year %d", year)
	}
}

// Times rejects a range with a time that cannot be written.
func (c *Check) Times(param string, r api.TimeRange) {
	c.Time(param+"[gt]", r.GT)
	c.Time(param+"[gte]", r.GTE)
	c.Time(param+"[lt]", r.LT)
	c.Time(param+"[lte]", r.LTE)
}

// Amounts rejects a range with an amount that cannot be sent, or with two currencies.
func (c *Check) Amounts(param string, r api.AmountRange) {
	currency := r.Currency()
	for _, bound := range []struct {
		op string
		m  api.Money
	}{{"gt", r.GT}, {"gte", r.GTE}, {"lt", r.LT}, {"lte", r.LTE}} {
		if missing(bound.m) {
			continue
		}
		c.amount(param+"["+bound.op+"]", bound.m)
		if !numtext.SameCurrency(bound.m.Currency(), currency) {
			c.Fail(param, "has bounds of two currencies, %s and %s", currency, bound.m.Currency())
		}
	}
}

// Currency rejects text that is neither a token nor an ISO 4217 code. It accepts empty
// text.
func (c *Check) Currency(param, currency string) {
	if currency == "" {
		return
	}
	if _, ok := numtext.CurrencyDecimals(currency); !ok {
		c.Fail(param, "is unknown: %s: must be ssusd, usdc or an ISO 4217 code", quote.Short(currency))
	}
}

// missing reports whether an amount is the zero Money. An amount without a currency is
// invalid, not missing.
func missing(m api.Money) bool { return !m.IsSet() && m.IsZero() }
