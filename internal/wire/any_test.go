package wire_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire"
)

// ParseAny reads what encoding/json reads.
func TestParseAny(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`null`, ` true `, `false`, `""`, `"a\u00e9\n\"\ud83d\ude00"`, `0`, `-1.50e+3`, `1` + strings.Repeat("0", 100), `[]`, `{}`, full,
		`[1,"a",null,[true,{}],{"b":[{"c":null}]}]`, `{"a":1,"a":2}`, ` { "a" : [ ] } `,
	} {
		decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
		decoder.UseNumber()
		var want any
		require.NoError(t, decoder.Decode(&want), text)
		got, err := wire.ParseAny([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{``, ` `, `x`, `nul`, `tru`, `"a`, `"\x"`, `01`, `1.`, `[1`, `[1,]`, `[1 2]`, `{`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{} {}`, `1 1`, "\"\xff\"", strings.Repeat("[", 1000)} {
		_, err := wire.ParseAny([]byte(text))
		require.Error(t, err, text)
	}
}

func TestStringOf(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{`"a"`: "a", `"a\"\u0062"`: `a"b`, `""`: "", ``: "", `null`: "", `5`: "", `{"a":"b"}`: "", `"\x"`: ""} {
		require.Equal(t, want, wire.StringOf(value), value)
	}
}
