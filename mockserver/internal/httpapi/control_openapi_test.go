package httpapi

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

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
