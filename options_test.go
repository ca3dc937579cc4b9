package stateset_test

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

func TestOptionsOnTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		client stateset.Option
		call   stateset.RequestOption
		check  func(t *testing.T, r *wiretest.Request)
	}{
		{"account of the client", stateset.WithAccount("acct_1"), nil, func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"acct_1"}, r.Header["X-Account-Id"])
		}},
		{"account of the call", nil, stateset.WithAccount("acct_2"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"acct_2"}, r.Header["X-Account-Id"])
		}},
		{"account of both", stateset.WithAccount("acct_1"), stateset.WithAccount("acct_2"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"acct_2"}, r.Header["X-Account-Id"])
		}},
		{"a header of both", stateset.WithHeader("x-tag", "a"), stateset.WithHeader("X-TAG", "b"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"b"}, r.Header["X-Tag"])
		}},
		{"other headers of both", stateset.WithHeader("X-A", "a"), stateset.WithHeader("X-B", "b"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"a"}, r.Header["X-A"])
			require.Equal(t, []string{"b"}, r.Header["X-B"])
		}},
		{"query of the client", stateset.WithQuery("beta", "a"), nil, func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"a"}, r.Query["beta"])
		}},
		{"query of both", stateset.WithQuery("beta", "a"), stateset.WithQuery("beta", "b"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"b"}, r.Query["beta"])
		}},
		{"request id of the caller", nil, stateset.WithHeader("X-Request-Id", "mine"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, "mine", r.Header.Get("X-Request-Id"))
		}},
		{"app info", stateset.WithAppInfo("shop", "1.2"), nil, func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"stateset-go/" + stateset.Version + " (" + runtime.Version() + "; " + runtime.GOOS + "/" + runtime.GOARCH + ") shop/1.2"}, r.Header["User-Agent"])
		}},
		{"idempotency key", nil, stateset.WithIdempotencyKey("order-17"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"order-17"}, r.Header["Idempotency-Key"])
		}},
		{"no idempotency key", nil, stateset.WithoutIdempotencyKey(), func(t *testing.T, r *wiretest.Request) {
			require.NotContains(t, r.Header, "Idempotency-Key")
		}},
		{"expand", nil, stateset.WithExpand("customer", "order.items.product"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"customer", "order.items.product"}, r.Query["expand[]"])
		}},
		{"query", nil, stateset.WithQuery("beta", "a b&c"), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, []string{"a b&c"}, r.Query["beta"])
		}},
		{"attempts", stateset.WithMaxAttempts(4), nil, func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, "1/4", r.Header.Get("X-Stateset-Attempt"))
		}},
		{"attempts of the call", stateset.WithMaxAttempts(4), stateset.WithMaxAttempts(2), func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, "1/2", r.Header.Get("X-Stateset-Attempt"))
		}},
		{"nothing", nil, nil, func(t *testing.T, r *wiretest.Request) {
			require.Equal(t, "1/3", r.Header.Get("X-Stateset-Attempt"))
			require.Equal(t, "Bearer "+wiretest.Key, r.Header.Get("Authorization"))
			require.Empty(t, r.Query)
			require.NotEmpty(t, r.Header.Get("Idempotency-Key"))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := wiretest.New(wiretest.Respond(200, payment))
			_, err := s.Client(t, tt.client).Payments.Cancel(t.Context(), "pay_1", tt.call)
			require.NoError(t, err)
			tt.check(t, s.Last(t))
		})
	}
}

// The last of several options of the same kind applies.
func TestLastOptionCounts(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment))
	client := s.Client(t)
	for want, opts := range map[string][]stateset.RequestOption{
		"b": {stateset.WithIdempotencyKey("a"), stateset.WithIdempotencyKey("b")},
		"":  {stateset.WithIdempotencyKey("a"), stateset.WithoutIdempotencyKey()},
		"c": {stateset.WithoutIdempotencyKey(), stateset.WithIdempotencyKey("c")},
	} {
		_, err := client.Payments.Cancel(t.Context(), "pay_1", opts...)
		require.NoError(t, err)
		require.Equal(t, want, s.Last(t).Header.Get("Idempotency-Key"))
	}
}

// An option can be stored and used for several calls.
func TestOptionsCanBeReused(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment))
	client := s.Client(t)
	opts := []stateset.RequestOption{stateset.WithHeader("X-A", "b"), stateset.WithQuery("q", "1"), stateset.WithExpand("customer")}
	for range 3 {
		_, err := client.Payments.Get(t.Context(), "pay_1", opts...)
		require.NoError(t, err)
		require.Equal(t, []string{"b"}, s.Last(t).Header["X-A"])
		require.Equal(t, []string{"1"}, s.Last(t).Query["q"])
		require.Equal(t, []string{"customer"}, s.Last(t).Query["expand[]"])
	}
}

func TestTimeouts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		elapsed := func(f func() error) (time.Duration, error) {
			start := time.Now()
			err := f()
			return time.Since(start), err
		}
		get := func(ctx context.Context, c *stateset.Client, opts ...stateset.RequestOption) func() error {
			return func() error { _, err := c.Payments.Get(ctx, "pay_1", opts...); return err }
		}
		client := wiretest.NewClient(t, wiretest.New(wiretest.Hang), stateset.WithMaxAttempts(1))
		short := wiretest.NewClient(t, wiretest.New(wiretest.Hang), stateset.WithTimeout(7*time.Second), stateset.WithMaxAttempts(1))

		d, err := elapsed(get(t.Context(), client))
		require.Equal(t, 30*time.Second, d, "the default of an attempt")
		require.ErrorIs(t, err, stateset.ErrAttemptTimeout)
		d, err = elapsed(get(t.Context(), client, stateset.WithAttemptTimeout(3*time.Second)))
		require.Equal(t, 3*time.Second, d)
		require.ErrorIs(t, err, stateset.ErrAttemptTimeout)
		d, _ = elapsed(get(t.Context(), short))
		require.Equal(t, 7*time.Second, d)
		d, _ = elapsed(get(t.Context(), short, stateset.WithTimeout(2*time.Second)))
		require.Equal(t, 2*time.Second, d)

		ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
		defer cancel()
		d, err = elapsed(get(ctx, client))
		require.Equal(t, 9*time.Second, d, "the context's deadline counts")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.True(t, failed(t, err).Timeout())
	})
}

func TestRetryPolicyOption(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wiretest.New(wiretest.Respond(503, ""))
		client := s.Client(t, stateset.WithRetryPolicy(stateset.RetryPolicy{MaxAttempts: 10, BaseDelay: time.Minute, MaxDelay: time.Minute, Timeout: time.Hour, NoBudget: true}))
		_, err := client.Payments.Get(t.Context(), "pay_1")
		require.Len(t, failed(t, err).Attempts, 10)
		require.Equal(t, 500, client.Stats().BudgetLeft)
	})
}

func TestResponseOption(t *testing.T) {
	t.Parallel()
	var r stateset.Response
	client := wiretest.NewClient(t, wiretest.New(
		wiretest.Respond(200, payment, "X-Request-Id", "req_1", "X-RateLimit-Limit", "3"),
		wiretest.Respond(404, `{"error":{"code":"resource_not_found","message":"no"}}`, "X-Request-Id", "req_2")))
	_, err := client.Payments.Get(t.Context(), "pay_1", stateset.WithResponse(&r))
	require.NoError(t, err)
	require.Equal(t, 200, r.Status)
	require.Equal(t, "req_1", r.RequestID)
	require.Equal(t, 3, r.RateLimit.Limit)
	require.JSONEq(t, payment, string(r.Body()))
	_, err = client.Payments.Get(t.Context(), "pay_1", stateset.WithResponse(&r))
	require.ErrorIs(t, err, stateset.ErrNotFound)
	require.Equal(t, 404, r.Status)
	require.Equal(t, "req_2", r.RequestID)
	require.Zero(t, r.RateLimit)
	require.Contains(t, string(r.Body()), "resource_not_found")
}

// Middleware wraps every attempt. The first middleware is the outermost. It can read the
// operation of its request.
func TestMiddleware(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		trace := func(name string) func(http.RoundTripper) http.RoundTripper {
			return func(next http.RoundTripper) http.RoundTripper {
				return roundTripper(func(r *http.Request) (*http.Response, error) {
					op, ok := stateset.OperationFrom(r.Context())
					require.True(t, ok)
					log = append(log, strings.Join([]string{name, op.Operation, op.Method, op.Template, strconv.Itoa(op.Attempt) + "/" + strconv.Itoa(op.MaxAttempts)}, " "))
					return next.RoundTrip(r)
				})
			}
		}
		client := wiretest.NewClient(t, wiretest.New(wiretest.Respond(503, ""), wiretest.Respond(200, strings.Replace(payment, "pay_1", "pay_secret", 1))), stateset.WithMiddleware(trace("a"), trace("b")))
		child, err := client.With(stateset.WithMiddleware(trace("c")))
		require.NoError(t, err)
		_, err = child.Payments.Capture(t.Context(), "pay_secret", nil)
		require.NoError(t, err)
		const op = " Payments.Capture POST /v1/payments/{id}/capture "
		require.Equal(t, []string{"a" + op + "1/3", "b" + op + "1/3", "c" + op + "1/3", "a" + op + "2/3", "b" + op + "2/3", "c" + op + "2/3"}, log)
		log = nil
		require.NoError(t, client.Do(t.Context(), "GET", "/new", nil, nil))
		require.Equal(t, []string{"a  GET /v1/new 1/3", "b  GET /v1/new 1/3"}, log)
	})
	_, ok := stateset.OperationFrom(t.Context())
	require.False(t, ok)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestHooksAndLogger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var text strings.Builder
		var attempts, done []string
		hooks := stateset.Hooks{
			OnAttempt: func(_ context.Context, op stateset.Operation, a stateset.Attempt) {
				attempts = append(attempts, op.Operation+" "+strconv.Itoa(a.Status))
			},
			OnDone: func(_ context.Context, op stateset.Operation, result stateset.CallResult) {
				done = append(done, op.Operation+" "+strconv.Itoa(len(result.Attempts))+" "+string(result.Outcome))
			},
		}
		logger := slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{Level: slog.LevelDebug}))
		client := wiretest.NewClient(t, wiretest.New(wiretest.Respond(503, ""), wiretest.Respond(200, payment, "X-Request-Id", "req_2")), stateset.WithHooks(hooks), stateset.WithLogger(logger), stateset.WithLogger(logger))
		_, err := client.Payments.Refund(t.Context(), "pay_secret", &payments.RefundParams{Reason: payments.ReasonOther, Notes: "secret note"}, stateset.WithQuery("q", "secret"))
		require.NoError(t, err)
		require.Equal(t, []string{"Payments.Refund 503", "Payments.Refund 200"}, attempts)
		require.Equal(t, []string{"Payments.Refund 2 "}, done)
		require.Equal(t, 2, strings.Count(text.String(), "\n"))
		require.Contains(t, text.String(), "request_id=req_2")
		for _, secret := range []string{wiretest.Sentinel, "secret", "Bearer", "https://"} {
			require.NotContains(t, text.String(), secret)
		}
	})
}

func TestNilOptions(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment))
	client := s.Client(t, nil, stateset.WithLogger(nil), stateset.WithHooks(stateset.Hooks{}), stateset.WithMiddleware())
	_, err := client.Payments.Get(t.Context(), "pay_1", nil, nil)
	require.NoError(t, err)
	typed := s.Client(t, stateset.WithLogger((*slog.Logger)(nil)), stateset.WithLogger(new(slog.Logger)))
	_, err = typed.Payments.Get(t.Context(), "pay_1")
	require.NoError(t, err, "a logger without a handler does not end a call")
}

// An option for clients does not compile on a call, and an option for calls does not
// compile on a client.
func TestMisplacedOptionsDoNotCompile(t *testing.T) {
	t.Parallel()
	calls := map[string]string{ // one example per option
		"WithBaseURL": `""`, "WithNetworkURL": `""`, "WithLiveKeyHost": `""`, "WithPlainHTTP": ``, "WithHTTPClient": `nil`, "WithRetryPolicy": `stateset.RetryPolicy{}`,
		"WithMiddleware": ``, "WithHooks": `stateset.Hooks{}`, "WithLogger": `nil`, "WithLimiter": `nil`, "WithLimiterPerKey": `nil`, "WithAppInfo": `"", ""`,
		"WithAccount": `""`, "WithHeader": `"", ""`, "WithMaxAttempts": `1`, "WithTimeout": `1`, "WithAttemptTimeout": `1`,
		"WithIdempotencyKey": `""`, "WithoutIdempotencyKey": ``, "WithExpand": ``, "WithQuery": `"", ""`, "WithResponse": `nil`, "WithPrefetch": ``,
	}
	var source strings.Builder
	source.WriteString("package main\n\nimport \"github.com/stateset/stateset-go\"\n\nfunc main() {\n\tvar c *stateset.Client\n")
	line, want := 6, map[int]string{}
	for name, kind := range kindsOfOptions(t) {
		args, ok := calls[name]
		require.True(t, ok, "%s is new: say here how it is called", name)
		source.WriteString("\t_, _ = c.With(stateset." + name + "(" + args + "))\n\t_, _ = c.Balance(nil, stateset." + name + "(" + args + "))\n")
		line += 2
		switch kind {
		case "Option":
			want[line] = name + " on a call"
		case "RequestOption":
			want[line-1] = name + " on a client"
		default:
			require.Equal(t, "SharedOption", kind, name)
		}
	}
	source.WriteString("}\n")
	require.GreaterOrEqual(t, len(want), 15)

	got := map[int]string{}
	for _, n := range brokenLines(t, source.String()) {
		got[n] = want[n]
	}
	require.Equal(t, want, got)
}

// kindsOfOptions returns the result type of each With function, from the source.
func kindsOfOptions(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "options.go", nil, 0)
	require.NoError(t, err)
	kinds := map[string]string{}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "With") {
			kinds[f.Name.Name] = f.Type.Results.List[0].Type.(*ast.Ident).Name
		}
	}
	return kinds
}

// brokenLines compiles a program and returns the lines with errors.
func brokenLines(t *testing.T, source string) []int {
	t.Helper()
	dir := t.TempDir()
	here, err := os.Getwd()
	require.NoError(t, err)
	program := filepath.Join(dir, "main.go")
	require.NoError(t, os.WriteFile(program, []byte(source), 0o600))
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(here, "misplaced", "main.go"): program}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	command := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-gcflags=-e", "-o", os.DevNull, "./misplaced")
	output, err := command.CombinedOutput()
	require.Error(t, err, "%s", output)
	var lines []int
	for _, match := range regexp.MustCompile(`main\.go:(\d+):\d+: cannot use`).FindAllStringSubmatch(string(output), -1) {
		n, err := strconv.Atoi(match[1])
		require.NoError(t, err)
		lines = append(lines, n)
	}
	require.NotEmpty(t, lines, "%s", output)
	return lines
}

// A middleware that returns nil makes the call fail without a panic.
func TestAMiddlewareThatReturnsNil(t *testing.T) {
	t.Parallel()
	client, err := stateset.New("sk_test_middleware", stateset.WithBaseURL("http://localhost"),
		stateset.WithMiddleware(func(http.RoundTripper) http.RoundTripper { return nil }))
	require.NoError(t, err)
	_, err = client.Payments.Get(context.Background(), "pay_1")
	require.ErrorContains(t, err, "a middleware returned no transport")
	var failed *stateset.Error
	require.ErrorAs(t, err, &failed)
	require.Equal(t, stateset.OutcomeNotSent, failed.Outcome)
}
