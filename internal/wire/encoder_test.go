package wire_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/internal/wire/sample"
)

// TestStringsAreEscaped checks the bytes that encoding/json has written since Go 1.22.
func TestStringsAreEscaped(t *testing.T) {
	t.Parallel()
	text := "\xff\xed\xa0\x80 \u2028\u2029 <a&b> \\ \" é 東京 \U0001F600 \x7f"
	for c := range rune(0x100) {
		text += string(c)
	}
	body, err := wire.Body(&sample.Params{Metadata: map[string]string{text: text}})
	require.NoError(t, err)
	require.Contains(t, string(body), `\u003ca\u0026b\u003e \\ \" é 東京`)
	require.Contains(t, string(body), `\u2028\u2029`)
	require.Contains(t, string(body), `\u0007\b\t\n\u000b\f\r`)
	var back struct{ Metadata map[string]string }
	require.NoError(t, json.Unmarshal(body, &back))
	clean := "\ufffd\ufffd\ufffd\ufffd" + text[len("\xff\xed\xa0\x80"):]
	require.Equal(t, map[string]string{clean: clean}, back.Metadata)
}

func TestParamsLeaveOutWhatIsEmpty(t *testing.T) {
	t.Parallel()
	notes := ""
	for want, p := range map[string]sample.Params{
		`{"size":"","chain":"stateset"}`: {},
		`{"size":"small","to":{"city":"x"},"weight":1,"chain":"base","notes":"","tags":[""],"sealed":true,"count":1,"at":"2026-01-15T10:00:00Z","metadata":{"a":"1","b":""},"secret":{"number":"42"}}`: {
			Size: sample.Small, To: &sample.Place{City: "x"}, Weight: 1, Chain: "base", Notes: &notes, Tags: []string{""}, Sealed: true, Count: 1,
			At: time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC), Metadata: map[string]string{"b": "", "a": "1"}, Secret: &sample.Secret{Number: "42"},
		},
	} {
		body, err := wire.Body(&p)
		require.NoError(t, err)
		require.Equal(t, want, string(body))
		var back sample.Params
		require.NoError(t, json.Unmarshal(body, &back))
		again, err := wire.Body(&back)
		require.NoError(t, err)
		require.Equal(t, want, string(again))
	}
}

func TestSecretsAreMaskedInLogs(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(sample.Params{Secret: &sample.Secret{Number: "42"}})
	require.NoError(t, err)
	require.Contains(t, string(text), `"secret":"secret of **"`)
	require.NotContains(t, string(text), "42")
}

func TestObjectsAreWrittenInFull(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(sample.Parcel{To: &sample.Place{}})
	require.NoError(t, err)
	require.Equal(t, `{"id":null,"size":null,"label":null,"sealed":false,"pieces":0,"height":0,"floor":null,"gas":null,"weight":0,`+
		`"to":{"city":null,"country":null},"from":{"city":null,"country":null},"places":[],"tags":[],"sizes":[],"grid":[],"metadata":{},"weights":{},`+
		`"patch":{},"seen":null,"count":null,"allowed":null,"raw":null,"created_at":null,"created":null,"updated_at":null}`, string(text))
}

func TestFractionsOfSeconds(t *testing.T) {
	t.Parallel()
	var p sample.Parcel
	require.NoError(t, json.Unmarshal([]byte(`{"created_at":"2026-01-15T10:00:00.5+02:00"}`), &p))
	text, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(text), `"created_at":"2026-01-15T08:00:00.5Z"`)
	body, err := wire.Body(&p)
	require.NoError(t, err)
	require.Contains(t, string(body), `"created_at":"2026-01-15T08:00:00Z"`)
}
