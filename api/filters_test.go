package api_test

import (
	"encoding/json"
	"net/url"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-querystring/query"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

type filterParams struct {
	Limit    int                `url:"limit,omitempty"`
	Created  api.TimeRange      `url:"created,omitempty"`
	Amount   api.AmountRange    `url:"amount,omitempty"`
	Total    api.TotalRange     `url:"total_amount,omitempty"`
	Metadata api.MetadataFilter `url:"metadata,omitempty"`
}

func TestFilters(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 1, 1, 12, 0, 0, 999, time.FixedZone("east", 3600))
	later := noon.Add(time.Hour)
	for _, tt := range []struct {
		params filterParams
		want   url.Values
	}{
		{filterParams{}, url.Values{}},
		{filterParams{Limit: 5, Created: api.Since(noon)}, url.Values{"limit": {"5"}, "created[gte]": {"2024-01-01T11:00:01Z"}}},
		{filterParams{Created: api.Before(noon)}, url.Values{"created[lt]": {"2024-01-01T11:00:01Z"}}},
		{filterParams{Created: api.Between(noon, later)}, url.Values{"created[gte]": {"2024-01-01T11:00:01Z"}, "created[lt]": {"2024-01-01T12:00:01Z"}}},
		{filterParams{Created: api.Between(noon.Truncate(time.Second), later)}, url.Values{"created[gte]": {"2024-01-01T11:00:00Z"}, "created[lt]": {"2024-01-01T12:00:01Z"}}},
		{filterParams{Created: api.TimeRange{GT: noon, LTE: later}}, url.Values{"created[gt]": {"2024-01-01T11:00:00Z"}, "created[lte]": {"2024-01-01T12:00:00Z"}}},
		{filterParams{Amount: api.AmountRange{GTE: api.USD("150"), LT: api.USD("200.50")}}, url.Values{"amount[gte]": {"15000"}, "amount[lt]": {"20050"}}},
		{filterParams{Amount: api.AmountRange{GT: api.SSUSD("100"), LTE: api.SSUSD("0.000001")}}, url.Values{"amount[gt]": {"100.00"}, "amount[lte]": {"0.000001"}}},
		{filterParams{Amount: api.AmountRange{GTE: api.USD("0")}}, url.Values{"amount[gte]": {"0"}}},
		{filterParams{Total: api.TotalRange{GTE: api.USD("150"), LTE: api.USD("200.5")}}, url.Values{"total_amount[gte]": {"150.00"}, "total_amount[lte]": {"200.50"}}},
		{filterParams{Metadata: api.MetadataFilter{"order_id": "12345", "a&b=[c]": "ü ?"}}, url.Values{"metadata[order_id]": {"12345"}, "metadata[a&b=[c]]": {"ü ?"}}},
	} {
		got, err := query.Values(tt.params)
		require.NoError(t, err)
		require.Equal(t, tt.want, got)
	}
}

// A bound that cannot be sent is an error. Without the bound the list would contain
// everything.
func TestFilterBoundsRefused(t *testing.T) {
	t.Parallel()
	for want, bound := range map[string]api.Money{
		"invalid decimal":          api.USD("1,000"),
		"more than the 2 decimals": api.USD("1.005"),
		"unknown currency":         api.FromDecimal(decimal.New(1, 0), "us"),
		"no currency":              api.FromDecimal(decimal.New(1, 0), ""),
	} {
		for _, params := range []filterParams{
			{Amount: api.AmountRange{GT: bound}}, {Amount: api.AmountRange{GTE: bound}}, {Amount: api.AmountRange{LT: bound}}, {Amount: api.AmountRange{LTE: bound}},
			{Total: api.TotalRange{GT: bound}}, {Total: api.TotalRange{GTE: bound}}, {Total: api.TotalRange{LT: bound}}, {Total: api.TotalRange{LTE: bound}},
		} {
			_, err := query.Values(params)
			require.ErrorContains(t, err, want)
		}
	}
}

func TestAmountRangeCurrency(t *testing.T) {
	t.Parallel()
	require.Empty(t, api.AmountRange{}.Currency())
	for _, r := range []api.AmountRange{{GT: api.USD("1")}, {GTE: api.USD("1")}, {LT: api.USD("1")}, {LTE: api.USD("1")}} {
		require.Equal(t, "USD", r.Currency())
	}
}

// A rounded bound selects the same objects with whole seconds as the original bound.
func TestTimeBoundsSelectTheSame(t *testing.T) {
	t.Parallel()
	start := time.Date(2024, 1, 1, 11, 59, 59, 0, time.UTC)
	for _, fraction := range []time.Duration{0, 1, time.Millisecond, time.Second / 2, time.Second - 1} {
		bound := start.Add(time.Second + fraction)
		for op, c := range map[string]struct {
			sent    api.TimeRange
			selects func(row, bound time.Time) bool
		}{
			"gt":  {api.TimeRange{GT: bound}, time.Time.After},
			"gte": {api.TimeRange{GTE: bound}, func(row, bound time.Time) bool { return !row.Before(bound) }},
			"lt":  {api.TimeRange{LT: bound}, time.Time.Before},
			"lte": {api.TimeRange{LTE: bound}, func(row, bound time.Time) bool { return !row.After(bound) }},
		} {
			values := url.Values{}
			require.NoError(t, c.sent.EncodeValues("created", &values))
			sent, err := time.Parse(time.RFC3339, values.Get("created["+op+"]"))
			require.NoError(t, err)
			for second := range 4 {
				row := start.Add(time.Duration(second) * time.Second)
				require.Equal(t, c.selects(row, bound), c.selects(row, sent), "%s %s, row %s", op, bound, row)
			}
		}
	}
}

// The JSON of a range has the bounds that its query has.
func TestRangesAreJSON(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		value, restored any
		want            string
	}{
		{&api.TimeRange{}, new(api.TimeRange), `{}`},
		{&api.TimeRange{GT: noon, GTE: noon, LT: noon, LTE: noon}, new(api.TimeRange),
			`{"gt":"2024-01-01T12:00:00Z","gte":"2024-01-01T12:00:00Z","lt":"2024-01-01T12:00:00Z","lte":"2024-01-01T12:00:00Z"}`},
		{&api.DateRange{GT: api.DateOf(noon), LTE: api.NewDate(2024, 2, 29)}, new(api.DateRange), `{"gt":"2024-01-01","lte":"2024-02-29"}`},
		{&api.AmountRange{GTE: api.USD("0"), LT: api.USD("200.5")}, new(api.AmountRange), `{"gte":{"value":"0.00","denom":"USD"},"lt":{"value":"200.50","denom":"USD"}}`},
		{&api.TotalRange{GT: api.SSUSD("1"), LTE: api.SSUSD("2")}, new(api.TotalRange), `{"gt":{"value":"1.00","denom":"ssusd"},"lte":{"value":"2.00","denom":"ssusd"}}`},
		{&api.MetadataFilter{"k": "", "ü": "v"}, new(api.MetadataFilter), `{"k":"","ü":"v"}`},
	} {
		text, err := json.Marshal(tt.value)
		require.NoError(t, err)
		require.Equal(t, tt.want, string(text))
		require.NoError(t, json.Unmarshal(text, tt.restored))
		require.Equal(t, tt.value, tt.restored)
	}
}

func TestTimeRangeStoresWholeSeconds(t *testing.T) {
	t.Parallel()
	odd := time.Date(2024, 1, 1, 12, 0, 0, 999, time.FixedZone("east", 3600))
	text, err := json.Marshal(api.TimeRange{GT: odd, GTE: odd, LT: odd, LTE: odd})
	require.NoError(t, err)
	require.JSONEq(t, `{"gt":"2024-01-01T11:00:00Z","gte":"2024-01-01T11:00:01Z","lt":"2024-01-01T11:00:01Z","lte":"2024-01-01T11:00:00Z"}`, string(text))
}

func TestRangesRefuse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"since":1}`:    "stateset: since: unknown member",
		`{"GTE":1}`:      "stateset: GTE: unknown member",
		`{"gte":15000}`:  "stateset: gte: unexpected number",
		`{"gte":"noon"}`: "stateset: gte: ",
		`[]`:             "stateset: unexpected array",
	} {
		for _, r := range []json.Unmarshaler{new(api.TimeRange), new(api.DateRange), new(api.AmountRange), new(api.TotalRange)} {
			if _, ok := r.(*api.TimeRange); ok && text == `{"gte":15000}` {
				continue // Unix seconds
			}
			require.ErrorContains(t, r.UnmarshalJSON([]byte(text)), want)
			require.Zero(t, reflect.ValueOf(r).Elem().Interface())
		}
	}
}

func TestAnyOf(t *testing.T) {
	t.Parallel()
	require.Equal(t, api.Chain("base,solana"), api.AnyOf(api.ChainBase, api.ChainSolana))
	require.Equal(t, api.ChainBase, api.AnyOf(api.ChainBase))
	require.Empty(t, api.AnyOf[string]())
}
