// Package codectest checks generated codecs against encoding/json.
package codectest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire"
)

// Codec is a pointer to a T that has generated methods.
type Codec[T any] interface {
	*T
	wire.Reader
	wire.Writer
}

// RoundTrip reads a document and writes it again. Every document that can be read is
// valid JSON, can be written, and reads the same again. Unless a member was skipped,
// every member that encoding/json finds in the document has the same value in what is
// written: the same text, number or time, or null where it is empty. The names given
// are left out: the values of members that are computed from others. A name with {}
// behind it, as in "amount{}", is that of an amount: its members are kept except its
// display_amount, unless it has no number.
func RoundTrip[T any, P Codec[T]](t *testing.T, text []byte, computed ...string) {
	t.Helper()
	v := P(new(T))
	skipped, err := wire.Decode(text, v, wire.Options{})
	if err != nil {
		return
	}
	written, err := wire.Marshal(v)
	require.NoError(t, err)
	again := P(new(T))
	lost, err := wire.Decode(written, again, wire.Options{})
	require.NoError(t, err, "%s", written)
	require.Empty(t, lost)
	rewritten, err := wire.Marshal(again)
	require.NoError(t, err)
	require.Equal(t, string(written), string(rewritten))
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	require.True(t, json.Valid(text), "%q", text)
	if len(skipped) == 0 {
		c := comparison{computed: computed}
		require.Empty(t, c.differences("", tree(t, text), tree(t, written)), "%s\n%s", text, written)
	}
}

func tree(t *testing.T, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	return v
}

type comparison struct{ computed []string }

// differences lists the paths of values that are not the same.
func (c *comparison) differences(path string, want, got any) []string {
	if empty(want) && empty(got) {
		return nil
	}
	var found []string
	switch want := want.(type) {
	case map[string]any:
		members, ok := got.(map[string]any)
		if !ok {
			return []string{path}
		}
		for name, value := range want {
			switch at := path + "." + name; {
			case slices.Contains(c.computed, name):
			case slices.Contains(c.computed, name+"{}"):
				found = append(found, c.amounts(at, value, members[name])...)
			default:
				found = append(found, c.differences(at, value, members[name])...)
			}
		}
		return found
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return []string{path}
		}
		for i := range want {
			found = append(found, c.differences(fmt.Sprintf("%s[%d]", path, i), want[i], list[i])...)
		}
		return found
	}
	if !same(fmt.Sprint(want), fmt.Sprint(got)) {
		return []string{path}
	}
	return nil
}

// amounts is differences for an amount.
func (c *comparison) amounts(path string, want, got any) []string {
	amount, ok := want.(map[string]any)
	if !ok {
		return c.differences(path, want, got)
	}
	if empty(amount["value"]) && empty(amount["amount"]) {
		return nil
	}
	delete(amount, "display_amount")
	return c.differences(path, amount, got)
}

// empty reports whether null stands for the value.
func empty(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, value := range v {
			if !empty(value) {
				return false
			}
		}
		return true
	case []any:
		return len(v) == 0
	case nil:
		return true
	}
	text := fmt.Sprint(v)
	n, ok := number(text)
	at, isTime := moment(text)
	return text == "" || text == "false" || ok && n.IsZero() || isTime && at == time.Time{}.Unix()
}

// same compares texts, numbers and times.
func same(a, b string) bool {
	if a == b {
		return true
	}
	m, okA := number(a)
	n, okB := number(b)
	if okA && okB && m.Equal(n) {
		return true
	}
	s, okA := moment(a)
	t, okB := moment(b)
	return okA && okB && s == t
}

func number(text string) (decimal.Decimal, bool) {
	if len(text) > 80 || strings.ContainsAny(text, "eE") && len(text) > 30 {
		return decimal.Decimal{}, false
	}
	n, err := decimal.NewFromString(text)
	return n, err == nil && n.Exponent() < 100 && n.Exponent() > -100
}

// moment is a time in Unix seconds; a day is its first second.
func moment(text string) (int64, bool) {
	if len(text) > 10 && (text[10] == ' ' || text[10] == 't') {
		text = text[:10] + "T" + text[11:]
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Unix(), true
		}
	}
	n, ok := number(text)
	return n.Floor().IntPart(), ok
}
