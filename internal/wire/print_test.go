package wire_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire/sample"
)

// TestObjectsPrintWithoutEmptyMembers also covers null in a map or a list.
func TestObjectsPrintWithoutEmptyMembers(t *testing.T) {
	t.Parallel()
	seen := false
	parcel := sample.Parcel{
		ID: "x", To: &sample.Place{City: "Rome"}, Stops: []*sample.Place{nil, {Country: "IT"}}, Patch: map[string]*string{"a": nil}, Seen: &seen,
		Grid: [][]int{nil}, Extra: `"new":null`,
	}
	const want = `{"id":"x","sealed":false,"pieces":0,"height":0,"weight":0,"to":{"city":"Rome"},"from":{},"stops":[null,{"country":"IT"}],"grid":[[]],"patch":{"a":null},"seen":false,"new":null}`
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%q"} {
		require.Equal(t, want, fmt.Sprintf(verb, parcel), verb)
		require.Equal(t, want, fmt.Sprintf(verb, &parcel), verb)
	}
	require.Equal(t, "["+want+"]", fmt.Sprint([]*sample.Parcel{&parcel}))
	require.Equal(t, "<nil>", fmt.Sprint((*sample.Parcel)(nil)))
	require.Equal(t, `{}`, fmt.Sprint(sample.Place{}))
}

func TestParamsPrintWithoutSecrets(t *testing.T) {
	t.Parallel()
	params := sample.Params{Chain: "base", Secret: &sample.Secret{Number: "42"}}
	require.Equal(t, `{"chain":"base","secret":"secret of **"}`, fmt.Sprint(params))
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var out bytes.Buffer
		record := slog.NewRecord(time.Time{}, slog.LevelInfo, "x", 0) // without a time, whose digits could match the secret
		record.Add("v", &params)
		require.NoError(t, handler(&out).Handle(t.Context(), record))
		require.Contains(t, out.String(), "secret of **", name)
		require.NotContains(t, out.String(), "42", name)
		require.NotContains(t, out.String(), "0x", name)
	}
	text, err := json.Marshal(params.LogValue().Any())
	require.NoError(t, err)
	require.Equal(t, fmt.Sprint(params), string(text))
}
