package global_test

import (
	"testing"

	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
)

func fuzz[T any, P codectest.Codec[T]](f *testing.F, name string, computed ...string) {
	f.Add(golden.Read(f, name+".json"))
	f.Add(golden.Read(f, name+"_unset.json"))
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[T, P](t, text, computed...) })
}

func FuzzOrder(f *testing.F) {
	fuzz[global.Order](f, "order", "price{}", "subtotal{}", "duty_amount{}", "tax_amount{}", "shipping_amount{}", "total_amount{}",
		"discount_amount{}", "amount_paid{}", "amount_refunded{}", "line_total{}")
}

func FuzzComplianceCheck(f *testing.F) { fuzz[global.ComplianceCheck](f, "compliance_check") }

func FuzzTaxCalculation(f *testing.F) {
	fuzz[global.TaxCalculation](f, "tax_calculation", "subtotal{}", "shipping_amount{}", "duty_amount{}", "tax_amount{}", "total_amount{}", "taxable_amount{}", "amount{}")
}

func FuzzShippingQuote(f *testing.F) { fuzz[global.ShippingQuote](f, "shipping_quote", "amount{}") }
