package input_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// filter has a parameter of every type.
type filter struct {
	page     input.Page
	colors   []color
	owners   []string
	amount   input.AmountFilter
	total    input.Range[decimal.Decimal]
	created  input.Range[time.Time]
	metadata map[string][]string
	expand   []string
}

func readFilter(q *input.Query) (filter, error) {
	f := filter{
		page: q.Page(), colors: input.Filter[color](q, "color"), owners: q.Strings("owner"),
		amount: q.Amounts("amount", "currency"), total: q.Decimals("total"), created: q.Times("created"),
		metadata: q.Metadata(),
		expand: q.Expand(func(path string) string {
			if path == "owner" {
				return ""
			}
			return "has no such path"
		}),
	}
	return f, q.Err()
}

func TestQueryFaults(t *testing.T) {
	t.Parallel()
	const (
		unknown = "parameter_unknown"
		invalid = "parameter_invalid"
		missing = "parameter_missing"
	)
	for query, test := range map[string]struct{ code, param, message string }{
		"colour=red":                       {unknown, "colour", "did you mean 'color'?"},
		"colour[]=red":                     {unknown, "colour[]", "did you mean 'color'?"},
		"expandd[0]=owner":                 {unknown, "expandd[0]", "did you mean 'expand[]'?"},
		"created[before]=2024-01-01":       {unknown, "created[before]", "Unknown parameter 'created[before]'; use 'created', 'created[gt]', 'created[gte]', 'created[lt]', 'created[lte]'"},
		"created[]=2024-01-01":             {unknown, "created[]", "use 'created', 'created[gt]'"},
		"color[gte]=red":                   {unknown, "color[gte]", "use 'color'"},
		"color[-1]=red":                    {unknown, "color[-1]", "use 'color'"},
		"color[0][1]=red":                  {unknown, "color[0][1]", "use 'color'"},
		"expand[owner]=true":               {unknown, "expand[owner]", "use 'expand[]'"},
		"metadata=x":                       {unknown, "metadata", "use 'metadata[key]'"},
		"metadata[]=x":                     {unknown, "metadata[]", "use 'metadata[key]'"},
		"limit[]=5":                        {unknown, "limit[]", "use 'limit'"},
		"limit[0]=5":                       {unknown, "limit[0]", "use 'limit'"},
		"color[0]=blue":                    {invalid, "color[0]", "must be one of red, green, paid"},
		"limit=0":                          {invalid, "limit", `must be an integer from 1 to 100, not "0"`},
		"limit=101":                        {invalid, "limit", "101"},
		"limit=1e9":                        {invalid, "limit", "1e9"},
		"limit=%2B5":                       {invalid, "limit", "+5"},
		"limit=99999999999999999999":       {invalid, "limit", "****"},
		"limit=5&limit=6":                  {invalid, "limit", "more than once"},
		"starting_after=":                  {invalid, "starting_after", "must be an id"},
		"starting_after=a&ending_before=b": {invalid, "ending_before", "together with 'starting_after'"},
		"color=blue":                       {invalid, "color", `must be one of red, green, paid, not "blue"`},
		"color=red,paidd":                  {invalid, "color", "did you mean paid?"},
		"color=":                           {invalid, "color", `not ""`},
		"owner=":                           {invalid, "owner", "must not be empty"},
		"created[gte]=abc":                 {invalid, "created[gte]", "must be a date, an RFC 3339 time or Unix seconds"},
		"created=2024-02-30":               {invalid, "created", ""},
		"created[gt]=-1":                   {invalid, "created[gt]", ""},
		"created[gt]=1&created[gt]=2":      {invalid, "created[gt]", "more than once"},
		"created=%zz":                      {invalid, "created", "percent-encoded"},
		"owner=%ff":                        {invalid, "owner", "UTF-8"},
		"amount[gte]=100":                  {missing, "currency", "The 'currency' parameter is required"},
		"amount[gte]=x":                    {invalid, "amount[gte]", "must be a decimal"},
		"amount=1.5&currency=usd":          {invalid, "amount", "minor unit"},
		"amount=1&currency=usd,eur":        {invalid, "currency", "must name one currency where 'amount' is given"},
		"currency=xyz":                     {invalid, "currency", "ISO 4217"},
		"total[lt]=1e3":                    {invalid, "total[lt]", "must be a decimal"},
		"expand[]=owner&expand[]=x":        {invalid, "expand", "has no such path"},
		"limit=0&colour=red":               {unknown, "colour", ""},
		"color=x&limit=0":                  {invalid, "color", ""},
		strings.Repeat("owner=a&", 300):    {invalid, "query", "more than 200 parameters"},
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			_, err := readFilter(input.ParseQuery(query))
			var fault *input.Fault
			require.True(t, errors.As(err, &fault))
			require.Equal(t, test.code, fault.Code, fault.Message)
			require.Equal(t, test.param, fault.Param)
			require.Contains(t, fault.Message, test.message)
		})
	}
}

func TestQueryPage(t *testing.T) {
	t.Parallel()
	f, err := readFilter(input.ParseQuery(""))
	require.NoError(t, err)
	require.Equal(t, input.Page{Limit: 10}, f.page)
	f, err = readFilter(input.ParseQuery("limit=100&ending_before=pay_1&expand[]=owner&expand=owner"))
	require.NoError(t, err)
	require.Equal(t, input.Page{Limit: 100, EndingBefore: "pay_1"}, f.page)
	require.Equal(t, []string{"owner", "owner"}, f.expand)
}

func TestQuerySets(t *testing.T) {
	t.Parallel()
	f, err := readFilter(input.ParseQuery("color=red&color=paid&owner=a,b&metadata[k]=x,y&metadata[k]=z&metadata[n]=%C3%A9"))
	require.NoError(t, err)
	require.Equal(t, []color{"red", "paid"}, f.colors)
	require.Equal(t, []string{"a", "b"}, f.owners)
	require.Equal(t, map[string][]string{"k": {"x,y", "z"}, "n": {"é"}}, f.metadata, "commas belong to the value")

	f, err = readFilter(input.ParseQuery("color[]=red&color[]=paid&owner[0]=a&owner[1]=b,c&expand[0]=owner&expand[11]=owner&metadata[0]=x"))
	require.NoError(t, err)
	require.Equal(t, []color{"red", "paid"}, f.colors)
	require.Equal(t, []string{"a", "b", "c"}, f.owners)
	require.Equal(t, []string{"owner", "owner"}, f.expand)
	require.Equal(t, map[string][]string{"0": {"x"}}, f.metadata)

	f, err = readFilter(input.ParseQuery(""))
	require.NoError(t, err)
	require.Empty(t, f.colors)
	require.Empty(t, f.metadata)
	require.True(t, f.created.Has(time.Now()), "no filter selects everything")
}

func TestQueryRanges(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	for query, want := range map[string]bool{
		"created=2024-01-01":                                        false, // the start of the day
		"created[gte]=2024-01-01":                                   true,
		"created[lte]=2024-01-01":                                   false,
		"created[gt]=2024-01-01T12:00:00Z":                          false,
		"created[gte]=2024-01-01T13:00:00%2B01:00":                  true,
		"created=1704110400":                                        true,
		"created[gt]=1704110399&created[lt]=1704110401":             true,
		"created[gt]=1704110399&created[lt]=1704110400":             false,
		"created[gte]=2024-01-01T12:00:00Z&created[lte]=1704110400": true,
		"created[gt]=2024-01-01T12:00:00.5Z":                        false,
		"created[gte]=2024-01-01T12:00:00.5Z":                       false,
		"created[lt]=2024-01-01T12:00:00.5Z":                        true,
		"created[lt]=2024-01-01T12:00:00Z":                          false,
		"created[lte]=2024-01-01T12:00:00.5Z":                       true,
		"created[gt]=2024-01-01T11:59:59.5Z":                        true,
		"created=2024-01-01T12:00:00.5Z":                            false,
	} {
		f, err := readFilter(input.ParseQuery(query))
		require.NoError(t, err, query)
		require.Equal(t, want, f.created.Has(noon), query)
		first, last := input.Seconds(f.created)
		require.Equal(t, want, first <= noon.Unix() && noon.Unix() <= last, query)
	}
}

func TestQueryAmounts(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"currency=usd":                           true,
		"currency=USD,eur":                       true,
		"currency=eur":                           false,
		"amount=15000&currency=usd":              true,
		"amount[gt]=15000&currency=usd":          false,
		"amount[gte]=15000&currency=USD":         true,
		"amount[gte]=100.00&currency=ssusd":      false,
		"amount[gte]=-1&currency=usd":            true,
		"total[gt]=149.99&total[lte]=150.000000": true,
		"total[lt]=150":                          false,
	} {
		f, err := readFilter(input.ParseQuery(query))
		require.NoError(t, err, query)
		money := api.USD("150.00")
		inCurrency := len(f.amount.Currencies) == 0 || slices.Contains(f.amount.Currencies, "usd")
		require.Equal(t, want, inCurrency && f.amount.Has(money.Decimal()) && f.total.Has(money.Decimal()), query)
	}
}

func TestQueryCanonical(t *testing.T) {
	t.Parallel()
	require.Equal(t, input.ParseQuery("b=2&a=%31&&c").Canonical(), input.ParseQuery("a=1&c=&b=2").Canonical())
	require.NotEqual(t, input.ParseQuery("a=1").Canonical(), input.ParseQuery("a=2").Canonical())
}

func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"limit=5&starting_after=a", "created[gte]=2024-01-01&amount[lt]=5&currency=usd", "expand[]=owner&metadata[a][b]=c",
		"%", "a=%f", "[]=x", "=", "&&&", "created[]]=1", "owner=a,,b;c=d",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q := input.ParseQuery(raw)
		read, err := readFilter(q)
		if err != nil {
			var fault *input.Fault
			require.True(t, errors.As(err, &fault))
			require.Contains(t, fault.Message, fault.Param)
			return
		}
		require.LessOrEqual(t, read.page.Limit, input.MaxLimit)
		canonical := q.Canonical()
		require.Equal(t, canonical, input.ParseQuery(canonical).Canonical())
	})
}
