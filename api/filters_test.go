package api_test

import (
	"net/url"
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

// A bound that cannot be sent is an error; leaving it out would select everything.
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

// Of objects with whole seconds, a bound selects the same after it was sent.
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

func TestAnyOf(t *testing.T) {
	t.Parallel()
	require.Equal(t, api.Chain("base,solana"), api.AnyOf(api.ChainBase, api.ChainSolana))
	require.Equal(t, api.ChainBase, api.AnyOf(api.ChainBase))
	require.Empty(t, api.AnyOf[string]())
}
