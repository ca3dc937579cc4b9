package rates

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire"
)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestEveryFileNamesItsSource(t *testing.T) {
	t.Parallel()
	files := load()
	for name, from := range map[string]origin{
		"destinations": files.destinations.origin, "states": files.states.origin, "duty": files.duty.origin,
		"exchange": files.exchange.origin, "shipping": files.shipping.origin,
	} {
		require.NotEmpty(t, from.Source, name)
		_, err := time.Parse(time.DateOnly, from.AsOf)
		require.NoError(t, err, name)
	}
}

// union lists the members of the European Union.
const union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

func TestDestinations(t *testing.T) {
	t.Parallel()
	destinations := load().destinations.Destinations
	require.GreaterOrEqual(t, len(destinations), 40)
	members := strings.Fields(union)
	require.Len(t, members, 27)
	for _, code := range members {
		require.True(t, destinations[code].EU, code)
	}
	for code, to := range destinations {
		require.Regexp(t, `^[A-Z]{2}$`, code)
		require.NotEmpty(t, to.Name, code)
		require.Contains(t, taxNames, to.Tax, code)
		require.Equal(t, strings.Contains(union, code), to.EU, code)
		require.False(t, to.DeMinimis.IsNegative(), code)
		if code == unitedStates {
			continue
		}
		require.True(t, to.Rate.IsPositive() && to.Rate.LessThan(dec("0.3")), "%s: %s", code, to.Rate)
	}
}

// Well-known rates.
func TestKnownRates(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"DE": "0.19", "FR": "0.2", "IT": "0.22", "ES": "0.21", "HU": "0.27", "LU": "0.17", "FI": "0.255", "SE": "0.25", "SK": "0.23",
		"GB": "0.2", "CH": "0.081", "NO": "0.25", "JP": "0.1", "AU": "0.1", "NZ": "0.15", "CA": "0.05", "IN": "0.18", "SG": "0.09", "KR": "0.1",
		"MX": "0.16", "BR": "0.17", "ZA": "0.15", "AE": "0.05", "SA": "0.15", "TR": "0.2", "IL": "0.18", "TH": "0.07", "MY": "0.1", "ID": "0.11",
		"PH": "0.12", "VN": "0.1", "CN": "0.13", "TW": "0.05", "CL": "0.19", "CO": "0.19",
	} {
		to, ok := load().destinations.Destinations[code]
		require.True(t, ok, code)
		require.Equal(t, want, to.Rate.String(), code)
	}
	for code, want := range map[string]string{
		"CA": "0.0725", "NY": "0.04", "TX": "0.0625", "OR": "0", "NH": "0", "DE": "0", "MT": "0", "AK": "0", "IN": "0.07", "TN": "0.07", "DC": "0.06", "NJ": "0.06625",
	} {
		require.Equal(t, want, load().states.States[code].Rate.String(), code)
	}
}

// stateCodes are the codes of the US states and of the capital.
const stateCodes = "AL AK AZ AR CA CO CT DC DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"

func TestStates(t *testing.T) {
	t.Parallel()
	codes := strings.Fields(stateCodes)
	require.Len(t, codes, 51)
	require.Len(t, load().states.States, 51)
	for _, code := range codes {
		require.True(t, State(code), code)
		rate := load().states.States[code].Rate
		require.True(t, !rate.IsNegative() && rate.LessThan(dec("0.08")), code)
	}
	for _, code := range []string{"", "ca", "PR", "XX"} {
		require.False(t, State(code), code)
	}
}

func TestDutyTable(t *testing.T) {
	t.Parallel()
	chapters := load().duty.Chapters
	require.NotEmpty(t, chapters)
	for chapter, row := range chapters {
		require.Regexp(t, regexp.MustCompile(`^(0[1-9]|[1-9][0-9])$`), chapter)
		require.NotEmpty(t, row.Name)
		require.True(t, !row.Rate.IsNegative() && row.Rate.LessThanOrEqual(dec("0.3")), chapter)
	}
	for code, want := range map[string]string{"": "0.05", "6": "0.05", "010121": "0.05", "620193": "0.12", "4901100000": "0"} {
		_, _, rate := duty(code)
		require.Equal(t, want, rate.String(), code)
	}
}

func TestExchange(t *testing.T) {
	t.Parallel()
	for currency, rate := range load().exchange.PerUSD {
		require.Equal(t, strings.ToLower(currency), currency)
		require.True(t, rate.IsPositive(), currency)
	}
	for _, same := range []string{"usd", "USD", "ssusd", "ssUSD", "usdc"} {
		rate, ok := PerUSD(same)
		require.True(t, ok)
		require.Equal(t, "1", rate.String(), same)
	}
	for _, test := range [][3]string{{"ssusd", "EUR", "0.92"}, {"EUR", "usd", "1.08695652"}, {"JPY", "jpy", "1"}, {"VND", "USD", "0.00004082"}} {
		rate, ok := Exchange(test[0], test[1])
		require.True(t, ok)
		require.Equal(t, test[2], rate.String(), test)
	}
	for _, test := range [][2]string{{"XAF", "USD"}, {"USD", "XAF"}, {"", "USD"}} {
		_, ok := Exchange(test[0], test[1])
		require.False(t, ok, test)
	}
}

// In every zone a faster service is never slower, and never cheaper at any weight.
func TestShippingTable(t *testing.T) {
	t.Parallel()
	table := load().shipping
	require.Len(t, table.Zones, 3)
	for zone, prices := range table.Zones {
		require.Len(t, prices, 3, zone)
		for i, p := range prices {
			require.Contains(t, table.Carriers, p.Service)
			require.Positive(t, p.Days)
			if i == 0 {
				continue
			}
			slower := prices[i-1]
			require.Less(t, p.Days, slower.Days, zone)
			require.True(t, p.Base.GreaterThanOrEqual(slower.Base) && p.PerKG.GreaterThanOrEqual(slower.PerKG), zone)
		}
	}
}

func TestInvalidFiles(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		``: "unexpected end", `{"more":1}`: "more: unknown member", `{"default":"x"}`: "default: no number", `{"default":{}}`: "default: unexpected object",
		`{"chapters":{"01":{"name":"a","rat":"1"}}}`: "chapters.01.rat: unknown member", `{"source":1}`: "source: unexpected number",
	} {
		_, err := wire.DecodeFunc([]byte(content), new(tables).readDuty, wire.Options{Strict: true})
		require.ErrorContains(t, err, want, content)
	}
}
