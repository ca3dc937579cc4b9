package finance_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/internal/golden"
)

var (
	moment = time.Date(2026, time.January, 15, 10, 0, 0, 0, time.UTC)
	paid   = &api.Transaction{TxHash: "E8F1", BlockHeight: 7, Timestamp: moment, GasUsed: "65000", Chain: "stateset"}
	notes  = map[string]string{"project": "apollo"}
)

func fullLoan() *finance.Loan {
	day := api.NewDate(2026, time.April, 15)
	return &finance.Loan{
		ID: "loan_1", Object: "loan", Status: finance.LoanOverdue, Amount: api.SSUSD("1000.00"), APR: api.Dec("0.085"), TermDays: 90,
		Repayment:  finance.RepayMonthly,
		Collateral: &finance.Collateral{Type: finance.CollateralReceivables, Value: api.USD("1200.00"), TokenIDs: []string{"tok_1"}}, CollateralRatio: api.Dec("1.2000"),
		InterestAmount: api.SSUSD("20.96"), TotalRepayment: api.SSUSD("1020.96"), OutstandingAmount: api.SSUSD("1010.96"), RepaidAmount: api.SSUSD("10.00"),
		Schedule: []*finance.Installment{{Number: 1, DueDate: day, Principal: api.SSUSD("1000.00"), Interest: api.SSUSD("20.96"), Total: api.SSUSD("1020.96"),
			Paid: api.SSUSD("10.00"), Status: finance.InstallmentOverdue}},
		Purpose: "stock", OrderID: "ord_1", Transaction: paid, Metadata: notes, CreatedAt: moment, DisbursedAt: moment, DueDate: day, RepaidAt: moment,
	}
}

func fullFactoring() *finance.Factoring {
	return &finance.Factoring{
		ID: "fac_1", Object: "invoice_factoring", Status: finance.FactoringRepaid, InvoiceID: "inv_1", BuyerID: "cust_1", Amount: api.SSUSD("50000.00"),
		DiscountRate: api.Dec("0.025"), FeeAmount: api.SSUSD("1250.00"), AdvanceAmount: api.SSUSD("48750.00"), Recourse: true,
		DueDate: api.NewDate(2026, time.February, 14), Transaction: paid, Metadata: notes, CreatedAt: moment, FundedAt: moment, RepaidAt: moment,
	}
}

func fullPO() *finance.POFinancing {
	return &finance.POFinancing{
		ID: "pof_1", Object: "po_financing", Status: finance.PORepaid, POID: "po_1", SupplierID: "sup_1", Amount: api.USD("1000.00"), AdvanceRate: api.Dec("0.90"),
		FundedAmount: api.USD("900.00"), FeeRate: api.Dec("0.026"), FeeAmount: api.USD("23.40"), RepaymentAmount: api.USD("923.40"),
		DeliveryDate: api.NewDate(2026, time.March, 1), DueDate: api.NewDate(2026, time.March, 31), CollateralType: finance.POInventory,
		Transaction: paid, Metadata: notes, CreatedAt: moment,
	}
}

func fullOption() *finance.Option {
	return &finance.Option{
		ID: "fopt_1", Object: "financing_option", Type: finance.OptionLoan, Provider: "StateSet Capital", Reasons: []string{"too much"},
		MaxAmount: api.SSUSD("10000.00"), AdvanceRate: api.Dec("0.90"), DiscountRate: api.Dec("0.025"), APR: api.Dec("0.15"), TermDays: 30,
		EstimatedFee: api.SSUSD("1.00"), EstimatedProceeds: api.SSUSD("2.00"), ExpiresAt: moment,
	}
}

// TestWire compares the JSON of objects with golden files, and decodes it.
func TestWire(t *testing.T) {
	t.Parallel()
	golden.RoundTrip(t, "loan", fullLoan())
	golden.RoundTrip(t, "loan_unset", &finance.Loan{})
	golden.RoundTrip(t, "factoring", fullFactoring())
	golden.RoundTrip(t, "factoring_unset", &finance.Factoring{})
	golden.RoundTrip(t, "po_financing", fullPO())
	golden.RoundTrip(t, "po_financing_unset", &finance.POFinancing{})
	golden.RoundTrip(t, "option", fullOption())
	golden.RoundTrip(t, "option_unset", &finance.Option{})
}

func TestReadBack(t *testing.T) {
	t.Parallel()
	l := golden.Decode[finance.Loan](t, "loan")
	require.Equal(t, fullLoan(), l)
	require.Equal(t, 1, l.Next().Number)
	require.Nil(t, (&finance.Loan{Schedule: []*finance.Installment{nil, {Status: finance.InstallmentPaid}}}).Next())

	var o finance.Option
	require.NoError(t, json.Unmarshal([]byte(`{"type":"lease","apr":0.15,"term_days":null,"discount_rate":null,"reasons":null,"new":1}`), &o))
	require.Equal(t, []any{"0.15", 0, true, false}, []any{o.APR.String(), o.TermDays, o.DiscountRate.IsZero(), o.Type.Known()})
	require.NoError(t, json.Unmarshal([]byte(`{"apr":"a lot","term_days":-1,"id":"fopt_1"}`), &o))
	require.Equal(t, finance.Option{ID: "fopt_1"}, o, "members that cannot be read are skipped")
}

func TestEnumsKnowThemselves(t *testing.T) {
	t.Parallel()
	for _, known := range []interface{ Known() bool }{
		finance.FactoringDefaulted, finance.PORepaid, finance.POBuyerGuarantee, finance.LoanDefaulted, finance.InstallmentOverdue,
		finance.RepayMonthly, finance.CollateralStablecoin, finance.OptionPOFinancing,
	} {
		require.True(t, known.Known(), "%v", known)
	}
	for _, unknown := range []interface{ Known() bool }{
		finance.FactoringStatus("x"), finance.POStatus("x"), finance.POCollateral("x"), finance.LoanStatus("x"), finance.InstallmentStatus("x"),
		finance.Repayment("x"), finance.CollateralType("x"), finance.OptionType(""),
	} {
		require.False(t, unknown.Known(), "%T", unknown)
	}
}
