package finance_test

import (
	"testing"

	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
)

func FuzzFactoring(f *testing.F) {
	seed(f, "factoring", "factoring_unset")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[finance.Factoring](t, text)
	})
}

func FuzzPOFinancing(f *testing.F) {
	seed(f, "po_financing", "po_financing_unset")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[finance.POFinancing](t, text)
	})
}

func FuzzLoan(f *testing.F) {
	seed(f, "loan", "loan_unset")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[finance.Loan](t, text)
	})
}

func FuzzOption(f *testing.F) {
	seed(f, "option", "option_unset")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[finance.Option](t, text)
	})
}

func seed(f *testing.F, names ...string) {
	for _, name := range names {
		f.Add(golden.Read(f, name+".json"))
	}
}
