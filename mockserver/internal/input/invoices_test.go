package input_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// bill has the member types of invoices.
type bill struct {
	Quantity, Rate api.Decimal
	Due            api.Date
	To             []string
}

func readBill(o *input.Object) bill {
	return bill{
		Quantity: o.Ratio("quantity", input.Required),
		Rate:     o.Ratio("rate", input.AllowZero, input.Max(1)),
		Due:      o.Date("due"),
		To:       o.Emails("to", input.MaxLen(2)),
	}
}

func TestNumbersDatesAndEmails(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bill{
		`{"quantity":"1.50","rate":"0"}`:           {Quantity: api.Dec("1.50"), Rate: api.Dec("0")},
		`{"quantity":2,"rate":1}`:                  {Quantity: api.Dec("2"), Rate: api.Dec("1")},
		`{"quantity":0.001,"rate":0.0825}`:         {Quantity: api.Dec("0.001"), Rate: api.Dec("0.0825")},
		`{"quantity":"1","due":"2024-02-29"}`:      {Quantity: api.Dec("1"), Due: api.NewDate(2024, 2, 29)},
		`{"quantity":"1","due":null,"to":null}`:    {Quantity: api.Dec("1")},
		`{"quantity":"1","to":["a@b.c","d@e.f"]}`:  {Quantity: api.Dec("1"), To: []string{"a@b.c", "d@e.f"}},
		`{"quantity":"999999999999999","to":[]}`:   {Quantity: api.Dec("999999999999999"), To: []string{}},
		`{"quantity":"0.000000000000000001"}`:      {Quantity: api.Dec("0.000000000000000001")},
		`{"quantity":"1","due":"9999-12-31"}`:      {Quantity: api.Dec("1"), Due: api.NewDate(9999, 12, 31)},
		`{"quantity":"1","due":"0001-01-01"}`:      {Quantity: api.Dec("1"), Due: api.NewDate(1, 1, 1)},
		`{"quantity":"007","rate":"0.10","to":[]}`: {Quantity: api.Dec("007"), Rate: api.Dec("0.10"), To: []string{}},
	} {
		root, err := input.Parse([]byte(body))
		require.NoError(t, err, body)
		got, err := input.Read(root, readBill)
		require.NoError(t, err, body)
		require.Equal(t, want, got, body)
	}
}

func TestBadNumbersDatesAndEmails(t *testing.T) {
	t.Parallel()
	const decimal = "must be a decimal like 150.00, below 10^15, without exponent, sign + or separators"
	for body, test := range map[string]struct{ param, message string }{
		`{"quantity":0}`:                              {"quantity", "must be greater than 0, not 0"},
		`{"quantity":"-1"}`:                           {"quantity", `must be greater than 0, not "-1"`},
		`{"quantity":1e2}`:                            {"quantity", decimal + ", not 1e2"},
		`{"quantity":"1,5"}`:                          {"quantity", decimal + `, not "1,5"`},
		`{"quantity":""}`:                             {"quantity", decimal + `, not ""`},
		`{"quantity":1000000000000000}`:               {"quantity", decimal + ", not ****"},
		`{"quantity":true}`:                           {"quantity", "must be a decimal string or a number, not a boolean"},
		`{"quantity":{}}`:                             {"quantity", "must be a decimal string or a number, not an object"},
		`{"quantity":1,"rate":8}`:                     {"rate", "must be at most 1, not 8"},
		`{"quantity":1,"rate":"1.000001"}`:            {"rate", `must be at most 1, not "1.000001"`},
		`{"quantity":1,"rate":"-0"}`:                  {"rate", `must be 0 or more, not "-0"`},
		`{"quantity":1,"due":"2024-02-30"}`:           {"due", `must be a date such as 2024-01-15, not "2024-02-30"`},
		`{"quantity":1,"due":"2024-1-5"}`:             {"due", `must be a date such as 2024-01-15, not "2024-1-5"`},
		`{"quantity":1,"due":"0000-01-01"}`:           {"due", `must be a date such as 2024-01-15, not "0000-01-01"`},
		`{"quantity":1,"due":"2024-01-15T00:00:00Z"}`: {"due", `must be a date such as 2024-01-15, not "2024-01-15T00:00:00Z"`},
		`{"quantity":1,"due":""}`:                     {"due", `must be a date such as 2024-01-15, not ""`},
		`{"quantity":1,"due":20240115}`:               {"due", `must be a string such as "2024-01-15", not a number`},
		`{"quantity":1,"to":"a@b.c"}`:                 {"to", "must be an array, not a string"},
		`{"quantity":1,"to":["a@b.c","nobody"]}`:      {"to[1]", `must be an email address, not "nobody"`},
		`{"quantity":1,"to":["a@b.c",1]}`:             {"to[1]", "must be a string, not a number"},
		`{"quantity":1,"to":[null]}`:                  {"to[0]", "must be a string, not null"},
		`{"quantity":1,"to":["","",""]}`:              {"to", "has 3 elements: at most 2 are allowed"},
		`{"rate":0}`:                                  {"quantity", ""},
	} {
		root, err := input.Parse([]byte(body))
		require.NoError(t, err, body)
		_, err = input.Read(root, readBill)
		var fault *input.Fault
		require.ErrorAs(t, err, &fault, body)
		require.Equal(t, test.param, fault.Param, body)
		if test.message != "" {
			require.Equal(t, "The '"+test.param+"' parameter "+test.message, fault.Message, body)
		}
	}
}

func TestBoolFilter(t *testing.T) {
	t.Parallel()
	read := func(query string) (*bool, error) {
		q := input.ParseQuery(query)
		return q.Bool("overdue"), q.Err()
	}
	for query, want := range map[string]*bool{"": nil, "overdue=true": new(true), "overdue=false": new(false)} {
		got, err := read(query)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for query, code := range map[string]string{"overdue=1": "parameter_invalid", "overdue=": "parameter_invalid",
		"overdue=true&overdue=true": "parameter_invalid", "overdue[gt]=true": "parameter_unknown"} {
		_, err := read(query)
		var fault *input.Fault
		require.ErrorAs(t, err, &fault, query)
		require.Equal(t, code, fault.Code, query)
	}
}
