package httpapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/har"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// begin is the time of the clock in every test.
var begin = time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)

// testServer is a server that is called without a network.
type testServer struct {
	t      *testing.T
	server *Server
	engine *engine.Engine
}

func newTestServer(t *testing.T, change ...func(*Options)) *testServer {
	observed := func(o *Options) { o.Observe = har.Observer(t.Name()) }
	return newTestServerWith(t, handlers(), append(change[:len(change):len(change)], observed)...)
}

func newTestServerWith(t *testing.T, operations map[string]operation, change ...func(*Options)) *testServer {
	e := engine.New(engine.Options{Clock: clock.NewFrozen(begin), Seed: 7})
	opts := Options{Engine: e, Seed: 7}
	for _, fn := range change {
		fn(&opts)
	}
	t.Cleanup(func() { require.NoError(t, e.CheckLedger()) })
	return &testServer{t: t, server: newServer(opts, newRouter(operations)), engine: e}
}

func plan(p Plan) func(*Options) { return func(o *Options) { o.Plan = p } }

// reply is a response.
type reply struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

// call sends a request of the account "abc". Headers are pairs, which replace the
// defaults. A body that is not empty is JSON.
func (f *testServer) call(method, path, body string, headers ...string) *reply {
	f.t.Helper()
	r := f.request(method, path, body)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Del(headers[i])
		if headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	return f.send(r)
}

func (f *testServer) request(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:5"
	r.Header.Set("Authorization", "Bearer sk_test_abc")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func (f *testServer) send(r *http.Request) *reply {
	f.t.Helper()
	w := httptest.NewRecorder()
	f.server.ServeHTTP(w, r)
	got := &reply{t: f.t, status: w.Code, header: w.Header(), body: w.Body.String()}
	require.NotEmpty(f.t, got.header.Get("X-Request-Id"))
	if got.status != http.StatusNoContent && r.Method != http.MethodHead {
		require.Equal(f.t, "application/json", got.header.Get("Content-Type"))
		require.Equal(f.t, strconv.Itoa(len(got.body)), got.header.Get("Content-Length"))
		require.True(f.t, json.Valid([]byte(got.body)), got.body)
	}
	return got
}

// control sends a request to the control interface, from this machine.
func (f *testServer) control(method, path, body string) *reply {
	f.t.Helper()
	r := httptest.NewRequest(method, "http://localhost"+controlPath+path, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:5"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return f.send(r)
}

// at returns the member at a path of names and indices, such as "data.0.id", as text, or
// "<none>".
func (r *reply) at(path string) string {
	r.t.Helper()
	decoder := json.NewDecoder(strings.NewReader(r.body))
	decoder.UseNumber()
	var value any
	require.NoError(r.t, decoder.Decode(&value), r.body)
	for name := range strings.SplitSeq(path, ".") {
		var ok bool
		switch v := value.(type) {
		case map[string]any:
			value, ok = v[name]
		case []any:
			var i int
			if i, _ = strconv.Atoi(name); i < len(v) {
				value, ok = v[i], true
			}
		}
		if !ok {
			return "<none>"
		}
	}
	switch v := value.(type) {
	case string:
		return v
	case nil:
		return "null"
	}
	text, err := json.Marshal(value)
	require.NoError(r.t, err)
	return string(text)
}

// ok requires a success.
func (r *reply) ok() *reply {
	r.t.Helper()
	require.Less(r.t, r.status, 300, r.body)
	return r
}

// refused requires an error with the code and the parameter. "null" means no parameter.
func (r *reply) refused(status int, code, param string) *reply {
	r.t.Helper()
	require.Equal(r.t, code, r.at("error.code"), r.body)
	require.Equal(r.t, status, r.status, r.body)
	require.Equal(r.t, param, r.at("error.param"), r.body)
	return r
}

const (
	seededWallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	magicFunds   = "stateset1insufficientfunds0000000000000000"
	magicNetwork = "stateset1networkerror000000000000000000000"
	magicError   = "stateset1contracterror00000000000000000000"

	tokenPayment = `{"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123"}`
)

// cardPayment returns a payment of 150.00 USD by the card of a token.
func cardPayment(token string) string {
	return `{"amount":15000,"currency":"USD","customer_id":"cust_abc123","payment_method":{"type":"card","card":{"token":"` + token + `"}}}`
}

// orderPay returns a payment of a part of an order from a wallet.
func orderPay(order, wallet, amount string) string {
	return `{"order_id":"` + order + `","payment_method":{"type":"ssusd","wallet_address":"` + wallet + `","amount":{"value":"` + amount + `"}}}`
}

func itoa[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }
