package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHealthcheck(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"local":  nil,
		"token":  {"-control-token", "hunter2"},
		"TLS":    {"-tls"},
		"open":   {"-control", "open"},
		"faults": {"-fault", "* do=status:503"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, append([]string{"-addr", "127.0.0.1:0"}, args...)...)
			address := p.url[strings.LastIndex(p.url, "/")+1:]
			healthy := outcome{exitOK, "stateset-mock: healthy\n", ""}
			require.Equal(t, healthy, runWith(t, nil, append([]string{"healthcheck", "-addr", address}, args...)...))
			variables := map[string]string{"STATESET_MOCK_ADDR": ":" + address[strings.LastIndex(address, ":")+1:]}
			if name == "TLS" {
				variables["STATESET_MOCK_TLS"] = "true"
			}
			require.Equal(t, healthy, runWith(t, variables, "healthcheck"), "without the token, too")
			p.end()
			require.Equal(t, exitOK, <-p.exit)
		})
	}
}

func TestHealthcheckWithoutAServer(t *testing.T) {
	t.Parallel()
	got := runWith(t, nil, "healthcheck", "-addr", "127.0.0.1:0") // nothing listens on port 0
	require.Equal(t, exitFailed, got.status)
	require.Contains(t, got.stderr, "stateset-mock: unhealthy: ")
	require.Empty(t, got.stdout)
}

func TestHealthcheckWithoutTLS(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", "127.0.0.1:0", "-tls")
	got := runWith(t, nil, "healthcheck", "-addr", strings.TrimPrefix(p.url, "https://"))
	require.Equal(t, outcome{exitFailed, "", "stateset-mock: unhealthy: the server responded with status 400: " +
		"This port requires TLS, and the client sent plain HTTP: use an https:// URL\n"}, got)
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

// The control token is not sent to other servers.
func TestHealthcheckFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	asked := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer other.Close()
	redirect := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", other.URL)
		w.WriteHeader(http.StatusFound)
		_, _ = w.Write([]byte("{}"))
	}))
	defer redirect.Close()
	got := runWith(t, nil, "healthcheck", "-control-token", "hunter2", "-addr", strings.TrimPrefix(redirect.URL, "http://"))
	require.Equal(t, outcome{exitFailed, "", "stateset-mock: unhealthy: the server responded with status 302\n"}, got)
	require.False(t, asked)
}

func TestHealthcheckOfAnotherServer(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{"hello": "another server listens on this address", `{"status":"down"}`: `reports "down"`} {
		other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }))
		got := runWith(t, nil, "healthcheck", "-addr", strings.TrimPrefix(other.URL, "http://"))
		other.Close()
		require.Equal(t, exitFailed, got.status)
		require.Contains(t, got.stderr, want)
	}
}
