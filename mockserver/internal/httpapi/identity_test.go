package httpapi

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRoot(t *testing.T) {
	t.Parallel()
	f := newTestServer(t, func(o *Options) { o.Version = "1.2.3" })
	got := f.call("GET", "/", "", "Authorization", "").ok()
	require.Equal(t, `{"product":"stateset-mock","version":"1.2.3","api":"/v1","control":"/_mock","health":"/health",`+
		`"docs":"https://github.com/stateset/stateset-go/blob/main/docs/mockserver.md"}`, got.body)
	f.call("HEAD", "/", "", "Authorization", "").ok()
	refused := f.call("POST", "/", "{}").refused(405, "method_not_allowed", "null")
	require.Equal(t, "GET, HEAD, OPTIONS", refused.header.Get("Allow"))
	for _, path := range []string{"/", "/health", "/v1/payments", "/nowhere", "/_mock", "/i/none"} {
		r := f.request("GET", path, "")
		r.Host = "localhost"
		w := newRecorder(f, r)
		require.Equal(t, "stateset-mock/1.2.3", w.Get("Server"), path)
	}
}

func TestControlIndex(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, path := range []string{"", "/"} {
		got := f.control("GET", path, "").ok()
		require.Equal(t, "stateset-mock", got.at("product"))
		require.Equal(t, "dev", got.at("version"))
		for _, line := range []string{`{"method":"GET","path":"/_mock/health"}`, `{"method":"POST","path":"/_mock/reset"}`, `{"method":"DELETE","path":"/_mock/faults/{id}"}`} {
			require.Contains(t, got.body, line)
		}
		f.control("POST", path, "").refused(405, "method_not_allowed", "null")
	}
	index := f.control("GET", "", "").body
	for path, methods := range controls {
		for method := range methods {
			require.Contains(t, index, `{"method":"`+method+`","path":"/_mock`+path+`"}`)
		}
	}
}

// Probes that succeed are logged at debug level only.
func TestProbesAreQuiet(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	f := newTestServer(t, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	f.call("GET", "/health", "").ok()
	f.control("GET", "/health", "").ok()
	f.control("HEAD", "/health", "").ok()
	require.Empty(t, log.String())
	f.call("POST", "/health", "{}")
	f.control("GET", "/health?x=1", "")
	f.call("GET", "/", "")
	require.Equal(t, 3, strings.Count(log.String(), "level=INFO msg=request"), log.String())
}

// newRecorder returns the headers of a response of any media type.
func newRecorder(f *testServer, r *http.Request) http.Header {
	w := &headers{header: http.Header{}}
	f.server.ServeHTTP(w, r)
	return w.header
}

// headers is a response writer that drops the body.
type headers struct{ header http.Header }

func (h *headers) Header() http.Header         { return h.header }
func (h *headers) Write(b []byte) (int, error) { return len(b), nil }
func (h *headers) WriteHeader(int)             {}
