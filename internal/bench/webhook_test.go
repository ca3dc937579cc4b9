package bench

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

const webhookSecret = "whsec_k2j4h5g6f7d8s9a0q1w2e3r4t5y6u7i8"

// eventJSON is a delivery's body of about 2 KB.
const eventJSON = `{"id":"evt_test_k2j4h5g6f7d8s9a0q1w2e3r4","object":"event","api_version":"2024-01-01","created":1705678200,"type":"payment.succeeded",` +
	`"livemode":false,"data":{"object":` + paymentJSON + `,"previous_attributes":null,"amount":"150.00","currency":"USD","status":"succeeded",` +
	`"payment_id":"pay_test_k2j4h5g6f7d8s9a0q1w2e3r4"},"request":{"id":"req_k2j4h5g6f7d8s9a0q1w2e3r4","idempotency_key":"order-123456"},"pending_webhooks":1}`

// rawEvent is an event for the handwritten receiver.
type rawEvent struct {
	ID         string `json:"id"`
	Object     string `json:"object"`
	APIVersion string `json:"api_version"`
	Created    int64  `json:"created"`
	Type       string `json:"type"`
	Livemode   bool   `json:"livemode"`
	Data       struct {
		Object             json.RawMessage `json:"object"`
		PreviousAttributes json.RawMessage `json:"previous_attributes"`
		Amount             string          `json:"amount"`
		Currency           string          `json:"currency"`
		Status             string          `json:"status"`
		PaymentID          string          `json:"payment_id"`
	} `json:"data"`
	Request *struct {
		ID             string `json:"id"`
		IdempotencyKey string `json:"idempotency_key"`
	} `json:"request"`
	PendingWebhooks int `json:"pending_webhooks"`
}

// rawVerify checks a signature as most programs do.
func rawVerify(body []byte, header http.Header) error {
	var stamp, sum string
	for part := range strings.FieldsSeq(header.Get("Stateset-Signature")) {
		switch name, value, _ := strings.Cut(part, "="); name {
		case "t":
			stamp = value
		case "v1":
			sum = value
		}
	}
	got, err := hex.DecodeString(sum)
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, []byte(webhookSecret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	if !hmac.Equal(got, mac.Sum(nil)) {
		return errors.New("signature does not match")
	}
	return nil
}

func rawTyped(body []byte, header http.Header, typed bool) error {
	if err := rawVerify(body, header); err != nil {
		return err
	}
	var event rawEvent
	if err := json.Unmarshal(body, &event); err != nil || !typed {
		return err
	}
	var payment rawPayment
	return json.Unmarshal(event.Data.Object, &payment)
}

func sdkTyped(v *webhook.Verifier, body []byte, header http.Header, typed bool) error {
	event, err := v.Verify(body, header)
	if err != nil || !typed {
		return err
	}
	_, err = webhook.Object(event, webhook.PaymentSucceeded)
	return err
}

// receipt is the handling of one delivery, handwritten and with the SDK.
type receipt struct {
	name     string
	raw, sdk func() error
	// The maximum allocations of the SDK: the measured value plus 5 %.
	maxAllocs, maxBytes bounds
}

func receipts(tb testing.TB, f form) []receipt {
	tb.Helper()
	now := time.Unix(1705678200, 0)
	v, err := webhook.NewVerifier(webhookSecret, webhook.WithClock(func() time.Time { return now }))
	require.NoError(tb, err)
	body := []byte(f.write(eventJSON))
	header := webhook.Sign(body, now, webhookSecret)
	header.Set("Content-Type", "application/json")
	header.Set("User-Agent", "StateSet-Webhooks/1.0")
	return []receipt{
		{name: "event", maxAllocs: bounds{"pay": 11, "alt": 14}, maxBytes: bounds{"pay": 2150, "alt": 3050},
			raw: func() error { return rawTyped(body, header, false) },
			sdk: func() error { return sdkTyped(v, body, header, false) }},
		{name: "typed", maxAllocs: bounds{"pay": 22, "alt": 25}, maxBytes: bounds{"pay": 4700, "alt": 5600},
			raw: func() error { return rawTyped(body, header, true) },
			sdk: func() error { return sdkTyped(v, body, header, true) }},
	}
}

func BenchmarkWebhook(b *testing.B) {
	for _, f := range forms {
		for _, r := range receipts(b, f) {
			b.Run(r.name+"/"+f.name, func(b *testing.B) { compare(b, r.raw, r.sdk) })
		}
	}
}
