package engine

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
)

// lending runs random operations on the loans of one account.
type lending struct {
	*bench
	rt    *rapid.T
	loans []string
}

func (w *lending) amount(label string) api.Money {
	micros := rapid.Int64Range(1, 20_000_000_000).Draw(w.rt, label)
	return api.FromDecimal(decimal.New(micros, -6), rapid.SampledFrom([]string{"ssusd", "usdc"}).Draw(w.rt, "denom"))
}

func TestLoansHoldUnderRandomRepayments(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := &lending{bench: newBench(rt), rt: rt}
		rt.Repeat(map[string]func(*rapid.T){
			"borrow": func(rt *rapid.T) {
				w.rt = rt
				params := &finance.CreateLoanParams{Amount: w.amount("borrowed"), TermDays: rapid.IntRange(1, 200).Draw(rt, "days"),
					Repayment: rapid.SampledFrom([]finance.Repayment{finance.RepayBullet, finance.RepayMonthly}).Draw(rt, "how")}
				params.Collateral = &finance.CollateralParams{Type: finance.CollateralReceivables, Value: w.amount("value")}
				l, err := w.tryLoan(params)
				if err == nil {
					w.loans = append(w.loans, l.ID)
				}
				w.onlyRefused(err)
			},
			"repay": func(rt *rapid.T) {
				w.rt = rt
				var params finance.RepayLoanParams
				if rapid.Bool().Draw(rt, "amount given") {
					params.Amount = w.amount("repaid")
				}
				params.WalletAddress = rapid.SampledFrom([]string{"", TestWallet, poor}).Draw(rt, "wallet")
				_, err := w.tryRepay(rapid.SampledFrom(append([]string{"loan_no"}, w.loans...)).Draw(rt, "loan"), params)
				w.onlyRefused(err)
			},
			"time passes": func(rt *rapid.T) { w.advance(time.Duration(rapid.IntRange(0, 60*24).Draw(rt, "hours")) * time.Hour) },
			"":            func(rt *rapid.T) { w.rt = rt; w.check() },
		})
	})
}

func (w *lending) onlyRefused(err error) {
	var refusal *Error
	if err != nil {
		require.ErrorAs(w.rt, err, &refusal)
		require.NotEqual(w.rt, typeAPI, refusal.Type())
	}
}

func (w *lending) check() {
	require.NoError(w.rt, w.e.CheckLedger(), "balanced, and no wallet below zero")
	for _, id := range w.loans {
		w.checkLoan(w.getLoan(id))
	}
}

func (w *lending) checkLoan(l *finance.Loan) {
	var principal, interest, total, paid decimal.Decimal
	late := false
	for i, part := range l.Schedule {
		require.Equal(w.rt, i+1, part.Number)
		require.True(w.rt, part.Principal.Decimal().Add(part.Interest.Decimal()).Equal(part.Total.Decimal()))
		require.False(w.rt, part.Principal.Decimal().IsNegative() || part.Interest.Decimal().IsNegative())
		require.True(w.rt, part.Interest.Decimal().Equal(part.Interest.Decimal().Truncate(2)), "to the cent")
		require.Equal(w.rt, part.Paid.Decimal().Equal(part.Total.Decimal()), part.Status == finance.InstallmentPaid)
		require.False(w.rt, part.Paid.Decimal().GreaterThan(part.Total.Decimal()))
		overdue := part.Status != finance.InstallmentPaid && !w.e.Clock().Now().Before(installmentLate(part))
		require.Equal(w.rt, overdue, part.Status == finance.InstallmentOverdue)
		late = late || overdue
		principal, interest = principal.Add(part.Principal.Decimal()), interest.Add(part.Interest.Decimal())
		total, paid = total.Add(part.Total.Decimal()), paid.Add(part.Paid.Decimal())
	}
	require.True(w.rt, principal.Equal(l.Amount.Decimal()), "the principals add up to the amount")
	require.True(w.rt, interest.Equal(l.InterestAmount.Decimal()))
	require.True(w.rt, total.Equal(l.TotalRepayment.Decimal()))
	require.True(w.rt, paid.Equal(l.RepaidAmount.Decimal()))
	require.True(w.rt, l.OutstandingAmount.Decimal().Equal(l.TotalRepayment.Decimal().Sub(l.RepaidAmount.Decimal())))
	require.Equal(w.rt, l.DueDate, l.Schedule[len(l.Schedule)-1].DueDate)
	require.Equal(w.rt, l.OutstandingAmount.Decimal().IsZero(), l.Status == finance.LoanRepaid)
	require.Equal(w.rt, !l.RepaidAt.IsZero(), l.Status == finance.LoanRepaid)
	if l.Status == finance.LoanActive || l.Status == finance.LoanOverdue {
		require.Equal(w.rt, late, l.Status == finance.LoanOverdue)
	}
}

// The estimate of an eligible option equals the result of the creating call. An option
// that is not eligible is refused, or requires data that options do not have.
func TestOptionsMatchTheirCreatingCalls(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := &lending{bench: newBench(rt), rt: rt}
		params := &finance.ListOptionsParams{Amount: w.amount("amount"), TermDays: rapid.IntRange(1, 1825).Draw(rt, "days"), POID: "po_1"}
		if rapid.Bool().Draw(rt, "of an invoice") {
			params.InvoiceID = seededInvoice
		}
		if rapid.Bool().Draw(rt, "financed before") {
			w.financePO(purchase("10"))
			w.factor(sell("10"))
		}
		for _, o := range w.options(params) {
			require.Equal(rt, o.Eligible, len(o.Reasons) == 0)
			require.Equal(rt, o.Eligible, o.EstimatedProceeds.IsSet())
			var fee, proceeds api.Money
			var err error
			switch o.Type {
			case finance.OptionFactoring:
				if params.InvoiceID == "" {
					invoice := w.invoice(invoiceOf(params.Amount))
					params.InvoiceID = invoice.ID
				}
				var f *finance.Factoring
				if f, err = w.tryFactor(&finance.FactorInvoiceParams{InvoiceID: params.InvoiceID, Amount: params.Amount}); err == nil {
					fee, proceeds = f.FeeAmount, f.AdvanceAmount
				}
			case finance.OptionPOFinancing:
				po := purchase("1")
				po.Amount = params.Amount
				var f *finance.POFinancing
				if f, err = w.tryFinancePO(po); err == nil {
					fee, proceeds = f.FeeAmount, f.FundedAmount
				}
			default:
				var l *finance.Loan
				if l, err = w.tryLoan(&finance.CreateLoanParams{Amount: params.Amount, TermDays: o.TermDays}); err == nil {
					fee, proceeds = l.InterestAmount, l.Amount
				}
			}
			require.Equal(rt, o.Eligible, err == nil, "%s: %v, %v", o.Type, o.Reasons, err)
			if err == nil {
				require.Equal(rt, []string{fee.String(), proceeds.String()}, []string{o.EstimatedFee.String(), o.EstimatedProceeds.String()}, o.Type)
				require.False(rt, params.Amount.Decimal().GreaterThan(o.MaxAmount.Decimal()))
			}
		}
	})
}

func TestOptionsWithoutAmount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, o := range b.options(&finance.ListOptionsParams{}) {
		require.False(t, o.Eligible, o.Type)
		require.Len(t, o.Reasons, 1)
		require.Equal(t, birth.Add(24*time.Hour), o.ExpiresAt)
	}
	all := b.options(&finance.ListOptionsParams{InvoiceID: seededInvoice})
	require.Equal(t, []any{true, "4875.00 ssusd", "5000.00 ssusd", 30}, []any{all[0].Eligible, all[0].EstimatedProceeds.String(), all[0].MaxAmount.String(), all[0].TermDays})
	require.False(t, all[1].Eligible || all[2].Eligible)
	one := b.options(&finance.ListOptionsParams{Type: finance.OptionLoan, Amount: api.SSUSD("10000.000001")})
	require.Len(t, one, 1)
	require.Equal(t, []any{false, 365, "10000.00 ssusd"}, []any{one[0].Eligible, one[0].TermDays, one[0].MaxAmount.String()})
	dollars := b.options(&finance.ListOptionsParams{Type: api.AnyOf(finance.OptionLoan, finance.OptionPOFinancing), Currency: "USD"})
	require.Len(t, dollars, 2)
	require.Equal(t, "USD", dollars[0].MaxAmount.Currency())
	yen := b.options(&finance.ListOptionsParams{Amount: money("100", "JPY")})
	require.False(t, yen[0].Eligible || yen[1].Eligible || yen[2].Eligible)
	b.refused(CodeResourceNotFound, "invoice_id", func() error {
		return failing(run(b, func(tx *Tx) (any, error) { return tx.FinancingOptions(&finance.ListOptionsParams{InvoiceID: "inv_no"}) }))
	})
}
