package fault_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

func parse(t *testing.T, text string) *fault.Rule {
	t.Helper()
	r, err := fault.Parse(text)
	require.NoError(t, err, text)
	return r
}

func TestParse(t *testing.T) {
	t.Parallel()
	r := parse(t, "POST /v1/payments nth=1..2 by=key at=committed do=reset")
	require.Equal(t, "POST", r.Method)
	require.Equal(t, "payments.create", r.Operation)
	require.Equal(t, int64(1), r.First)
	require.Equal(t, int64(2), r.Last)
	require.True(t, r.ByKey)
	require.Equal(t, fault.Committed, r.At.Point)
	require.Equal(t, fault.Reset, r.Do.Kind)

	r = parse(t, `post /payments/* account=shop key=k p=0.25 seed=7 after=3 times=9 delay=1.5s do=status:503 header=Retry-After:2 header="X-A: b c" body="{\"a\":1}" optional`)
	require.Equal(t, "test/shop", r.Account)
	require.Equal(t, 1500*time.Millisecond, r.Delay)
	require.Equal(t, []fault.Field{{Name: "Retry-After", Value: "2"}, {Name: "X-A", Value: "b c"}}, r.Header)
	require.Equal(t, `{"a":1}`, r.Content)
	require.True(t, r.Optional)
	require.InDelta(t, 0.25, r.Chance, 0)

	require.Equal(t, int64(64<<20), parse(t, "* do=big").Do.Size)
	require.Equal(t, int64(16<<30), parse(t, "* do=big:16GiB").Do.Size)
	require.Equal(t, int64(5_000_000), parse(t, "* do=gzip:bomb:5MB").Do.Size)
	require.Equal(t, int64(0), parse(t, "* nth=4.. do=reset").Last)
	require.Equal(t, "payments.*", parse(t, "op=Payments.* do=reset").Operation)
	require.Equal(t, "orders.pay", parse(t, "Orders.Pay do=reset").Operation)
	require.Equal(t, "balance", parse(t, "Balance do=reset").Operation)
}

// TestDefaults checks the default point of each action.
func TestDefaults(t *testing.T) {
	t.Parallel()
	for do, want := range map[string]fault.Position{
		"do=reset":               {Point: fault.Read, Percent: -1},
		"do=close":               {Point: fault.Read, Percent: -1},
		"do=stall":               {Point: fault.Read, Percent: -1},
		"do=delay:1s":            {Point: fault.Read, Percent: -1},
		"delay=1s":               {Point: fault.Read, Percent: -1},
		"do=garbage":             {Point: fault.Read, Percent: -1},
		"do=status:500":          {Point: fault.Read, Percent: -1},
		"do=html":                {Point: fault.Read, Percent: -1},
		"do=rate-limit":          {Point: fault.Read, Percent: -1},
		"do=replayed":            {Point: fault.Reserved, Percent: -1},
		"header=A:b":             {Point: fault.Body, Percent: -1},
		"do=drip:5":              {Point: fault.Body, Percent: -1},
		"do=gzip:corrupt":        {Point: fault.Body, Percent: -1},
		"do=truncate:7":          {Point: fault.Body, Bytes: 7, Percent: -1},
		"do=truncate:30%:rst":    {Point: fault.Body, Percent: 30},
		"do=reset at=body":       {Point: fault.Body, Percent: 50},
		"do=reset at=body:0%":    {Point: fault.Body, Percent: 0},
		"do=stall at=body:12":    {Point: fault.Body, Bytes: 12, Percent: -1},
		"do=close at=accept":     {Point: fault.Accept, Percent: -1},
		"at=headers do=delay:1s": {Point: fault.Headers, Percent: -1},
	} {
		require.Equal(t, want, parse(t, "* "+do).At, do)
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                       "empty rule",
		"FETCH /payments do=reset":               `unknown method "FETCH"`,
		"POST do=reset":                          "POST must be followed by a path",
		"POST payments do=reset":                 "a path must begin with /",
		"GET /payments?a=b do=reset":             "have no query",
		"do=reset":                               "a rule must begin with",
		"optional do=reset":                      "a rule must begin with",
		"op=Payments.Creat do=reset":             "did you mean payments.create?",
		"* ":                                     "nothing to do",
		"* nth=1":                                "nothing to do: add do=",
		"* at=comitted do=reset":                 "must be one of accept, read, reserved, committed, headers, body",
		"* at=read:5 do=reset":                   "only at=body takes",
		"* at=body:101% do=reset":                "0% to 100%",
		"* at=body:-1 do=reset":                  "0% to 100%",
		"* do=rest":                              "did you mean reset?",
		"* do=reset:5":                           "takes no number",
		"* do=reset do=close":                    "do=reset and do=close cannot be combined: remove one",
		"* do=reset optional optional":           "optional is given twice",
		"* tims=3 do=reset":                      `unknown word "tims" (did you mean times?)`,
		"* whatever do=reset":                    `unknown word "whatever"`,
		"* times=0 do=reset":                     "from 1 to 1000000000",
		"* times=1000000001 do=reset":            "from 1 to 1000000000",
		"* nth=0 do=reset":                       "from 1",
		"* nth=3..2 do=reset":                    "from 3 to",
		"* after=-1 do=reset":                    "from 0",
		"* nth=1..2 after=2 do=reset":            "nth=1..2 and after=2 cannot be combined: the fault would never fire",
		"* by=account do=reset":                  "must be call or key",
		"* p=1.5 do=reset":                       "from 0 to 1",
		"* p=NaN do=reset":                       "from 0 to 1",
		"* seed=-1 do=reset":                     "integer",
		"* key= do=reset":                        "Idempotency-Key",
		"* account= do=reset":                    "sk_test_",
		"* delay=-1s do=reset":                   "at most 24h",
		"* delay=1s do=delay:1s":                 "given twice",
		"* do=status:99":                         "from 200 to 599",
		"* do=status:0503":                       "from 200 to 599",
		"* do=error:card_declind":                "did you mean card_declined?",
		"* do=truncate:5:bang":                   "fin, rst, hang or ok",
		"* at=body do=truncate:5":                "remove at=",
		"* do=truncate:5 at=body":                "do=truncate already sets the place",
		"* do=drip":                              "must be a size",
		"* do=drip:0":                            "must be a size",
		"* do=big:17GiB":                         "at most 16GiB",
		"* do=wrong-length:0":                    "difference from the real length",
		"* do=gzip":                              "gzip:bomb",
		"* do=gzip:corrupt:5":                    "only gzip:bomb",
		"* do=redirect:304:self":                 "301, 302",
		"* do=redirect:302:%zz":                  "the target must be",
		"* do=interim:1000001":                   "from 1 to 1000000",
		"* do=rate-limit:1s:secs":                "form of the wait",
		"* do=rate-limit:x":                      "must be a duration",
		"* do=in-flight:xml":                     "in-flight:json",
		"* do=replayed:20":                       "from 200",
		"* do=replayed at=read":                  "use at=reserved",
		"* at=headers do=status:500":             "use at=read, reserved, committed",
		"* at=read do=drip:5":                    "use at=body",
		"* header=Retry-After do=reset":          "a colon",
		"* header=\"A: b\\r\\nC: d\" do=reset":   "no line breaks",
		"* header=\"A b: c\" do=reset":           "name of a header",
		"* envelope=problm do=status:500":        "did you mean problem?",
		"* envelope=html do=reset":               "envelope=html cannot be combined with do=reset: use do=status, do=error or do=replayed",
		"* body=x envelope=html do=status:500":   "body=x and envelope=html cannot be combined",
		"* envelope=html do=null":                "already sets the response",
		"POST /payments at=accept do=reset":      "at=accept requires the match *",
		"* at=accept by=key do=reset":            "at=accept requires the match *",
		"* at=accept header=A:b do=reset":        "there is no response",
		"* at=accept do=status:500":              "use at=read",
		"* do=\"reset":                           "closing quote",
		"* do=\"reset\"x":                        "followed by a blank",
		"* do=" + strings.Repeat("x", 70_000):    "at most 65536 bytes",
		"* " + strings.Repeat("header=A:b ", 65): "at most 64 headers",
	} {
		_, err := fault.Parse(text)
		require.ErrorContains(t, err, want, text)
		require.Less(t, len(err.Error()), 3000)
	}
}

func TestParseAll(t *testing.T) {
	t.Parallel()
	rules, err := fault.ParseAll("# two\n\nGET /orders do=reset\n  lost-answers\n")
	require.NoError(t, err)
	require.Len(t, rules, 2)
	require.Equal(t, fault.Committed, rules[1].At.Point)
	for _, name := range fault.Presets() {
		_, err := fault.ParseAll(name)
		require.NoError(t, err, name)
	}
	_, err = fault.ParseAll("GET /orders do=reset\nGET /orders do=rest")
	require.ErrorContains(t, err, `"GET /orders do=rest"`)
	_, err = fault.ParseAll("# nothing")
	require.ErrorContains(t, err, "flaky")
	_, err = fault.ParseAll(strings.Repeat("outage\n", fault.MaxRules+1))
	require.ErrorContains(t, err, "more than 1000 rules")
}

func TestParseJSON(t *testing.T) {
	t.Parallel()
	rules, err := fault.ParseJSON([]byte(`[{"match":"POST /payments","nth":"1..2","times":2,"p":0.5,"do":"status:503","header":["A:b","A:c"],"optional":true},"slow","GET /orders do=reset"]`))
	require.NoError(t, err)
	require.Len(t, rules, 3)
	require.Equal(t, []fault.Field{{Name: "A", Value: "b"}, {Name: "A", Value: "c"}}, rules[0].Header)
	require.True(t, rules[0].Optional)
	rules, err = fault.ParseJSON([]byte(`{"match":"op=payments.create","do":"reset","optional":false}`))
	require.NoError(t, err)
	require.False(t, rules[0].Optional)
	for text, want := range map[string]string{
		`[`:                                      "not a JSON array",
		`[]`:                                     "no rule",
		`[5]`:                                    "must be an object",
		`null`:                                   "must be an object",
		`{"do":"reset"}`:                         `"match" is required`,
		`{"match":5}`:                            "unknown method",
		`{"match":"*","do":null}`:                "must be a string",
		`{"match":"*","do":{}}`:                  "must be a string",
		`{"match":"*","header":[1]}`:             "array of strings",
		`{"match":"*","do":"reset","timse":1}`:   "did you mean times?",
		`{"match":"*","do":"reset","times":1.5}`: "integer",
		`{"match":"*","do":"reset","times":1e3}`: "integer",
		`["GET /a do=reset","GET /a do=rest"]`:   "rule 2",
		`{"match":"\"*","do":"reset"}`:           "closing quote",
		`{"match":"*","do":"reset","optional":3}`: "no value",
	} {
		_, err := fault.ParseJSON([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
}

// FuzzParse checks that a valid rule stays the same when it is written and parsed again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"POST /v1/payments nth=1..2 by=key at=committed do=reset", "* do=truncate:50%:rst", "flaky", "op=invoices.pay p=0.5 do=stall:30s",
		"* do=status:503 body=\"a \\\" b\" header=A:b optional", "* do=status:500 body=`x y`", "Payments.* do=redirect:302:https://x.test/a",
		"GET /a\tdelay=1s", "\"*\" \"optional\" do=\"reset\"", "* body=\"\" do=status:200", "* do=status:200 body=\"\\xff\u202e\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := fault.Parse(text)
		if err != nil {
			require.Nil(t, r)
			return
		}
		again, err := fault.Parse(r.String())
		require.NoError(t, err, "%q", r.String())
		require.Equal(t, r, again)
		require.GreaterOrEqual(t, r.Chance, 0.0)
		require.LessOrEqual(t, r.Chance, 1.0)
		require.LessOrEqual(t, r.Do.Size, int64(16<<30))
	})
}

// FuzzParseJSON checks that rules in JSON are equivalent to those in text.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"match":"POST /payments","nth":1,"do":"reset"}`, `["flaky",{"match":"*","header":["A:b"],"delay":"1s","optional":true}]`, `null`, `[[]]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, err := fault.ParseJSON(data)
		if err != nil {
			return
		}
		for _, r := range rules {
			again, err := fault.Parse(r.String())
			require.NoError(t, err, "%q", r.String())
			require.Equal(t, r.String(), again.String())
		}
	})
}
