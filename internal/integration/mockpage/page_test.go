package mockpage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// markup would run a script if the page interpreted it as HTML.
const markup = `<img src=x onerror=alert(1)><script>alert(2)</script>"'><svg onload=alert(3)>`

func quote(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// post sends a request to the API. Headers are pairs.
func post(t *testing.T, srv *mockserver.Server, account, path, body string, headers ...string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer sk_test_"+account)
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := srv.HTTPClient().Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
}

const transfer = `{"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123","description":"Two mugs"}`

// given creates the state for the tests.
func given(t *testing.T, options ...mockserver.Option) *mockserver.Server {
	t.Helper()
	options = append(options, mockserver.WithTCP("127.0.0.1:0"), mockserver.WithStartTime(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)))
	srv := mockserver.New(t, options...)
	srv.Webhooks().DeliverToPath("/hooks/orders", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	}), "whsec_0123456789abcdef0123456789abcdef", webhook.Type("payment.*"))
	post(t, srv, "demo", "/v1/payments", transfer, "Idempotency-Key", "order-7", "X-Request-Id", "req_first")
	post(t, srv, "demo", "/v1/payments", transfer, "Idempotency-Key", "order-7")
	post(t, srv, "demo", "/v1/payments", `{"amount":1}`)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	return srv
}

func TestStoryOfTenClicks(t *testing.T) {
	srv := given(t)
	tb := openTab(t, srv.URL())

	tb.waits(`location.pathname === "/_mock/ui" && !document.querySelector("#overview").hidden`)
	tb.shows("#accounts", "test/demo")
	tb.click("#accounts tbody button") // 1
	tb.shows("#wallets", "treasury")
	tb.shows("#wallets", "balanced")
	require.NotContains(t, tb.text("#wallets"), "not balanced")
	tb.click(`[data-advance="86400"]`) // 2
	tb.shows("#clock-now", "2026-03-02T09:0")
	tb.click("#clock-freeze") // 3
	tb.shows("#clock-state", "frozen")
	tb.shoot("overview", "light")
	tb.shoot("overview", "dark")

	tb.click(`nav a[data-view="requests"]`) // 4
	tb.shows("#live", "live")
	tb.waits(`document.querySelectorAll("#list tbody tr").length === 3`)
	tb.click("#list tbody tr:nth-child(3) button") // 5
	tb.shows("#detail", "payment.succeeded")
	detail := tb.text("#detail")
	for _, want := range []string{"req_first", "order-7", "wallet:stateset1merchantaddress123", "-100.00", `"amount": 100.00`, "succeeded, attempt 1: 204", "/hooks/orders"} {
		require.Contains(t, detail, want)
	}
	tb.shoot("requests", "light")
	tb.shoot("requests", "dark")
	tb.click("#copy") // 6
	command := eval[string](tb, `document.querySelector("#curl").value`)
	require.Contains(t, command, "curl --globoff -X POST '"+srv.URL()+"/v1/payments'")
	require.Contains(t, command, "-H 'Authorization: Bearer sk_test_****'")
	require.Contains(t, command, "--data-raw '"+transfer+"'")
	require.NotContains(t, command, "sk_test_demo")

	post(t, srv, "other", "/v1/payments", transfer)
	tb.shows("#list tbody tr:first-child", "test/other") // without a reload
	tb.fill("#filter-status", "4xx")
	tb.click("#filter-form button") // 7
	tb.waits(`document.querySelectorAll("#list tbody tr").length === 1`)
	tb.shows("#list", "400")
	tb.click("#close") // 8
	tb.waits(`document.querySelector("#detail").hidden`)

	tb.click(`nav a[data-view="faults"]`) // 9
	tb.waits(`document.querySelectorAll("#preset option").length === 5`)
	eval[chromedp.Void](tb, `{ const list = document.querySelector("#preset"); list.value = "rate-limited"; list.dispatchEvent(new Event("change")) }`)
	tb.shows("#preset-rules", "do=rate-limit:1s")
	tb.click("#add-preset") // 10
	tb.shows("#rules-list", "f1")
	tb.fill("#rules", "POST /payments times=1 optional do=status:503")
	tb.click("#fault-form button:not([type])")
	tb.shows("#rules-list", "f2")
	post(t, srv, "other", "/v1/payments", transfer)
	tb.waits(`document.querySelector("#rules-list tr[data-key=f2]").cells[2].textContent === "1"`)
	tb.shoot("faults", "light")
	tb.click("#rules-list tr[data-key=f1] button")
	tb.waits(`!document.querySelector("#rules-list tr[data-key=f1]")`)
	tb.fill("#rules", "POST /payments do=explode")
	tb.click("#fault-form button:not([type])")
	tb.shows("#message", "explode")
	require.Equal(t, []string{"log: Failed to load resource: the server responded with a status of 400 (Bad Request) " + srv.URL() + "/_mock/faults"}, tb.takeProblems(),
		"no other problem in the whole story")
}

// shellArguments returns the arguments that a shell passes to curl.
func shellArguments(t *testing.T, command string) []string {
	t.Helper()
	output, err := exec.Command("sh", "-c", `curl() { printf '%s\n' "$@"; }`+"\n"+command).CombinedOutput()
	require.NoError(t, err, "%s", output)
	return strings.Split(string(output), "\n")
}

// Markup in metadata, descriptions, URLs and IDs is shown as text.
func TestMarkupIsText(t *testing.T) {
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"))
	word := strings.ReplaceAll(markup, " ", "/")
	body := `{"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123","description":` + quote(markup) + `,"metadata":{"note":` + quote(markup) + `}}`
	post(t, srv, "demo", "/v1/webhooks", `{"url":`+quote("http://127.0.0.1:1/"+word)+`,"events":["*"],"description":`+quote(markup)+`}`)
	post(t, srv, "demo", "/v1/payments?expand[]="+"%3Cimg%20src=x%20onerror=alert(1)%3E", body, "Idempotency-Key", word, "X-Request-Id", word)
	post(t, srv, "demo", "/v1/payments", body, "Idempotency-Key", word, "X-Request-Id", word, "X-Note", markup)
	post(t, srv, "demo", "/v1/payments", body, "Idempotency-Key", word)
	tb := openTab(t, srv.URL())
	tb.shows("#accounts", "test/demo")
	tb.click("#accounts tbody button")
	tb.shows("#wallets", "treasury")
	tb.click(`nav a[data-view="requests"]`)
	tb.waits(`document.querySelectorAll("#list tbody tr").length === 4`)
	for i := 1; i <= 4; i++ {
		tb.click("#list tbody tr:nth-child(" + string(rune('0'+i)) + ") button")
		tb.shows("#detail-title", "#"+string(rune('5'-i)))
		tb.shows("#detail", "onerror=alert(1)")
		tb.click("#copy")
		tb.click("#detail summary")
		if i == 2 { // the request with markup in a header, too
			arguments := shellArguments(t, eval[string](tb, `document.querySelector("#curl").value`))
			require.Contains(t, arguments, "X-Note: "+markup)
			require.Contains(t, arguments, body)
			require.Contains(t, arguments, srv.URL()+"/v1/payments")
		}
	}
	tb.click(`nav a[data-view="faults"]`)
	tb.waits(`document.querySelectorAll("#preset option").length === 5`)
	tb.fill("#rules", "GET /none optional do=stub:200 body="+quote(markup))
	tb.click("#fault-form button:not([type])")
	tb.shows("#rules-list", "onerror=alert(1)")
	tb.fill("#rules", markup)
	tb.click("#fault-form button:not([type])")
	tb.shows("#message", "onerror")
	require.Zero(t, eval[int](tb, `document.querySelectorAll("img, svg, iframe, script:not([src]), [onerror], [onload], body script").length`))
	problems := tb.takeProblems()
	require.Len(t, problems, 1, "%q", problems)
	require.Contains(t, problems[0], "400 (Bad Request) "+srv.URL()+"/_mock/faults")
}

// syncBuffer is a buffer for a log.
type syncBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func TestPageAsksForTheToken(t *testing.T) {
	const token = "a-token-of-the-test"
	var log syncBuffer
	srv := given(t, mockserver.WithControlToken(token), mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
	tb := openTab(t, srv.URL())
	tb.waits(`document.activeElement.id === "token"`)
	tb.press("wrong" + kb.Enter)
	tb.shows("#message", "This is not the token")
	tb.waits(`document.activeElement.id === "token"`)
	tb.press(token + kb.Enter)
	tb.shows("#accounts", "test/demo")
	require.Empty(t, eval[string](tb, `document.querySelector("#message").innerText + document.querySelector("#token").value`))
	tb.click(`nav a[data-view="requests"]`)
	tb.shows("#live", "live")
	require.NotContains(t, eval[string](tb, `location.href + document.cookie + JSON.stringify(localStorage)`), token)
	tb.do(chromedp.Reload())
	tb.waits(`document.querySelectorAll("#list tbody tr").length === 3`) // the tab keeps the token
	require.NotContains(t, log.String(), token)
	require.Contains(t, log.String(), "path=/_mock/ui")
}

// Every view can be used without a mouse.
func TestKeyboard(t *testing.T) {
	srv := given(t)
	tb := openTab(t, srv.URL())
	tb.shows("#accounts", "test/demo")
	tb.press(kb.Tab)
	require.Equal(t, "Skip to content", eval[string](tb, `document.activeElement.textContent`))
	var order []string
	for range 5 {
		tb.press(kb.Tab)
		order = append(order, eval[string](tb, `document.activeElement.textContent`))
		require.NotEqual(t, "none", eval[string](tb, `getComputedStyle(document.activeElement).outlineStyle`), "the focus is visible")
	}
	require.Equal(t, []string{"Overview", "Requests", "Faults", "OpenAPI", "Shortcuts"}, order)
	tb.press("?")
	tb.waits(`document.querySelector("#help").open`)
	tb.press(kb.Escape)
	tb.waits(`!document.querySelector("#help").open`)
	tb.press("2")
	tb.waits(`document.querySelectorAll("#list tbody tr").length === 3`)
	tb.press("j")
	tb.shows("#detail-title", "#3")
	tb.press("j")
	tb.shows("#detail-title", "#2")
	tb.shows("#facts", "replay of req_first")
	tb.press("k")
	tb.shows("#detail-title", "#3")
	tb.press("c")
	tb.waits(`!document.querySelector("#curl").hidden`)
	tb.press(kb.Escape)
	tb.waits(`document.querySelector("#detail").hidden`)
	tb.press("/")
	require.Equal(t, "filter-account", eval[string](tb, `document.activeElement.id`))
	tb.fill("#filter-account", "demo12j?") // no shortcuts while typing
	require.Equal(t, "demo12j?", eval[string](tb, `document.activeElement.value`))
	tb.press(kb.Tab)
	require.Equal(t, "filter-operation", eval[string](tb, `document.activeElement.id`))
	require.Empty(t, tb.takeProblems())
}

// With DNS rebinding an attacker's name resolves to this server. The page loads, but its
// calls are rejected.
func TestReboundNames(t *testing.T) {
	for name, test := range map[string]struct {
		options []mockserver.Option
		refusal string
	}{
		"local": {nil, "accepts requests to localhost or a loopback address only"},
		"open":  {[]mockserver.Option{mockserver.WithOpenControl()}, "refuses this Origin"},
		"token": {[]mockserver.Option{mockserver.WithControlToken("a-token-of-the-test")}, "requires its token"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := given(t, test.options...)
			tb := openTab(t, strings.Replace(srv.URL(), "127.0.0.1", "rebound.test", 1), chromedp.Flag("host-resolver-rules", "MAP rebound.test 127.0.0.1"))
			if name == "open" { // reads are allowed, see "Who may call /_mock"
				tb.shows("#accounts", "test/demo")
				tb.click("#clock-freeze")
			}
			tb.shows("#message", test.refusal)
			require.False(t, eval[bool](tb, `document.querySelector("#clock-state").innerText === "frozen"`))
		})
	}
}

// Another site can neither show the page in a frame nor read it.
func TestOtherSites(t *testing.T) {
	srv := given(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<!doctype html><title>other</title><iframe src="%[1]s/_mock/ui"></iframe>
<script>fetch("%[1]s/_mock/ui").then((r) => r.text()).then(() => { document.title = "read" }, () => { document.title = "refused" })</script>`, srv.URL())
	}))
	defer other.Close()
	tb := openTab(t, srv.URL())
	tb.do(chromedp.Navigate(strings.Replace(other.URL, "127.0.0.1", "localhost", 1)))
	tb.waits(`document.title === "refused"`)
	framed := false
	for _, problem := range tb.takeProblems() {
		framed = framed || strings.Contains(problem, "frame-ancestors 'none'")
	}
	require.True(t, framed, "the frame is refused")
}

// The page shows that the server is gone, and continues when the stream returns.
func TestServerGoesAway(t *testing.T) {
	srv := given(t)
	tb := openTab(t, srv.URL())
	tb.shows("#accounts", "test/demo")
	tb.click(`nav a[data-view="requests"]`)
	tb.shows("#live", "live")
	srv.Reset()
	tb.shows("#list-note", "No request.")
	require.Empty(t, tb.takeProblems())
	srv.Close()
	tb.shows("#live", "reconnecting")
}

// With many accounts and requests the page shows the first ones, and says so.
func TestLargeData(t *testing.T) {
	const requests, accounts = 2000, 250
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"), mockserver.WithJournal(requests, 64<<20))
	for i := range requests {
		body := fmt.Sprintf(`{"amount":1,"currency":"ssusd","recipient":"stateset1merchantaddress%05d"}`, i)
		account := "demo"
		if i < accounts {
			account = fmt.Sprintf("a%d", i)
		}
		post(t, srv, account, "/v1/payments", body)
	}
	tb := openTab(t, srv.URL())
	tb.shows("#accounts-note", "200")
	require.Equal(t, 200, eval[int](tb, `document.querySelectorAll("#accounts tbody tr").length`))
	tb.click(`nav a[data-view="requests"]`)
	tb.shows("#list-note", "The latest 500 requests. Filter to see others.")
	tb.shows("#list tbody tr:first-child", fmt.Sprint(requests))
	post(t, srv, "demo", "/v1/payments", transfer)
	tb.shows("#list tbody tr:first-child", fmt.Sprint(requests+1))
	require.Equal(t, 500, eval[int](tb, `document.querySelectorAll("#list tbody tr").length`))
	require.Less(t, eval[int](tb, `document.querySelectorAll("*").length`), 10_000, "the page is bounded")
	require.Empty(t, tb.takeProblems())
}
