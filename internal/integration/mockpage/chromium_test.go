package mockpage

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience ends an action or a wait that hangs.
const patience = 3 * time.Minute

// tab is a tab of Chromium. It records problems.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string // the address of the mock server

	mu       sync.Mutex
	problems []string
}

// openTab starts Chromium and opens the page of the server.
func openTab(t *testing.T, base string, more ...chromedp.ExecAllocatorOption) *tab {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	require.NoError(t, err, "install chromium, on Debian: apt-get install chromium")
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.WindowSize(1280, 1100), chromedp.WSURLReadTimeout(patience))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), append(options, more...)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); cancel() })
	tb := &tab{t: t, ctx: ctx, base: base}
	require.NoError(t, chromedp.Listen(ctx, tb.watch))
	send(tb, log.Enable, cdp.Empty{})
	send(tb, network.Enable, network.EnableParams{})
	tb.do(chromedp.Navigate(base + "/_mock/ui"))
	return tb
}

// watch records errors in the console, dialogs and requests to other addresses.
func (tb *tab) watch(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		tb.note("exception: " + e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		tb.note("console." + string(e.Type))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			tb.note("log: " + e.Entry.Text + " " + e.Entry.URL)
		}
	case *page.EventJavascriptDialogOpening:
		tb.note("dialog: " + e.Message)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, tb.base+"/_mock/") {
			tb.note("request: " + e.Request.URL)
		}
	}
}

func (tb *tab) note(problem string) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.problems = append(tb.problems, problem)
}

// takeProblems returns the recorded problems, and clears them.
func (tb *tab) takeProblems() []string {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	problems := tb.problems
	tb.problems = nil
	return problems
}

func (tb *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	value(tb, chromedp.Steps(actions...))
}

// value runs an action and returns its value.
func value[T any](tb *tab, action chromedp.Action[T]) T {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, action)
	if err != nil {
		require.NoError(tb.t, err, "problems: %q", tb.takeProblems())
	}
	return got
}

// send sends a command of the protocol.
func send[P, R any](tb *tab, command cdp.Command[P, R], params P) {
	tb.t.Helper()
	_, err := chromedp.Call(tb.ctx, command, params)
	require.NoError(tb.t, err)
}

// click clicks the first visible element that the selector matches.
func (tb *tab) click(selector string) {
	tb.t.Helper()
	tb.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// fill replaces the text of a field.
func (tb *tab) fill(selector, text string) {
	tb.t.Helper()
	eval[chromedp.Void](tb, `document.querySelector(`+quote(selector)+`).select()`)
	tb.press(text)
}

func (tb *tab) press(keys string) {
	tb.t.Helper()
	tb.do(chromedp.KeyEvent(keys))
}

// text returns the visible text of an element.
func (tb *tab) text(selector string) string {
	tb.t.Helper()
	return value(tb, chromedp.Text(chromedp.CSS(selector)))
}

// eval returns the value of an expression.
func eval[T any](tb *tab, expression string) T {
	tb.t.Helper()
	return value(tb, chromedp.Evaluate[T](expression))
}

// waits waits until the expression is true.
func (tb *tab) waits(expression string) {
	tb.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if eval[bool](tb, "!!("+expression+")") {
			return
		}
		tb.do(chromedp.Sleep(50 * time.Millisecond)) // chromedp.Poll compiles text, which the page forbids
	}
	require.Fail(tb.t, "never true: "+expression, "problems: %q\nthe page: %s", tb.takeProblems(), eval[string](tb, `document.body.innerText`))
}

// shows waits until the visible text of an element contains a text.
func (tb *tab) shows(selector, text string) {
	tb.t.Helper()
	tb.waits(`(document.querySelector(` + quote(selector) + `)?.innerText || "").includes(` + quote(text) + `)`)
}

// shoot writes a screenshot, if the variable is set.
func (tb *tab) shoot(name, scheme string) {
	tb.t.Helper()
	dir := os.Getenv("STATESET_TEST_SCREENSHOTS")
	if dir == "" {
		return
	}
	send(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	tb.do(chromedp.Sleep(1500 * time.Millisecond)) // the animation of new rows
	image := value(tb, chromedp.CaptureScreenshot())
	require.NoError(tb.t, os.WriteFile(filepath.Join(dir, name+"-"+scheme+".png"), image, 0o600))
}
