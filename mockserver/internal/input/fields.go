package input

import (
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
)

// String reads a string.
func (o *Object) String(name string, rules ...Rule) string {
	if text := o.StringPtr(name, rules...); text != nil {
		return *text
	}
	return ""
}

// StringPtr reads a string whose absence has another meaning than the empty string.
func (o *Object) StringPtr(name string, rules ...Rule) *string {
	f, ok := o.take(name, TypeString, rules)
	if !ok || !f.textOK(f.value.text, rules) {
		return nil
	}
	return &f.value.text
}

// Clearable reads a string that null clears: null is the empty string. It returns nil for
// an absent member and refuses an empty string.
func (o *Object) Clearable(name string, rules ...Rule) *string {
	return orCleared(o, name, o.StringPtr(name, append(rules, clears)...))
}

// orCleared returns the zero value for a member that is null.
func orCleared[T any](o *Object, name string, value *T) *T {
	if member := o.value.Member(name); o.members == nil && member != nil && member.IsNull() {
		return new(T)
	}
	return value
}

const maxIDLen = 255

// ID reads an object ID, which must not be empty.
func (o *Object) ID(name string, rules ...Rule) string {
	return o.String(name, append(append(make([]Rule, 0, 4), rules...), idRules...)...)
}

var idRules = []Rule{NotEmpty, MaxLen(maxIDLen)}

// Flag reads a boolean. Default: false.
func (o *Object) Flag(name string, rules ...Rule) bool {
	value := o.Bool(name, rules...)
	return value != nil && *value
}

// Bool reads a boolean. It returns nil for an absent member.
func (o *Object) Bool(name string, rules ...Rule) *bool {
	f, ok := o.take(name, TypeBoolean, rules)
	if !ok {
		return nil
	}
	value := f.value.text == "true"
	return &value
}

// Int reads a number without a decimal point or an exponent.
func (o *Object) Int(name string, rules ...Rule) int {
	if n := o.IntPtr(name, rules...); n != nil {
		return *n
	}
	return 0
}

// IntPtr reads a number whose absence has another meaning than 0.
func (o *Object) IntPtr(name string, rules ...Rule) *int {
	f, ok := o.take(name, TypeInteger, rules)
	if !ok {
		return nil
	}
	n, err := strconv.ParseInt(f.value.text, 10, 64)
	if err != nil || f.value.text == "-0" {
		f.failValue("must be an integer")
		return nil
	}
	if why := f.rules.bounds.Violation(n); why != "" {
		f.failValue("%s", why)
		return nil
	}
	return new(int(n))
}

// Time reads an RFC 3339 time.
func (o *Object) Time(name string, rules ...Rule) time.Time {
	f, ok := o.take(name, TypeTime, rules)
	if !ok {
		return time.Time{}
	}
	t, ok := parseTime(f.value.text)
	if !ok {
		f.failValue("must be an RFC 3339 time such as 2024-01-15T10:30:00Z")
		return time.Time{}
	}
	return t
}

// parseTime parses an RFC 3339 time of the years 1 to 9999. time.Parse is not strict
// enough: it accepts hours of one digit, and a comma in place of the decimal point.
func parseTime(text string) (time.Time, bool) {
	var t time.Time
	if err := t.UnmarshalText([]byte(text)); err != nil || strings.Contains(text, ",") {
		return time.Time{}, false
	}
	t = t.UTC()
	return t, t.Year() >= 1 && t.Year() <= 9999 && !t.IsZero()
}

// Date reads a day, "2024-01-15"; it is the zero Date where the member is absent.
func (o *Object) Date(name string, rules ...Rule) api.Date {
	f, ok := o.take(name, TypeDate, rules)
	if !ok {
		return api.Date{}
	}
	date, err := api.ParseDate(f.value.text)
	if err != nil {
		f.failValue("must be a date such as 2024-01-15")
	}
	return date
}
