package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/payments"
)

// rawPayment is a payment for the handwritten client: plain fields, no methods.
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

// raw is the handwritten client.
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
