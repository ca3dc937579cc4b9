package orders_test

import (
	"testing"

	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/orders"
)

// A currency without any amount is not kept. Of two times, created_at is kept.
func FuzzOrder(f *testing.F) {
	for _, name := range []string{"order", "order_unset"} {
		f.Add(golden.Read(f, name+".json"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[orders.Order](t, text, "currency", "created", "created_at")
	})
}

func FuzzPayResult(f *testing.F) {
	for _, name := range []string{"order_pay_response", "pay_result_members_unset"} {
		f.Add(golden.Read(f, name+".json"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[orders.PayResult](t, text, "amount{}")
	})
}

func FuzzCancelResult(f *testing.F) {
	f.Add(golden.Read(f, "cancel_result.json"))
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[orders.CancelResult](t, text, "currency", "created", "created_at")
	})
}
