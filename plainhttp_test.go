package stateset_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/webhook"
)

// Addresses of other machines.
const (
	mockURL = "http://mock:8420"
	liveKey = wiretest.LiveKey
)

// toLoopback returns a client that connects to the server for every host.
func toLoopback(t *testing.T, server *httptest.Server) stateset.Option {
	t.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return stateset.WithHTTPClient(&http.Client{Transport: transport})
}

func TestPlainHTTPIsAnOptIn(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]stateset.Option{"WithBaseURL": stateset.WithBaseURL(mockURL), "WithNetworkURL": stateset.WithNetworkURL(mockURL)} {
		_, err := stateset.New(wiretest.Key, option)
		require.EqualError(t, err, "stateset: "+name+`: http is accepted for loopback only: use https for "mock", or allow http for test keys with WithPlainHTTP or STATESET_ALLOW_HTTP=true`)
		_, err = stateset.New(liveKey, option, stateset.WithPlainHTTP())
		require.EqualError(t, err, "stateset: "+name+`: a live key is never sent over http: use https for "mock"`)
	}
	_, err := stateset.New(liveKey, stateset.WithBaseURL("http://localhost"), stateset.WithPlainHTTP())
	require.ErrorContains(t, err, "a live key is never sent over http")
	client, err := stateset.New(liveKey, stateset.WithPlainHTTP())
	require.NoError(t, err, "without effect")
	_, err = client.With(stateset.WithBaseURL(mockURL))
	require.ErrorContains(t, err, "a live key is never sent over http")
}

// The server receives the requests of a test key, and no request to which a middleware
// added a live key.
func TestPlainHTTPSends(t *testing.T) {
	t.Parallel()
	var keys []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Host+" "+r.Header.Get("Authorization"))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{}`))
	}))
	defer server.Close()
	client, err := stateset.New(wiretest.Key, stateset.WithBaseURL(mockURL), stateset.WithPlainHTTP(), toLoopback(t, server))
	require.NoError(t, err)
	require.NoError(t, client.Do(t.Context(), "GET", "/anything", nil, nil))
	require.Equal(t, []string{"mock:8420 Bearer " + wiretest.Key}, keys)

	plain, err := stateset.New(wiretest.Key, stateset.WithBaseURL("https://mock:8420"), toLoopback(t, server))
	require.NoError(t, err)
	_, err = plain.With(stateset.WithBaseURL(mockURL))
	require.ErrorContains(t, err, "WithPlainHTTP")
	derived, err := plain.With(stateset.WithBaseURL(mockURL), stateset.WithPlainHTTP())
	require.NoError(t, err)
	require.NoError(t, derived.Do(t.Context(), "GET", "/anything", nil, nil))
	require.Len(t, keys, 2)
}

// A webhook endpoint may have an http URL if the client accepts one.
func TestPlainHTTPOfEndpoints(t *testing.T) {
	t.Parallel()
	const app = "http://app:8080/hooks"
	server := wiretest.New()
	create := &webhook.CreateParams{URL: app, Events: []webhook.Type{webhook.AllTypes}}
	strict, err := stateset.New(wiretest.Key, stateset.WithBaseURL("http://localhost"), stateset.WithHTTPClient(&http.Client{Transport: server}))
	require.NoError(t, err)
	_, err = strict.Webhooks.Create(t.Context(), create)
	require.ErrorContains(t, err, "url: must be an https URL, or an http one of this machine; a client with WithPlainHTTP accepts http to other machines")
	_, err = strict.Webhooks.Update(t.Context(), "we_1", &webhook.UpdateParams{URL: new(app)})
	require.ErrorContains(t, err, "WithPlainHTTP")
	require.Empty(t, server.Requests())

	plain, err := strict.With(stateset.WithPlainHTTP())
	require.NoError(t, err)
	_, _ = plain.Webhooks.Create(t.Context(), create)
	_, _ = plain.Webhooks.Update(t.Context(), "we_1", &webhook.UpdateParams{URL: new(app)})
	require.Len(t, server.Requests(), 2)
	_, err = plain.Webhooks.Create(t.Context(), &webhook.CreateParams{URL: "ftp://app/", Events: create.Events})
	require.ErrorContains(t, err, "url: must be an https URL")
	live, err := stateset.New(liveKey, stateset.WithPlainHTTP(), stateset.WithHTTPClient(&http.Client{Transport: server}))
	require.NoError(t, err)
	_, err = live.Webhooks.Create(t.Context(), create)
	require.ErrorContains(t, err, "url: must be an https URL")
}

func TestPlainHTTPOfTheEnvironment(t *testing.T) {
	t.Setenv("STATESET_API_KEY", wiretest.Key)
	t.Setenv("STATESET_BASE_URL", mockURL)
	_, err := stateset.NewFromEnv()
	require.ErrorContains(t, err, "STATESET_BASE_URL: http is accepted for loopback only")
	for text, want := range map[string]string{"true": "", "1": "", "false": "WithPlainHTTP or STATESET_ALLOW_HTTP=true", "yes": `STATESET_ALLOW_HTTP: must be true or false, got "yes"`} {
		t.Setenv("STATESET_ALLOW_HTTP", text)
		_, err := stateset.NewFromEnv()
		if want == "" {
			require.NoError(t, err, text)
		} else {
			require.ErrorContains(t, err, want, text)
		}
	}
	t.Setenv("STATESET_ALLOW_HTTP", "true")
	_, err = stateset.New(wiretest.Key, stateset.WithBaseURL(mockURL))
	require.ErrorContains(t, err, "http is accepted for loopback only", "New reads no environment")
	t.Setenv("STATESET_API_KEY", liveKey)
	_, err = stateset.NewFromEnv()
	require.ErrorContains(t, err, "a live key is never sent over http")
}
