package webhook

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// wide is an object of many members, and of one more.
func wide(n int, more string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d":%d,`, i, i)
	}
	return "{" + b.String() + more + "}"
}

func TestRepeatedMember(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`: "", `[]`: "", `"a"`: "", `{"a":"a","b":"a"}`: "", `{"a":["a","a"],"b":{"a":1}}`: "", `[{"a":1},{"a":1}]`: "",
		`{"a":{"a":{"a":1}},"b":{"b":1}}`: "", `{"a":"b","c":"\"a\":","d":"}{"}`: "", `{"a":1,"A":1}`: "", `{"":1,"a":1e999}`: "",
		paymentEvent:                                      "",
		`{"a":1,"a":1}`:                                   "a",
		`{"a" :1,"b":2,"a" :1}`:                           "a",
		"{\"a\":{},\"a\"\r\n\t : 1}":                      "a",
		`{"a":1,"b":{"a":1},"a":2}`:                       "a",
		`{"a":[[{"b":"x","c":1,"b":{}}]]}`:                "b",
		`{"x":{"a":1},"y":{"a":1},"x":1}`:                 "x",
		`{"a":1,"\u0061":1e999}`:                          "a",
		`{"b":{"\u0061":1},"c":[1e999,{"d":1,"d":null}]}`: "d",
		`{"b":1,"c":{"d\\":"\\"},"b":1}`:                  "b",
		wide(200, `"n":1`):                                "",
		wide(200, `"m0":1`):                               "m0",
		wide(maxCompared-1, `"m1":{"a":1,"a":2}`):         "m1",
		wide(maxCompared, `"n":{"a":1,"a":2}`):            "a",
	} {
		name, found := repeatedMember([]byte(text))
		require.Equal(t, want, name, text)
		require.Equal(t, want != "", found, text)
	}
}

func TestRepeatedMemberNeedsNoMemory(t *testing.T) {
	text := []byte(paymentEvent)
	require.Zero(t, testing.AllocsPerRun(100, func() { repeatedMember(text) }))
}

func FuzzRepeatedMember(f *testing.F) {
	for _, seed := range []string{paymentEvent, `{"a":1,"a":1}`, `{"a":{"b":"\"b\":","b":1}}`, `[{"a\u0062":[],"ab" :{}}]`, wide(70, `"m3":1`), `"a":`, `{"a":"\\"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) || !utf8.Valid(text) {
			return
		}
		_, want := repeatedInMaps(text)
		_, got := repeatedMember(text)
		require.Equal(t, want, got, "%s", text)
	})
}
