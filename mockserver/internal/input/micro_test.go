package input

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

func TestMicro(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ body, want, code, param string }{
		{`{"amount":{"denom":"ssusd","amount":"1000000"}}`, "1.00 ssusd", "", ""},
		{`{"amount":{"denom":"USDC","amount":"0001"}}`, "0.000001 USDC", "", ""},
		{`{"amount":{"amount":"999999999999999999999"}}`, "999999999999999.999999 ssusd", "", ""},
		{`{"amount":{"amount":"1000000000000000000000"}}`, "", CodeInvalid, "amount.amount"},
		{`{"amount":{"amount":"0"}}`, "", CodeInvalid, "amount.amount"},
		{`{"amount":{"amount":"-1"}}`, "", CodeInvalid, "amount.amount"},
		{`{"amount":{"amount":"1.0"}}`, "", CodeInvalid, "amount.amount"},
		{`{"amount":{"amount":""}}`, "", CodeInvalid, "amount.amount"},
		{`{"amount":{"amount":1000000}}`, "", CodeInvalid, "amount.amount"},
		{`{"amount":{"denom":"USD","amount":"1"}}`, "", CodeInvalid, "amount.denom"},
		{`{"amount":{"denom":"ssusd"}}`, "", CodeMissing, "amount.amount"},
		{`{"amount":{"amount":"1","value":"1"}}`, "", CodeUnknown, "amount.value"},
		{`{"amount":"1000000"}`, "", CodeInvalid, "amount"},
		{`{}`, "", CodeMissing, "amount"},
	} {
		root, err := Parse([]byte(test.body))
		require.NoError(t, err)
		got, err := Read(root, func(o *Object) api.Money { return o.Micro("amount", Required) })
		if test.code == "" {
			require.NoError(t, err, test.body)
			require.Equal(t, test.want, got.String(), test.body)
			continue
		}
		var fault *Fault
		require.ErrorAs(t, err, &fault, test.body)
		require.Equal(t, test.code, fault.Code, test.body)
		require.Equal(t, test.param, fault.Param, test.body)
	}
}

func TestMicroFaultsShowTheForm(t *testing.T) {
	t.Parallel()
	const form = `{"denom":"ssusd","amount":"1000000"}`
	for body, want := range map[string]string{
		`{"amount":"1000000"}`:             "The 'amount' parameter must be an object such as " + form + ", not a string",
		`{"amount":{"amount":1000000}}`:    `The 'amount.amount' parameter must be a string such as "1000000" (1.00), not a number`,
		`{"amount":{"value":"1.00"}}`:      "Unknown parameter 'amount.value'; send " + form,
		`{"amount":{"amount":"1.00"}}`:     `The 'amount.amount' parameter must be an integer of millionths such as "1000000" for 1.00, below 10^21, not "1.00"`,
		`{"amount":{"denom":"ssusd"}}`:     "The 'amount.amount' parameter is required",
		`{"amount":{"denom":5,"value":1}}`: "Unknown parameter 'amount.value'; send " + form,
	} {
		root, err := Parse([]byte(body))
		require.NoError(t, err)
		_, err = Read(root, func(o *Object) api.Money { return o.Micro("amount", Required) })
		require.EqualError(t, err, want)
	}
}

func FuzzMicros(f *testing.F) {
	for _, text := range []string{"1", "0", "-1", "1.5", "1e6", "", "999999999999999999999", "000000000000000000000000000001", "٣"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, why := micros(text, false)
		if why != "" {
			return
		}
		m := api.FromDecimal(value, numtext.DenomSSUSD)
		require.NoError(t, m.Err())
		require.True(t, value.IsPositive())
		amount, ok := numtext.MovePoint(m.Text(), numtext.TokenDecimals)
		require.True(t, ok)
		again, why := micros(amount, false)
		require.Empty(t, why)
		require.True(t, value.Equal(again))
	})
}

type letter string

func (letter) Values() []letter { return []letter{"a", "b"} }

func TestQueryValues(t *testing.T) {
	t.Parallel()
	q := ParseQuery("n=7&at=2024-01-15T10:30:00%2B01:00&unix=5&day=2024-01-15&from=2024-01-15&to=2024-01-15&exact=2024-01-15T10:30:00Z&kind=b&text=abc&micro=1500000")
	require.EqualValues(t, 7, *q.Count("n", 0, 10))
	require.Equal(t, time.Date(2024, 1, 15, 9, 30, 0, 0, time.UTC), q.Moment("at"))
	require.Equal(t, time.Unix(5, 0).UTC(), q.Moment("unix"))
	require.Equal(t, api.NewDate(2024, time.January, 15), q.Day("day"))
	require.Equal(t, time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC), q.Bound("from", false))
	require.Equal(t, time.Date(2024, 1, 15, 23, 59, 59, 0, time.UTC), q.Bound("to", true))
	require.Equal(t, time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC), q.Bound("exact", true))
	require.Equal(t, letter("b"), Choice[letter](q, "kind"))
	require.Equal(t, "abc", q.Text("text", NotEmpty))
	require.Equal(t, "1.5", q.Micros("micro").String())
	require.Nil(t, q.Count("none", 0, 1))
	require.Nil(t, q.Micros("none"))
	require.Zero(t, q.Moment("none"))
	require.Zero(t, q.Day("none"))
	require.Zero(t, q.Bound("none", true))
	require.Empty(t, q.Text("none", NotEmpty))
	require.Empty(t, Choice[letter](q, "none"))
	require.NoError(t, q.Err())
}

func TestBadQueryValues(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", "x", "-1", "11", "1.5", "+5", "2024-13-01", "99999999999999999999"} {
		for name, take := range map[string]func(*Query){
			"count":  func(q *Query) { q.Count("v", 0, 10) },
			"moment": func(q *Query) { q.Moment("v") },
			"day":    func(q *Query) { q.Day("v") },
			"bound":  func(q *Query) { q.Bound("v", true) },
			"choice": func(q *Query) { Choice[letter](q, "v") },
			"text":   func(q *Query) { q.Text("v", Values{"a"}) },
			"micros": func(q *Query) { q.Micros("v") },
		} {
			if value == "11" && name == "moment" || name == "micros" && (value == "11" || len(value) == 20) {
				continue // these are valid
			}
			q := ParseQuery("v=" + value)
			take(q)
			var fault *Fault
			require.ErrorAs(t, q.Err(), &fault, "%s of %q", name, value)
			require.Equal(t, "v", fault.Param)
			require.Equal(t, CodeInvalid, fault.Code)
		}
	}
	q := ParseQuery("v=1&v=2")
	q.Count("v", 0, 10)
	require.ErrorContains(t, q.Err(), "more than once")
}
