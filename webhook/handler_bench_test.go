package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// BenchmarkHandler measures a delivery from its request to its response, with the payment
// decoded: of a new event, and of a handled event.
func BenchmarkHandler(b *testing.B) {
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(context.Context, *webhook.Event, *payments.Payment) error { return nil })
	for name, id := range map[string]func(i int) string{
		"new":       func(i int) string { return fmt.Sprint("evt_", i) },
		"duplicate": func(int) string { return "evt_1" },
	} {
		b.Run(name, func(b *testing.B) {
			h := newHandler(b, mux)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				body := strings.Replace(b1, "evt_1", id(i), 1)
				r := httptest.NewRequest(http.MethodPost, "/webhooks", strings.NewReader(body))
				r.Header = webhook.Sign([]byte(body), time.Unix(t0, 0), k1)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
