package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver"
)

// shapeCodes are the codes of errors about the form of a request.
var shapeCodes = []string{"request_invalid", "parameter_unknown", "parameter_invalid", "parameter_missing"}

// probe sends bodies to the operation of a row.
type probe struct {
	*checker
	srv     *mockserver.Server
	row     *conformance.Operation
	schema  schema
	rules   []rule
	good    string // a good body
	variant int    // of the good body
}

// probes returns the rows whose operations have a body with members.
func probes(t *testing.T) []*probe {
	srv := mockserver.New(t, mockserver.WithWebhookFault("* drop"))
	var all []*probe
	for _, row := range conformance.All() {
		o := operationOf(t, lower(row.Spec().Method), row.Spec().Path)
		media, _ := mediaOf(o["requestBody"])
		if media == nil {
			continue
		}
		var rules []rule
		listed, _ := o["x-rules"].([]any)
		for _, r := range listed {
			rules = append(rules, rule{Param: r.(schema)["param"].(string), Code: r.(schema)["code"].(string)})
		}
		for i, good := range append([]string{cmp.Or(row.Request, "{}")}, goodBodies[row.Name]...) {
			all = append(all, &probe{&checker{document()}, srv, row, media["schema"].(schema), rules, good, i})
		}
	}
	require.Greater(t, len(all), 30)
	return all
}

func (p *probe) name() string { return fmt.Sprintf("%s %d", p.row.Name, p.variant) }

// goodBodies are good bodies beside those of the rows, for the branches that these do not
// reach.
var goodBodies = map[string][]string{
	"Payments.Create": {
		`{"amount":15000,"currency":"USD","customer_id":"cust_abc123","payment_method":{"type":"card","card":{"token":"tok_visa"}},"capture":false}`,
		`{"amount":15000,"currency":"USD","customer_id":"cust_abc123","payment_method":{"type":"card","card":{"number":"4242424242424242","exp_month":12,"exp_year":2099,"cvc":"123"}}}`,
		`{"amount":15000,"currency":"USD","customer_id":"cust_abc123","payment_method":{"type":"ach","ach":{"account_number":"000123456789","routing_number":"110000000","account_type":"checking"}}}`,
		`{"amount":1.50,"currency":"ssusd","order_id":"order_1234567890","payment_method":{"type":"crypto","crypto":{"wallet_address":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","chain":"stateset"}}}`,
	},
	"Orders.Update": {`{"status":"delivered","shipping":{"method":"express","carrier":null},"notes":null,"billing_address":{"country":"FR","email":"ada@example.com"}}`},
	"Agents.Create": {`{"name":"Buyer","config":{"temperature":"0.5","schedule":"0 9 * * 1-5","notify_url":"https://example.com/a","limits":{"daily":{"value":"5.00","denom":"usd"}},"permissions":{"allowed_actions":["transfer"]}}}`},
	"Agents.Execute": {
		`{"action":"create_order","parameters":{"customer_id":"cust_abc123","items":[{"name":"Mug","quantity":1,"price":{"value":"5.00"}}]}}`,
		`{"action":"count_stock","parameters":{"shelf":[1,"a",null]}}`,
	},
	"Agents.UpdateConfig":          {`{"limits":{"daily":null},"permissions":{"require_approval_above":{"value":"0"}},"schedule":"@","notify_url":null}`},
	"Stablecoin.UploadAttestation": {`{"attestation_date":"2025-12-31","report_hash":"0x1","report_file":"JVBERg==","auditor":{"name":"A"},"officer_signatures":[{"name":"B","signature_date":"2025-12-31"}],"reserve_summary":{"total_reserves_usd":"1.00","total_supply_susd":"1.00","reserve_ratio":"1.0"}}`},
	"Webhooks.Update":              {`{"url":"https://example.com/hook","events":["payment.*","order.paid"],"description":"d","status":"disabled","signature_scheme":"raw"}`},
	"Webhooks.SendTest":            {`{"type":"order.paid"}`},
}

// reply is the response to a body.
type reply struct {
	status      int
	code, param string
	message     string
}

// send makes the row's objects on a new account, and sends a body made from the good one.
func (p *probe) send(t *rapid.T, make func(good any) any) (body []byte, got reply) {
	account := p.srv.NewAccount()
	ids, err := p.row.IDs(t.Context(), account.Client())
	require.NoError(t, err)
	body, err = encode(make(parse([]byte(ids.Fill(p.good)))))
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), p.row.Spec().Method, p.srv.URL()+spec.BasePath+p.row.Path(ids), bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+account.Key())
	request.Header.Set("Content-Type", jsonMedia)
	response, err := p.srv.HTTPClient().Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	got.status = response.StatusCode
	if got.status >= http.StatusBadRequest {
		e := parse(answer).(schema)["error"].(schema)
		got.code, got.message = e["code"].(string), e["message"].(string)
		got.param, _ = e["param"].(string)
	}
	return body, got
}

// A body that the schema allows gets no error about its form, except for the x-rules.
func TestAllowedBodies(t *testing.T) {
	t.Parallel()
	for _, p := range probes(t) {
		t.Run(p.name(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				body, got := p.send(t, func(good any) any { return p.allowed(t, good) })
				if slices.Contains(shapeCodes, got.code) && !slices.ContainsFunc(p.rules, func(r rule) bool { return r.covers(got.code, got.param) }) {
					t.Fatalf("%s at %s: %s: %s", got.code, got.param, got.message, body)
				}
			})
		})
	}
}

// A body that the schema forbids gets an error about its form.
func TestForbiddenBodies(t *testing.T) {
	t.Parallel()
	for _, p := range probes(t) {
		t.Run(p.name(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				body, got := p.send(t, func(good any) any {
					if rapid.Bool().Draw(t, "drawn") {
						good = p.allowed(t, good)
					}
					spoil(t, good)
					if p.check(p.schema, good) == nil {
						t.Skip("still allowed")
					}
					return good
				})
				if !slices.Contains(shapeCodes, got.code) {
					t.Fatalf("%d %s: %s", got.status, got.code, body)
				}
			})
		})
	}
}

// allowed draws a body that the schema allows.
func (p *probe) allowed(t *rapid.T, good any) any {
	body := (&drawing{p.checker, t}).value(p.schema, good)
	if p.check(p.schema, body) != nil {
		t.Skip("not allowed")
	}
	return body
}

// spoilt are values that few schemas allow.
var spoilt = parse([]byte(`[null,true,"","x","-1","0","1e3","1.","+1","2026-02-30","2026-2-3","10:00","http://","a@b@c","USDX","us","test",
	-1,0,1.5,1,2,2.01,12,13,9999,10000,1825,1826,604800,604801,1000000,1000001,1000000000,1000000001,1000000000000000,[],[null],["x"],[{}],{},{"x":1},{"value":1},{"value":"0"}]`)).([]any)

// bounds are those of texts: at a bound a text is allowed, and beyond it forbidden.
var bounds = []int{22, 64, 100, 255, 256, 500, 2048}

// spoil changes one place of a body.
func spoil(t *rapid.T, body any) {
	for {
		if list, _ := body.([]any); list != nil {
			i := rapid.IntRange(0, len(list)-1).Draw(t, "element")
			if deeper(list[i]) && rapid.IntRange(0, 3).Draw(t, "deep") > 0 {
				body = list[i]
				continue
			}
			list[i] = anySpoilt(t)
			return
		}
		object := body.(map[string]any)
		names := slices.Sorted(maps.Keys(object))
		name := rapid.SampledFrom(append(names, "unknown")).Draw(t, "member")
		switch action := rapid.IntRange(0, 4).Draw(t, "action"); {
		case action == 0:
			delete(object, name)
		case deeper(object[name]) && action > 1:
			body = object[name]
			continue
		default:
			object[name] = anySpoilt(t)
		}
		return
	}
}

func deeper(value any) bool {
	list, _ := value.([]any)
	return len(list) > 0 || len(membersIn(value)) > 0
}

func anySpoilt(t *rapid.T) any {
	switch rapid.IntRange(0, 9).Draw(t, "spoilt") {
	case 0, 1:
		return strings.Repeat("x", rapid.SampledFrom(bounds).Draw(t, "length")+rapid.IntRange(0, 1).Draw(t, "beyond"))
	case 2:
		return slices.Repeat([]any{"payment.*"}, 101)
	}
	return rapid.SampledFrom(spoilt).Draw(t, "value")
}

var index = regexp.MustCompile(`\[[0-9]+\]`)

// covers reports whether a rule is about the parameter. Rules have no indexes.
func (r rule) covers(code, param string) bool {
	return r.Code == code && r.Param == index.ReplaceAllString(param, "[]")
}
