package snapshot

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sample has a field of every kind that the state has.
type sample struct {
	Bool    bool
	Int     int64
	Uint    uint64
	Float   float64
	Text    string
	Named   webhook.Type
	Pointer *sample
	Empty   *bool
	List    []string
	Lists   [][]int
	Objects []*sample
	Map     map[string][]string
	Bytes   json.RawMessage
	Inner   struct{ A, B int }
	Time    time.Time
	Number  decimal.Decimal
	Rate    api.Decimal
	Amount  api.Money
	Day     api.Date
}

func TestDocumentsAreExact(t *testing.T) {
	t.Parallel()
	no := false
	for name, v := range map[string]sample{
		"zero":             {},
		"numbers":          {Bool: true, Int: math.MinInt64 + 1, Uint: math.MaxUint64, Float: 0.1},
		"texts":            {Text: "a\"\\ü\u2028<", Named: "order.paid", Bytes: json.RawMessage(`{"a": [1]}`)},
		"not UTF-8":        {Text: "a\xff", Bytes: json.RawMessage("\xfe")},
		"the binary mark":  {Text: "\x00YQ==", List: []string{"\x00"}},
		"pointers":         {Pointer: &sample{Int: 1}, Empty: &no},
		"to zero":          {Pointer: &sample{}},
		"empty, not nil":   {List: []string{}, Map: map[string][]string{}, Bytes: json.RawMessage{}},
		"nil inside":       {Lists: [][]int{nil, {}, {1, 2}}, Objects: []*sample{nil, {}}, Map: map[string][]string{"a": nil, "b": {}}},
		"inner":            {Inner: struct{ A, B int }{0, 2}},
		"time":             {Time: time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)},
		"last year":        {Time: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), Day: api.NewDate(9999, 12, 31)},
		"decimals":         {Number: decimal.RequireFromString("1.500"), Rate: api.Dec("0.0250")},
		"negative":         {Number: decimal.RequireFromString("-12e3")},
		"amount":           {Amount: api.SSUSD("1.5")},
		"micro amount":     {Amount: api.SSUSD("-0.000001")},
		"other currency":   {Amount: api.FromDecimal(decimal.RequireFromString("3.10"), "XXX")},
		"without decimals": {Amount: api.FromDecimal(decimal.RequireFromString("5000"), "JPY")},
	} {
		document, err := Encode(&v)
		require.NoError(t, err, name)
		var read sample
		require.NoError(t, Decode(document, &read), name)
		require.Equal(t, v, read, name)
		again, err := Encode(&read)
		require.NoError(t, err, name)
		require.Equal(t, string(document), string(again), name)
	}
}

func TestDocumentsKeepSecrets(t *testing.T) {
	t.Parallel()
	type holder struct{ Secret webhook.Secret }
	document, err := Encode(&holder{webhook.NewSecret("whsec_of_a_test_1234567890")})
	require.NoError(t, err)
	var read holder
	require.NoError(t, Decode(document, &read))
	require.Equal(t, "whsec_of_a_test_1234567890", read.Secret.Reveal())
}

func TestRecordsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	_, err := Encode(&sample{Amount: api.SSUSD("many")})
	require.Error(t, err)
	_, err = Encode(&struct{ Rate api.Decimal }{api.Dec("many")})
	require.Error(t, err)
	require.PanicsWithValue(t, "snapshot: snapshot.document has the unexported field format", func() { _, _ = Encode(&document{}) })
}

// A document that was cut off or changed is refused at every byte.
func TestDamagedDocuments(t *testing.T) {
	t.Parallel()
	document, err := Encode(&sample{Text: "text", Int: 5, List: []string{"a", "b"}, Number: decimal.RequireFromString("1.50")})
	require.NoError(t, err)
	for i := range document {
		require.Error(t, Decode(document[:i], &sample{}), "cut at %d", i)
		flipped := bytes.Clone(document)
		flipped[i] ^= 1
		require.Error(t, Decode(flipped, &sample{}), "flipped at %d", i)
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	good, err := Encode(&sample{Int: 5})
	require.NoError(t, err)
	seal := func(state string) string {
		return `{"format":"stateset-mock-state","version":1,"sha256":"` + checksum([]byte(state)) + `","state":` + state + `}`
	}
	for name, c := range map[string]struct{ document, want string }{
		"empty":          {"", "is not in the format of stateset-mock"},
		"other JSON":     {`{"a":1}`, "is not in the format of stateset-mock"},
		"later version":  {strings.Replace(string(good), `"version":1`, `"version":2`, 1), "has the format version 2, and this stateset-mock reads version 1: use the stateset-mock that wrote it"},
		"cut off":        {string(good[:len(good)-2]), "is damaged: "},
		"edited":         {strings.Replace(string(good), `5`, `6`, 1), "is damaged or was edited: its checksum is not "},
		"unknown member": {seal(`{"Int":5,"Other":1}`), "is not the state of this stateset-mock: Other: unknown member"},
		"wrong type":     {seal(`{"Int":"a"}`), "is not the state of this stateset-mock: Int: "},
		"bad number":     {seal(`{"Number":"5"}`), "is not the state of this stateset-mock: Number: cannot be read"},
		"negative":       {seal(`{"Uint":-5}`), "is not the state of this stateset-mock: Uint: is out of range"},
		"member twice":   {seal(`{"Int":5,"Int":5}`), "is not the state of this stateset-mock: Int: "},
	} {
		require.ErrorContains(t, Decode([]byte(c.document), &sample{}), c.want, name)
	}
}
