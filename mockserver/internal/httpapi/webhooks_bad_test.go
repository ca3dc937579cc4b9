package httpapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBadEndpoints(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	id := f.addEndpoint("*").at("id")
	events := func(list string) string { return `{"url":"` + hookURL + `","events":` + list + `}` }
	url := func(text string) string { return `{"url":"` + text + `","events":["*"]}` }
	many := `["*"` + strings.Repeat(`,"*"`, 100) + `]`
	for _, test := range []struct {
		method, path, body, code, param, says string
	}{
		{"POST", "", `{}`, "parameter_missing", "url", ""},
		{"POST", "", `{"url":"` + hookURL + `"}`, "parameter_missing", "events", ""},
		{"POST", "", events(`null`), "parameter_missing", "events", ""},
		{"POST", "", events(`[]`), "parameter_invalid", "events", "must not be empty"},
		{"POST", "", events(`"*"`), "parameter_invalid", "events", "must be an array"},
		{"POST", "", events(many), "parameter_invalid", "events", "at most 100"},
		{"POST", "", events(`["*",1]`), "parameter_invalid", "events[1]", "must be a string"},
		{"POST", "", events(`[""]`), "parameter_invalid", "events[0]", "must not be empty"},
		{"POST", "", events(`["payment.suceeded"]`), "parameter_invalid", "events[0]", "did you mean payment.succeeded?"},
		{"POST", "", events(`["order.paid","payments.*"]`), "parameter_invalid", "events[1]", "a pattern such as payment.*"},
		{"POST", "", events(`["payment*"]`), "parameter_invalid", "events[0]", ""},
		{"POST", "", events(`["payment"]`), "parameter_invalid", "events[0]", ""},
		{"POST", "", url(""), "parameter_invalid", "url", "must not be empty"},
		{"POST", "", url("http://shop.example.com/"), "parameter_invalid", "url", "must be an https URL"},
		{"POST", "", url("http://10.0.0.1/"), "parameter_invalid", "url", ""},
		{"POST", "", url("http://localhost.example.com/"), "parameter_invalid", "url", ""},
		{"POST", "", url("https://me:hunter2@shop.example.com/"), "parameter_invalid", "url", ""},
		{"POST", "", url("https://shop.example.com/#x"), "parameter_invalid", "url", ""},
		{"POST", "", url("ftp://shop.example.com/"), "parameter_invalid", "url", ""},
		{"POST", "", url("/in"), "parameter_invalid", "url", ""},
		{"POST", "", url("https://"), "parameter_invalid", "url", ""},
		{"POST", "", url(hookURL + strings.Repeat("x", 2048)), "parameter_invalid", "url", "at most 2048"},
		{"POST", "", `{"url":1,"events":["*"]}`, "parameter_invalid", "url", ""},
		{"POST", "", `{"url":"` + hookURL + `","events":["*"],"signature_scheme":"rsa"}`, "parameter_invalid", "signature_scheme", "raw, timestamped, both"},
		{"POST", "", `{"url":"` + hookURL + `","events":["*"],"description":"` + strings.Repeat("d", 501) + `"}`, "parameter_invalid", "description", ""},
		{"POST", "", `{"url":"` + hookURL + `","events":["*"],"metadata":{"a":1}}`, "parameter_invalid", "metadata.a", ""},
		{"POST", "", `{"url":"` + hookURL + `","events":["*"],"status":"disabled"}`, "parameter_unknown", "status", ""},
		{"POST", "", `{"url":"` + hookURL + `","events":["*"],"secret":"whsec_x"}`, "parameter_unknown", "secret", ""},
		{"POST", "?expand[]=events", newEndpoint, "parameter_invalid", "expand", ""},

		{"PATCH", "/" + id, `{"events":[]}`, "parameter_invalid", "events", ""},
		{"PATCH", "/" + id, `{"events":["payment.created","x"]}`, "parameter_invalid", "events[1]", ""},
		{"PATCH", "/" + id, `{"url":""}`, "parameter_invalid", "url", ""},
		{"PATCH", "/" + id, `{"url":"http://shop.example.com"}`, "parameter_invalid", "url", ""},
		{"PATCH", "/" + id, `{"status":"paused"}`, "parameter_invalid", "status", "enabled, disabled"},
		{"PATCH", "/" + id, `{"api_version":"2025-01-01"}`, "parameter_unknown", "api_version", ""},

		{"POST", "/" + id + "/rotate_secret", `{"expires_in":-5}`, "parameter_invalid", "expires_in", ""},
		{"POST", "/" + id + "/rotate_secret", `{"expires_in":604801}`, "parameter_invalid", "expires_in", "from 0 to 604800"},
		{"POST", "/" + id + "/rotate_secret", `{"expires_in":1.5}`, "parameter_invalid", "expires_in", ""},
		{"POST", "/" + id + "/rotate_secret", `{"expires_in":"1h"}`, "parameter_invalid", "expires_in", ""},
		{"POST", "/" + id + "/test", `{"type":"payment.*"}`, "parameter_invalid", "type", "a type of events"},
		{"POST", "/" + id + "/test", `{"type":"order.payd"}`, "parameter_invalid", "type", "did you mean order.paid?"},
		{"POST", "/" + id + "/test", `{"event":"order.paid"}`, "parameter_unknown", "event", ""},
		{"DELETE", "/" + id + "?force=true", ``, "parameter_unknown", "force", ""},
		{"GET", "/" + id + "?secret=1", ``, "parameter_unknown", "secret", ""},

		{"GET", "?status=on", ``, "parameter_invalid", "status", ""},
		{"GET", "?url=x", ``, "parameter_unknown", "url", ""},
		{"GET", "?limit=0", ``, "parameter_invalid", "limit", ""},
		{"GET", "?starting_after=we_no", ``, "parameter_invalid", "starting_after", ""},
		{"GET", "/" + id + "/deliveries?status=done", ``, "parameter_invalid", "status", ""},
		{"GET", "/" + id + "/deliveries?event_id=", ``, "parameter_invalid", "event_id", ""},
		{"GET", "/" + id + "/deliveries?type=x", ``, "parameter_unknown", "type", ""},
		{"GET", "/" + id + "/deliveries?starting_after=" + id, ``, "parameter_invalid", "starting_after", ""},
	} {
		got := f.call(test.method, hooksPath+test.path, test.body).refused(400, test.code, test.param)
		require.Contains(t, got.at("error.message"), test.says, test.body)
		require.NotContains(t, got.body, "hunter2")
	}
	for _, test := range []struct{ path, code, param string }{
		{"?type=payment.suceeded", "parameter_invalid", "type"},
		{"?type=order.paid,", "parameter_invalid", "type"},
		{"?type[gte]=x", "parameter_unknown", "type[gte]"},
		{"?status=x", "parameter_unknown", "status"},
		{"?ending_before=evt_no", "parameter_invalid", "ending_before"},
		{"?created=x", "parameter_invalid", "created"},
	} {
		f.call("GET", "/v1/events"+test.path, "").refused(400, test.code, test.param)
	}
	require.Contains(t, f.call("GET", "/v1/events?type=payment.suceeded", "").at("error.message"), "did you mean payment.succeeded?")
	f.call("GET", "/v1/events/evt_no", "").refused(404, "resource_not_found", "null")
	f.call("POST", "/v1/events/evt_no/replay", "").refused(404, "resource_not_found", "null")
	require.Equal(t, "1", f.call("GET", hooksPath, "").at("total_count"), "nothing was made")
}

func TestGoodURLs(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, url := range []string{
		"https://shop.example.com", "https://10.0.0.1/in", "https://shop.example.com:8443/a/b?c=d", "HTTPS://SHOP.example.com/",
		"http://localhost/", "http://localhost:8080/in", "http://127.0.0.1:1/", "http://127.9.9.9/", "http://[::1]:3000/hooks",
	} {
		require.Equal(t, url, f.call("POST", hooksPath, `{"url":"`+url+`","events":["*"]}`).ok().at("url"))
	}
}
