//go:build openapi

package openapi

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// entry is a request with its response, as the mock server's tests record it.
type entry struct {
	Request struct {
		Method, URL string
		Headers     []pair
		PostData    struct{ Text string }
	}
	Response struct {
		Status  int
		Headers []pair
		Content struct{ Text string }
	}
	Operation string `json:"_operation"`
	Fault     string `json:"_fault"`
	Test      string `json:"_test"`
}

type pair struct{ Name, Value string }

// request returns the request as a server received it.
func (e *entry) request(t *testing.T) *http.Request {
	r, err := http.NewRequestWithContext(t.Context(), e.Request.Method, e.Request.URL, strings.NewReader(e.Request.PostData.Text))
	require.NoError(t, err)
	r.Header = header(e.Request.Headers)
	return r
}

func (e *entry) response(r *http.Request) *http.Response {
	return &http.Response{
		StatusCode: e.Response.Status, Header: header(e.Response.Headers), Request: r,
		Body: io.NopCloser(strings.NewReader(e.Response.Content.Text)), ContentLength: int64(len(e.Response.Content.Text)),
	}
}

func header(pairs []pair) http.Header {
	h := http.Header{}
	for _, p := range pairs {
		h.Add(p.Name, p.Value)
	}
	return h
}

// eachEntry calls fn with the entries of all HAR files of a directory.
func eachEntry(t *testing.T, directory string, fn func(file string, e *entry)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(directory, "*.har"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no HAR files in %q", directory)
	for _, file := range files {
		readEntries(t, file, func(e *entry) { fn(filepath.Base(file), e) })
	}
}

// readEntries reads one entry at a time: the files are large.
func readEntries(t *testing.T, file string, fn func(*entry)) {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	d := json.NewDecoder(f)
	for token := json.Token(nil); token != "entries"; {
		token, err = d.Token()
		require.NoError(t, err, file)
	}
	_, err = d.Token() // [
	require.NoError(t, err, file)
	for d.More() {
		var e entry
		require.NoError(t, d.Decode(&e), file)
		fn(&e)
	}
}
