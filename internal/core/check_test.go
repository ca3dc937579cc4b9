package core_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/quote"
)

// fault returns the message of a check without its prefix, or "" if the check accepts.
func fault(check func(*core.Check)) string {
	var c core.Check
	check(&c)
	if c.Err() == nil {
		return ""
	}
	return strings.TrimPrefix(c.Err().Error(), "stateset: ")
}

func TestCheckKeepsTheFirstFault(t *testing.T) {
	t.Parallel()
	var c core.Check
	require.NoError(t, c.Err())
	require.Nil(t, c.Err(), "no typed nil")
	c.Fail("a", "must be %d", 1)
	c.Fail("b", "must be %d", 2)
	require.Equal(t, &api.ParamError{Param: "a", Message: "must be 1"}, c.Err())
}

func TestCheckText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		value string
		max   int
		want  string
	}{
		{"", 5, ""},
		{"12345", 5, ""},
		{"éééééé", 6, ""}, // the limit counts characters, not bytes
		{"123456", 5, "f: must have at most 5 characters, got 6"},
		{"éééééé", 5, "f: must have at most 5 characters, got 6"},
		{strings.Repeat("x", 1<<20), 0, ""},
		{"ab\xffcd", 0, "f: is not valid UTF-8 at byte 2"},
		{"é\xc3", 0, "f: is not valid UTF-8 at byte 2"},
		{"\xed\xa0\x80", 0, "f: is not valid UTF-8 at byte 0"}, // a lone surrogate
		{"\ufffd", 0, ""}, // the replacement character is valid text
		{"a\x00b", 0, "f: has a NUL at byte 1"},
		{"line\nbreak\ttab", 0, ""},
	} {
		require.Equal(t, tt.want, fault(func(c *core.Check) { c.Text("f", tt.value, tt.max) }), "%q", tt.value)
	}
	require.Equal(t, "f: is required", fault(func(c *core.Check) { c.Required("f", "") }))
	require.Equal(t, "f: has a NUL at byte 0", fault(func(c *core.Check) { c.Required("f", "\x00") }))
	require.Empty(t, fault(func(c *core.Check) { c.Required("f", "x") }))
	require.Equal(t, "params: must not be nil: this call has required fields", fault(func(c *core.Check) { require.False(t, c.Params(true)) }))
	require.Empty(t, fault(func(c *core.Check) { require.True(t, c.Params(false)) }))
}

func TestCheckAmounts(t *testing.T) {
	t.Parallel()
	huge := api.FromDecimal(decimal.New(1, 2_000_000_000), "USD") // as text it would take gigabytes
	for _, tt := range []struct {
		name                            string
		m                               api.Money
		positive, optional, notNegative string
	}{
		{"none", api.Money{}, "f: is required", "", ""},
		{"good", api.USD("1.00"), "", "", ""},
		{"zero", api.USD("0"), "f: must be above zero, got 0.00 USD", "f: must be above zero, got 0.00 USD", ""},
		{"negative", api.SSUSD("-1"), "f: must be above zero, got -1.00 ssusd", "f: must be above zero, got -1.00 ssusd", "f: must not be below zero, got -1.00 ssusd"},
		{"bad text", api.USD("1,000.00"), same, `f: invalid decimal "1,000.00": must be digits with an optional point, as in "1000.00"`, same},
		{"too many decimals", api.USD("1.005"), same, "f: 1.005 has more than the 2 decimals that USD can hold", same},
		{"no currency", api.FromDecimal(decimal.NewFromInt(5), ""), same, "f: amount has no currency: use ssusd, usdc or an ISO 4217 code", same},
		{"unknown currency", api.FromDecimal(decimal.NewFromInt(5), "USDD"), same, `f: unknown currency "USDD": must be ssusd, usdc or an ISO 4217 code`, same},
		{"a currency that looks right", api.FromDecimal(decimal.NewFromInt(5), "u\u017fd"), same, `f: unknown currency "uſd": must be ssusd, usdc or an ISO 4217 code`, same},
		{"out of range", huge, same, "f: amount of USD is out of range: must be less than 10^15", same},
	} {
		if tt.positive == same {
			tt.positive, tt.notNegative = tt.optional, tt.optional
		}
		require.Equal(t, tt.positive, fault(func(c *core.Check) { c.Positive("f", tt.m) }), tt.name)
		require.Equal(t, tt.optional, fault(func(c *core.Check) { c.OptionalPositive("f", tt.m) }), tt.name)
		require.Equal(t, tt.notNegative, fault(func(c *core.Check) { c.NotNegative("f", tt.m) }), tt.name)
	}
}

// same means the text of the middle column.
const same = "same"

func TestCheckMetadata(t *testing.T) {
	t.Parallel()
	many := func(n int) map[string]string {
		m := map[string]string{}
		for i := range n {
			m["k"+strings.Repeat("x", i%30)+string(rune('a'+i/30))] = "v"
		}
		require.Len(t, m, n)
		return m
	}
	key40 := strings.Repeat("é", 40)
	for _, tt := range []struct {
		name string
		m    map[string]string
		want string
	}{
		{"nil", nil, ""},
		{"50 keys", many(50), ""},
		{"51 keys", many(51), "metadata: must have at most 50 keys, got 51"},
		{"longest", map[string]string{key40: strings.Repeat("ü", 500)}, ""},
		{"long key", map[string]string{strings.Repeat("k", 41): ""}, `metadata: key "` + strings.Repeat("k", 41) + `" must have 1 to 40 characters, got 41`},
		{"empty key", map[string]string{"": "v"}, `metadata: key "" must have 1 to 40 characters, got 0`},
		{"long value", map[string]string{"a": "", "b": strings.Repeat("v", 501)}, "metadata.b: must have at most 500 characters, got 501"},
		{"the first in order", map[string]string{"z": "\x00", "a": "\x00", "m": "\x00"}, "metadata.a: has a NUL at byte 0"},
		{"key not UTF-8", map[string]string{"a\xff": "v"}, `metadata: key "a\xff" must be valid UTF-8 without NUL`},
	} {
		require.Equal(t, tt.want, fault(func(c *core.Check) { c.Metadata(tt.m) }), tt.name)
		patch := map[string]*string{}
		for k, v := range tt.m {
			patch[k] = &v
		}
		require.Equal(t, tt.want, fault(func(c *core.Check) { c.MetadataPatch(patch) }), tt.name)
	}
	require.Empty(t, fault(func(c *core.Check) { c.MetadataPatch(map[string]*string{"gone": nil}) }))
	require.Equal(t, "items[2].metadata.a: has a NUL at byte 0",
		fault(func(c *core.Check) { c.MetadataAt("items[2].metadata", map[string]string{"a": "\x00"}) }))
}

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		a    *api.Address
		want string
	}{
		{"nil", nil, ""},
		{"empty", &api.Address{}, ""},
		{"good", &api.Address{Name: "Zoë", Country: "DE"}, ""},
		{"small letters", &api.Address{Country: "de"}, `to.country: must be an ISO 3166-1 code of two capital letters, as in "US", got "de"`},
		{"a name", &api.Address{Country: "Germany"}, `to.country: must be an ISO 3166-1 code of two capital letters, as in "US", got "Germany"`},
		{"a line after it", &api.Address{Country: "DE\n"}, `to.country: must be an ISO 3166-1 code of two capital letters, as in "US", got "DE\n"`},
		{"bad text", &api.Address{PostalCode: "1\xff"}, "to.postal_code: is not valid UTF-8 at byte 1"},
	} {
		require.Equal(t, tt.want, fault(func(c *core.Check) { c.Address("to", tt.a) }), tt.name)
	}
}

func TestCheckTimes(t *testing.T) {
	t.Parallel()
	year := func(y int) time.Time { return time.Date(y, 1, 2, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		t    time.Time
		want string
	}{
		{time.Time{}, ""},
		{year(1), ""},
		{year(9999), ""},
		{year(10000), "f: must be in the years 1 to 9999, got the year 10000"},
		{year(0), "f: must be in the years 1 to 9999, got the year 0"},
		{time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("west", -7200)), "f: must be in the years 1 to 9999, got the year 10000"},
	} {
		require.Equal(t, tt.want, fault(func(c *core.Check) { c.Time("f", tt.t) }))
	}
	bad := year(10000)
	for op, r := range map[string]api.TimeRange{"gt": {GT: bad}, "gte": {GTE: bad}, "lt": {LT: bad}, "lte": {LTE: bad}} {
		require.Equal(t, "f["+op+"]: must be in the years 1 to 9999, got the year 10000", fault(func(c *core.Check) { c.Times("f", r) }))
	}
	require.Empty(t, fault(func(c *core.Check) { c.Times("f", api.Between(year(1), year(9999))) }))
}

func TestCheckPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		limit         int
		after, before string
		want          string
	}{
		{name: "default"},
		{name: "least", limit: 1},
		{name: "most", limit: 100},
		{name: "above", limit: 101, want: "limit: must be 1 to 100, or 0 for the default of 10, got 101"},
		{name: "below", limit: -1, want: "limit: must be 1 to 100, or 0 for the default of 10, got -1"},
		{name: "both", after: "pay_1", before: "pay_2", want: "starting_after: must not be set together with ending_before"},
		{name: "after", after: "pay_1"},
		{name: "before", before: "pmt_1"},
		{name: "of another list", after: "ord_1", want: `starting_after: must be an id of this list (pay_…), got "ord_1"`},
		{name: "of another list, backwards", before: "order_1", want: `ending_before: must be an id of this list (pay_…), got "order_1"`},
		{name: "of no list that is known", after: "legacy-17"},
		{name: "no id", after: "a\nb", want: `starting_after: has characters that are invalid in an id: "a\nb"`},
	} {
		require.Equal(t, tt.want, fault(func(c *core.Check) { c.Page(tt.limit, tt.after, tt.before, "pay", "pmt") }), tt.name)
	}
}

func TestCheckID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"pay_1":                    "",
		"0901f083-aa1c":            "",
		"a b":                      "",
		"a/b":                      "",
		"Zoë":                      "",
		"..a":                      "",
		"":                         "f: is empty: an id is required",
		".":                        `f: must not contain "." as a part, got "."`,
		"..":                       `f: must not contain ".." as a part, got ".."`,
		"a/../b":                   `f: must not contain ".." as a part, got "a/../b"`,
		"a\r\nb":                   `f: has characters that are invalid in an id: "a\r\nb"`,
		"a\x7f":                    `f: has characters that are invalid in an id: "a\x7f"`,
		"\xff":                     `f: has characters that are invalid in an id: "\xff"`,
		strings.Repeat("x", 255):   "",
		strings.Repeat("x", 256):   "f: must have at most 255 characters, got 256",
		strings.Repeat("x", 10240): "f: must have at most 255 characters, got 10240",
	} {
		require.Equal(t, want, fault(func(c *core.Check) { c.ID("f", id) }), "%q", id)
		if id == "" {
			want = ""
		}
		require.Equal(t, want, fault(func(c *core.Check) { c.OptionalID("f", id) }), "%q", id)
	}
}

type color string

var colors = []color{"red", "green", "dark_blue"}

func (color) Values() []color { return colors }

func (c color) Known() bool { return slices.Contains(colors, c) }

func TestCheckFilter(t *testing.T) {
	t.Parallel()
	for value, want := range map[api.Chain]string{
		"":              "",
		api.ChainBase:   "",
		"chain of 2030": "",
		api.AnyOf(api.ChainBase, "chain of 2030"): "",
		api.AnyOf(api.ChainBase, ""):              `f: has an empty value: leave it out, got "base,"`,
		",":                                       `f: has an empty value: leave it out, got ","`,
		"a\x00":                                   "f: has a NUL at byte 1",
		"\xff":                                    "f: is not valid UTF-8 at byte 0",
	} {
		require.Equal(t, want, fault(func(c *core.Check) { core.Filter(c, "f", value) }), "%q", value)
	}
}

func TestCheckEnum(t *testing.T) {
	t.Parallel()
	for value, want := range map[color]string{
		"":                               "",
		"red":                            "",
		"rde":                            `f: is unknown: "rde"; did you mean "red"?`,
		"Red":                            `f: is unknown: "Red"; did you mean "red"?`,
		"greeen":                         `f: is unknown: "greeen"; did you mean "green"?`,
		"dark-blue":                      `f: is unknown: "dark-blue"; did you mean "dark_blue"?`,
		"yellow":                         `f: is unknown: "yellow": must be one of red, green, dark_blue`,
		"red ":                           `f: is unknown: "red "; did you mean "red"?`,
		color(strings.Repeat("x", 5000)): `f: is unknown: "` + strings.Repeat("x", 64) + `"… (5000 bytes): must be one of red, green, dark_blue`,
	} {
		require.Equal(t, want, fault(func(c *core.Check) { core.Enum(c, "f", value) }), "%.20q", value)
	}
}

func TestCheckCurrency(t *testing.T) {
	t.Parallel()
	for currency, want := range map[string]string{
		"": "", "USD": "", "usd": "", "ssUSD": "", "usdc": "", "JPY": "",
		"us": `f: is unknown: "us": must be ssusd, usdc or an ISO 4217 code`, "USDD": `f: is unknown: "USDD": must be ssusd, usdc or an ISO 4217 code`,
		"U\nD": `f: is unknown: "U\nD": must be ssusd, usdc or an ISO 4217 code`,
	} {
		require.Equal(t, want, fault(func(c *core.Check) { c.Currency("f", currency) }))
	}
}

func TestCheckWallet(t *testing.T) {
	t.Parallel()
	wallets := map[api.Chain]string{
		"stateset": "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu",
		"base":     "0x52908400098527886E0F7030069857D2E4169EE7",
		"solana":   "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV",
		"cosmos":   "cosmos1" + strings.Repeat("a", 38),
	}
	forms := map[api.Chain]string{"stateset": `"stateset1…"`, "base": `"0x" and 40 hex digits`, "solana": "32 to 44 base58 characters", "cosmos": `"cosmos1…"`}
	for chain, address := range wallets {
		for other := range wallets {
			want := ""
			if other != chain {
				want = `f: is no wallet address of the chain ` + string(other) + `: must be ` + forms[other] + `, got "` + address + `"`
			}
			require.Equal(t, want, fault(func(c *core.Check) { c.Wallet("f", address, "chain", other) }))
		}
		require.Empty(t, fault(func(c *core.Check) { c.AnyWallet("f", address) }))
	}
	require.Empty(t, fault(func(c *core.Check) { c.Wallet("f", wallets["stateset"], "chain", "") }))
	require.Equal(t, "f: is required", fault(func(c *core.Check) { c.Wallet("f", "", "chain", "base") }))
	require.Equal(t, `chain: is unknown: "solanaa"; did you mean "solana"?`, fault(func(c *core.Check) { c.Wallet("f", wallets["solana"], "chain", "solanaa") }))
	for _, bad := range []string{"", "stateset1short", "stateset1" + strings.Repeat("a", 81), "STATESET1qypqxpq9qcrsszg", wallets["base"] + "0", "0x" + strings.Repeat("g", 40), wallets["stateset"] + "\n", "https://example.com"} {
		require.Contains(t, fault(func(c *core.Check) { c.AnyWallet("f", bad) }), `must be "stateset1…", "0x…", "cosmos1…" or a Solana address`, bad)
	}
}

// An API key in the wrong field does not appear in the message.
func TestMessagesShowNoKey(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain":                          `"plain"`,
		"a\n\x1b":                        `"a\n\x1b"`,
		"sk_live_abcdefghijkl":           `"sk_live_…"`,
		"Bearer rk_test_abc-def_ghi now": `"Bearer rk_test_… now"`,
		"whsec_0123456789":               `"whsec_…"`,
		"pk_test_":                       `"pk_test_"`,
		strings.Repeat("x", 60) + "sk_live_abcdefghijkl": `"` + strings.Repeat("x", 60) + `sk_live_…"`,
		strings.Repeat("x", 65):                          `"` + strings.Repeat("x", 64) + `"… (65 bytes)`,
		strings.Repeat("é", 40):                          `"` + strings.Repeat("é", 32) + `"… (80 bytes)`,
		"x" + strings.Repeat("é", 40):                    `"x` + strings.Repeat("é", 31) + `"… (81 bytes)`,
	} {
		require.Equal(t, want, quote.Short(text))
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	require.NoError(t, core.CheckKey(strings.Repeat("~", 255)))
	require.NoError(t, core.CheckKey("!"))
	require.NoError(t, core.CheckAccount("acct_1"))
	require.NoError(t, core.CheckExpand("a.b_c.d.e"))
	for _, name := range []string{"X-A", "x_a", "Traceparent", "X-Request-Id", "9"} {
		_, err := core.CheckHeader(name, "any value\twith a tab")
		require.NoError(t, err, name)
	}
	h, err := core.CheckHeader("x-long", strings.Repeat("x", 8<<10))
	require.NoError(t, err)
	require.Equal(t, "X-Long", h.Name)
	for _, name := range []string{
		"authorization", "AUTHORIZATION", "Idempotency-Key", "idempotency_key", "X-Account-Id", "Host", "content-length", "Content-Type", "Transfer-Encoding",
		"Connection", "Accept-Encoding", "X-Stateset-Attempt", "X-Client-Request-Id", "User-Agent", "Accept", "Content-Encoding", "Expect", "Trailer", "TE", "Upgrade",
	} {
		_, err := core.CheckHeader(name, "x")
		require.ErrorContains(t, err, "cannot be overridden: ", name)
	}
	for _, name := range []string{"", " ", "X A", "X:A", "X\r\nA", "Ä", "X-A ", strings.Repeat("x", 256)} {
		_, err := core.CheckHeader(name, "x")
		require.ErrorContains(t, err, "is not a header name", "%q", name)
	}
	for _, value := range []string{"a\nb", "a\r\nX: y", "a\x00", "é", "\x7f", "\xff"} {
		_, err := core.CheckHeader("X-A", value)
		require.ErrorContains(t, err, "must be printable ASCII", "%q", value)
	}
}
