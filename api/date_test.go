package api_test

import (
	"encoding/json"
	"math"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
)

func TestDates(t *testing.T) {
	t.Parallel()
	day := api.NewDate(2024, time.February, 28)
	require.Equal(t, "2024-02-28", day.String())
	require.Equal(t, "2024-03-01", day.AddDays(2).String())
	require.Equal(t, "2023-12-31", day.AddDays(-59).String())
	require.Equal(t, time.Date(2024, 2, 28, 0, 0, 0, 0, time.UTC), day.Time())
	require.Equal(t, day, api.DateOf(time.Date(2024, 2, 29, 1, 0, 0, 0, time.FixedZone("east", 2*3600))), "the day in UTC")
	require.Equal(t, []int{-1, 0, 1}, []int{day.Compare(day.AddDays(1)), day.Compare(day), day.Compare(day.AddDays(-1))})
	require.True(t, api.Date{}.IsZero())
	require.Empty(t, api.Date{}.String())
	require.False(t, day.IsZero())
}

func TestDatesOfNoCalendar(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]api.Date{
		"2023-02-29": api.NewDate(2023, 2, 29), "2024-13-01": api.NewDate(2024, 13, 1), "2024-01-00": api.NewDate(2024, 1, 0),
		"0000-01-01": api.NewDate(0, 1, 1), "10000-01-01": api.NewDate(10000, 1, 1),
	} {
		require.EqualError(t, d.Err(), "stateset: there is no day "+want)
		_, err := json.Marshal(d)
		require.ErrorContains(t, err, "there is no day "+want)
	}
	require.NoError(t, api.Date{}.Err())
	require.NoError(t, api.NewDate(2024, 2, 29).Err())
	require.NoError(t, api.NewDate(9999, 12, 31).Err())
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	d, err := api.ParseDate("2024-02-29")
	require.NoError(t, err)
	require.Equal(t, api.NewDate(2024, 2, 29), d)
	for _, text := range []string{"", "2023-02-29", "2024-2-9", "0000-01-01", "24-01-01", "2024-01-01T00:00:00Z", " 2024-01-01", "tomorrow"} {
		d, err := api.ParseDate(text)
		require.ErrorContains(t, err, "stateset: invalid date ", text)
		require.ErrorContains(t, err, `must be like "2026-01-31"`)
		require.True(t, d.IsZero())
	}
}

func TestDatesOnTheWire(t *testing.T) {
	t.Parallel()
	type object struct {
		Due api.Date `json:"due"`
	}
	for text, want := range map[string]api.Date{
		`{"due":"2024-02-29"}`:                {Year: 2024, Month: 2, Day: 29},
		`{"due":"2024-02-29T23:30:00-05:00"}`: {Year: 2024, Month: 3, Day: 1},
		`{"due":null}`:                        {},
		`{"due":""}`:                          {},
		`{}`:                                  {},
	} {
		got := object{}
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		require.Equal(t, want, got.Due, text)
	}
	for _, text := range []string{`{"due":"2023-02-29"}`, `{"due":20240101}`, `{"due":{}}`, `{"due":"29.02.2024"}`} {
		var got object
		err := json.Unmarshal([]byte(text), &got)
		require.ErrorContains(t, err, "date", text)
		require.True(t, got.Due.IsZero())
	}
	written, err := json.Marshal([]api.Date{{}, api.NewDate(2024, 2, 29)})
	require.NoError(t, err)
	require.Equal(t, `[null,"2024-02-29"]`, string(written))
	encoded, err := json.Marshal(&object{Due: api.NewDate(7, 1, 2)})
	require.NoError(t, err)
	require.Equal(t, `{"due":"0007-01-02"}`, string(encoded))
}

func TestEveryDayRoundTrips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := api.NewDate(1, 1, 1).AddDays(rapid.IntRange(0, 3652058).Draw(t, "days")) // until the end of 9999
		require.NoError(t, d.Err())
		parsed, err := api.ParseDate(d.String())
		require.NoError(t, err)
		require.Equal(t, d, parsed)
		n := rapid.IntRange(0, 1000).Draw(t, "n")
		require.Equal(t, d, d.AddDays(n).AddDays(-n))
	})
}

func TestDateRange(t *testing.T) {
	t.Parallel()
	values := url.Values{}
	r := api.DateRange{GT: api.NewDate(2024, 1, 1), LTE: api.NewDate(2024, 2, 29)}
	require.NoError(t, r.EncodeValues("due_date", &values))
	require.Equal(t, url.Values{"due_date[gt]": {"2024-01-01"}, "due_date[lte]": {"2024-02-29"}}, values)
	values = url.Values{}
	require.NoError(t, api.DateRange{}.EncodeValues("due_date", &values))
	require.Empty(t, values)
}

func TestDaysBeyondTheCalendar(t *testing.T) {
	t.Parallel()
	day := api.NewDate(2024, time.January, 31)
	for _, days := range []int{math.MaxInt, math.MinInt, math.MaxInt32, math.MinInt32, 4_000_000, -4_000_000} {
		require.Error(t, day.AddDays(days).Err(), days)
	}
	require.NoError(t, day.AddDays(2_900_000).Err())
}
