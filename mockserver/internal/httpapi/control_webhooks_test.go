package httpapi

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControlDeliveryFaults(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	require.Equal(t, `{"data":[]}`, f.control("GET", "/webhooks/faults", "").ok().body)
	f.control("POST", "/webhooks/faults", `{"types":"payment.*","fault":"duplicate","times":2,"account":"abc"}`).ok()
	got := f.control("POST", "/webhooks/faults", `{"types":"*","fault":"delay","seconds":30}`).ok()
	require.Equal(t, `{"data":[{"types":"payment.*","account":"test/abc","fault":"duplicate","seconds":0,"times":2,"matched":0,"fired":0},`+
		`{"types":"*","account":null,"fault":"delay","seconds":30,"times":0,"matched":0,"fired":0}]}`, got.body)
	for param, body := range map[string]string{
		"types":   `{"types":"payment.flown","fault":"drop"}`,
		"fault":   `{"types":"*","fault":"explode"}`,
		"seconds": `{"types":"*","fault":"delay"}`,
		"times":   `{"types":"*","fault":"drop","times":-1}`,
		"account": `{"types":"*","fault":"drop","account":"a b"}`,
	} {
		f.control("POST", "/webhooks/faults", body).refused(400, "parameter_invalid", param)
	}
	f.control("POST", "/webhooks/faults", `{"types":"*"}`).refused(400, "parameter_missing", "fault")
	f.control("PUT", "/webhooks/faults", "").refused(405, "method_not_allowed", "null")
	require.Equal(t, `{"data":[]}`, f.control("DELETE", "/webhooks/faults", "").ok().body)
}

func TestControlSettle(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	require.Equal(t, f.control("GET", "/clock", "").body, f.control("POST", "/webhooks/settle", "").ok().body)
	f.control("POST", "/webhooks/settle", `{"now":true}`).refused(400, "parameter_unknown", "now")
}

func TestControlDeliveries(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.addEndpoint("*")
	f.pay(1, "")
	got := f.control("GET", "/webhooks/deliveries?account=abc&status=pending", "").ok()
	require.Equal(t, []string{"test/abc", "payment.created", "pending", "webhook_delivery"},
		[]string{got.at("data.0.account"), got.at("data.0.type"), got.at("data.0.delivery.status"), got.at("data.0.delivery.object")})
	require.Regexp(t, "^https://", got.at("data.0.url"))
	for _, query := range []string{"?status=failed,succeeded", "?account=other"} {
		require.Equal(t, "<none>", f.control("GET", "/webhooks/deliveries"+query, "").ok().at("data.0"), query)
	}
	require.NotEqual(t, "<none>", f.control("GET", "/webhooks/deliveries", "").ok().at("data.0"))
	f.control("GET", "/webhooks/deliveries?status=lost", "").refused(400, "parameter_invalid", "status")
	f.control("GET", "/webhooks/deliveries?limit=1", "").refused(400, "parameter_unknown", "limit")
}
