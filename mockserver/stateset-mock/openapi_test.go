package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOpenAPI(t *testing.T) {
	t.Parallel()
	for url, args := range map[string][]string{
		"https://api.stateset.com/v1": {"openapi"},
		"http://mock:8420/v1":         {"openapi", "-server", "http://mock:8420/"},
	} {
		got := runWith(t, nil, args...)
		require.Equal(t, exitOK, got.status, got.stderr)
		require.Empty(t, got.stderr)
		var document struct {
			OpenAPI string
			Servers []struct{ URL string }
		}
		require.NoError(t, json.Unmarshal([]byte(got.stdout), &document))
		require.Equal(t, "3.1.0", document.OpenAPI)
		require.Equal(t, url, document.Servers[0].URL)
	}
	got := runWith(t, nil, "openapi", "-server", "http://me:hunter2@mock")
	require.Equal(t, exitBadFlags, got.status)
	require.Contains(t, got.stderr, "-server (STATESET_MOCK_SERVER): must be an http or https URL such as")
	require.NotContains(t, got.stderr, "hunter2")
}
