package httpapi

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ui requests a file of the page from another machine, as a browser that follows a link.
func (f *testServer) ui(path string) *reply {
	r := httptest.NewRequest("GET", "http://mock.test:8420/_mock"+path, nil)
	r.RemoteAddr = "192.0.2.1:5"
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	f.server.ServeHTTP(w, r)
	return &reply{t: f.t, status: w.Code, header: w.Header(), body: w.Body.String()}
}

// The files contain no data and require no token. Calls follow the rules of the control
// interface.
func TestPageForEveryCaller(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]func(*Options){"local": func(*Options) {}, "token": withToken, "open": openControl} {
		f := newTestServer(t, mode)
		for path, kind := range map[string]string{
			"/ui": "text/html; charset=utf-8", "/ui/page.js": "text/javascript; charset=utf-8", "/ui/page.css": "text/css; charset=utf-8", "/ui/icon.svg": "image/svg+xml",
		} {
			got := f.ui(path)
			require.Equal(t, 200, got.status, "%s %s", name, path)
			require.Equal(t, kind, got.header.Get("Content-Type"))
			require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
			require.Equal(t, "DENY", got.header.Get("X-Frame-Options"))
			require.Equal(t, "same-origin", got.header.Get("Cross-Origin-Resource-Policy"))
			for _, rule := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "form-action 'none'"} {
				require.Contains(t, got.header.Get("Content-Security-Policy"), rule)
			}
			require.NotContains(t, got.header.Get("Content-Security-Policy"), "unsafe")
		}
		for _, path := range []string{"/ui/none.js", "/ui/../ui.go", "/ui/files/page.js", "/ui/%2e%2e/ui", "/uix"} {
			require.NotEqual(t, 200, f.ui(path).status, "%s %s", name, path)
		}
		require.Equal(t, 403, f.ui("/requests").status, name)
		require.Equal(t, 403, f.ui("/requests/stream").status, name)
	}
}

func TestPageRoutes(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	slash := f.ui("/ui/")
	require.Equal(t, []string{"308", "../ui"}, []string{itoa(slash.status), slash.header.Get("Location")})
	f.control("POST", "/ui", "{}").refused(405, "method_not_allowed", "null")
	f.control("GET", "/ui/none", "").refused(404, "route_not_found", "null")
	require.Contains(t, f.control("GET", "", "").ok().body, `{"method":"GET","path":"/_mock/ui"}`)
}

// Links of the page are relative and lead nowhere else, and the policy forbids inline
// scripts and styles.
func TestPageIsSelfContained(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	html, script, style := f.ui("/ui").body, f.ui("/ui/page.js").body, f.ui("/ui/page.css").body
	for _, link := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		require.Regexp(t, `^(#[a-z]+|ui/[a-z.]+|openapi\.json)$`, link[1])
		if file, ok := strings.CutPrefix(link[1], "ui/"); ok {
			require.Equal(t, 200, f.ui("/ui/"+file).status, file)
		}
	}
	require.NotRegexp(t, `(?i)<style|style=|\son[a-z]+=|<script>`, html)
	require.NotRegexp(t, `innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|setAttribute\("on|\bFunction\(|localStorage|https?://`, script)
	require.NotRegexp(t, `url\(|@import`, style)
	require.Less(t, len(html)+len(script)+len(style), 60<<10)
	for _, id := range regexp.MustCompile(`\$\("([a-z-]+)"\)`).FindAllStringSubmatch(script, -1) {
		require.Contains(t, html, `id="`+id[1]+`"`, "the script uses an element that the page lacks")
	}
	labels := map[string]bool{}
	for _, label := range regexp.MustCompile(`<label for="([^"]+)"`).FindAllStringSubmatch(html, -1) {
		labels[label[1]] = true
	}
	for _, field := range regexp.MustCompile(`<(?:input|select|textarea) id="([^"]+)"([^>]*)`).FindAllStringSubmatch(html, -1) {
		require.True(t, labels[field[1]] || strings.Contains(field[2], "aria-label="), "%s has no label", field[1])
	}
}
