package core_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/internal/wiretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func settings(key string) core.Settings {
	return core.Settings{
		Key: transport.NewSecret(key), UserAgent: "test/1", Random: rand.Reader,
		API:     &url.URL{Scheme: "https", Host: "api.example.com", Path: "/v1"},
		Network: &url.URL{Scheme: "https", Host: "network.example.com", Path: "/v1"},
	}
}

// newClient returns a client of a scripted server. Default: one attempt per call.
func newClient(t require.TestingT, tripper http.RoundTripper, change ...func(*core.Settings, *api.RetryPolicy)) *core.Client {
	s, policy := settings(wiretest.Key), api.RetryPolicy{MaxAttempts: 1}
	for _, f := range change {
		f(&s, &policy)
	}
	policy, err := transport.Complete(policy)
	require.NoError(t, err)
	return core.NewClient(s, transport.New(transport.Config{
		HTTP: &http.Client{Transport: tripper}, Policy: policy, Classify: core.Classify,
	}))
}

func attempts(n int) func(*core.Settings, *api.RetryPolicy) {
	return func(_ *core.Settings, p *api.RetryPolicy) { p.MaxAttempts = n }
}

func liveKey(s *core.Settings, _ *api.RetryPolicy) {
	s.Key = transport.NewSecret("sk_live_Zq8sentinel7Vx2wLmKp9")
}

// option returns a call option of a function that cannot fail.
func option(change func(*core.CallOptions)) api.RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error { change(o); return nil })
}

func into(r *api.Response) api.RequestOption {
	return option(func(o *core.CallOptions) { o.Response = r })
}

func withKey(key string) api.RequestOption {
	return core.OptionFunc(func(o *core.CallOptions) error { o.Key = key; return core.CheckKey(key) })
}

var withoutKey = option(func(o *core.CallOptions) { o.NoKey = true })

// thing is an object of the test server.
type thing struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// DecodeWire decodes a thing like the generated code of the SDK.
func (v *thing) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "id":
			d.Must(&o, 0)
			wire.ReadString(&v.ID, d)
		case "name":
			d.Side(&o, 1)
			wire.ReadString(&v.Name, d)
		default:
			d.Unknown(&o)
		}
	}
}

func create(ctx context.Context, c *core.Client, opts ...api.RequestOption) (*thing, error) {
	args := core.Args{Body: map[string]string{"name": "Zoë"}}
	return core.Call(ctx, core.NewService(c), spec.Lookup("Payments.Create"), args, core.AsRead[*thing], opts...)
}

func get(ctx context.Context, c *core.Client, id string, opts ...api.RequestOption) (*thing, error) {
	return core.Call(ctx, core.NewService(c), spec.Lookup("Payments.Get"), core.Args{ID: id}, core.AsRead[*thing], opts...)
}

// failed returns the *Error of a call.
func failed(t testing.TB, err error) *api.Error {
	t.Helper()
	var e *api.Error
	require.ErrorAs(t, err, &e)
	return e
}

func TestSecretShowsKindAndEnd(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"sk_test_Zq8sentinel7Vx2wLmKp9": "sk_test_…mKp9",
		"rk_live_0123456789abcdef":      "rk_live_…cdef",
		"sk_test_short":                 "***",
		"nounderscores":                 "***",
		"":                              "no key",
	} {
		require.Equal(t, want, transport.NewSecret(key).String())
	}
	require.Empty(t, transport.Secret{}.Reveal())
	require.Equal(t, "no key", transport.Secret{}.String())
}

// The mode follows the kind. The word may appear again later in the key.
func TestSecretMode(t *testing.T) {
	t.Parallel()
	for key, live := range map[string]bool{
		"sk_live_abc": true, "pk_live_abc": true, "rk_live_abc": true,
		"sk_test_abc": false, "sk_test_x_live_y": false, "sk_test_live_": false, "": false,
	} {
		require.Equal(t, live, transport.NewSecret(key).Live(), key)
	}
}

func TestSecretHides(t *testing.T) {
	t.Parallel()
	secret := transport.NewSecret(wiretest.Key)
	for text, want := range map[string]string{
		"":             "",
		"nothing here": "nothing here",
		wiretest.Key:   "sk_test_…mKp9",
		"a " + wiretest.Key + " b " + wiretest.Key: "a sk_test_…mKp9 b sk_test_…mKp9",
		"cut: " + wiretest.Key[:20]:                "cut: sk_test_…mKp9",
		wiretest.Key + wiretest.Key[:12]:           "sk_test_…mKp9sk_test_…mKp9",
		"sk_test_other":                            "sk_test_other",
		wiretest.Key[:11]:                          wiretest.Key[:11], // at most the kind and three characters are shown
	} {
		require.Equal(t, want, secret.Hide(text))
	}
	require.Equal(t, "any", transport.Secret{}.Hide("any"))
	require.Equal(t, "a ***", transport.NewSecret("sk_test_abc").Hide("a sk_test_abc"))
}

func TestSettingsPrintNoKey(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New())
	for _, v := range []any{c, *c, c.Settings(), new(core.Settings(c.Settings())), c.Settings().Key} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			text := fmt.Sprintf(verb, v)
			require.NotContains(t, text, "sentinel")
			require.NotContains(t, text, fmt.Sprintf("%x", "sentinel"))
		}
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "client", c, "settings", c.Settings())
	require.NotContains(t, log.String(), "sentinel")
}

func TestHeadersOfEveryRequest(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"pay_1"}`))
	c := newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) {
		s.Account = "acct_1"
		s.Headers = []core.Header{{Name: "X-Tag", Value: "a"}, {Name: "X-Tag", Value: "b"}}
	})
	_, err := get(t.Context(), c, "pay_1")
	require.NoError(t, err)
	h := s.Only(t).Header
	require.Equal(t, []string{"Bearer " + wiretest.Key}, h["Authorization"])
	require.Equal(t, []string{"test/1"}, h["User-Agent"])
	require.Equal(t, []string{"application/json"}, h["Accept"])
	require.Equal(t, []string{"acct_1"}, h["X-Account-Id"])
	require.Equal(t, []string{"a", "b"}, h["X-Tag"])
	require.Equal(t, []string{"1/1"}, h["X-Stateset-Attempt"])
	require.Len(t, h.Get("X-Client-Request-Id"), 16)
	require.NotContains(t, h, "Content-Type")
	require.NotContains(t, h, "Idempotency-Key")
}

// A header of a call must not be written into the memory that all calls share.
func TestHeadersOfCallsDoNotMix(t *testing.T) {
	t.Parallel()
	var c *core.Client
	tagged := func(tag string) api.RequestOption {
		return core.OptionFunc(func(o *core.CallOptions) error { return o.AddHeader("X-Tag", tag) })
	}
	s := wiretest.New(func(r *http.Request) (*http.Response, error) {
		if r.Header.Get("X-Tag") == "outer" { // another request starts while this one is running
			_, err := get(context.Background(), c, "pay_2", tagged("inner"))
			require.NoError(t, err)
			require.Equal(t, []string{"outer"}, r.Header["X-Tag"])
		}
		return wiretest.Respond(200, `{"id":"x"}`)(r)
	})
	c = newClient(t, s, func(s *core.Settings, _ *api.RetryPolicy) {
		for _, v := range []string{"a", "b", "c"} { // a slice with capacity for a fourth
			s.Headers = append(s.Headers, core.Header{Name: "X-Tag", Value: v})
		}
	})
	_, err := get(t.Context(), c, "pay_1", tagged("outer"))
	require.NoError(t, err)
	require.Equal(t, []string{"inner"}, s.Requests()[1].Header["X-Tag"])
	_, err = get(t.Context(), c, "pay_3")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, s.Last(t).Header["X-Tag"])
}

func TestHostOfAnOperation(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	c := newClient(t, s)
	_, err := core.Call(t.Context(), core.NewService(c), spec.Lookup("Orders.Pay"), core.Args{Body: struct{}{}}, core.AsRead[*thing])
	require.NoError(t, err)
	_, err = create(t.Context(), c)
	require.NoError(t, err)
	log := s.Requests()
	require.Equal(t, "network.example.com", log[0].Host)
	require.Equal(t, "/v1/order/pay", log[0].Path)
	require.Equal(t, "api.example.com", log[1].Host)
	require.Equal(t, "/v1/payments", log[1].Path)
}

// No ID changes the number of segments or adds a query or a fragment. An invalid ID sends
// nothing.
func FuzzPathID(f *testing.F) {
	for _, id := range []string{
		"pay_1", "", ".", "..", "a/b", "a/../b", "%2f", "%2e%2e", "a?b=c", "a#b", "a b", "é", "\r\nHost: x", "\x00", "\xff", "€/€",
		strings.Repeat("x", 10<<10), "a;b", "a%", "..%2f..", `..\..`, "a//b", "{id}", "pay_test_1",
	} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
		_, err := get(context.Background(), newClient(t, s), id)
		if err != nil {
			var param *api.ParamError
			require.ErrorAs(t, err, &param)
			require.Equal(t, "id", param.Param)
			require.Empty(t, s.Requests())
			return
		}
		r := s.Only(t)
		require.Equal(t, 3, strings.Count(r.Path, "/"), "%q", r.Path)
		require.Empty(t, r.Query)
		last, err := url.PathUnescape(r.Path[strings.LastIndex(r.Path, "/")+1:])
		require.NoError(t, err)
		require.Equal(t, id, last)
		require.NotContains(t, []string{"", ".", ".."}, last)
	})
}

func TestIDsOfTheOtherMode(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"id":"x"}`))
	live, test := newClient(t, s, liveKey), newClient(t, s)
	_, err := get(t.Context(), live, "pay_test_456")
	require.EqualError(t, err, `stateset: Payments.Get: id: is a test-mode id used with a live key: "pay_test_456"`)
	require.Empty(t, s.Requests())
	for _, call := range []func() (*thing, error){
		func() (*thing, error) { return get(t.Context(), test, "pay_test_456") },
		func() (*thing, error) { return get(t.Context(), live, "pay_456") },
		func() (*thing, error) { return get(t.Context(), live, "pay_x_test_456") },
	} {
		_, err := call()
		require.NoError(t, err)
	}
	require.Len(t, s.Requests(), 3)
}
