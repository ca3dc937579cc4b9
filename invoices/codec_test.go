package invoices_test

import (
	"testing"

	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/invoices"
)

// A currency without any amount is not kept. Of two times, created_at is kept.
func FuzzInvoice(f *testing.F) {
	for _, name := range []string{"invoice", "invoice_unset"} {
		f.Add(golden.Read(f, name+".json"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[invoices.Invoice](t, text, "currency", "created", "created_at")
	})
}

func FuzzPayResult(f *testing.F) {
	for _, name := range []string{"pay_result", "pay_result_members_unset", "invoice_pay_example"} {
		f.Add(golden.Read(f, name+".json"))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[invoices.PayResult](t, text, "amount_paid{}", "currency", "created", "created_at")
	})
}
