package conformance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/mockserver"
)

// badRequest is a request that the mock server rejects. The golden file has the response.
type badRequest struct {
	name         string
	method, path string
	body         string
	header       []string // pairs of names and values; nil means a key and JSON
}

const mockKey = "Bearer sk_test_golden"

// goodPayment is the body of a payment that the mock server accepts.
const goodPayment = `{"amount":1.00,"currency":"ssusd","recipient":"stateset1merchantaddress123"}`

// writeBadRequests adds the mock server's responses to bad requests.
func writeBadRequests(t *testing.T, m *messages) {
	srv, err := mockserver.Start(t.Context(), mockserver.WithSeed(1), mockserver.WithTime(time.Unix(1767225600, 0)))
	require.NoError(t, err)
	defer srv.Close()
	for _, group := range [][]badRequest{badAuthorizations, badBodies, badRoutes, badClocks, badEchoes, badQueries} {
		for _, tt := range group {
			name := "mock server: " + tt.name
			t.Run(name, func(t *testing.T) { m.add(t, name, tt.refused(t, srv)) })
		}
	}
	writeBadMockOptions(t, m)
}

// refused makes the request and returns the response as one line.
func (b badRequest) refused(t *testing.T, srv *mockserver.Server) string {
	t.Helper()
	r := httptest.NewRequest(b.method, "http://localhost/", strings.NewReader(b.body))
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(b.path, "?")
	r.RemoteAddr = "127.0.0.1:50000"
	header := b.header
	if header == nil {
		header = []string{"Authorization", mockKey, "Content-Type", "application/json"}
	}
	for i := 0; i < len(header); i += 2 {
		name := http.CanonicalHeaderKey(header[i])
		r.Header[name] = append(r.Header[name], header[i+1])
	}
	w := httptest.NewRecorder()
	srv.Handler().ServeHTTP(w, r)
	var answer struct {
		Error struct{ Type, Code, Message, Param string }
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer), w.Body.String())
	require.GreaterOrEqual(t, w.Code, 400)
	require.NotEmpty(t, answer.Error.Message)
	require.NotContains(t, w.Body.String(), wiretest.Sentinel, "no key is echoed")
	line := fmt.Sprintf("%d %s %s: %s", w.Code, answer.Error.Type, answer.Error.Code, answer.Error.Message)
	if answer.Error.Param != "" {
		line += " (param " + answer.Error.Param + ")"
	}
	if allow := w.Header().Get("Allow"); allow != "" {
		line += " (allow " + allow + ")"
	}
	quoted := strconv.Quote(line)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

func authorized(name string, values ...string) badRequest {
	header := []string{}
	for _, v := range values {
		header = append(header, "Authorization", v)
	}
	return badRequest{"key, " + name, "GET", "/v1/payments", "", header}
}

var badAuthorizations = []badRequest{
	authorized("none"),
	authorized("empty", ""),
	authorized("Basic", "Basic c2tfdGVzdF86"),
	authorized("no scheme", "sk_test_"+wiretest.Sentinel),
	authorized("two", mockKey, mockKey),
	authorized("live", "Bearer "+wiretest.LiveKey),
	authorized("live, restricted", "Bearer rk_live_"+wiretest.Sentinel),
	authorized("webhook secret", "Bearer whsec_"+wiretest.Sentinel),
	authorized("empty name", "Bearer sk_test_"),
	authorized("with a blank", "Bearer sk_test_a "+wiretest.Sentinel),
	authorized("long", "Bearer sk_test_"+strings.Repeat("x", 300)),
	authorized("restricted, without a scope", "Bearer rk_test_golden"),
	authorized("public", "Bearer pk_test_golden"),
	{"key, in a browser", "GET", "/v1/payments", "", []string{"Authorization", mockKey, "Origin", "https://shop.example.com"}},
}

func badBody(name, body string, header ...string) badRequest {
	if header != nil {
		header = append([]string{"Authorization", mockKey}, header...)
	}
	return badRequest{"body, " + name, "POST", "/v1/payments", body, header}
}

var badBodies = []badRequest{
	badBody("above 1 MiB", `{"description":"`+strings.Repeat("x", 1<<20)+`"}`),
	badBody("a form", "amount=1", "Content-Type", "application/x-www-form-urlencoded"),
	badBody("without a type", goodPayment, "X-Nothing", ""),
	badBody("another charset", goodPayment, "Content-Type", "application/json; charset=latin1"),
	badBody("compressed", goodPayment, "Content-Type", "application/json", "Content-Encoding", "gzip"),
	badBody("key twice", `{"amount":1,"amount":2}`),
	badBody("key twice, escaped", `{"amount":1,"\u0061mount":2}`),
	badBody("trailing bytes", goodPayment+"{}"),
	badBody("byte order mark", "\ufeff"+goodPayment),
	badBody("nested 10,000 deep", strings.Repeat("[", 10000)),
	badBody("65 deep", strings.Repeat(`{"metadata":`, 65)+"1"+strings.Repeat("}", 65)),
	badBody("not UTF-8", "{\"description\":\"\xff\"}"),
	badBody("lone surrogate", `{"description":"\ud800"}`),
	badBody("a list", `[]`),
	badBody("null", `null`),
	badBody("text", `"x"`),
	badBody("cut off", `{"amount":`),
	badBody("unknown member", `{"amuont":1}`),
	badBody("unknown member inside", `{"amount":1.00,"currency":"ssusd","recipient":"stateset1merchantaddress123","payment_method":{"type":"card","colour":1}}`),
	badBody("nothing", ``),
	badBody("amount a string", `{"amount":"1.00","currency":"ssusd"}`),
	badBody("amount with an exponent", `{"amount":1e2,"currency":"USD"}`),
	badBody("amount minus zero", `{"amount":-0,"currency":"USD"}`),
	badBody("amount with a part of a cent", `{"amount":100.5,"currency":"USD"}`),
	badBody("amount beyond 64 bits", `{"amount":9223372036854775808,"currency":"USD"}`),
}

var badRoutes = []badRequest{
	{"route unknown", "GET", "/v1/refund", "", nil},
	{"route without the version", "GET", "/payments", "", nil},
	{"route unknown, with escapes", "GET", "/v1/\x1b[31m" + strings.Repeat("x", 300), "", nil},
	{"method unknown", "DELETE", "/v1/payments/pay_test_456", "", nil},
	{"method TRACE", "TRACE", "/v1/payments", "", nil},
	{"method of a list", "PUT", "/v1/orders", "{}", nil},
	{"route of the control interface unknown", "GET", "/_mock/secrets", "", nil},
	{"method of the control interface", "GET", "/_mock/reset", "", nil},
	{"control interface from a browser", "POST", "/_mock/reset", "", []string{"Origin", "https://evil.example.com"}},
}

func badClock(name, body string) badRequest {
	return badRequest{"clock, " + name, "POST", "/_mock/clock/advance", body, nil}
}

var badClocks = []badRequest{
	badClock("backwards", `{"seconds":-1}`),
	badClock("NaN", `{"seconds":NaN}`),
	badClock("NaN in quotes", `{"seconds":"NaN"}`),
	badClock("a decimal comma", `{"seconds":"1,5"}`),
	badClock("an exponent", `{"seconds":1e9}`),
	badClock("beyond a century", `{"seconds":99999999999}`),
	badClock("beyond 64 bits", `{"seconds":99999999999999999999}`),
	badClock("nothing", `{}`),
	badClock("another member", `{"minutes":1}`),
	badClock("connected without account", `{"seconds":1,"connected":"acct_test_1"}`),
	{"clock, set backwards", "POST", "/_mock/clock/set", `{"time":"1999-01-01T00:00:00Z"}`, nil},
	{"clock, set without a zone", "POST", "/_mock/clock/set", `{"time":"2999-01-01T00:00:00"}`, nil},
	{"clock, freeze an account", "POST", "/_mock/clock/freeze", `{"account":"a"}`, nil},
	{"reset, connected without account", "POST", "/_mock/reset", `{"connected":"acct_test_1"}`, nil},
}

var badEchoes = []badRequest{
	{"id, path traversal", "GET", "/v1/payments/../../etc/passwd", "", nil},
	{"id, dots", "GET", "/v1/payments/..", "", nil},
	{"id, escaped slash", "GET", "/v1/payments/..%2f..%2fetc", "", nil},
	{"id, NUL", "GET", "/v1/payments/pay_\x00", "", nil},
	{"id, long", "GET", "/v1/payments/pay_" + strings.Repeat("x", 5000), "", nil},
	{"id, newline", "GET", "/v1/payments/pay_1\r\nX-Evil: 1", "", nil},
	{"id of an invoice to show, path traversal", "POST", "/_mock/invoices/../view", "", nil},
	{"account, newline", "GET", "/v1/payments", "", []string{"Authorization", mockKey, "X-Account-Id", "acct_test_1\r\nX-Evil: 1"}},
	{"account, somebody else's", "GET", "/v1/payments", "", []string{"Authorization", mockKey, "X-Account-Id", "acct_1"}},
}

var badQueries = []badRequest{
	{"query, time a word", "GET", "/v1/payments?created[gte]=abc", "", nil},
	{"query, operator unknown", "GET", "/v1/payments?created[after]=2026-01-01", "", nil},
	{"query, limit huge", "GET", "/v1/payments?limit=1e9", "", nil},
	{"query, limit above", "GET", "/v1/payments?limit=101", "", nil},
	{"query, limit zero", "GET", "/v1/payments?limit=0", "", nil},
	{"query, limit twice", "GET", "/v1/payments?limit=1&limit=2", "", nil},
	{"query, 10,000 expansions", "GET", "/v1/payments?" + strings.Repeat("expand[]=customer&", 10000), "", nil},
	{"query, expansion unknown", "GET", "/v1/payments?expand[]=secrets", "", nil},
	{"query, expansion deep", "GET", "/v1/payments?expand[]=a.b.c.d.e", "", nil},
	{"query, both cursors", "GET", "/v1/payments?starting_after=pay_test_456&ending_before=pay_test_456", "", nil},
	{"query, cursor unknown", "GET", "/v1/payments?starting_after=pay_no", "", nil},
	{"query, filter unknown", "GET", "/v1/payments?colour=red", "", nil},
	{"query, bad escape", "GET", "/v1/payments?status=%zz", "", nil},
	{"query, amount without a currency", "GET", "/v1/payments?amount[gte]=1", "", nil},
	{"query, of one object", "GET", "/v1/payments/pay_test_456?colour=red", "", nil},
}

// writeBadMockOptions adds the errors of servers that cannot start.
func writeBadMockOptions(t *testing.T, m *messages) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	for _, tt := range []struct {
		name string
		opt  mockserver.Option
	}{
		{"address empty", mockserver.WithTCP("")},
		{"address without a port", mockserver.WithTCP("127.0.0.1")},
		{"port negative", mockserver.WithTCP("127.0.0.1:-1")},
		{"port above 65535", mockserver.WithTCP("127.0.0.1:65536")},
		{"plan unknown", mockserver.WithPlan("gold")},
		{"time zero", mockserver.WithTime(time.Time{})},
	} {
		name := "mock server, option: " + tt.name
		_, err := mockserver.Start(t.Context(), tt.opt)
		require.ErrorContains(t, err, "mockserver: ", name)
		m.add(t, name, err.Error())
	}
	for _, address := range []string{"127.0.0.1:abc", taken.Addr().String()} { // in the words of the operating system
		_, err := mockserver.Start(t.Context(), mockserver.WithTCP(address))
		require.ErrorContains(t, err, "mockserver: listen tcp")
	}
}

// The payment that the bad bodies change is valid.
func TestTheGoodPaymentIsGood(t *testing.T) {
	t.Parallel()
	srv, err := mockserver.Start(context.Background())
	require.NoError(t, err)
	defer srv.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/v1/payments", strings.NewReader(goodPayment))
	require.NoError(t, err)
	r.Header.Set("Authorization", mockKey)
	r.Header.Set("Content-Type", "application/json")
	response, err := srv.HTTPClient().Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, response.StatusCode, string(body))
}
