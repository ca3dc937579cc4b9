package stateset_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

// roundTrip is a function as an http.RoundTripper.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// signed signs each attempt for a proxy of your own: the method, the path with the query,
// the time and the body.
func signed(secret []byte, now func() time.Time) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			var body []byte
			if r.Body != nil {
				var err error
				if body, err = io.ReadAll(r.Body); err != nil {
					return nil, err
				}
				r.Body = io.NopCloser(bytes.NewReader(body)) // and no GetBody: net/http must not repeat a write
			}
			stamp := now().UTC().Format(time.RFC3339)
			mac := hmac.New(sha256.New, secret)
			fmt.Fprintf(mac, "%s\n%s\n%s\n%s", r.Method, r.URL.RequestURI(), stamp, body)
			r.Header.Set("X-Signature-Time", stamp)
			r.Header.Set("X-Signature", hex.EncodeToString(mac.Sum(nil)))
			return next.RoundTrip(r)
		})
	}
}

// Request signing: a middleware sees each attempt as it is sent. The header of the request
// belongs to the attempt.
func ExampleWithMiddleware_signing() {
	server := wiretest.New(wiretest.Respond(200, payment)) // stands for the API
	now := func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
	client, err := stateset.New("sk_test_example",
		stateset.WithHTTPClient(&http.Client{Transport: server}),
		stateset.WithMiddleware(signed([]byte("shared secret"), now)),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Payments.Capture(context.Background(), "pay_1", &payments.CaptureParams{})
	for _, r := range server.Requests() {
		fmt.Println(r.Method, r.Path, r.Header.Get("X-Signature-Time"), len(r.Header.Get("X-Signature")), r.Body)
	}
	fmt.Println(err)
	// Output:
	// POST /v1/payments/pay_1/capture 2026-01-01T00:00:00Z 64 {}
	// <nil>
}

// cache answers repeated GETs of one key and account for a while. It keeps at most max
// responses of status 200.
type cache struct {
	ttl time.Duration
	max int
	now func() time.Time

	mu     sync.Mutex
	stored map[string]cached
}

type cached struct {
	until  time.Time
	header http.Header
	body   []byte
}

func (c *cache) middleware(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		op, _ := stateset.OperationFrom(r.Context())
		if op.Operation != "Payments.Get" { // cache what may be stale
			return next.RoundTrip(r)
		}
		sum := sha256.Sum256([]byte(r.Header.Get("Authorization"))) // tenants must not share responses
		key := fmt.Sprintf("%x %s %s", sum, op.Account, r.URL)
		if hit, ok := c.get(key); ok {
			return hit.response(r), nil
		}
		response, err := next.RoundTrip(r)
		if err != nil || response.StatusCode != http.StatusOK {
			return response, err
		}
		body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
		_ = response.Body.Close()
		if err != nil {
			return nil, err
		}
		fresh := cached{c.now().Add(c.ttl), response.Header, body}
		c.put(key, fresh)
		return fresh.response(r), nil
	})
}

func (c *cache) get(key string) (cached, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	hit, ok := c.stored[key]
	return hit, ok && c.now().Before(hit.until)
}

func (c *cache) put(key string, fresh cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stored == nil || len(c.stored) >= c.max {
		c.stored = map[string]cached{}
	}
	c.stored[key] = fresh
}

func (c cached) response(r *http.Request) *http.Response {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: c.header.Clone(), Body: io.NopCloser(bytes.NewReader(c.body)), ContentLength: int64(len(c.body)), Request: r,
	}
}

// Response caching: a middleware may answer itself. The body that it stores is the one on
// the wire, which may be compressed, with its headers.
func ExampleWithMiddleware_caching() {
	server := wiretest.New(wiretest.Respond(200, payment)) // stands for the API
	responses := &cache{ttl: time.Minute, max: 1000, now: time.Now}
	client, err := stateset.New("sk_test_example",
		stateset.WithHTTPClient(&http.Client{Transport: server}),
		stateset.WithMiddleware(responses.middleware),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	tenant, err := client.With(stateset.WithKey("sk_test_tenant"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range []*stateset.Client{client, client, tenant, client} {
		p, err := c.Payments.Get(context.Background(), "pay_1")
		fmt.Println(p.ID, err, len(server.Requests()))
	}
	// Output:
	// pay_1 <nil> 1
	// pay_1 <nil> 1
	// pay_1 <nil> 2
	// pay_1 <nil> 2
}

// metrics count what the calls of each tenant did.
type metrics struct {
	mu     sync.Mutex
	counts map[string]int
}

func (m *metrics) add(tenant, name string, n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts[tenant+" "+name] += n
}

// hooks returns the hooks of a tenant's client.
func (m *metrics) hooks(tenant string) stateset.Hooks {
	return stateset.Hooks{
		OnAttempt: func(_ context.Context, _ stateset.Operation, a stateset.Attempt) {
			if a.Reason != "" {
				m.add(tenant, "retries "+string(a.Reason), 1)
			}
		},
		OnDone: func(_ context.Context, op stateset.Operation, result stateset.CallResult) {
			m.add(tenant, op.Operation, 1)
			if result.Outcome == stateset.OutcomeUnknown && op.IdempotencyKey != "" {
				m.add(tenant, "unknown outcomes", 1)
			}
		},
	}
}

// Metrics of each tenant: derive a client with hooks that know the tenant.
func ExampleWithHooks_tenants() {
	server := wiretest.New(wiretest.Respond(429, ""), wiretest.Respond(200, payment)) // stands for the API
	root, err := stateset.NewPublic(
		stateset.WithHTTPClient(&http.Client{Transport: server}),
		stateset.WithRetryPolicy(stateset.RetryPolicy{MaxDelay: time.Millisecond}), // no long wait in an example
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	m := &metrics{counts: map[string]int{}}
	for tenant, key := range map[string]string{"shop": "sk_test_shop", "bakery": "sk_test_bakery"} {
		client, err := root.With(stateset.WithKey(key), stateset.WithHooks(m.hooks(tenant)))
		if err != nil {
			fmt.Println(err)
			return
		}
		_, _ = client.Payments.Get(context.Background(), "pay_1")
	}
	total := m.counts["shop retries rate_limited"] + m.counts["bakery retries rate_limited"]
	fmt.Println(m.counts["shop Payments.Get"], m.counts["bakery Payments.Get"], total)
	// Output: 1 1 1
}
