package httpapi

import (
	"crypto/tls"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/openapi"
)

func TestControlOpenAPI(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	got := f.control("GET", "/openapi.json", "").ok()
	require.Equal(t, "3.1.0", got.at("openapi"))
	require.Equal(t, f.server.engine.PublicURL()+"/v1", got.at("servers.0.url"))
	require.Equal(t, f.server.engine.PublicURL()+"/v1", got.at("paths./order/pay.post.servers.0.url"), "not the network host")
	require.NotContains(t, got.body, "https://api.stateset.")
	f.control("POST", "/openapi.json", "").refused(405, "method_not_allowed", "null")
	f.control("GET", "/openapi.json?x=1", "").refused(400, "parameter_unknown", "x")
}

// Without a public URL the document has the address that the caller has used.
func TestOpenAPIHasTheAddressOfTheCaller(t *testing.T) {
	t.Parallel()
	public := func(o *Options) { openControl(o); o.PublicURL = "https://mock.test" }
	for want, test := range map[string]struct {
		host    string
		tls     bool
		options func(*Options)
	}{
		"http://mock:8420/v1":  {"mock:8420", false, openControl},
		"https://mock:8420/v1": {"mock:8420", true, openControl},
		"http://[::1]:80/v1":   {"[::1]:80", false, openControl},
		"http://localhost/v1":  {"", false, openControl},
		"http://server.set/v1": {"mock:8420", true, public},
	} {
		f := newTestServer(t, test.options, func(o *Options) {
			if o.PublicURL != "" {
				o.Engine = engine.New(engine.Options{PublicURL: "http://server.set"})
			}
		})
		r := f.request("GET", "/_mock/openapi.json", "")
		r.Host = test.host
		if test.tls {
			r.TLS = &tls.ConnectionState{}
		}
		require.Equal(t, want, f.send(r).ok().at("servers.0.url"), test.host)
	}
}

func TestOpenAPIDocument(t *testing.T) {
	t.Parallel()
	public, err := openapi.Document("")
	require.NoError(t, err)
	require.True(t, json.Valid(public))
	require.Contains(t, string(public), `"servers":[{"url":"https://api.stateset.network/v1"}]`)
	own, err := openapi.Document(`http://a"b`)
	require.NoError(t, err)
	require.True(t, json.Valid(own), "the address is quoted")
}
