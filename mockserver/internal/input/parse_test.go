package input_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

func nested(depth int) string {
	return strings.Repeat(`{"a":`, depth-1) + "{}" + strings.Repeat("}", depth-1)
}

func TestParseAccepts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, canonical string }{
		"empty object":             {`{}`, `{}`},
		"blanks around":            {" \t\r\n{ } \n", `{}`},
		"sorted members":           {`{"b":1,"a":[true,false,null]}`, `{"a":[true,false,null],"b":1}`},
		"numbers stay as they are": {`{"a":100.00,"b":-0,"c":1e2,"d":12345678901234567890.10}`, `{"a":100.00,"b":-0,"c":1e2,"d":12345678901234567890.10}`},
		"escapes":                  {`{"\u0061":"\u00e9\n\/\ud83d\ude00\u0000"}`, `{"a":"é\n/😀\u0000"}`},
		"depth 64":                 {nested(64), nested(64)},
		"many members":             {`{` + manyMembers(40) + `}`, `{` + manyMembers(40) + `}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			value, err := input.Parse([]byte(test.text))
			require.NoError(t, err)
			require.Equal(t, test.canonical, string(value.Canonical()))
		})
	}
}

// manyMembers are n members in the order of their names.
func manyMembers(n int) string {
	var members []string
	for i := range n {
		members = append(members, fmt.Sprintf(`"m%03d":1`, i))
	}
	return strings.Join(members, ",")
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, says string }{
		"nothing":               {``, "unexpected end of the body at byte 0"},
		"array":                 {`[]`, "must be an object, not an array"},
		"null":                  {`null`, "must be an object, not null"},
		"text":                  {`"a"`, "must be an object, not a string"},
		"byte order mark":       {"\ufeff{}", "byte order mark"},
		"invalid UTF-8":         {"{\"a\":\"\xff\"}", "not valid UTF-8 at byte 6"},
		"trailing bytes":        {`{} x`, "unexpected 'x' after the end of the object at byte 3"},
		"two objects":           {`{}{}`, "after the end"},
		"duplicate":             {`{"a":1,"a":2}`, `duplicate member "a" at byte 7`},
		"escaped duplicate":     {`{"a":1,"\u0061":2}`, `duplicate member "a"`},
		"duplicate among many":  {`{` + manyMembers(40) + `,"m007":1}`, `duplicate member "m007"`},
		"depth 65":              {nested(65), "nesting deeper than 64"},
		"deep arrays":           {`{"a":` + strings.Repeat("[", 100_000), "nesting deeper than 64"},
		"trailing comma":        {`{"a":1,}`, "expected a string, found '}'"},
		"comma in array":        {`{"a":[1,]}`, "unexpected ']'"},
		"missing colon":         {`{"a" 1}`, "expected ':'"},
		"missing value":         {`{"a":}`, "unexpected '}'"},
		"missing comma":         {`{"a":1 "b":2}`, "expected ',' or '}'"},
		"unclosed":              {`{"a":1`, "end of the body"},
		"unclosed string":       {`{"a`, "inside a string"},
		"control character":     {"{\"a\":\"\n\"}", "control character"},
		"bad escape":            {`{"a":"\x"}`, "invalid escape"},
		"short hex":             {`{"a":"\u12"}`, "four hex digits"},
		"lone surrogate":        {`{"a":"\ud83d"}`, "lone surrogate"},
		"low surrogate":         {`{"a":"\ude00"}`, "lone surrogate"},
		"two high ones":         {`{"a":"\ud83d\ud83d"}`, "lone surrogate"},
		"leading zero":          {`{"a":01}`, "expected ',' or '}'"},
		"plus":                  {`{"a":+1}`, "unexpected '+'"},
		"point without digits":  {`{"a":1.}`, "expected a digit"},
		"exponent without any":  {`{"a":1e}`, "expected a digit"},
		"NaN":                   {`{"a":NaN}`, "unexpected 'N'"},
		"misspelled literal":    {`{"a":tru}`, "unexpected 't'"},
		"single quotes":         {`{'a':1}`, "expected a string"},
		"comment":               {`{/**/}`, "expected a string"},
		"card number as a name": {`{"4242424242424242":1,"4242424242424242":1}`, `duplicate member "****"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := input.Parse([]byte(test.text))
			var fault *input.Fault
			require.True(t, errors.As(err, &fault))
			require.Equal(t, "request_invalid", fault.Code)
			require.Empty(t, fault.Param)
			require.Contains(t, fault.Message, test.says)
		})
	}
}

func TestValueEdits(t *testing.T) {
	t.Parallel()
	value, err := input.Parse([]byte(`{"a":1,"b":{"c":2}}`))
	require.NoError(t, err)
	require.Equal(t, `{"b":{"c":2}}`, string(value.Without("a").Canonical()))
	require.Equal(t, `{"a":1,"b":{"c":2}}`, string(value.Canonical()), "Without copies")
	value.SetString("a", "x")
	require.Equal(t, `{"a":"x","b":{"c":2}}`, string(value.Canonical()))
	require.Nil(t, value.Member("c"))
	require.Nil(t, value.Member("b").Member("c").Member("d"))
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a":[1,2.50,-0,1e9,"é\ud83d\ude00",null,true]}`, `{"a":{"b":{"c":[]}}}`, `{"a":1,"a":2}`,
		`{"a":"\ud83d"}`, "\ufeff{}", `[[[[`, `{"a":01}`, `{"\u0000":"\\"}`, nested(65),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := input.Parse(data)
		if err != nil {
			return
		}
		require.True(t, json.Valid(data), "what is accepted is JSON")
		begin, end := value.Span()
		require.True(t, json.Valid(data[begin:end]))
		canonical := value.Canonical()
		again, err := input.Parse(canonical)
		require.NoError(t, err)
		require.Equal(t, string(canonical), string(again.Canonical()))
	})
}
