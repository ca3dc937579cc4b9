package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

// canned returns the same response to every request.
type canned struct {
	status int
	body   string
}

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode: c.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(len(c.body)),
		Header: http.Header{"Content-Type": {"application/json"}, "X-Request-Id": {"req_k2j4h5g6f7d8s9a0q1w2e3r4"}},
		Body:   io.NopCloser(strings.NewReader(c.body)),
	}, nil
}

func sdkCreate(client *stateset.Client) error {
	_, err := client.Payments.Create(context.Background(), &payments.CreateParams{
		Amount:        stateset.USD("150.00"),
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_1234567890abcdef"}},
		OrderID:       "order_123456", CustomerID: "cust_abc123", Description: "Payment for Order #123456",
		StatementDescriptor: "ACME MUGS", Capture: new(true), BillingAddress: billing, Metadata: metadata,
	})
	return err
}

// pair is a call, handwritten and with the SDK.
type pair struct {
	name    string
	status  int
	answer  func(form) string
	raw     func(raw) error
	sdk     func(*stateset.Client) error
	wantErr bool
	// The maximum allocations of the SDK's call: the measured value plus 5 %. They are
	// not ratios, because the handwritten call depends on the engine of encoding/json.
	maxAllocs, maxBytes bounds
}

// bounds are the limits per form.
type bounds map[string]float64

func pairs() []pair {
	const id, key = "pay_test_k2j4h5g6f7d8s9a0q1w2e3r4", "6f1c2b1e-8d4e-4a43-9d6a-0a9d2fc64e30"
	ctx := context.Background()
	payment := func(f form) string { return f.write(paymentJSON) }
	rawCreate := func(c raw) error { return c.create(key) }
	return []pair{
		{name: "create", status: 201, answer: payment, raw: rawCreate, sdk: sdkCreate,
			maxAllocs: bounds{"pay": 55, "alt": 57}, maxBytes: bounds{"pay": 7900, "alt": 8150}},
		{name: "get", status: 200, answer: payment,
			raw: func(c raw) error { return c.do(ctx, "GET", "/payments/"+id, "", nil, new(rawPayment)) },
			sdk: func(c *stateset.Client) error {
				_, err := c.Payments.Get(ctx, id)
				return err
			},
			maxAllocs: bounds{"pay": 47, "alt": 51}, maxBytes: bounds{"pay": 7050, "alt": 7300}},
		{name: "list100", status: 200, answer: func(f form) string { return pageJSON(100, payment(f)) },
			raw: func(c raw) error {
				var page struct {
					Data    []rawPayment `json:"data"`
					HasMore bool         `json:"has_more"`
				}
				return c.do(ctx, "GET", "/payments?limit=100", "", nil, &page)
			},
			sdk: func(c *stateset.Client) error {
				_, err := c.Payments.List(ctx, &payments.ListParams{Limit: 100})
				return err
			},
			maxAllocs: bounds{"pay": 880, "alt": 1090}, maxBytes: bounds{"pay": 193000, "alt": 220000}},
		{name: "error402", status: 402, answer: func(f form) string { return f.write(errorJSON) }, raw: rawCreate, sdk: sdkCreate, wantErr: true,
			maxAllocs: bounds{"pay": 56, "alt": 56}, maxBytes: bounds{"pay": 7500, "alt": 7700}},
	}
}

// clients returns both clients of a transport.
func clients(tb testing.TB, transport http.RoundTripper) (raw, *stateset.Client) {
	tb.Helper()
	client, err := stateset.New("sk_test_benchmark", stateset.WithBaseURL("http://localhost"),
		stateset.WithHTTPClient(&http.Client{Transport: transport}))
	require.NoError(tb, err)
	return raw{&http.Client{Transport: transport}}, client
}

// calls returns the call of both clients, in memory.
func (p pair) calls(tb testing.TB, f form) (byHand, bySDK func() error) {
	return p.callsTo(tb, canned{p.status, p.answer(f)})
}

func (p pair) callsTo(tb testing.TB, transport http.RoundTripper) (byHand, bySDK func() error) {
	raw, client := clients(tb, transport)
	checked := func(err error) error {
		if (err != nil) != p.wantErr { // failures must not be measured
			return fmt.Errorf("%s: got the error %v", p.name, err)
		}
		return nil
	}
	return func() error { return checked(p.raw(raw)) }, func() error { return checked(p.sdk(client)) }
}

// BenchmarkCalls measures the calls in memory, without kernel and server.
func BenchmarkCalls(b *testing.B) {
	each(b, func(b *testing.B, p pair, f form) {
		raw, sdk := p.calls(b, f)
		compare(b, raw, sdk)
	})
}

// BenchmarkParallel makes 32 calls concurrently, in memory.
func BenchmarkParallel(b *testing.B) {
	at32 := func(call func() error) func() error {
		return func() error {
			var callers sync.WaitGroup
			for range 32 {
				callers.Go(func() { _ = call() })
			}
			callers.Wait()
			return nil
		}
	}
	each(b, func(b *testing.B, p pair, f form) {
		raw, sdk := p.calls(b, f)
		compare(b, at32(raw), at32(sdk))
	})
}

// BenchmarkLoopback makes the calls over a connection. It measures both ends.
func BenchmarkLoopback(b *testing.B) {
	each(b, func(b *testing.B, p pair, f form) {
		answer := p.answer(f)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(p.status)
			_, _ = io.WriteString(w, answer)
		}))
		defer srv.Close()
		raw, sdk := p.callsTo(b, toServer{srv.Client().Transport, srv.Listener.Addr().String()})
		compare(b, raw, sdk)
	})
}

func each(b *testing.B, run func(*testing.B, pair, form)) {
	for _, p := range pairs() {
		for _, f := range forms {
			b.Run(p.name+"/"+f.name, func(b *testing.B) { run(b, p, f) })
		}
	}
}

// toServer sends the requests of the clients, whose address is fixed, to a server.
type toServer struct {
	next http.RoundTripper
	host string
}

func (t toServer) RoundTrip(r *http.Request) (*http.Response, error) {
	r.URL.Host = t.host
	return t.next.RoundTrip(r)
}
