package main

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/conformance/checker"
)

const checkedKey = "sk_test_hunter2"

// checkWith runs the command against a server, with the key in the environment.
func checkWith(t *testing.T, url string, args ...string) outcome {
	t.Helper()
	got := runWith(t, map[string]string{"STATESET_API_KEY": checkedKey}, append([]string{"conformance", "-base-url", url}, args...)...)
	require.NotContains(t, got.stdout+got.stderr, "hunter2")
	return got
}

func TestConformance(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", "127.0.0.1:0", "-webhook-fault", "* drop")
	got := checkWith(t, p.url, "-run", `^Webhooks\.(Create|Delete)|^Payments\.Get$`)
	require.Equal(t, exitOK, got.status, got.stdout+got.stderr)
	require.Empty(t, got.stderr)
	require.Regexp(t, `^same       Payments\.Get
same       Webhooks\.Create
same       Webhooks\.Delete

3 same, 0 different, 0 absent, 0 blocked\. \d+ requests\.
Deleted \d webhook endpoints\.
Left behind, by operation:
  Payments\.Create: pay_test_\w+ pay_test_\w+
$`, got.stdout)
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

// A proxy removes a member and a route. All formats report both.
func TestConformanceReportsDifferences(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", "127.0.0.1:0")
	target, err := url.Parse(p.url)
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = &http.Transport{DisableKeepAlives: true}
	proxy.ModifyResponse = func(r *http.Response) error {
		body, err := io.ReadAll(r.Body)
		changed := strings.Replace(string(body), `"captured":true,`, "", 1)
		r.Body = io.NopCloser(strings.NewReader(changed))
		r.Header.Del("Content-Length")
		return err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/orders") {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "report.xml")
	got := checkWith(t, server.URL, "-run", `^(Payments\.Get|Orders\.Create|Orders\.Get)$`, "-json", "-junit", file)
	require.Equal(t, exitFailed, got.status)
	require.Empty(t, got.stderr)
	var report checker.Report
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &report), got.stdout)
	require.Equal(t, []int{0, 1, 1, 1}, []int{report.Same, report.Different, report.Absent, report.Blocked})
	require.Equal(t, []checker.Difference{{Kind: checker.MemberMissing, Path: "captured", Calls: []string{"good call"}}}, report.Operations[0].Differences)
	junit, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(junit), `tests="3" failures="3" errors="0"`)
	require.Contains(t, string(junit), "member missing captured")

	got = checkWith(t, server.URL, "-run", `^(Payments\.Get|Orders\.Create)$`)
	require.Equal(t, exitFailed, got.status)
	require.Contains(t, got.stdout, "different  Payments.Get\n             member missing captured  (good call)\nabsent     Orders.Create: status 404\n")
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

func TestConformanceCannotBegin(t *testing.T) {
	t.Parallel()
	requests := 0
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"error":{"code":"invalid_api_key","message":"No such key: `+checkedKey+`"}}`)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	defer server.Close()
	for want, test := range map[string]struct {
		status int
		args   []string
	}{
		"stateset-mock: conformance: the server refused the API key: No such key: ***\n":   {exitFailed, nil},
		`-run: no operation matches "^Refunds": names are as in Payments.Create`:           {exitBadFlags, []string{"-run", "^Refunds"}},
		`-run: no operation matches "payments.list" (did you mean Payments.List?): names`:  {exitBadFlags, []string{"-run", "payments.list"}},
		`-junit (STATESET_MOCK_JUNIT): must be a file in a directory that exists, got "/x`: {exitBadFlags, []string{"-junit", "/x/y/report.xml"}},
		`-junit (STATESET_MOCK_JUNIT): must be a file, not a directory, got "/"`:           {exitBadFlags, []string{"-junit", "/"}},
		`-run (STATESET_MOCK_RUN): must be a regular expression, got "("`:                  {exitBadFlags, []string{"-run", "("}},
		"-key (STATESET_API_KEY): must be a test key, sk_test_…: a live key is never used": {exitBadFlags, []string{"-key", "sk_live_hunter2"}},
		"-key (STATESET_API_KEY): must be a test key, sk_test_… or rk_test_…":              {exitBadFlags, []string{"-key", "hunter2"}},
		`for test keys with -allow-http or STATESET_ALLOW_HTTP=true`:                       {exitBadFlags, []string{"-base-url", "http://mock:8420"}},
		"-base-url: the URL must be absolute":                                              {exitBadFlags, []string{"-base-url", "mock"}},
	} {
		requests = 0
		got := checkWith(t, server.URL, test.args...)
		require.Equal(t, test.status, got.status, want)
		require.Contains(t, got.stderr, want)
		require.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
		require.Empty(t, got.stdout)
		require.Equal(t, test.args == nil, requests == 1, "only the wrong key is sent")
	}
	file := filepath.Join(t.TempDir(), "report.xml")
	got := checkWith(t, server.URL, "-json", "-junit", file)
	require.Equal(t, exitFailed, got.status)
	require.Contains(t, got.stderr, "the server refused the API key")
	require.Regexp(t, `"operations": \[\],`, got.stdout)
	require.Regexp(t, `"stopped": "the server refused the API key: No such key: \*\*\*",`, got.stdout)
	junit, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Regexp(t, `tests="1" failures="0" errors="1"(?s:.*)<error message="the server refused the API key`, string(junit))
	got = runWith(t, map[string]string{"STATESET_API_KEY": "sk_live_hunter2"}, "conformance", "-base-url", server.URL)
	require.Equal(t, exitBadFlags, got.status)
	require.NotContains(t, got.stderr, "hunter2")
	require.Equal(t, "stateset-mock: conformance: -key is missing: set STATESET_API_KEY to a test key\n", runWith(t, nil, "conformance", "-base-url", server.URL).stderr)
	require.Equal(t, "stateset-mock: conformance: -base-url is missing: set the URL of the server to check\n", runWith(t, nil, "conformance", "-key", checkedKey).stderr)
}

// The program links nothing beyond the modules of the SDK, and no test code.
func TestLinkedModules(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}} {{.ImportPath}}", ".").Output()
	require.NoError(t, err)
	known := []string{"github.com/stateset/stateset-go", "github.com/shopspring/decimal", "github.com/google/go-querystring",
		"github.com/hashicorp/go-retryablehttp", "github.com/hashicorp/go-cleanhttp"}
	for line := range strings.Lines(string(output)) {
		module, pkg, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		require.True(t, module == "" || slices.Contains(known, module), pkg)
		require.False(t, pkg == "testing" || pkg == "html/template", pkg)
	}
}
