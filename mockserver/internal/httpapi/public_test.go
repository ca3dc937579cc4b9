package httpapi

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/invoices"
)

// open requests a public link without a key, like a browser.
func (f *testServer) open(method, url string) *httptest.ResponseRecorder {
	f.t.Helper()
	w := httptest.NewRecorder()
	f.server.ServeHTTP(w, httptest.NewRequest(method, url, nil))
	require.NotEmpty(f.t, w.Header().Get("X-Request-Id"))
	require.Equal(f.t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	return w
}

func TestPublicPageViewsTheInvoice(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	const path = "/v1/invoices/inv_1234567890"
	before := f.call("GET", path, "").ok()
	url := before.at("public_url")
	require.Equal(t, 200, f.open("GET", before.at("pdf_url")).Code)
	head := f.open("HEAD", url)
	require.Equal(t, 200, head.Code)
	require.Empty(t, head.Body.String())
	require.Equal(t, "sent", f.call("GET", path, "").at("status"), "neither is a view of the page")

	page := f.open("GET", url)
	require.Equal(t, 200, page.Code)
	require.Equal(t, "text/html; charset=utf-8", page.Header().Get("Content-Type"))
	for _, text := range []string{"INV-2024-000001", "Ada Lovelace", "January services", "5000.00 ssusd", "viewed", "5.0 % off", "2024-01-25", before.at("pdf_url")} {
		require.Contains(t, page.Body.String(), text)
	}
	viewed := f.call("GET", path, "").ok()
	require.Equal(t, []string{"viewed", "2024-01-15T10:30:00Z"}, []string{viewed.at("status"), viewed.at("viewed_at")})
	require.Empty(t, page.Header().Get("Access-Control-Allow-Origin"))
}

func TestPublicPagesThatAreNot(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	draft := f.call("POST", "/v1/invoices", newInvoice).ok()
	for _, url := range []string{"http://localhost/i/", "/i/unknown", "/i/unknown.pdf", "/i/a/b", draft.at("public_url"), draft.at("pdf_url")} {
		got := f.open("GET", url)
		require.Equal(t, 404, got.Code, url)
		require.Contains(t, got.Body.String(), "No such invoice")
	}
	require.Equal(t, "draft", f.call("GET", "/v1/invoices/"+draft.at("id"), "").at("status"))

	f.call("POST", "/v1/invoices/inv_1234567890/void", "").ok()
	voided := f.open("GET", f.call("GET", "/v1/invoices/inv_1234567890", "").at("public_url"))
	require.Equal(t, 200, voided.Code)
	require.Contains(t, voided.Body.String(), "voided")

	w := httptest.NewRecorder()
	f.server.ServeHTTP(w, httptest.NewRequest("POST", draft.at("public_url"), nil))
	require.Equal(t, []any{405, "GET, HEAD"}, []any{w.Code, w.Header().Get("Allow")})
	require.Equal(t, []string{"nosniff", "no-store"}, []string{w.Header().Get("X-Content-Type-Options"), w.Header().Get("Cache-Control")})
	entries, _ := f.server.Journal().List(nil)
	for _, entry := range entries {
		require.NotContains(t, entry.Path, "/i/", "links are no calls of the API")
	}
}

func TestPublicPageEscapes(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	const evil = `<script>alert(1)</script>`
	made := f.call("POST", "/v1/invoices", strings.Replace(with(`"send_email":true,"notes":"`+evil+`"`), "Work", evil, 1)).ok()
	page := f.open("GET", made.at("public_url")).Body.String()
	require.NotContains(t, page, "<script>")
	require.Equal(t, 2, strings.Count(page, "&lt;script&gt;"))
}

func TestInvoicePDF(t *testing.T) {
	t.Parallel()
	inv := &publicInvoice{Invoice: &invoices.Invoice{InvoiceNumber: "INV-(1)\\"}}
	for i := range 120 {
		inv.LineItems = append(inv.LineItems, &invoices.LineItem{Description: fmt.Sprintf("Zeile %d für 漢字", i)})
	}
	text := invoicePDF(inv)
	require.True(t, bytes.HasPrefix(text, []byte("%PDF-1.4\n")) && bytes.HasSuffix(text, []byte("%%EOF\n")))
	require.Contains(t, string(text), `(Invoice INV-\(1\)\\) Tj`)
	require.Contains(t, string(text), `Zeile 119 f\374r ??`)
	require.Contains(t, string(text), "/Count 3>>", "as many pages as the lines need")

	// The table has the offset of every object, and startxref has the offset of the
	// table.
	at, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)`).FindSubmatch(text)[1]))
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(text[at:], []byte("xref\n0 10\n")))
	for i, row := range regexp.MustCompile(`(\d{10}) 00000 n `).FindAllSubmatch(text, -1) {
		begin, err := strconv.Atoi(string(row[1]))
		require.NoError(t, err)
		require.True(t, bytes.HasPrefix(text[begin:], fmt.Appendf(nil, "%d 0 obj\n", i+1)))
	}
	for _, stream := range regexp.MustCompile(`(?s)/Length (\d+)>>stream\n(.*?)\nendstream`).FindAllSubmatch(text, -1) {
		require.Equal(t, string(stream[1]), strconv.Itoa(len(stream[2])))
	}
}

func TestControlView(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	got := f.control("POST", "/invoices/inv_1234567890/view", `{"account":"abc"}`).ok()
	require.Equal(t, []string{"inv_1234567890", "viewed"}, []string{got.at("id"), got.at("status")})
	require.Equal(t, got.body, f.call("GET", "/v1/invoices/inv_1234567890", "").ok().body)
	f.control("POST", "/invoices/inv_no/view", `{"account":"abc"}`).refused(404, "resource_not_found", "null")
	f.control("POST", "/invoices/inv_1234567890/view", `{}`).refused(400, "parameter_missing", "account")
	f.control("POST", "/invoices/inv_1234567890/view", `{"account":"abc","at":1}`).refused(400, "parameter_unknown", "at")
	require.Equal(t, "POST", f.control("GET", "/invoices/inv_1234567890/view", "").refused(405, "method_not_allowed", "null").header.Get("Allow"))
	for _, path := range []string{"/invoices//view", "/invoices/a/b/view", "/invoices/inv_1234567890", "/invoices/inv_1234567890/view/", "/invoices/view"} {
		f.control("POST", path, `{"account":"abc"}`).refused(404, "route_not_found", "null")
	}
	draft := f.call("POST", "/v1/invoices", newInvoice).ok().at("id")
	f.control("POST", "/invoices/"+draft+"/view", `{"account":"abc"}`).refused(409, "invalid_state", "null")
}
