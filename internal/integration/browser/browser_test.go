package browser

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// page loads the program.
const page = `<!doctype html><meta charset="utf-8"><title>stateset-go</title><script src="/wasm_exec.js"></script><script>
const go = new Go();
WebAssembly.instantiateStreaming(fetch("/app.wasm"), go.importObject).then((app) => go.run(app.instance));
</script>`

// The default client makes calls from a page to a server of another origin.
func TestDefaultClientInABrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	require.NoError(t, err, "install chromium, on Debian: apt-get install chromium")
	app := compile(t)
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"), mockserver.WithBrowserSecretKeys())
	srv.Fail("POST /payments", mockserver.Status(http.StatusServiceUnavailable), mockserver.Nth(2))

	results := make(chan map[string]string, 1)
	server := httptest.NewServer(pages(t, app, results))
	defer server.Close()
	process := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--user-data-dir="+t.TempDir(), server.URL+"/?mock="+srv.URL())
	var log strings.Builder
	process.Stderr = &log
	require.NoError(t, process.Start())
	defer func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	}()
	select {
	case got := <-results:
		require.Equal(t, map[string]string{
			"create":   "10.00 ssusd succeeded, 1 attempts",
			"get":      "true",
			"missing":  "404 rejected, 1 attempts",
			"retry":    "<nil>",
			"redirect": "true 0 rejected, 1 attempts",
			"timeout":  "true",
		}, got)
	case <-time.After(2 * time.Minute):
		_ = process.Process.Kill()
		_ = process.Wait()
		require.Fail(t, "the page posted no result", "%s", log.String())
	}
}

// compile builds the program for a browser.
func compile(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "app.wasm")
	command := exec.Command("go", "build", "-o", binary, "./app")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return binary
}

// pages serves the page, its program and two faulty servers, and receives the results.
func pages(t *testing.T, app string, results chan<- map[string]string) http.Handler {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	runtime := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, page) })
	mux.HandleFunc("GET /wasm_exec.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, runtime) })
	mux.HandleFunc("GET /app.wasm", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, app) })
	mux.HandleFunc("/redirect/", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("/stall/", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("POST /result", func(_ http.ResponseWriter, r *http.Request) {
		var got map[string]string
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			got = map[string]string{"error": err.Error()}
		}
		select {
		case results <- got:
		default: // the page ran twice
		}
	})
	return mux
}
