package api

import (
	"net/url"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/numtext"
)

// AnyOf returns the value of a filter that selects the objects with one of the values:
// AnyOf(payments.StatusPending, payments.StatusProcessing) is "pending,processing".
// A filter with one value needs no AnyOf. Values that this version of the SDK does not
// know are sent as they are. A value must not be empty or hold a comma.
func AnyOf[T ~string](values ...T) T {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = string(value)
	}
	return T(strings.Join(texts, ","))
}

// TimeRange selects by time. Zero bounds are open; combine them as needed, or use
// [Since] and [Between]. The API's times have whole seconds, so a bound with a fraction
// is rounded to the second that selects the same objects: GTE and LT up, GT and LTE
// down.
type TimeRange struct {
	GT, GTE, LT, LTE time.Time
}

// Since selects what happened at t or later.
func Since(t time.Time) TimeRange { return TimeRange{GTE: t} }

// Before selects what happened earlier than t.
func Before(t time.Time) TimeRange { return TimeRange{LT: t} }

// Between selects what happened at from or later, and earlier than to.
func Between(from, to time.Time) TimeRange { return TimeRange{GTE: from, LT: to} }

// EncodeValues writes created[gte]=2024-01-01T00:00:00Z and the like.
func (r TimeRange) EncodeValues(key string, values *url.Values) error {
	for op, t := range map[string]time.Time{"gt": r.GT, "gte": roundUp(r.GTE), "lt": roundUp(r.LT), "lte": r.LTE} {
		if t.IsZero() {
			continue
		}
		values.Set(key+"["+op+"]", t.UTC().Format(time.RFC3339))
	}
	return nil
}

// roundUp is the first whole second that is not before t. Format rounds down.
func roundUp(t time.Time) time.Time {
	if t.IsZero() || t.Nanosecond() == 0 {
		return t
	}
	return t.Add(time.Second - time.Duration(t.Nanosecond()))
}

// DateRange selects by day. Zero bounds are open.
type DateRange struct {
	GT, GTE, LT, LTE Date
}

// EncodeValues writes due_date[gte]=2024-01-01 and the like.
func (r DateRange) EncodeValues(key string, values *url.Values) error {
	for op, d := range map[string]Date{"gt": r.GT, "gte": r.GTE, "lt": r.LT, "lte": r.LTE} {
		if !d.IsZero() {
			values.Set(key+"["+op+"]", d.String())
		}
	}
	return nil
}

// AmountRange selects by amount. Its bounds have one currency; the zero Money
// leaves a side open.
type AmountRange struct {
	GT, GTE, LT, LTE Money
}

// Currency is the currency of the bounds, empty when there is none.
func (r AmountRange) Currency() string {
	for _, m := range []Money{r.GT, r.GTE, r.LT, r.LTE} {
		if m.IsSet() {
			return m.Currency()
		}
	}
	return ""
}

// EncodeValues writes amount[gte]=15000 and the like: minor units for ISO 4217
// currencies, whole tokens for ssusd and usdc.
func (r AmountRange) EncodeValues(key string, values *url.Values) error {
	return r.encode(key, values, func(m Money) string { return numtext.AmountText(m.Text(), m.Currency()) })
}

func (r AmountRange) encode(key string, values *url.Values, text func(Money) string) error {
	for op, m := range map[string]Money{"gt": r.GT, "gte": r.GTE, "lt": r.LT, "lte": r.LTE} {
		if !m.IsSet() && m.IsZero() {
			continue
		}
		if err := m.Err(); err != nil {
			return err
		}
		values.Set(key+"["+op+"]", text(m))
	}
	return nil
}

// TotalRange is an [AmountRange] for lists that filter by a decimal number of
// whole units.
type TotalRange AmountRange

// EncodeValues writes total_amount[gte]=150.00 and the like.
func (r TotalRange) EncodeValues(key string, values *url.Values) error {
	return AmountRange(r).encode(key, values, Money.Text)
}

// MetadataFilter selects by metadata: every key must have its value.
type MetadataFilter map[string]string

// EncodeValues writes metadata[key]=value.
func (f MetadataFilter) EncodeValues(key string, values *url.Values) error {
	for name, value := range f {
		values.Set(key+"["+name+"]", value)
	}
	return nil
}
