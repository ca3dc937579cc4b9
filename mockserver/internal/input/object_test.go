package input_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

type color string

// Values returns the colors.
func (color) Values() []color { return []color{"red", "green", "paid"} }

// thing has a member of every type.
type thing struct {
	Name     string
	Note     *string
	Owner    string
	Color    color
	Shade    color
	Colors   []color
	On       *bool
	Count    int
	At       time.Time
	Price    api.Money
	Fee      api.Money
	Paid     *api.Money
	Share    api.Money
	Address  *api.Address
	Metadata map[string]string
	Patch    map[string]*string
	Inner    *part
	Parts    []part
	Secret   string
}

type part struct {
	ID    string
	Price api.Money
	Size  int
}

func readThing(o *input.Object) thing {
	return thing{
		Name:     o.String("name", input.Required, input.NotEmpty, input.MaxLen(5)),
		Note:     o.StringPtr("note"),
		Owner:    o.ID("owner"),
		Color:    input.Enum[color](o, "color"),
		Shade:    input.Enum[color](o, "shade", input.AnyCase),
		Colors:   input.Enums[color](o, "colors"),
		On:       o.Bool("on"),
		Count:    o.Int("count", input.Min(1), input.Max(10)),
		At:       o.Time("at"),
		Price:    o.Money("price"),
		Fee:      o.Money("fee", input.AllowZero),
		Paid:     input.Nested(o, "paid", readPaid),
		Share:    o.Decimal("share", "ssusd"),
		Address:  o.Address("address"),
		Metadata: o.Metadata("metadata"),
		Patch:    o.MetadataPatch("patch"),
		Inner:    input.Nested(o, "inner", readPart),
		Parts:    input.List(o, "parts", readPart, input.MaxLen(3)),
		Secret:   o.String("secret", input.Secret, input.Digits(3, 3)),
	}
}

func readPaid(o *input.Object) api.Money { return o.Amount("amount", "currency") }

func readPart(o *input.Object) part {
	return part{ID: o.ID("id", input.Required), Price: o.Money("price"), Size: o.Int("size", input.Min(0))}
}

func read(t *testing.T, body string) (thing, *input.Fault) {
	t.Helper()
	root, err := input.Parse([]byte(body))
	require.NoError(t, err)
	result, err := input.Read(root, readThing)
	if err == nil {
		return result, nil
	}
	var fault *input.Fault
	require.True(t, errors.As(err, &fault))
	return result, fault
}

func TestReadTakesEverything(t *testing.T) {
	t.Parallel()
	got, fault := read(t, `{"name":"çé","note":"","owner":"x","color":"red","shade":"GREEN","colors":["red","paid"],"on":false,"count":10,
		"at":"2024-01-15T10:30:00+02:00","price":{"value":"0.000001","denom":"USDC"},"fee":{"value":"0.00"},"paid":{"amount":15000,"currency":"USD"},
		"share":"135.00","address":{"city":"Paris","country":"FR","email":"a@b.c"},"metadata":{"a":"1","b":null},"patch":{"a":"1","b":null},
		"inner":{"id":"1"},"parts":[{"id":"1","size":0},{"id":"2","price":{"value":"3.50","denom":"JPY"}}],"secret":"123"}`)
	require.NotNil(t, fault)
	require.Equal(t, "parts[1].price.value", fault.Param, "yen have no decimals")

	got, fault = read(t, `{"name":"çé","note":"","shade":"GREEN","colors":[],"on":false,"count":10,"at":"2024-01-15T10:30:00+02:00",
		"price":{"value":"0.000001","denom":"USDC"},"fee":{"value":"0.00"},"paid":{"amount":15000,"currency":"USD"},"metadata":{"a":"1","b":null},
		"patch":{"a":"1","b":null},"inner":null,"parts":[{"id":"1","size":0}]}`)
	require.Nil(t, fault)
	require.Equal(t, "çé", got.Name)
	require.Equal(t, new(""), got.Note)
	require.Equal(t, color("green"), got.Shade)
	require.Equal(t, new(false), got.On)
	require.Equal(t, 10, got.Count)
	require.Equal(t, time.Date(2024, 1, 15, 8, 30, 0, 0, time.UTC), got.At)
	require.Equal(t, "0.000001 USDC", got.Price.String())
	require.Equal(t, "0.00 ssusd", got.Fee.String(), "the denom is ssusd where it is absent")
	require.Equal(t, "150.00 USD", got.Paid.String())
	require.Equal(t, map[string]string{"a": "1"}, got.Metadata, "a null key is dropped")
	require.Equal(t, map[string]*string{"a": new("1"), "b": nil}, got.Patch)
	require.Nil(t, got.Inner, "null is absent")
	require.Equal(t, []part{{ID: "1"}}, got.Parts)
}

func TestReadFaults(t *testing.T) {
	t.Parallel()
	const (
		unknown = "parameter_unknown"
		invalid = "parameter_invalid"
		missing = "parameter_missing"
	)
	for name, test := range map[string]struct{ body, code, param, message string }{
		"missing":                  {`{}`, missing, "name", "The 'name' parameter is required"},
		"null":                     {`{"name":null}`, missing, "name", "The 'name' parameter is required"},
		"unknown":                  {`{"name":"a","colour":1}`, unknown, "colour", "Unknown parameter 'colour'; did you mean 'color'?"},
		"unknown far from all":     {`{"name":"a","zzzzzz":1}`, unknown, "zzzzzz", "Unknown parameter 'zzzzzz'"},
		"unknown in a list":        {`{"name":"a","parts":[{"id":"1"},{"id":"2","sise":1}]}`, unknown, "parts[1].sise", "did you mean 'size'?"},
		"empty":                    {`{"name":""}`, invalid, "name", "The 'name' parameter must not be empty"},
		"too long":                 {`{"name":"ééééééé"}`, invalid, "name", "has 7 characters: at most 5 are allowed"},
		"number for text":          {`{"name":5}`, invalid, "name", "The 'name' parameter must be a string, not a number"},
		"near enum":                {`{"name":"a","color":"paidd"}`, invalid, "color", `must be one of red, green, paid (did you mean paid?), not "paidd"`},
		"enum in a list":           {`{"name":"a","colors":["red","blue"]}`, invalid, "colors[1]", `not "blue"`},
		"text for boolean":         {`{"name":"a","on":"true"}`, invalid, "on", "must be a boolean, not a string"},
		"fraction":                 {`{"name":"a","count":1.0}`, invalid, "count", "must be an integer, not 1.0"},
		"exponent":                 {`{"name":"a","count":1e1}`, invalid, "count", "must be an integer, not 1e1"},
		"out of range":             {`{"name":"a","count":11}`, invalid, "count", "must be from 1 to 10, not 11"},
		"beyond 64 bits":           {`{"name":"a","count":99999999999}`, invalid, "count", "must be from 1 to 10"},
		"bad time":                 {`{"name":"a","at":"2024-01-15 10:30"}`, invalid, "at", "must be an RFC 3339 time"},
		"comma in time":            {`{"name":"a","at":"2024-01-15T10:30:00,5Z"}`, invalid, "at", "must be an RFC 3339 time"},
		"money as number":          {`{"name":"a","price":{"value":1.5}}`, invalid, "price.value", `must be a string such as "150.00", not a number`},
		"money as text":            {`{"name":"a","price":"1.5"}`, invalid, "price", `must be an object such as {"value":"150.00","denom":"ssusd"}, not a string`},
		"money of another API":     {`{"name":"a","price":{"amount":150,"currency":"usd"}}`, unknown, "price.amount", `Unknown parameter 'price.amount'; send {"value":"150.00","denom":"ssusd"}`},
		"near member of money":     {`{"name":"a","price":{"values":"1"}}`, unknown, "price.values", "did you mean 'value'?"},
		"list for money":           {`{"name":"a","parts":[{"id":"1","price":[]}]}`, invalid, "parts[0].price", `must be an object such as {"value":"150.00","denom":"ssusd"}, not an array`},
		"decimal as number":        {`{"name":"a","share":135}`, invalid, "share", `must be a string such as "150.00", not a number`},
		"money without value":      {`{"name":"a","price":{"denom":"usd"}}`, missing, "price.value", "The 'price.value' parameter is required"},
		"zero money":               {`{"name":"a","price":{"value":"0"}}`, invalid, "price.value", `must be greater than 0, not "0"`},
		"negative fee":             {`{"name":"a","fee":{"value":"-0.01"}}`, invalid, "fee.value", `must be 0 or more, not "-0.01"`},
		"minus zero":               {`{"name":"a","fee":{"value":"-0"}}`, invalid, "fee.value", `must be 0 or more`},
		"too many decimals":        {`{"name":"a","price":{"value":"1.005","denom":"USD"}}`, invalid, "price.value", `must have no more than 2 decimals in "USD", not "1.005"`},
		"separators":               {`{"name":"a","price":{"value":"1,000.00"}}`, invalid, "price.value", `must be a decimal like 150.00`},
		"huge":                     {`{"name":"a","price":{"value":"1000000000000000"}}`, invalid, "price.value", `below 10^15`},
		"unknown currency":         {`{"name":"a","price":{"value":"1","denom":"usdd"}}`, invalid, "price.denom", `must be ssusd, usdc or an ISO 4217 code, not "usdd"`},
		"usd_value in a request":   {`{"name":"a","price":{"value":"1","usd_value":"1"}}`, unknown, "price.usd_value", `; send {"value":"150.00","denom":"ssusd"}`},
		"cents with a point":       {`{"name":"a","paid":{"amount":150.00,"currency":"USD"}}`, invalid, "paid.amount", "USD is counted in its minor unit"},
		"tokens with 7 decimals":   {`{"name":"a","paid":{"amount":0.0000001,"currency":"ssusd"}}`, invalid, "paid.amount", `no more than 6 decimals`},
		"amount as text":           {`{"name":"a","paid":{"amount":"150","currency":"USD"}}`, invalid, "paid.amount", "must be a number such as 15000 (150.00 USD) or 150.00 (ssusd), not a string"},
		"amount without currency":  {`{"name":"a","paid":{"amount":150}}`, missing, "paid.currency", "The 'paid.currency' parameter is required"},
		"currency without amount":  {`{"name":"a","paid":{"currency":"USD"}}`, missing, "paid.amount", "The 'paid.amount' parameter is required"},
		"negative amount":          {`{"name":"a","paid":{"amount":-1,"currency":"USD"}}`, invalid, "paid.amount", "must be greater than 0, not -1"},
		"amount with an exponent":  {`{"name":"a","paid":{"amount":1e2,"currency":"USD"}}`, invalid, "paid.amount", "without exponent"},
		"bad country":              {`{"name":"a","address":{"country":"us"}}`, invalid, "address.country", "ISO 3166-1"},
		"no country":               {`{"name":"a","address":{"country":"XX"}}`, invalid, "address.country", "ISO 3166-1"},
		"bad email":                {`{"name":"a","address":{"email":"a.b.c"}}`, invalid, "address.email", "an email address"},
		"metadata number":          {`{"name":"a","metadata":{"k":1}}`, invalid, "metadata.k", "must be a string, not a number"},
		"long metadata key":        {`{"name":"a","metadata":{"` + strings.Repeat("k", 41) + `":"1"}}`, invalid, "metadata." + strings.Repeat("k", 41), "40 characters"},
		"long metadata value":      {`{"name":"a","metadata":{"k":"` + strings.Repeat("é", 501) + `"}}`, invalid, "metadata.k", "500 characters"},
		"too many metadata keys":   {`{"name":"a","metadata":{` + manyMembers(51) + `}}`, invalid, "metadata", "has 51 keys: at most 50"},
		"list of texts":            {`{"name":"a","parts":["x"]}`, invalid, "parts[0]", "must be an object, not a string"},
		"list too long":            {`{"name":"a","parts":[{},{},{},{}]}`, invalid, "parts", "has 4 elements: at most 3"},
		"missing in a list":        {`{"name":"a","parts":[{"id":"1"},{}]}`, missing, "parts[1].id", "required"},
		"secret":                   {`{"name":"a","secret":"4242"}`, invalid, "secret", "The 'secret' parameter must be 3 digits"},
		"card number as a value":   {`{"name":"a","color":"4242 4242-42424242"}`, invalid, "color", `not "****"`},
		"card number as a name":    {`{"name":"a","4242424242424242":1}`, unknown, "****", "Unknown parameter '****'"},
		"unknown before all":       {`{"count":"x","zz":1}`, unknown, "zz", ""},
		"unknown deep before type": {`{"name":1,"parts":[{"x":1}]}`, unknown, "parts[0].x", ""},
		"first unknown":            {`{"zz":1,"inner":{"yy":1},"aa":1}`, unknown, "zz", ""},
		"type before missing":      {`{"parts":[{"id":5}]}`, invalid, "parts[0].id", ""},
		"first type":               {`{"count":"x","name":1}`, invalid, "count", ""},
		"long value is cut":        {`{"name":"a","color":"` + strings.Repeat("é", 100) + `"}`, invalid, "color", strings.Repeat("é", 32) + `…"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, fault := read(t, test.body)
			require.NotNil(t, fault)
			require.Equal(t, test.code, fault.Code, fault.Message)
			require.Equal(t, test.param, fault.Param)
			require.Contains(t, fault.Message, test.message)
			require.NotContains(t, fault.Message, "4242")
		})
	}
}

func TestConflictComesLast(t *testing.T) {
	t.Parallel()
	reader := func(o *input.Object) string {
		o.Conflict("b", "must not stand beside 'a'")
		return o.String("a", input.Required)
	}
	_, err := input.Read(input.NewObject(), reader)
	require.EqualError(t, err, "The 'a' parameter is required")
	root, err := input.Parse([]byte(`{"a":"x"}`))
	require.NoError(t, err)
	_, err = input.Read(root, reader)
	require.EqualError(t, err, "The 'b' parameter must not stand beside 'a'")
}

func TestPlainAmount(t *testing.T) {
	t.Parallel()
	root, err := input.Parse([]byte(`{"amount":150.5}`))
	require.NoError(t, err)
	plain, err := input.Read(root, func(o *input.Object) *input.Plain { return o.Number("amount") })
	require.NoError(t, err)
	money, err := plain.In("ssusd")
	require.NoError(t, err)
	require.Equal(t, "150.50 ssusd", money.String())
	_, err = plain.In("USD")
	require.ErrorContains(t, err, "The 'amount' parameter is 150.5, an amount of ssusd or usdc, but the payment is in USD")
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"name":"a","price":{"value":"1.00","denom":"usd"},"paid":{"amount":5,"currency":"JPY"}}`,
		`{"parts":[{"id":1},{}],"metadata":{"":null},"address":{"country":""}}`,
		`{"colors":[1,"red"],"at":"0000-00-00T00:00:00Z","count":-0,"on":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := input.Parse(data)
		if err != nil {
			return
		}
		got, err := input.Read(root, readThing)
		if err == nil {
			require.NotEmpty(t, got.Name)
			require.True(t, !got.Price.IsSet() || got.Price.Err() == nil)
			require.True(t, got.Paid == nil || got.Paid.Err() == nil)
			return
		}
		var fault *input.Fault
		require.True(t, errors.As(err, &fault))
		require.Contains(t, fault.Message, fault.Param)
	})
}
