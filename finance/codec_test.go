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
		codectest.RoundTrip[finance.Factoring](t, text, "amount{}", "fee_amount{}", "advance_amount{}")
	})
}

func FuzzPOFinancing(f *testing.F) {
	seed(f, "po_financing", "po_financing_unset")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[finance.POFinancing](t, text, "amount{}", "funded_amount{}", "fee_amount{}", "repayment_amount{}")
	})
}

func FuzzLoan(f *testing.F) {
	seed(f, "loan", "loan_unset")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[finance.Loan](t, text, "amount{}", "value{}", "interest_amount{}", "total_repayment{}", "outstanding_amount{}",
			"repaid_amount{}", "principal{}", "interest{}", "total{}", "paid{}")
	})
}

func FuzzOption(f *testing.F) {
	seed(f, "option", "option_unset")
	f.Fuzz(func(t *testing.T, text []byte) {
		codectest.RoundTrip[finance.Option](t, text, "max_amount{}", "estimated_fee{}", "estimated_proceeds{}")
	})
}

func seed(f *testing.F, names ...string) {
	for _, name := range names {
		f.Add(golden.Read(f, name+".json"))
	}
}
