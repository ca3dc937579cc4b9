package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "whsec_0123456789abcdef0123456789abcdef"

func shipment(url string, edit func(s *engine.Shipment)) *engine.Shipment {
	s := &engine.Shipment{
		URL: url, Body: []byte(`{"id":"evt_1","created":1700000000}`), Type: "order.paid", DeliveryID: "dlv_1",
		Scheme: webhook.SchemeBoth, Secrets: []string{secret}, Time: time.Unix(1e9, 0),
	}
	edit(s)
	return s
}

func asItIs(*engine.Shipment) {}

// seen is a request of a receiver.
type seen struct {
	header http.Header
	body   string
	method string
}

func TestRequests(t *testing.T) {
	t.Parallel()
	const other = "whsec_another0another0another0another0"
	at := time.Unix(1e9, 0)
	for name, test := range map[string]struct {
		edit func(s *engine.Shipment)
		want func(body []byte) http.Header // beside the usual ones
	}{
		"both":        {asItIs, func(b []byte) http.Header { return webhook.SchemeBoth.Sign(b, at, secret) }},
		"raw":         {func(s *engine.Shipment) { s.Scheme = webhook.SchemeRaw }, func(b []byte) http.Header { return webhook.SchemeRaw.Sign(b, at, secret) }},
		"timestamped": {func(s *engine.Shipment) { s.Scheme = webhook.SchemeTimestamped }, func(b []byte) http.Header { return webhook.SchemeTimestamped.Sign(b, at, secret) }},
		"two secrets": {func(s *engine.Shipment) { s.Secrets = []string{other, secret} }, func(b []byte) http.Header { return webhook.Sign(b, at, other, secret) }},
		"stale":       {func(s *engine.Shipment) { s.Stale = true }, func(b []byte) http.Header { return webhook.Sign(b, at.Add(-301*time.Second), secret) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := make(chan seen, 1)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got <- seen{r.Header, string(body), r.Method}
				w.WriteHeader(http.StatusAccepted)
			}))
			defer server.Close()
			d := New(Options{ServerTime: true})
			defer d.Close()
			s := shipment(server.URL, test.edit)
			require.Equal(t, engine.Outcome{StatusCode: 202, Succeeded: true}, d.Send(t.Context(), s))
			want := test.want(s.Body)
			for name, value := range map[string]string{
				"Content-Type": "application/json", "User-Agent": "StateSet-Webhooks/1.0", "Content-Length": "35", "Connection": "close",
				"X-StateSet-Event": "order.paid", "X-StateSet-Delivery": "dlv_1",
			} {
				want.Set(name, value)
			}
			require.Equal(t, seen{want, string(s.Body), http.MethodPost}, <-got)
		})
	}
}

func TestTamperedBodiesStayJSON(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"created":1700000000}`, `{"a":9}`, `{"a":8}`, `{"a":"0"}`, `{"a":-1.0}`} {
		before := strings.Clone(body)
		changed := tampered([]byte(body))
		require.Equal(t, before, body)
		require.NotEqual(t, body, string(changed))
		require.Len(t, changed, len(body))
		require.True(t, json.Valid(changed), string(changed))
	}
	require.Equal(t, `{}`, string(tampered([]byte(`{}`))))
}

// Redirects are final responses, and the proxies of the environment are ignored.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		http.Redirect(w, r, "/again", http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	require.Equal(t, engine.Outcome{StatusCode: 307}, New(Options{}).Send(t.Context(), shipment(server.URL, asItIs)))
	require.Equal(t, 1, requests)
}

// The body of a response is read up to the maximum size only.
func TestEndlessResponse(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	require.Equal(t, engine.Outcome{StatusCode: 200, Succeeded: true}, New(Options{}).Send(t.Context(), shipment(server.URL, asItIs)))
}

func TestErrorsOfTheNetwork(t *testing.T) {
	t.Parallel()
	dial := func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no way " + strings.Repeat("x", 500))
	}
	outcome := newDispatcher(Options{}, dial).Send(t.Context(), shipment("https://example.com/token", asItIs))
	require.Contains(t, outcome.Error, "no way")
	require.NotContains(t, outcome.Error, "token")
	require.Less(t, len(outcome.Error), 300)
	outcome = New(Options{}).Send(t.Context(), shipment("http://example.com/", asItIs))
	require.Contains(t, outcome.Error, "http is allowed to this machine only")
	require.NotEmpty(t, New(Options{}).Send(t.Context(), shipment("https://%zz", asItIs)).Error)
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	require.Contains(t, New(Options{}).Send(t.Context(), shipment(server.URL, asItIs)).Error, "certificate")
	require.Equal(t, 404, New(Options{InsecureTLS: true}).Send(t.Context(), shipment(server.URL, asItIs)).StatusCode)
}

func TestHandlers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    engine.Outcome
	}{
		"nothing written": {func(http.ResponseWriter, *http.Request) {}, engine.Outcome{StatusCode: 200, Succeeded: true}},
		"a body":          {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("x")); w.WriteHeader(500) }, engine.Outcome{StatusCode: 200, Succeeded: true}},
		"early hints":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(410) }, engine.Outcome{StatusCode: 410, Gone: true}},
		"a bad status":    {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(42) }, engine.Outcome{Error: "the handler panicked: invalid status code 42"}},
		"the request": {func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil || len(body) != 35 || r.RequestURI != "/" || r.ContentLength != 35 || r.Header.Get("X-StateSet-Delivery") != "dlv_1" {
				w.WriteHeader(400)
			}
		}, engine.Outcome{StatusCode: 200, Succeeded: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := New(Options{})
			d.AddHandler("/", http.NotFoundHandler())
			url := d.AddHandler("/", test.handler)
			require.Equal(t, test.want, d.Send(t.Context(), shipment(url, asItIs)))
			d.Close()
		})
	}
	require.NotEmpty(t, New(Options{}).Send(t.Context(), shipment("https://handler-1.invalid/", func(s *engine.Shipment) {})).Error)
}

// http to another machine requires private networks.
func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	for _, private := range []bool{false, true} {
		dialled := ""
		d := newDispatcher(Options{PrivateNetworks: private}, func(_ context.Context, _, address string) (net.Conn, error) {
			dialled = address
			return nil, errors.New("nobody is there")
		})
		outcome := d.Send(t.Context(), shipment("http://app:8080/hooks", asItIs))
		require.Equal(t, map[bool]string{false: "refused: http is allowed to this machine only: use https", true: "nobody is there"}[private], outcome.Error)
		require.Equal(t, map[bool]string{true: "app:8080"}[private], dialled)
		require.Contains(t, d.Send(t.Context(), shipment("ftp://app/hooks", asItIs)).Error, "refused: http")
	}
}

// An attempt ends at the timeout although its handler does not return. Close waits for
// the handler for a limited time.
func TestHandlerThatTakesItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := New(Options{})
		returned := false
		url := d.AddHandler("/", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			<-time.After(13 * time.Second)
			returned = true
		}))
		began := time.Now()
		require.Equal(t, engine.Outcome{Error: "no response within 10s"}, d.Send(t.Context(), shipment(url, asItIs)))
		require.Equal(t, 10*time.Second, time.Since(began))
		require.True(t, d.Close())
		require.True(t, returned)
		release := make(chan struct{})
		url = d.AddHandler("/", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
		require.Equal(t, engine.Outcome{Error: "no response within 10s"}, d.Send(t.Context(), shipment(url, asItIs)))
		began = time.Now()
		require.False(t, d.Close())
		require.Equal(t, 5*time.Second, time.Since(began))
		close(release)
		require.True(t, d.Close())
	})
}
