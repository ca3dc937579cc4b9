package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

// paymentJSON is a card payment as the API answers it.
const paymentJSON = `{"id":"pay_test_k2j4h5g6f7d8s9a0q1w2e3r4","object":"payment","amount":15000,"currency":"USD","status":"succeeded","captured":true,` +
	`"amount_capturable":0,"amount_captured":15000,"amount_refunded":0,"payment_method":{"type":"card","card":{"last4":"4242","brand":"visa","exp_month":12,` +
	`"exp_year":2030,"fingerprint":"Xt5EWLLDS7FJjR1c","country":"US","funding":"credit"}},"recipient":null,"order_id":"order_123456","invoice_id":null,` +
	`"customer_id":"cust_abc123","description":"Payment for Order #123456","statement_descriptor":"ACME MUGS","receipt_url":` +
	`"https://receipts.stateset.com/pay_test_k2j4h5g6f7d8s9a0q1w2e3r4","processor_response":{"approved":true,"authorization_code":"123456","avs_result":"Y",` +
	`"cvv_result":"M","network_transaction_id":"123456789"},"transaction":null,"failure_code":null,"failure_message":null,"billing_address":{"name":"Ada Mugwell",` +
	`"line1":"1 Kiln Road","line2":null,"city":"Portland","state":"OR","postal_code":"97201","country":"US","phone":null,"email":"ada@example.com"},` +
	`"metadata":{"order_id":"12345","customer_email":"user@example.com","channel":"web"},"created":1705678200,"created_at":"2024-01-19T15:30:00Z",` +
	`"updated_at":"2024-01-19T15:30:00Z","captured_at":"2024-01-19T15:30:00Z","cancelled_at":null}`

const errorJSON = `{"error":{"type":"payment_error","code":"card_declined","message":"The card was declined by its issuer: ask for another one","param":"payment_method.card",` +
	`"decline_code":"generic_decline","payment_id":"pay_test_k2j4h5g6f7d8s9a0q1w2e3r4","doc_url":"https://docs.stateset.com/errors/card_declined","request_id":"req_k2j4h5g6f7d8s9a0q1w2e3r4"}}`

func pageJSON(rows int) string {
	data := strings.TrimSuffix(strings.Repeat(paymentJSON+",", rows), ",")
	return `{"object":"list","data":[` + data + `],"has_more":false,"url":"/v1/payments","total_count":` + fmt.Sprint(rows) + `}`
}

// canned answers every request with the same bytes.
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

// rawPayment is a payment for the hand-written client: plain fields, no methods.
type rawPayment struct {
	ID               string      `json:"id"`
	Object           string      `json:"object"`
	Amount           json.Number `json:"amount"`
	Currency         string      `json:"currency"`
	Status           string      `json:"status"`
	Captured         bool        `json:"captured"`
	AmountCapturable json.Number `json:"amount_capturable"`
	AmountCaptured   json.Number `json:"amount_captured"`
	AmountRefunded   json.Number `json:"amount_refunded"`
	PaymentMethod    *struct {
		Type string `json:"type"`
		Card *struct {
			Last4       string `json:"last4"`
			Brand       string `json:"brand"`
			ExpMonth    int    `json:"exp_month"`
			ExpYear     int    `json:"exp_year"`
			Fingerprint string `json:"fingerprint"`
			Country     string `json:"country"`
			Funding     string `json:"funding"`
		} `json:"card"`
	} `json:"payment_method"`
	Recipient           string                      `json:"recipient"`
	OrderID             string                      `json:"order_id"`
	InvoiceID           string                      `json:"invoice_id"`
	CustomerID          string                      `json:"customer_id"`
	Description         string                      `json:"description"`
	StatementDescriptor string                      `json:"statement_descriptor"`
	ReceiptURL          string                      `json:"receipt_url"`
	ProcessorResponse   *payments.ProcessorResponse `json:"processor_response"`
	Transaction         *stateset.Transaction       `json:"transaction"`
	FailureCode         string                      `json:"failure_code"`
	FailureMessage      string                      `json:"failure_message"`
	BillingAddress      *stateset.Address           `json:"billing_address"`
	Metadata            map[string]string           `json:"metadata"`
	Created             int64                       `json:"created"`
	CreatedAt           time.Time                   `json:"created_at"`
	UpdatedAt           time.Time                   `json:"updated_at"`
	CapturedAt          time.Time                   `json:"captured_at"`
	CancelledAt         time.Time                   `json:"cancelled_at"`
}

type rawCard struct {
	Token string `json:"token"`
}

type rawMethod struct {
	Type string  `json:"type"`
	Card rawCard `json:"card"`
}

type rawCreate struct {
	Amount              int64             `json:"amount"`
	Currency            string            `json:"currency"`
	PaymentMethod       rawMethod         `json:"payment_method"`
	OrderID             string            `json:"order_id"`
	CustomerID          string            `json:"customer_id"`
	Description         string            `json:"description"`
	StatementDescriptor string            `json:"statement_descriptor"`
	Capture             bool              `json:"capture"`
	BillingAddress      *stateset.Address `json:"billing_address"`
	Metadata            map[string]string `json:"metadata"`
}

type rawError struct {
	Error struct {
		Type        string `json:"type"`
		Code        string `json:"code"`
		Message     string `json:"message"`
		Param       string `json:"param"`
		DeclineCode string `json:"decline_code"`
		PaymentID   string `json:"payment_id"`
		DocURL      string `json:"doc_url"`
		RequestID   string `json:"request_id"`
	} `json:"error"`
}

// raw is the hand-written client.
type raw struct{ http *http.Client }

const rawBase = "http://localhost/v1"

func (c raw) do(ctx context.Context, method, path, key string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, rawBase+path, body)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer sk_test_benchmark")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "raw/1.0")
	if in != nil {
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 400 {
		var envelope rawError
		if err := json.Unmarshal(data, &envelope); err != nil {
			return err
		}
		return fmt.Errorf("%d %s: %s", response.StatusCode, envelope.Error.Code, envelope.Error.Message)
	}
	return json.Unmarshal(data, out)
}

var billing = &stateset.Address{Name: "Ada Mugwell", Line1: "1 Kiln Road", City: "Portland", State: "OR", PostalCode: "97201", Country: "US"}

var metadata = map[string]string{"order_id": "12345", "customer_email": "user@example.com"}

func (c raw) create(key string) error {
	var payment rawPayment
	return c.do(context.Background(), "POST", "/payments", key, &rawCreate{
		Amount: 15000, Currency: "USD", PaymentMethod: rawMethod{"card", rawCard{"tok_1234567890abcdef"}},
		OrderID: "order_123456", CustomerID: "cust_abc123", Description: "Payment for Order #123456",
		StatementDescriptor: "ACME MUGS", Capture: true, BillingAddress: billing, Metadata: metadata,
	}, &payment)
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

// pair is one call, by hand and by the SDK.
type pair struct {
	name    string
	answer  canned
	raw     func(raw) error
	sdk     func(*stateset.Client) error
	wantErr bool
	// What the SDK's call may allocate: what it does, and some 5 % more. The bounds
	// are no ratios, since the call by hand changes with the engine of encoding/json.
	maxAllocs, maxBytes float64
}

func pairs() []pair {
	ctx := context.Background()
	return []pair{
		{name: "create", answer: canned{201, paymentJSON}, maxAllocs: 64, maxBytes: 7900,
			raw: func(c raw) error { return c.create("6f1c2b1e-8d4e-4a43-9d6a-0a9d2fc64e30") }, sdk: sdkCreate},
		{name: "get", answer: canned{200, paymentJSON}, maxAllocs: 53, maxBytes: 7000,
			raw: func(c raw) error {
				var p rawPayment
				return c.do(ctx, "GET", "/payments/pay_test_k2j4h5g6f7d8s9a0q1w2e3r4", "", nil, &p)
			},
			sdk: func(c *stateset.Client) error {
				_, err := c.Payments.Get(ctx, "pay_test_k2j4h5g6f7d8s9a0q1w2e3r4")
				return err
			}},
		{name: "list100", answer: canned{200, pageJSON(100)}, maxAllocs: 950, maxBytes: 195000,
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
			}},
		{name: "error402", answer: canned{402, errorJSON}, maxAllocs: 75, maxBytes: 7800, wantErr: true,
			raw: func(c raw) error { return c.create("6f1c2b1e-8d4e-4a43-9d6a-0a9d2fc64e30") }, sdk: sdkCreate},
	}
}

func (p pair) clients(tb testing.TB) (raw, *stateset.Client) {
	tb.Helper()
	client, err := stateset.New("sk_test_benchmark", stateset.WithBaseURL("http://localhost"),
		stateset.WithHTTPClient(&http.Client{Transport: p.answer}))
	require.NoError(tb, err)
	return raw{&http.Client{Transport: p.answer}}, client
}

func BenchmarkCalls(b *testing.B) {
	for _, p := range pairs() {
		raw, client := p.clients(b)
		run := func(b *testing.B, call func() error) {
			b.ReportAllocs()
			for b.Loop() {
				if err := call(); (err != nil) != p.wantErr {
					b.Fatal(err)
				}
			}
		}
		b.Run(p.name+"/raw", func(b *testing.B) { run(b, func() error { return p.raw(raw) }) })
		b.Run(p.name+"/sdk", func(b *testing.B) { run(b, func() error { return p.sdk(client) }) })
	}
}

func BenchmarkParallelCreate(b *testing.B) {
	p := pairs()[0]
	raw, client := p.clients(b)
	run := func(b *testing.B, call func() error) {
		b.SetParallelism(16)
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := call(); err != nil {
					b.Error(err)
				}
			}
		})
	}
	b.Run("raw", func(b *testing.B) { run(b, func() error { return p.raw(raw) }) })
	b.Run("sdk", func(b *testing.B) { run(b, func() error { return sdkCreate(client) }) })
}

// BenchmarkLoopbackCreate makes the call over a real connection; both ends are
// counted.
func BenchmarkLoopbackCreate(b *testing.B) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, paymentJSON)
	}))
	defer srv.Close()
	byHand := raw{&http.Client{Transport: toServer{srv.Client().Transport, srv.Listener.Addr().String()}}}
	client, err := stateset.New("sk_test_benchmark", stateset.WithBaseURL(srv.URL), stateset.WithHTTPClient(srv.Client()))
	require.NoError(b, err)
	b.Run("raw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := byHand.create("6f1c2b1e-8d4e-4a43-9d6a-0a9d2fc64e30"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sdk", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := sdkCreate(client); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// toServer leads the hand-written client, whose address is fixed, to a server.
type toServer struct {
	next http.RoundTripper
	host string
}

func (t toServer) RoundTrip(r *http.Request) (*http.Response, error) {
	r.URL.Host = t.host
	return t.next.RoundTrip(r)
}
