package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver"
)

// queryTexts are values of parameters that some schemas allow.
var queryTexts = []string{
	"", "x", "-1", "0", "1", "1.5", "100", "101", "1e3", "+1", " 1", "true", "false", "null", "1700000000", "99999999999999",
	"2026-01-15", "2026-02-30", "2026-01-15T10:00:00Z", "2026-01-15T10:00:00", "2026-01-15T10:00:00.123456789+02:00",
	"ssusd", "usd", "USD", "USDX", "US", "us", "DE", "CA", "10.05", "0.0000001", "1000000000000000", "-5.00",
	"pending", "succeeded", "paid", "active", "card", "payment.*", "payment.created", "stateset1merchantaddress123", "a b", "é",
	strings.Repeat("x", 64), strings.Repeat("x", 255), strings.Repeat("x", 256), strings.Repeat("x", 501), strings.Repeat("x", 5001),
}

// operator is the operator of a bound of a range.
var operator = regexp.MustCompile(`\[(gt|gte|lt|lte)\]$`)

// asJSON returns the values that a text of a query can stand for.
func asJSON(text string) []any {
	values := []any{text}
	var other any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&other) != nil || decoder.More() || strings.HasPrefix(text, " ") {
		return values
	}
	if number, ok := other.(json.Number); ok && strings.ContainsAny(number.String(), "eE") {
		return values
	}
	return append(values, other)
}

// A parameter that the schema allows gets no error about its form, except for the
// x-rules, and one that it forbids gets one.
func TestQueries(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithWebhookFault("* drop"))
	checks := &checker{document()}
	sent := map[bool]int{}
	for _, row := range conformance.All() {
		o := operationOf(t, lower(row.Spec().Method), row.Spec().Path)
		if row.Spec().Method != http.MethodGet {
			continue
		}
		account := srv.NewAccount()
		ids, err := row.IDs(t.Context(), account.Client())
		require.NoError(t, err)
		var rules []rule
		listed, _ := o["x-rules"].([]any)
		for _, r := range listed {
			rules = append(rules, rule{Param: r.(schema)["param"].(string), Code: r.(schema)["code"].(string)})
		}
		for _, p := range o["parameters"].([]any) {
			parameter := p.(schema)
			if parameter["in"] != "query" {
				continue
			}
			name, form := parameter["name"].(string), parameter["schema"].(schema)
			if parameter["style"] == "deepObject" {
				name, form = name+"[key]", form["additionalProperties"].(schema)
			}
			if form["type"] == "array" {
				form = form["items"].(schema)
			}
			for _, text := range queryTexts {
				allowed := slices.ContainsFunc(asJSON(text), func(value any) bool { return checks.check(form, value) == nil })
				target, err := url.Parse(srv.URL() + spec.BasePath + row.Path(ids))
				require.NoError(t, err)
				query := target.Query()
				query.Set(name, text)
				target.RawQuery = query.Encode()
				code, param, message := refusal(t, srv, account.Key(), target.String())
				refused := slices.Contains(shapeCodes, code) && !slices.ContainsFunc(rules, func(r rule) bool { return r.covers(code, operator.ReplaceAllString(param, "")) })
				if allowed && refused || !allowed && !slices.Contains(shapeCodes, code) {
					t.Errorf("%s %s=%q: allowed %v, got %s %s: %s", row.Name, name, text, allowed, code, param, message)
				}
				sent[allowed]++
			}
		}
	}
	require.Greater(t, sent[true], 500)
	require.Greater(t, sent[false], 500)
}

// refusal sends a GET request, and returns the error.
func refusal(t *testing.T, srv *mockserver.Server, key, target string) (code, param, message string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := srv.HTTPClient().Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Error struct{ Code, Param, Message string }
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	return answer.Error.Code, answer.Error.Param, answer.Error.Message
}
