package wire_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/internal/wire/sample"
)

// wide returns an object of n members and one more.
func wide(n int, more string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d":%d,`, i, i)
	}
	return "{" + b.String() + more + "}"
}

func TestUniqueMembers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`: "", `{"a":"a","b":"a"}`: "", `{"a":["a","a"],"b":{"a":1}}`: "", `{"a":[{"a":1},{"a":1}]}`: "",
		`{"a":{"a":{"a":1}},"b":{"b":1}}`: "", `{"a":"b","c":"\"a\":","d":"}{"}`: "", `{"a":1,"A":1}`: "", `{"":1,"a":1e999}`: "",
		`{"a":1,"a":1}`: "a", `{"a" :1,"b":2,"a" :1}`: "a", "{\"a\":{},\"a\"\r\n\t : 1}": "a", `{"a":1,"b":{"a":1},"a":2}`: "a",
		`{"a":[[{"b":"x","c":1,"b":{}}]]}`: "a[0][0].b", `{"x":{"a":1},"y":{"a":1},"x":1}`: "x", `{"a":1,"\u0061":1e999}`: "a",
		`{"b":{"\u0061":1},"c":[1e999,{"d":1,"d":null}]}`: "c[1].d", `{"b":1,"c":{"d\\":"\\"},"b":1}`: "b",
		`{"a":1,"to":5,"label":{"x":1},"a":2}`: "a", // skipped members
		`{"raw":{"a":1,"a":1}}`:                "raw.a",
		`{"to":{"new":1,"new":1}}`:             "to.new",
		`{"metadata":{"k":"a","k":"b"}}`:       "metadata.k",
		`{"\u0061":1,"\u0062":2,"\u0061":3}`:   "a",
		wide(200, `"n":1`):                     "",
		wide(200, `"m0":1`):                    "m0",
		wide(200, `"m199":1`):                  "m199",
		wide(63, `"m1":{"a":1,"a":2}`):         "m1",
		wide(64, `"n":{"a":1,"a":2}`):          "n.a",
	} {
		_, err := wire.Decode([]byte(text), new(sample.Parcel), wire.Options{Unique: true})
		if want == "" {
			require.NoError(t, err, text)
			continue
		}
		require.EqualError(t, err, want+": appears twice", text)
	}
	_, err := wire.Decode([]byte(`{"a":1,"a":1}`), new(sample.Parcel), wire.Options{})
	require.NoError(t, err, "names of the document before are forgotten, and the option")
}

func TestMembers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]string{
		"":                        {},
		`"a":1`:                   {"a": "1"},
		`"a": {"b":[1]} ,"c":"d"`: {"a": `{"b":[1]}`, "c": `"d"`},
		`"\u0061":null`:           {"a": "null"},
		`"a":1,b`:                 {"a": "1"},
		`"a":1},{"b":2`:           {"a": "1"},
	} {
		require.Equal(t, want, maps.Collect(wire.Members(text)), text)
	}
	for range wire.Members(`"a":1,"b":2`) {
		break
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":1,"object":"order"}`: "order", `{"object":{"object":"x"}}`: "", `[]`: "", "": "", `{"object":1}`: "", `"object"`: "",
	} {
		require.Equal(t, want, wire.Lookup([]byte(text), "object"), text)
	}
}
