package payments_test

import (
	"testing"

	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/payments"
)

// A currency without any amount is not kept. Of two times, created_at is kept.
func FuzzPayment(f *testing.F) {
	for _, name := range []string{"payment_card", "payment_ssusd", "payment_unset"} {
		f.Add(golden.Read(f, name+".json"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[payments.Payment](t, text, "currency", "created", "created_at")
	})
}

func FuzzRefund(f *testing.F) {
	f.Add(golden.Read(f, "refund.json"))
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[payments.Refund](t, text, "currency") })
}
