package api

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/wire"
)

// AnyOf returns the value of a filter that selects the objects with any of the values:
// AnyOf(payments.StatusPending, payments.StatusProcessing) is "pending,processing". A
// filter with one value does not require AnyOf. Values that this SDK does not know are
// sent unchanged. A value must not be empty or contain a comma.
func AnyOf[T ~string](values ...T) T {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = string(value)
	}
	return T(strings.Join(texts, ","))
}

// TimeRange filters by time. A zero bound means no limit on that side. Set the bounds, or
// use [Since], [Before] and [Between]. The API's times have whole seconds. A bound with a
// fraction is rounded to the second that selects the same objects: GTE and LT up, GT and
// LTE down. JSON is {"gte":"2024-01-01T00:00:00Z"} and holds the rounded bounds.
//
//wire:params
type TimeRange struct {
	GT  time.Time `json:"gt,omitempty"`
	GTE time.Time `json:"gte,omitempty"`
	LT  time.Time `json:"lt,omitempty"`
	LTE time.Time `json:"lte,omitempty"`
}

// Since selects times at t or later. It includes t itself.
func Since(t time.Time) TimeRange { return TimeRange{GTE: t} }

// Before selects times before t. It excludes t itself.
func Before(t time.Time) TimeRange { return TimeRange{LT: t} }

// Between selects times at from or later, and before to.
func Between(from, to time.Time) TimeRange { return TimeRange{GTE: from, LT: to} }

// IsZero reports whether no bound is set.
func (r TimeRange) IsZero() bool { return len(r.bounds()) == 0 }

// EncodeValues adds the bounds to a query, as in created[gte]=2024-01-01T00:00:00Z.
func (r TimeRange) EncodeValues(key string, values *url.Values) error {
	for _, b := range r.bounds() {
		values.Set(key+"["+b.op+"]", b.value.UTC().Format(time.RFC3339))
	}
	return nil
}

// AppendWire writes the JSON of the API with the rounded bounds.
func (r *TimeRange) AppendWire(e *wire.Encoder) {
	e.Open()
	for _, b := range r.bounds() {
		e.Key(b.op)
		e.Seconds(b.value)
	}
	e.Close()
}

func (r TimeRange) bounds() []bound[time.Time] {
	return closed(r.GT, roundUp(r.GTE), roundUp(r.LT), r.LTE, time.Time.IsZero)
}

// roundUp returns the first whole second at or after t. Format rounds down.
func roundUp(t time.Time) time.Time {
	if t.IsZero() || t.Nanosecond() == 0 {
		return t
	}
	return t.Add(time.Second - time.Duration(t.Nanosecond()))
}

// bound is a bound of a range that is set.
type bound[T any] struct {
	op    string
	value T
}

// closed returns the bounds that are set.
func closed[T any](gt, gte, lt, lte T, open func(T) bool) []bound[T] {
	all := []bound[T]{{"gt", gt}, {"gte", gte}, {"lt", lt}, {"lte", lte}}
	return slices.DeleteFunc(all, func(b bound[T]) bool { return open(b.value) })
}

// DateRange filters by day. A zero bound means no limit on that side. JSON is
// {"gte":"2024-01-01"}.
//
//wire:params
type DateRange struct {
	GT  Date `json:"gt,omitempty"`
	GTE Date `json:"gte,omitempty"`
	LT  Date `json:"lt,omitempty"`
	LTE Date `json:"lte,omitempty"`
}

// IsZero reports whether no bound is set.
func (r DateRange) IsZero() bool { return r == DateRange{} }

// EncodeValues adds the bounds to a query, as in due_date[gte]=2024-01-01.
func (r DateRange) EncodeValues(key string, values *url.Values) error {
	for _, b := range closed(r.GT, r.GTE, r.LT, r.LTE, Date.IsZero) {
		values.Set(key+"["+b.op+"]", b.value.String())
	}
	return nil
}

// AmountRange filters by amount. All bounds must have the same currency. A zero bound
// means no limit on that side. JSON is {"gte":{"value":"150.00","denom":"USD"}}.
//
//wire:params
type AmountRange struct {
	GT  Money `json:"gt,omitempty"`
	GTE Money `json:"gte,omitempty"`
	LT  Money `json:"lt,omitempty"`
	LTE Money `json:"lte,omitempty"`
}

// IsZero reports whether no bound is set.
func (r AmountRange) IsZero() bool { return len(r.bounds()) == 0 }

// Currency returns the currency of the bounds, or "" without a bound.
func (r AmountRange) Currency() string {
	for _, m := range []Money{r.GT, r.GTE, r.LT, r.LTE} {
		if m.IsSet() {
			return m.Currency()
		}
	}
	return ""
}

// EncodeValues adds the bounds to a query, as in amount[gte]=15000: minor units for ISO
// 4217 currencies, whole tokens for ssusd and usdc.
func (r AmountRange) EncodeValues(key string, values *url.Values) error {
	return r.encode(key, values, func(m Money) string { return numtext.AmountText(m.Text(), m.Currency()) })
}

func (r AmountRange) encode(key string, values *url.Values, text func(Money) string) error {
	for _, b := range r.bounds() {
		if err := b.value.Err(); err != nil {
			return err
		}
		values.Set(key+"["+b.op+"]", text(b.value))
	}
	return nil
}

func (r AmountRange) bounds() []bound[Money] {
	return closed(r.GT, r.GTE, r.LT, r.LTE, func(m Money) bool { return !m.IsSet() && m.IsZero() })
}

// TotalRange is an [AmountRange] for lists that filter by a decimal number of
// whole units.
//
//wire:params
type TotalRange AmountRange

// IsZero reports whether no bound is set.
func (r TotalRange) IsZero() bool { return AmountRange(r).IsZero() }

// EncodeValues adds the bounds to a query, as in total_amount[gte]=150.00.
func (r TotalRange) EncodeValues(key string, values *url.Values) error {
	return AmountRange(r).encode(key, values, Money.Text)
}

// MetadataFilter filters by metadata: every key must have its value.
type MetadataFilter map[string]string

// IsZero reports whether the filter has no keys.
func (f MetadataFilter) IsZero() bool { return len(f) == 0 }

// EncodeValues adds metadata[key]=value to a query for every key.
func (f MetadataFilter) EncodeValues(key string, values *url.Values) error {
	for name, value := range f {
		values.Set(key+"["+name+"]", value)
	}
	return nil
}

// DecodeWire reads the JSON of the API: an object of strings.
func (f *MetadataFilter) DecodeWire(d *wire.Decoder) {
	wire.ReadMap((*map[string]string)(f), d, wire.ReadString[string])
}

// AppendWire writes the JSON of the API: an object of strings.
func (f *MetadataFilter) AppendWire(e *wire.Encoder) {
	wire.WriteMap(*f, e, func(value *string, e *wire.Encoder) { e.Quote(*value) })
}
