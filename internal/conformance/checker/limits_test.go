package checker_test

import (
	"context"
	"net/http"
	"regexp"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/conformance/checker"
	"github.com/stateset/stateset-go/mockserver"
)

// A server with 10 requests per second is checked without a single rejected request.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMock(t, mockserver.WithPlan(mockserver.PlanFree))
		counter := &counter{next: server.Transport}
		server.Transport = counter
		begin := time.Now()
		report := check(t, server, `^Payments\.`)
		require.True(t, report.Passed(), "%+v", report)
		require.Equal(t, int64(report.Requests), counter.requests.Load())
		require.Zero(t, counter.limited.Load(), "requests with status 429")
		require.Greater(t, time.Since(begin), time.Duration(report.Requests/20)*time.Second)
	})
}

type counter struct {
	next              http.RoundTripper
	requests, limited atomic.Int64
	after             int64 // reject requests after this number; 0: none
	retryAfter        string
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	n := c.requests.Add(1)
	response, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if c.after > 0 && n > c.after {
		response.StatusCode = http.StatusTooManyRequests
		response.Header.Set("Retry-After", c.retryAfter)
		setBody(response, []byte(`{"error":{"code":"rate_limit_exceeded"}}`))
	}
	if response.StatusCode == http.StatusTooManyRequests {
		c.limited.Add(1)
	}
	return response, nil
}

// A limit that lasts for hours ends the run. The report contains the results before it.
func TestDailyLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for wait, want := range map[string]string{
			"3600": "the rate limit requests a wait of 1h0m0s: continue later, or check fewer operations at a time",
			"2":    "rate limit",
		} {
			server := newMock(t)
			server.Transport = &counter{next: server.Transport, after: 60, retryAfter: wait}
			report := check(t, server, `^Payments\.`)
			require.Contains(t, report.Stopped, want)
			require.NotZero(t, report.Unchecked)
			require.NotZero(t, report.Same)
			require.False(t, report.Passed())
		}
	})
}

func TestEndlessWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := mutate(newMock(t), rowNamed("Agents.GetExecution"), mutant{response: edit(false, func(m map[string]any) { m["status"] = "running" })})
		result := check(t, server, "WaitExecution").Operations[0]
		require.Equal(t, checker.Different, result.Status)
		require.Equal(t, checker.NoResponse, result.Differences[0].Kind)
	})
}

// A canceled run reports its remaining objects, and deletes its endpoints.
func TestCanceledRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	report, err := checker.Run(ctx, checker.Options{
		Server: newMock(t), Reference: newMock(t), Run: regexp.MustCompile(`^Webhooks\.`),
		Progress: func(*checker.Result) { cancel() },
	})
	require.NoError(t, err)
	require.Equal(t, "interrupted", report.Stopped)
	require.Equal(t, []int{1, 10}, []int{report.Same, report.Unchecked})
	require.Equal(t, 2, report.Deleted)
	require.Empty(t, report.Leftovers)
}

type dead struct{}

func (dead) RoundTrip(*http.Request) (*http.Response, error) { return nil, http.ErrServerClosed }

func TestServerThatDoesNotRespond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMock(t)
		server.Transport = dead{}
		_, err := checker.Run(t.Context(), checker.Options{Server: server, Reference: newMock(t)})
		require.EqualError(t, err, "the server does not respond: http: Server closed")

		server = newMock(t)
		server.Transport = &dying{next: server.Transport, left: 100}
		report := check(t, server, "")
		require.Contains(t, report.Stopped, "the server does not respond any more: http: Server closed")
		require.NotZero(t, report.Same)
		require.Equal(t, 67, len(report.Operations)+report.Unchecked)
	})
}

// Several calls without a response end the check of their operation, but not the run.
func TestConnectionsThatBreak(t *testing.T) {
	t.Parallel()
	server := newMock(t)
	server.Transport = &broken{server.Transport}
	report := check(t, server, `^Payments\.(Get|List|Refund)$`)
	require.Empty(t, report.Stopped)
	require.Equal(t, []int{2, 1}, []int{report.Same, report.Different})
	require.Equal(t, []checker.Difference{{Kind: checker.NoResponse, Got: "http: Server closed",
		Calls: []string{"query conformance_unknown=1", "query limit=0", "query limit=101"}}}, report.Operations[1].Differences)
}

// broken breaks the connection of queries of payments.
type broken struct{ next http.RoundTripper }

func (b *broken) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == "/v1/payments" && r.URL.RawQuery != "" {
		return nil, http.ErrServerClosed
	}
	return b.next.RoundTrip(r)
}

// dying responds to some requests.
type dying struct {
	next http.RoundTripper
	left int64
}

func (d *dying) RoundTrip(r *http.Request) (*http.Response, error) {
	if atomic.AddInt64(&d.left, -1) < 0 {
		return nil, http.ErrServerClosed
	}
	return d.next.RoundTrip(r)
}

func TestRefusedToBegin(t *testing.T) {
	t.Parallel()
	run := func(change func(*checker.Options)) error {
		server := newMock(t)
		sent := &counter{next: server.Transport}
		server.Transport = sent
		opts := checker.Options{Server: server, Reference: newMock(t)}
		change(&opts)
		report, err := checker.Run(t.Context(), opts)
		require.Nil(t, report)
		require.Error(t, err)
		require.LessOrEqual(t, sent.requests.Load(), int64(1))
		if opts.Server.Key != "sk_test_wrong" {
			require.Zero(t, sent.requests.Load(), "nothing is sent")
		}
		return err
	}
	for key, want := range map[string]string{
		"":                 "the API key is missing",
		"sk_live_hunter2":  "a live key is never used",
		"rk_live_hunter2":  "a live key is never used",
		"pk_test_hunter2":  "must be a test key",
		"hunter2":          "must be a test key",
		"rk_test_":         "must be a test key",
		"sk_test_hunter2 ": "contains a blank",
	} {
		err := run(func(opts *checker.Options) { opts.Server.Key = key })
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "hunter2")
	}
	require.ErrorIs(t, run(func(opts *checker.Options) { opts.Run = regexp.MustCompile("^Refunds") }), checker.ErrNoOperation)
	require.ErrorContains(t, run(func(opts *checker.Options) { opts.Server.BaseURL = "http://mock:8420" }), "http is accepted for loopback only")
	err := run(func(opts *checker.Options) {
		opts.Server.Key = "sk_test_wrong"
		opts.Server = mutate(opts.Server, rowNamed("Balance"), mutant{response: func(_ *http.Request, r *http.Response) {
			r.StatusCode = 401
			setBody(r, []byte(`{"error":{"code":"invalid_api_key","message":"No such key"}}`))
		}})
	})
	require.EqualError(t, err, "the server refused the API key: No such key")
}

// A server in live mode receives no further request.
func TestLiveModeOfTheServer(t *testing.T) {
	t.Parallel()
	server := newMock(t)
	server = mutate(server, rowNamed("Balance"), mutant{response: edit(false, func(m map[string]any) { m["livemode"] = true })})
	sent := &counter{next: server.Transport}
	server.Transport = sent
	_, err := checker.Run(context.Background(), checker.Options{Server: server, Reference: newMock(t)})
	require.EqualError(t, err, "the server responds in live mode to a test key: no further request is sent")
	require.EqualValues(t, 1, sent.requests.Load())
}
