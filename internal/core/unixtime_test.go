package core_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/core"
)

func TestUnixTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`1640995200`: at, `"1640995200"`: at, `1640995200.0`: at, `1.6409952e9`: at, `"2022-01-01T00:00:00Z"`: at, `"2022-01-01T02:00:00+02:00"`: at,
		`1640995200.5`: at.Add(time.Second / 2), `1640995200.123456789`: at.Add(123456789), `"2022-01-01T00:00:00.25Z"`: at.Add(time.Second / 4),
		`null`: {}, `0`: {}, `""`: {}, `-1`: time.Unix(-1, 0).UTC(), `253402300799`: time.Unix(253402300799, 0).UTC(),
	} {
		got := core.UnixTime{Time: time.Unix(1, 0)}
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		require.Equal(t, want, got.Time, text)
	}
	for _, text := range []string{`true`, `{}`, `[]`, `"yesterday"`, `"2022-01-01"`, `1640995200000`, `1e5000000`, `99999999999999999999`, `-99999999999999`} {
		var v struct {
			Created core.UnixTime `json:"created"`
		}
		err := json.Unmarshal([]byte(`{"created":`+text+`}`), &v)
		require.ErrorContains(t, err, "created", text)
		require.True(t, v.Created.IsZero(), text)
	}
}

func TestUnixTimeMarshal(t *testing.T) {
	t.Parallel()
	for want, at := range map[string]time.Time{
		`1640995200`: time.Date(2022, 1, 1, 2, 0, 0, 999, time.FixedZone("east", 7200)), `null`: {}, `-1`: time.Unix(-1, 0), `0`: time.Unix(0, 0),
	} {
		text, err := json.Marshal(core.UnixTime{Time: at})
		require.NoError(t, err)
		require.Equal(t, want, string(text))
	}
}
