package wire_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/internal/wire/sample"
)

func decode(text string) (*sample.Parcel, []wire.Skipped, error) {
	p := new(sample.Parcel)
	skipped, err := wire.Decode([]byte(text), p, wire.Options{})
	return p, skipped, err
}

const full = `{"id":"p_1","size":"small","label":"x","sealed":true,"pieces":3,"height":9000000000,"floor":2,"gas":"21000","weight":7,` +
	`"to":{"city":"Köln","country":"DE"},"from":{"city":"a\u00e9\n\"\ud83d\ude00","country":"FR"},"stops":[{"city":"s","country":null},null],"places":[{"city":"t","country":"IT"}],` +
	`"tags":["a",""],"sizes":["large","huge"],"grid":[[1,2],[],[3]],"metadata":{"b":"2","a":"","ü":"3"},"weights":{"x":1},"patch":{"k":null,"l":"v"},` +
	`"seen":false,"count":0,"allowed":null,"raw":{"a":[1,2.50]},"kind":"k","created_at":"2026-01-15T10:00:00Z","created":1768471200,"updated_at":null}`

func TestFullObject(t *testing.T) {
	t.Parallel()
	p, skipped, err := decode(full)
	require.NoError(t, err)
	require.Empty(t, skipped)
	require.Equal(t, "a\u00e9\n\"\U0001F600", p.From.City)
	require.Equal(t, []sample.Size{sample.Large, "huge"}, p.Sizes)
	require.Equal(t, time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC), p.CreatedAt)
	require.Nil(t, p.Stops[1])
	written, err := json.Marshal(p)
	require.NoError(t, err)
	require.JSONEq(t, full, string(written))
}

func TestUnknownMembersSurvive(t *testing.T) {
	t.Parallel()
	p, skipped, err := decode("{\"ID\":\"x\", \"id\":\"p\",\n\"risk\" : {\"a\":[1e400, {\"b\":\"\\u00e9\"}]},\"to\":{\"zip\":1},\"bad\":\"\xff\"}")
	require.NoError(t, err)
	require.Equal(t, []wire.Skipped{{Path: "bad", Kind: "invalid UTF-8"}}, skipped)
	require.Equal(t, "p", p.ID)
	written, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(written), `"ID":"x","risk":{"a":[1e400,{"b":"\u00e9"}]}`)
	require.Contains(t, string(written), `"zip":1`)
}

// count is an object with a count.
type count struct {
	essential bool
	n         int
}

func (c *count) DecodeWire(d *wire.Decoder) {
	for o := d.Object(); d.Next(&o); {
		d.Side(&o, 0)
		if c.essential {
			d.Must(&o, 1)
		}
		wire.ReadInt(&c.n, d)
	}
}

// An invalid count is a fault if it is essential. Otherwise it is skipped.
func TestInvalidCounts(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		`-1`:                      "unexpected negative number",
		`"-1"`:                    "unexpected negative number",
		`-1.0`:                    "unexpected negative number",
		`1.5`:                     "must be an integer",
		`1e3`:                     "must be an integer",
		`9223372036854775808`:     "must be an integer",
		strings.Repeat("1", 65):   "number of 65 characters",
		`0.` + zeros(63):          "number of 65 characters",
		`"` + zeros(64) + `.0"`:   "number of 66 characters",
		`-` + zeros(1) + `.5e-10`: "unexpected negative number",
	} {
		text := []byte(`{"n":` + value + `}`)
		_, err := wire.Decode(text, &count{essential: true}, wire.Options{})
		require.EqualError(t, err, "n: "+want, value)
		side := &count{n: 7}
		skipped, err := wire.Decode(text, side, wire.Options{})
		require.NoError(t, err, value)
		kind := "number"
		if value[0] == '"' {
			kind = "string"
		}
		require.Equal(t, []wire.Skipped{{Path: "n", Kind: kind}}, skipped, value)
		require.Equal(t, 7, side.n, "unchanged")
	}
	for value, want := range map[string]int{`-0`: 0, `0`: 0, `"12"`: 12, `12.000`: 12, `0.` + zeros(62): 0} {
		read := new(count)
		skipped, err := wire.Decode([]byte(`{"n":`+value+`}`), read, wire.Options{})
		require.NoError(t, err, value)
		require.Empty(t, skipped, value)
		require.Equal(t, want, read.n, value)
	}
}

func zeros(n int) string { return strings.Repeat("0", n) }

func TestFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"id":5}`:                                   "id: unexpected number",
		`{"size":{}}`:                                "size: unexpected object",
		`{"sealed":[]}`:                              "sealed: unexpected array",
		`{"id":"a","id":"b"}`:                        "id: appears twice",
		`{"to":{"city":"a","\u0063ity":"b"}}`:        "to.city: appears twice",
		`{"metadata":{"a":"1","a":"1"}}`:             "metadata.a: appears twice",
		`{"places":[{},{"city":"a","city":"b"}]}`:    "places[1].city: appears twice",
		"{\"label\":\"\xff\"}":                       "label: invalid UTF-8",
		"{\"metadata\":{\"\xff\":\"\"}}":             `metadata.\xff: invalid UTF-8 in a name`,
		`{"raw":` + strings.Repeat("[", 128) + `}`:   "raw" + strings.Repeat("[0]", 15) + "…: nested deeper than 128 levels",
		`{"new":` + strings.Repeat("[", 200000) + ``: "",
		``:                          "unexpected end of JSON",
		`null`:                      "unexpected null",
		`[]`:                        "unexpected array",
		`{`:                         "unexpected end of JSON",
		`{"id":"x"`:                 "id: unexpected end of JSON",
		`{"id":"x",}`:               "invalid JSON: unexpected character '}'",
		`{,}`:                       "invalid JSON: unexpected character ','",
		`{"id" "x"}`:                "id: invalid JSON: unexpected character '\"'",
		`{"id":}`:                   "id: invalid JSON: unexpected character '}'",
		`{id:1}`:                    "invalid JSON: unexpected character 'i'",
		`{}x`:                       "invalid JSON: unexpected character 'x'",
		"{}\x00":                    `invalid JSON: unexpected character '\x00'`,
		`{"tags":["a" "b"]}`:        "tags[0]: invalid JSON: unexpected character '\"'",
		`{"tags":["a",]}`:           "tags[1]: invalid JSON: unexpected character ']'",
		`{"new":[1,}`:               "new[1]: invalid JSON: unexpected character '}'",
		`{"pieces":01}`:             "pieces: invalid JSON: unexpected character '1'",
		`{"pieces":-}`:              "pieces: invalid JSON: unexpected character '}'",
		`{"pieces":1.}`:             "pieces: invalid JSON: unexpected character '}'",
		`{"new":1e}`:                "new: invalid JSON: unexpected character '}'",
		`{"new":nul}`:               "new: invalid JSON: unexpected character 'n'",
		`{"label":"a` + "\n" + `"}`: `label: invalid JSON: unexpected character '\n'`,
		`{"label":"\x"}`:            "label: invalid JSON: unexpected character 'x'",
		`{"label":"\u12g4"}`:        "label: invalid JSON: unexpected character 'u'",
		`{"label":"\`:               "label: unexpected end of JSON",
		`{"label":"abc`:             "label: unexpected end of JSON",
	} {
		_, _, err := decode(text)
		if want == "" {
			require.ErrorContains(t, err, "nested deeper")
			continue
		}
		require.EqualError(t, err, want, "%.60q", text)
	}
}

func TestSkippedMembers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]wire.Skipped{
		`{"label":5}`:                                {{Path: "label", Kind: "number"}},
		`{"metadata":[1,{"x":[2]}]}`:                 {{Path: "metadata", Kind: "array"}},
		`{"metadata":{"a":5,"b":"c"}}`:               {{Path: "metadata.a", Kind: "number"}},
		`{"to":"Main St","from":true}`:               {{Path: "to", Kind: "string"}, {Path: "from", Kind: "bool"}},
		`{"stops":[{"city":[]},5,{}]}`:               {{Path: "stops[0].city", Kind: "array"}, {Path: "stops[1]", Kind: "number"}},
		`{"tags":{"a":1}}`:                           {{Path: "tags", Kind: "object"}},
		`{"pieces":"x","height":-5,"weight":1.5}`:    {{Path: "pieces", Kind: "string"}, {Path: "height", Kind: "number"}, {Path: "weight", Kind: "number"}},
		`{"pieces":` + strings.Repeat("1", 65) + `}`: {{Path: "pieces", Kind: "number"}},
		`{"updated_at":"yesterday","seen":"no"}`:     {{Path: "updated_at", Kind: "string"}, {Path: "seen", Kind: "string"}},
		`{"grid":[[1,"a",2],{}]}`:                    {{Path: "grid[0][1]", Kind: "string"}, {Path: "grid[1]", Kind: "object"}},
	} {
		p, skipped, err := decode(text)
		require.NoError(t, err, text)
		require.Equal(t, want, skipped, text)
		for _, stop := range p.Stops {
			require.NotNil(t, stop, "an element that is skipped is left out")
		}
		require.Nil(t, p.To)
	}
	p, _, _ := decode(`{"metadata":{"a":5,"b":"c"},"grid":[[1,"a",2],{}],"id":"x"}`)
	require.Equal(t, map[string]string{"b": "c"}, p.Metadata)
	require.Equal(t, [][]int{{1, 2}}, p.Grid)
	require.Equal(t, "x", p.ID)
}

func TestSkippedMembersAreBounded(t *testing.T) {
	t.Parallel()
	_, skipped, err := decode(`{"tags":[` + strings.Repeat("1,", 1000) + `1]}`)
	require.NoError(t, err)
	require.Len(t, skipped, 16)
}

// TestCertainMeaning lists values in another form whose meaning is certain.
func TestCertainMeaning(t *testing.T) {
	t.Parallel()
	p, skipped, err := decode("\ufeff" + ` {"pieces":"12","height":3.00,"gas":21000,"sealed":"true","weight":-0,"created":"1768471200","updated_at":"2026-01-15 12:00:00+02:00"} `)
	require.NoError(t, err)
	require.Empty(t, skipped)
	require.Equal(t, []any{12, int64(3), "21000", true, sample.Grams(0)}, []any{p.Pieces, p.Height, p.Gas, p.Sealed, p.Weight})
	require.Equal(t, int64(1768471200), p.CreatedAt.Unix())
	require.True(t, p.UpdatedAt.Equal(p.CreatedAt.Add(-0)), p.UpdatedAt)
	for text, want := range map[string]time.Time{
		`0`: {}, `""`: {}, `null`: {}, `"0"`: {},
		`1768471200.25`:          time.Unix(1768471200, 25e7).UTC(),
		`-1.5`:                   time.Unix(-2, 5e8).UTC(),
		`"2026-01-15t10:00:00Z"`: time.Unix(1768471200, 0).UTC(),
	} {
		p, skipped, err := decode(`{"updated_at":` + text + `}`)
		require.NoError(t, err)
		require.Empty(t, skipped, text)
		require.Equal(t, want, p.UpdatedAt, text)
	}
	for _, text := range []string{`1e9`, `99999999999999`, `"1.5.5"`, `"2026-13-01T00:00:00Z"`, `"2026-01-15T10:00:00"`} {
		_, skipped, err := decode(`{"updated_at":` + text + `}`)
		require.NoError(t, err)
		require.Len(t, skipped, 1, text)
	}
}

// TestIntegers also passes on machines of 32 bits.
func TestIntegers(t *testing.T) {
	t.Parallel()
	p, skipped, err := decode(`{"pieces":2147483647,"height":9223372036854775807}`)
	require.NoError(t, err)
	require.Empty(t, skipped)
	require.Equal(t, []any{2147483647, int64(9223372036854775807)}, []any{p.Pieces, p.Height})
	_, skipped, err = decode(`{"pieces":9223372036854775808,"height":9223372036854775808}`)
	require.NoError(t, err)
	require.Len(t, skipped, 2)
}

func TestParamsAreStrict(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"colour":1}`:              "stateset: colour: unknown member",
		`{"to":{"city":"a","x":1}}`: "stateset: to.x: unknown member",
		`{"count":"many"}`:          "stateset: count: must be an integer",
		`{"notes":5}`:               "stateset: notes: unexpected number",
		`{"secret":"***"}`:          "stateset: secret: unexpected string",
	} {
		var p sample.Params
		require.EqualError(t, json.Unmarshal([]byte(text), &p), want)
	}
}

func TestStringsShareMemory(t *testing.T) {
	var p sample.Parcel
	text := []byte(`{"id":"p_1","label":"abc","gas":"1","tags":["a","b","c","d"]}`)
	allocs := testing.AllocsPerRun(100, func() {
		p = sample.Parcel{}
		_, _ = wire.Decode(text, &p, wire.Options{})
	})
	require.LessOrEqual(t, allocs, 5.0, "the list grows three times, and the strings share a chunk")
	for i := range text {
		text[i] = '!'
	}
	require.Equal(t, "p_1", p.ID, "the document belongs to the caller")
}

// Of two times, the tag determines which one counts, in any order. The method afterRead
// is called once per object.
func TestVisit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		`{"unix":1,"at":"1970-01-01T00:00:02Z","stamp":3}`: 1,
		`{"stamp":3,"at":"1970-01-01T00:00:02Z","unix":1}`: 1,
		`{"at":"1970-01-01T00:00:02Z","stamp":3}`:          2,
		`{"unix":"soon","stamp":3}`:                        3,
		`{"at":4,"unix":null}`:                             4,
		`{"id":5,"at":4}`:                                  4,
	} {
		var v sample.Visit
		_, err := wire.Decode([]byte(text), &v, wire.Options{})
		require.NoError(t, err, text)
		require.Equal(t, []any{"", want, 1}, []any{v.ID, v.At.Unix(), v.Reads}, text)
	}
}
