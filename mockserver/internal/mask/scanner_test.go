package mask

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// The scanner finds the tokens of encoding/json in every valid text, and no others.
func TestScannerFindsTheTokensOfJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"a": 10.00, "b" : [1e3, true, null, false,"x\"\\\u00e9"] ,"c":{},"d":[[],{"e":-0.5E-7}]}`, ` "a" `, `0`, `-1`, `true`, `[]`, "{\"\xff\":\"\\ud800\"}", `{"a":1}}`, `[1]]`,
	} {
		for _, changed := range changes([]byte(text)) {
			want, valid := ends(changed)
			var got []int
			s := scanner{text: changed}
			for {
				token, ok := s.next()
				if !ok {
					break
				}
				require.Equal(t, changed[token.begin:token.end], bytes.TrimSpace(changed[token.begin:token.end]), "%q", changed)
				got = append(got, token.end)
			}
			complete := s.over && len(bytes.TrimSpace(changed[s.at:])) == 0 && len(s.open) == 0
			require.Equal(t, valid, complete, "%q", changed)
			if valid {
				require.Equal(t, want, got, "%q", changed)
			}
		}
	}
}

// changes returns the beginnings of a text, and the text with every byte replaced.
func changes(text []byte) (all [][]byte) {
	for i := range len(text) + 1 {
		all = append(all, text[:i])
		for _, c := range []byte("{}[],:\"\\0 -.eut\n") {
			if i < len(text) {
				all = append(all, append(append(append([]byte{}, text[:i]...), c), text[i+1:]...))
				all = append(all, append(append(append([]byte{}, text[:i]...), c), text[i:]...))
			}
		}
	}
	return all
}

// ends returns the ends of the tokens of a text, if it is valid.
func ends(text []byte) (ends []int, valid bool) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	for {
		if _, err := decoder.Token(); err != nil {
			return ends, json.Valid(text)
		}
		ends = append(ends, int(decoder.InputOffset()))
	}
}
