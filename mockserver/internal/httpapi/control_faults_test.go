package httpapi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControlPresets(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	got := f.control("GET", "/faults/presets", "").ok()
	require.Equal(t, "flaky", got.at("data.0.name"))
	for i := range 5 {
		rule := got.at("data." + itoa(i) + ".rules.0")
		f.control("POST", "/faults", rule).ok()
	}
	f.control("DELETE", "/faults/presets", "").refused(405, "method_not_allowed", "null")
}

func TestControlFaults(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	require.Equal(t, `{"data":[]}`, f.control("GET", "/faults", "").ok().body)
	added := f.control("POST", "/faults", "POST /payments times=2 do=status:503\nGET /orders do=error:internal_error optional").ok()
	require.Equal(t, `{"data":[{"id":"f1","rule":"POST /payments times=2 do=status:503","matched":0,"fired":0,"left":2,"optional":false},`+
		`{"id":"f2","rule":"GET /orders do=error:internal_error optional","matched":0,"fired":0,"left":1,"optional":true}]}`, added.body)
	require.Equal(t, 503, f.call("POST", "/v1/payments", tokenPayment).status)
	f.call("GET", "/v1/orders", "").refused(500, "internal_error", "null")
	got := f.control("GET", "/faults", "").ok()
	require.Equal(t, "1", got.at("data.0.fired"))
	require.Equal(t, "1", got.at("data.0.left"))
	require.Equal(t, "f1 POST /payments times=2 do=status:503", f.control("GET", "/requests", "").ok().at("data.0.fault"))

	f.control("DELETE", "/faults/f1", "").ok()
	f.control("DELETE", "/faults/f1", "").refused(404, "resource_not_found", "null")
	f.call("POST", "/v1/payments", tokenPayment).ok()
	f.control("DELETE", "/faults", "").ok()
	f.call("GET", "/v1/orders", "").ok()

	one := f.control("POST", "/faults", `{"match":"GET /orders","do":"status:418","header":["A:b"],"times":1}`).ok()
	require.Equal(t, "f3", one.at("data.0.id"))
	require.Equal(t, 418, f.call("GET", "/v1/orders", "").status)
	require.Equal(t, "f4", f.control("POST", "/faults", `["slow","GET /orders do=reset"]`).ok().at("data.0.id"))
	require.Equal(t, "f6", f.control("POST", "/faults", "outage").ok().at("data.0.id"))

	f.control("POST", "/reset", "").ok()
	for body, want := range map[string]string{
		"":                                       "no rule",
		"GET /orders do=reset\nGET /orders x":    `unknown word \"x\"`,
		`["GET /orders do=reset",{"match":"*"}]`: "rule 2: nothing to do",
		`[{]`:                                    "not a JSON array",
	} {
		bad := f.control("POST", "/faults", body).refused(400, "parameter_invalid", "null")
		require.Contains(t, bad.body, want)
	}
	require.Equal(t, `{"data":[]}`, f.control("GET", "/faults", "").ok().body, "a bad rule lets none in")
	require.Equal(t, "DELETE, GET, HEAD, POST", f.control("PUT", "/faults", "").refused(405, "method_not_allowed", "null").header.Get("Allow"))
}
