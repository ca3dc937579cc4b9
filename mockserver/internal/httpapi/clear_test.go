package httpapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOnlyNullClears sets each clearable member, and then sends an empty value, no value
// and null.
func TestOnlyNullClears(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	order := "/v1/orders/" + f.call("POST", "/v1/orders", `{"items":[{"name":"Mug","quantity":1,"price":{"value":"1.00"}}],"customer_id":"cust_test_123"}`).ok().at("id")
	invoice := "/v1/invoices/" + f.call("POST", "/v1/invoices", newInvoice).ok().at("id")
	agent := "/v1/agents/" + f.call("POST", "/v1/agents", newAgent).ok().at("id") + "/config"
	endpoint := hooksPath + "/" + f.call("POST", hooksPath, newEndpoint).ok().at("id")
	for _, tt := range []struct{ path, member, value string }{
		{order, "notes", `"n"`}, {order, "shipping.method", `"express"`}, {order, "shipping.carrier", `"UPS"`},
		{order, "shipping", `{"method":"express"}`}, {order, "shipping_address", `{"city":"Rome"}`}, {order, "billing_address", `{"city":"Rome"}`},
		{invoice, "notes", `"n"`}, {invoice, "payment_terms", `"net 30"`}, {invoice, "billing_address", `{"city":"Rome"}`},
		{agent, "instructions", `"buy"`}, {agent, "schedule", `"0 9 * * *"`}, {agent, "notify_url", `"https://example.com/hook"`}, {agent, "model", `"m"`},
		{endpoint, "description", `"d"`},
	} {
		// body is a change of the member, which may be nested.
		body := func(value string) string {
			names := strings.Split(tt.member, ".")
			return `{"` + strings.Join(names, `":{"`) + `":` + value + strings.Repeat("}", len(names))
		}
		at := tt.member
		if tt.path == agent {
			at = "config." + at
		}
		set := f.call("PATCH", tt.path, body(tt.value)).ok().at(at)
		require.NotContains(t, []string{"null", "<none>"}, set, tt.member)
		if strings.HasPrefix(tt.value, "{") {
			require.Equal(t, set, f.call("PATCH", tt.path, body(`{}`)).ok().at(at), tt.member)
		} else {
			f.call("PATCH", tt.path, body(`""`)).refused(400, "parameter_invalid", tt.member)
		}
		require.Equal(t, set, f.call("PATCH", tt.path, `{}`).ok().at(at), tt.member)
		require.NotEqual(t, set, f.call("PATCH", tt.path, body("null")).ok().at(at), tt.member)
	}
	refused := f.call("PATCH", order, `{"notes":""}`)
	require.Contains(t, refused.body, "The 'notes' parameter must not be empty: send null to clear it")
}
