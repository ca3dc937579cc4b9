package conformance_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// badInput is an input that the SDK must reject.
type badInput struct {
	name string
	try  func(*fixture) error
}

// fixture holds clients for the cases. No request may reach its server.
type fixture struct {
	ctx    context.Context
	server *wiretest.Recorder
	client *stateset.Client // with a test key
	live   *stateset.Client
	setenv func(name, value string)
}

// make creates a client with a key and options.
func (f *fixture) make(key string, opts ...stateset.Option) error {
	_, err := stateset.New(key, append([]stateset.Option{stateset.WithHTTPClient(&http.Client{Transport: f.server})}, opts...)...)
	return err
}

// get makes a call with options.
func (f *fixture) get(opts ...stateset.RequestOption) error {
	_, err := f.client.Payments.Get(f.ctx, "pay_1", opts...)
	return err
}

// messages collects the errors for the golden file. Each message must name the field, the
// rule and the remedy: review the file when it changes.
type messages struct {
	out   strings.Builder
	names map[string]bool
}

// add writes the message of a case. Its name must be new.
func (m *messages) add(t *testing.T, name, text string) {
	t.Helper()
	require.False(t, m.names[name], "%s is used twice", name)
	m.names[name] = true
	fmt.Fprintf(&m.out, "%s\n    %s\n", name, text)
}

// refuse requires an error before anything is sent.
func (m *messages) refuse(t *testing.T, name string, try func(*fixture) error) {
	t.Run(name, func(t *testing.T) {
		f := &fixture{ctx: t.Context(), server: wiretest.New(wiretest.Respond(200, payment)), setenv: t.Setenv}
		f.client = f.server.Client(t)
		var err error
		f.live, err = stateset.New(wiretest.LiveKey, stateset.WithHTTPClient(&http.Client{Transport: f.server}))
		require.NoError(t, err)
		err = try(f)
		require.Error(t, err)
		require.Equal(t, 0, len(f.server.Requests()), "nothing is sent")
		requireMessage(t, err.Error())
		m.add(t, name, err.Error())
	})
}

func TestBadInputs(t *testing.T) {
	m := &messages{names: map[string]bool{}}
	for _, group := range [][]badInput{badKeys, badAddresses, badClientOptions, badEnvironment, badCallOptions, badIDs, badCalls} {
		for _, tt := range group {
			m.refuse(t, tt.name, tt.try)
		}
	}
	for _, row := range conformance.All() {
		for _, refusal := range row.Refused {
			m.refuse(t, row.Name+": "+refusal.Name, func(f *fixture) error {
				err := refusal.Call(f.ctx, f.client)
				var bad *stateset.ParamError
				require.ErrorAs(t, err, &bad)
				require.Equal(t, refusal.Param, bad.Param)
				require.Equal(t, specified()[row.Name], bad.Operation)
				require.ErrorIs(t, err, stateset.ErrInvalidRequest)
				return err
			})
		}
	}
	writeBadAnswers(t, m)
	writeBadRequests(t, m)
	require.GreaterOrEqual(t, len(m.names), 500)
	golden.Text(t, "bad_inputs.golden", m.out.String())
}

// requireMessage requires one printable line without secrets.
func requireMessage(t *testing.T, text string) {
	t.Helper()
	require.True(t, strings.HasPrefix(text, "stateset: "), text)
	require.False(t, strings.HasPrefix(text, "stateset: stateset: "), text)
	require.LessOrEqual(t, len(text), 512)
	require.Equal(t, -1, strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", text)
	for _, secret := range []string{wiretest.Sentinel, "hunter2", "4242424242424241", "4000056655665556", "99988877766"} {
		require.NotContains(t, text, secret)
	}
}

func badKey(name, key string) badInput {
	return badInput{"key: " + name, func(f *fixture) error { return f.make(key) }}
}

var badKeys = []badInput{
	badKey("empty", ""),
	badKey("newline at its end", wiretest.Key+"\n"),
	badKey("blank before it", " "+wiretest.Key),
	badKey("blank inside", "sk_test_ab "+wiretest.Sentinel),
	badKey("byte order mark", "\ufeff"+wiretest.Key),
	badKey("quotes around it", `"`+wiretest.Key+`"`),
	badKey("NUL inside", "sk_test_\x00"+wiretest.Sentinel),
	badKey("not ASCII", wiretest.Key+"é"),
	badKey("Bearer before it", "Bearer "+wiretest.Key),
	badKey("webhook secret", "whsec_"+wiretest.Sentinel),
	badKey("prefix alone", "sk_test_"),
	badKey("no mode", "sk_"+wiretest.Sentinel),
	badKey("unknown prefix", "key_test_"+wiretest.Sentinel),
	badKey("capital letters", "SK_TEST_"+wiretest.Sentinel),
}

func badAddress(name, address string) badInput {
	return badInput{"base URL: " + name, func(f *fixture) error { return f.make(wiretest.Key, stateset.WithBaseURL(address)) }}
}

var badAddresses = []badInput{
	badAddress("empty", ""),
	badAddress("blanks around it", " https://api.stateset.com "),
	badAddress("newline at its end", "https://api.stateset.com\n"),
	badAddress("relative", "/v1"),
	badAddress("no scheme", "api.stateset.com"),
	badAddress("host and port", "localhost:8420"),
	badAddress("scheme alone", "https://"),
	badAddress("port alone", "https://:443"),
	badAddress("no slashes", "https:api.stateset.com"),
	badAddress("ftp", "ftp://api.stateset.com"),
	badAddress("user and password", "https://me:hunter2@api.stateset.com"),
	badAddress("user and password, malformed", "https://me:hun ter2@api.stateset.com:x"),
	badAddress("query", "https://api.stateset.com/v1?key=hunter2"),
	badAddress("empty query", "https://api.stateset.com/v1?"),
	badAddress("fragment", "https://api.stateset.com/v1#hunter2"),
	badAddress("IPv6 zone", "http://[fe80::1%25eth0]:8420"),
	badAddress("port out of range", "https://api.stateset.com:65536"),
	badAddress("port zero", "https://api.stateset.com:0"),
	badAddress("port no number", "https://api.stateset.com:https"),
	badAddress("double slash", "https://api.stateset.com//v1"),
	badAddress("dots inside", "https://api.stateset.com/a/../v1"),
	badAddress("dots at the end", "https://api.stateset.com/v1/.."),
	badAddress("escapes in the path", "https://api.stateset.com/a%2Fb"),
	badAddress("http to another machine", "http://api.example.com"),
	badAddress("http to what looks like loopback", "http://localhost.example.com"),
	badAddress("long", "https://api.stateset.com/"+strings.Repeat("x/", 500)+"/"),
	{"network URL: http to another machine", func(f *fixture) error { return f.make(wiretest.Key, stateset.WithNetworkURL("http://10.0.0.1")) }},
	{"network URL: relative", func(f *fixture) error { return f.make(wiretest.Key, stateset.WithNetworkURL("v1")) }},
	{"live key: http on loopback", func(f *fixture) error { return f.make(wiretest.LiveKey, stateset.WithBaseURL("http://localhost:8420")) }},
	{"live key: host of somebody else", func(f *fixture) error {
		return f.make(wiretest.LiveKey, stateset.WithBaseURL("https://proxy.example.com"))
	}},
	{"live key: host that ends alike", func(f *fixture) error {
		return f.make(wiretest.LiveKey, stateset.WithBaseURL("https://notstateset.com"))
	}},
	{"live key: network host of somebody else", func(f *fixture) error {
		return f.make(wiretest.LiveKey, stateset.WithNetworkURL("https://network.example.com"))
	}},
	{"live key: another host allowed", func(f *fixture) error {
		return f.make(wiretest.LiveKey, stateset.WithLiveKeyHost("a.example.com"), stateset.WithBaseURL("https://b.example.com"))
	}},
	{"live key: with a derived client", func(f *fixture) error {
		_, err := f.live.With(stateset.WithBaseURL("https://proxy.example.com"))
		return err
	}},
}

func badOption(name string, opt stateset.Option) badInput {
	return badInput{"client option: " + name, func(f *fixture) error { return f.make(wiretest.Key, opt) }}
}

func badPolicy(name string, policy stateset.RetryPolicy) badInput {
	return badOption("retry policy, "+name, stateset.WithRetryPolicy(policy))
}

var badClientOptions = []badInput{
	badOption("live key host empty", stateset.WithLiveKeyHost("")),
	badOption("live key host with a scheme", stateset.WithLiveKeyHost("https://proxy.example.com")),
	badOption("live key host a pattern", stateset.WithLiveKeyHost("*.example.com")),
	badOption("HTTP client nil", stateset.WithHTTPClient(nil)),
	badOption("HTTP client with a nil transport", stateset.WithHTTPClient(&http.Client{Transport: (*http.Transport)(nil)})),
	badOption("middleware nil", stateset.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return next }, nil)),
	badOption("limiter nil", stateset.WithLimiter(nil)),
	badOption("app name empty", stateset.WithAppInfo("", "1")),
	badOption("app version with a newline", stateset.WithAppInfo("shop", "1\r\nX-Evil: 1")),
	badOption("app name not ASCII", stateset.WithAppInfo("läden", "1")),
	badOption("app name long", stateset.WithAppInfo(strings.Repeat("x", 100), "1")),
	badOption("account without its prefix", stateset.WithAccount("123")),
	badOption("account empty", stateset.WithAccount("")),
	badOption("account with a newline", stateset.WithAccount("acct_1\r\nX: y")),
	badOption("account a key", stateset.WithAccount(wiretest.Key)),
	badOption("header reserved", stateset.WithHeader("authorization", "Bearer "+wiretest.Key)),
	badOption("header Host", stateset.WithHeader("Host", "evil.example.com")),
	badOption("header User-Agent", stateset.WithHeader("User-Agent", "x")),
	badOption("header with a newline", stateset.WithHeader("X-A", "b\r\nX-C: d")),
	badOption("attempts zero", stateset.WithMaxAttempts(0)),
	badOption("attempts above ten", stateset.WithMaxAttempts(11)),
	badOption("attempts negative", stateset.WithMaxAttempts(-1)),
	badOption("timeout zero", stateset.WithTimeout(0)),
	badOption("timeout negative", stateset.WithTimeout(-time.Second)),
	badOption("attempt timeout zero", stateset.WithAttemptTimeout(0)),
	badPolicy("attempts negative", stateset.RetryPolicy{MaxAttempts: -1}),
	badPolicy("attempts above ten", stateset.RetryPolicy{MaxAttempts: 11}),
	badPolicy("base delay negative", stateset.RetryPolicy{BaseDelay: -1}),
	badPolicy("base above the cap", stateset.RetryPolicy{BaseDelay: time.Minute, MaxDelay: time.Second}),
	badPolicy("cap above five minutes", stateset.RetryPolicy{MaxDelay: 6 * time.Minute}),
	badPolicy("attempt above the whole", stateset.RetryPolicy{AttemptTimeout: time.Minute, Timeout: time.Second}),
	{"client option: attempt timeout above the timeout", func(f *fixture) error {
		return f.make(wiretest.Key, stateset.WithAttemptTimeout(time.Minute), stateset.WithTimeout(time.Second))
	}},
}

func badEnv(name string, variables ...string) badInput {
	return badInput{"environment: " + name, func(f *fixture) error {
		for _, clear := range []string{"STATESET_API_KEY", "STATESET_BASE_URL", "STATESET_ACCOUNT_ID", "STATESET_MAX_RETRIES", "HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"} {
			f.setenv(clear, "")
		}
		f.setenv("STATESET_API_KEY", wiretest.Key)
		for i := 0; i < len(variables); i += 2 {
			f.setenv(variables[i], variables[i+1])
		}
		_, err := stateset.NewFromEnv()
		return err
	}}
}

var badEnvironment = []badInput{
	badEnv("no key", "STATESET_API_KEY", ""),
	badEnv("key with a newline", "STATESET_API_KEY", wiretest.Key+"\n"),
	badEnv("key in quotes", "STATESET_API_KEY", "'"+wiretest.Key+"'"),
	badEnv("webhook secret for a key", "STATESET_API_KEY", "whsec_"+wiretest.Sentinel),
	badEnv("base URL relative", "STATESET_BASE_URL", "localhost:8420"),
	badEnv("base URL with a password", "STATESET_BASE_URL", "https://me:hunter2@api.stateset.com"),
	badEnv("base URL http", "STATESET_BASE_URL", "http://api.example.com"),
	badEnv("base URL foreign, live key", "STATESET_API_KEY", wiretest.LiveKey, "STATESET_BASE_URL", "https://api.example.com"),
	badEnv("account without its prefix", "STATESET_ACCOUNT_ID", "12345"),
	badEnv("account with a blank", "STATESET_ACCOUNT_ID", "acct_1 "),
	badEnv("retries a word", "STATESET_MAX_RETRIES", "three"),
	badEnv("retries with an exponent", "STATESET_MAX_RETRIES", "1e3"),
	badEnv("retries with a blank", "STATESET_MAX_RETRIES", " 3"),
	badEnv("retries negative", "STATESET_MAX_RETRIES", "-1"),
	badEnv("retries above nine", "STATESET_MAX_RETRIES", "10"),
	badEnv("retries with a sign", "STATESET_MAX_RETRIES", "+3"),
	badEnv("retries with a zero before", "STATESET_MAX_RETRIES", "03"),
	badEnv("retries beyond numbers", "STATESET_MAX_RETRIES", "99999999999999999999"),
	badEnv("proxy malformed", "HTTPS_PROXY", "http://me:hunter2@[::1"),
	badEnv("proxy without a host", "HTTP_PROXY", "http://"),
	badEnv("proxy of an unknown kind", "https_proxy", "ftp://me:hunter2@proxy:21"),
	badEnv("proxy with a bad port", "http_proxy", "proxy:hunter2"),
}

func badCall(name string, opts ...stateset.RequestOption) badInput {
	return badInput{"call option: " + name, func(f *fixture) error { return f.get(opts...) }}
}

var badCallOptions = []badInput{
	badCall("idempotency key empty", stateset.WithIdempotencyKey("")),
	badCall("idempotency key long", stateset.WithIdempotencyKey(strings.Repeat("k", 256))),
	badCall("idempotency key with a blank", stateset.WithIdempotencyKey("order 1")),
	badCall("idempotency key with a newline", stateset.WithIdempotencyKey("a\nb")),
	badCall("idempotency key not ASCII", stateset.WithIdempotencyKey("schlüssel")),
	badCall("idempotency key an API key", stateset.WithIdempotencyKey(wiretest.Key+" ")),
	badCall("account", stateset.WithAccount("me")),
	badCall("header reserved", stateset.WithHeader("Idempotency-Key", "k")),
	badCall("header account", stateset.WithHeader("x-account-id", "acct_1")),
	badCall("header with underscores", stateset.WithHeader("idempotency_key", "k")),
	badCall("header name", stateset.WithHeader("X A", "b")),
	badCall("header name empty", stateset.WithHeader("", "b")),
	badCall("header with a newline", stateset.WithHeader("X-A", "b\r\nAuthorization: Bearer x")),
	badCall("header not ASCII", stateset.WithHeader("X-A", "é")),
	badCall("header long", stateset.WithHeader("X-A", strings.Repeat("x", 8<<10+1))),
	badCall("attempts", stateset.WithMaxAttempts(99)),
	badCall("timeout", stateset.WithTimeout(-1)),
	badCall("attempt timeout", stateset.WithAttemptTimeout(0)),
	badCall("attempt timeout above the timeout", stateset.WithTimeout(time.Second), stateset.WithAttemptTimeout(time.Minute)),
	badCall("expand deep", stateset.WithExpand("a.b.c.d.e")),
	badCall("expand empty", stateset.WithExpand("")),
	badCall("expand with other characters", stateset.WithExpand("customer", "items[0].product")),
	badCall("query without a name", stateset.WithQuery("", "x")),
	badCall("response nil", stateset.WithResponse(nil)),
}
