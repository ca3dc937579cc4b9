package httpapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The message about an unknown path names the closest path.
func TestUnknownPathsSuggest(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for path, hint := range map[string]string{
		"/v1/orders/":                      "; did you mean /v1/orders?",
		"/v1//orders":                      "; did you mean /v1/orders?",
		"//v1/orders":                      "; did you mean /v1/orders?",
		"/v1/orders/ord_123/":              "; did you mean /v1/orders/ord_123?",
		"/orders":                          "; did you mean /v1/orders?",
		"/orders/ord_123/":                 "; did you mean /v1/orders/ord_123?",
		"/V1/orders":                       "; did you mean /v1/orders?",
		"/v1/Orders":                       "; did you mean /v1/orders?",
		"/v1/ordrs/ord_123":                "; did you mean /v1/orders/ord_123?",
		"/v1/refund":                       "; did you mean /v1/refunds?",
		"/v1/payments/pay_test_456/captur": "; did you mean /v1/payments/pay_test_456/capture?",
		"/v2/orders":                       "",
		"/v1/zzzzzzzzzz":                   "",
		"/v1/payments/../../etc/passwd":    "",
		"/v1/" + strings.Repeat("a/", 50):  "",
	} {
		got := f.call("GET", "http://localhost"+path, "").refused(404, "route_not_found", "null").at("error.message")
		require.Equal(t, "There is no GET "+shorten(path)+hint, got)
	}
	got := f.control("GET", "/helth", "").refused(404, "route_not_found", "null").at("error.message")
	require.Equal(t, "There is no /_mock/helth in the control interface: GET /_mock lists its calls", got)
}

// Percent-encoding that does not change a path has no effect. An encoded slash is a part
// of an ID.
func TestEncodedPaths(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, path := range []string{"/v1/orders/ord_123", "/v1/order%73/ord_123", "/v1/orders/ord%5F123", "/%76%31/%6Frders/%6Frd_123"} {
		require.Equal(t, "ord_123", f.call("GET", path, "").ok().at("id"), path)
	}
	for path, shown := range map[string]string{
		"a%2Fb": "a/b", "%00": `\x00`, "%ff": `\xff`, "a%0Ab": `a\nb`, "%C3%A9": "é", "%E2%80%AE": `\u202e`, "a%22b": `a"b`,
		strings.Repeat("a", 200):       strings.Repeat("a", 100) + "…",
		strings.Repeat("%C3%A9", 60):   strings.Repeat("é", 50) + "…",
		"x" + strings.Repeat("é", 60):  "x" + strings.Repeat("é", 49) + "…",
		strings.Repeat("b", 40<<10):    strings.Repeat("b", 100) + "…",
		"%25%32%46":                    "%2F",
		"ord_123%3Fexpand%5B%5D=items": "ord_123?expand[]=items",
	} {
		got := f.call("GET", "/v1/orders/"+path, "").refused(404, "resource_not_found", "null")
		require.Equal(t, "No such order: '"+shown+"'", got.at("error.message"))
	}
	f.call("GET", "/v1%2Forders", "").refused(404, "route_not_found", "null")
}

// A 405 lists the methods of the path in its Allow header and its message. HEAD is
// allowed where GET is.
func TestAllow(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, test := range []struct {
		got           *reply
		method, allow string
	}{
		{f.call("PUT", "/v1/orders", ""), "PUT /v1/orders", "GET, HEAD, OPTIONS, POST"},
		{f.call("POST", "/health", ""), "POST /health", "GET, HEAD, OPTIONS"},
		{f.call("POST", "/", ""), "POST /", "GET, HEAD, OPTIONS"},
		{f.call("DELETE", "/i/x", ""), "DELETE /i/x", "GET, HEAD"},
		{f.control("OPTIONS", "/health", ""), "OPTIONS /_mock/health", "GET, HEAD"},
		{f.control("GET", "/reset", ""), "GET /_mock/reset", "POST"},
		{f.control("PUT", "/faults", ""), "PUT /_mock/faults", "DELETE, GET, HEAD, POST"},
	} {
		test.got.refused(405, "method_not_allowed", "null")
		require.Equal(t, test.allow, test.got.header.Get("Allow"))
		method, path, _ := strings.Cut(test.method, " ")
		use := strings.Replace("one of "+test.allow, "one of POST", "POST", 1)
		require.Equal(t, method+" is not allowed at "+path+": use "+use, test.got.at("error.message"))
	}
	for path, allow := range map[string]string{
		"/v1/orders": "GET, HEAD, OPTIONS, POST", "/v1/order/pay": "OPTIONS, POST", "/": "GET, HEAD, OPTIONS", "/health": "GET, HEAD, OPTIONS", "/v1/nowhere": "",
	} {
		require.Equal(t, allow, f.call("OPTIONS", path, "").ok().header.Get("Allow"), path)
	}
}

// Every response follows HTTP: 401 has a challenge, HEAD has the headers of GET and no
// body.
func TestHeadersOfErrors(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for path, key := range map[string]string{"/v1/orders": "", "/v1/nowhere": "", "/v1/account/balance": "Bearer nonsense"} {
		got := f.call("GET", path, "", "Authorization", key)
		require.Equal(t, 401, got.status)
		require.Equal(t, "Bearer", got.header.Get("WWW-Authenticate"))
	}
	require.Empty(t, f.call("GET", "/v1/nowhere", "").header.Get("WWW-Authenticate"))
	require.Equal(t, "no-store", f.control("GET", "/health", "").ok().header.Get("Cache-Control"))
	for _, path := range []string{"/v1/orders/ord_123", "/v1/orders/ord_no", "/v1/nowhere", "/v1/order/pay", "/health", "/"} {
		get, head := f.call("GET", path, ""), f.call("HEAD", path, "")
		require.Equal(t, get.status, head.status, path)
		require.Equal(t, get.header.Get("Content-Length"), head.header.Get("Content-Length"), path)
		require.Equal(t, get.header.Get("Content-Type"), head.header.Get("Content-Type"), path)
		require.Equal(t, get.header.Get("Allow"), head.header.Get("Allow"), path)
		require.Empty(t, head.body, path)
	}
}
