package engine

import (
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/stablecoin"
)

func TestLoanRates(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		params *finance.CreateLoanParams
		apr    string
		ratio  string
		total  string
	}{
		"well secured":          {secured("100000.00", "150000.00"), "0.05", "1.5000", "101232.88"},
		"just below":            {secured("100000.00", "149999.999999"), "0.085", "1.4999", "102095.89"},
		"secured":               {secured("100000.00", "100000.00"), "0.085", "1.0000", "102095.89"},
		"below":                 {secured("100000.00", "99999.99"), "0.15", "0.9999", "103698.63"},
		"half":                  {secured("100000.00", "50000.00"), "0.15", "0.5000", "103698.63"},
		"unsecured":             {&finance.CreateLoanParams{Amount: api.SSUSD("10000.00"), TermDays: 365}, "0.15", "0.0000", "11500.00"},
		"unsecured, explicitly": {&finance.CreateLoanParams{Amount: api.USD("0.01"), TermDays: 1, Collateral: &finance.CollateralParams{Type: finance.CollateralNone}}, "0.15", "0.0000", "0.01"},
		"secured beyond reason": {&finance.CreateLoanParams{Amount: api.SSUSD("0.000001"), TermDays: 1, Collateral: &finance.CollateralParams{Type: finance.CollateralReceivables, Value: api.USD("999999999999999")}}, "0.05", "99999999.0000", "0.000001"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newBench(t).loan(test.params)
			require.Equal(t, []string{test.apr, test.ratio, test.total, test.total},
				[]string{l.APR.String(), l.CollateralRatio.String(), l.TotalRepayment.Text(), l.OutstandingAmount.Text()})
			require.Equal(t, []any{finance.LoanActive, finance.RepayBullet, 1}, []any{l.Status, l.Repayment, len(l.Schedule)})
		})
	}
}

func TestLoanIsPaidOutAndRepaid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := inMonths("1200.00", 100)
	params.Purpose, params.OrderID, params.Metadata = "stock", "ord_123", map[string]string{"a": "b"}
	l := b.loan(params)
	require.Regexp(t, `^loan_test_[a-z0-9]{24}$`, l.ID)
	require.Equal(t, []any{"stock", "ord_123", birth, birth, api.NewDate(2026, time.April, 25), time.Time{}},
		[]any{l.Purpose, l.OrderID, l.CreatedAt, l.DisbursedAt, l.DueDate, l.RepaidAt})
	require.Equal(t, "1001200.00", b.balance(b.a.Treasury()))
	require.NotEmpty(t, l.Transaction.TxHash)
	var days []string
	for _, part := range l.Schedule {
		days = append(days, part.DueDate.String(), part.Principal.Text(), part.Interest.Text(), part.Total.Text())
	}
	require.Equal(t, []string{
		"2026-02-14", "294.51", "14.79", "309.30",
		"2026-03-16", "298.14", "11.16", "309.30",
		"2026-04-15", "301.81", "7.49", "309.30",
		"2026-04-25", "305.54", "3.77", "309.31",
	}, days)
	require.Equal(t, []string{"37.21", "1237.21"}, []string{l.InterestAmount.Text(), l.TotalRepayment.Text()})

	first := b.repay(l.ID, finance.RepayLoanParams{})
	require.Equal(t, []any{"309.30", "927.91", finance.InstallmentPaid, finance.InstallmentPending},
		[]any{first.RepaidAmount.Text(), first.OutstandingAmount.Text(), first.Schedule[0].Status, first.Schedule[1].Status})
	part := b.repay(l.ID, finance.RepayLoanParams{Amount: api.SSUSD("400"), WalletAddress: TestWallet})
	require.Equal(t, []string{"309.30", "90.70", "0.00"}, []string{part.Schedule[1].Paid.Text(), part.Schedule[2].Paid.Text(), part.Schedule[3].Paid.Text()})
	require.Equal(t, "999600.00", b.balance(TestWallet))
	next := b.repay(l.ID, finance.RepayLoanParams{})
	require.Equal(t, []string{"309.30", "927.90"}, []string{next.Schedule[2].Paid.Text(), next.RepaidAmount.Text()}, "what is left of the next one")
	b.refused(CodeAmountExceedsBalance, "amount", func() error {
		return failing(b.tryRepay(l.ID, finance.RepayLoanParams{Amount: api.SSUSD("309.310001")}))
	})
	done := b.repay(l.ID, finance.RepayLoanParams{Amount: money("309.31", "usdc")})
	require.Equal(t, []any{finance.LoanRepaid, "0.00", birth}, []any{done.Status, done.OutstandingAmount.Text(), done.RepaidAt})
	require.Equal(t, seededJobs, b.e.Clock().Pending(), "nothing is waited for any more")
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryRepay(l.ID, finance.RepayLoanParams{})) })
	require.Equal(t, "0.00", l.RepaidAmount.Text(), "records are immutable")
}

func TestLoanFallsDue(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	l := b.loan(inMonths("1000.00", 60))
	due := l.Schedule[0].DueDate
	b.until(due.AddDays(1))
	late := b.getLoan(l.ID)
	require.Equal(t, []any{finance.LoanOverdue, finance.InstallmentOverdue, finance.InstallmentPending}, []any{late.Status, late.Schedule[0].Status, late.Schedule[1].Status})
	b.repay(l.ID, finance.RepayLoanParams{Amount: api.SSUSD("1")})
	require.Equal(t, finance.LoanOverdue, b.getLoan(l.ID).Status, "a part does not catch up")
	require.Equal(t, finance.LoanActive, b.repay(l.ID, finance.RepayLoanParams{}).Status)

	b.until(l.DueDate)
	require.Equal(t, finance.LoanActive, b.getLoan(l.ID).Status, "on the day itself it is in time")
	b.until(l.DueDate.AddDays(1))
	require.Equal(t, finance.LoanOverdue, b.getLoan(l.ID).Status)
	b.until(l.DueDate.AddDays(90))
	require.Equal(t, finance.LoanOverdue, b.getLoan(l.ID).Status)
	b.until(l.DueDate.AddDays(91))
	require.Equal(t, finance.LoanDefaulted, b.getLoan(l.ID).Status)
	require.Equal(t, finance.LoanDefaulted, b.repay(l.ID, finance.RepayLoanParams{Amount: api.SSUSD("1")}).Status)
	require.Equal(t, finance.LoanRepaid, b.repay(l.ID, finance.RepayLoanParams{}).Status, "a loan in default can be repaid")
}

func TestLoanAtOneLongAdvance(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	l := b.loan(inMonths("1000.00", 365))
	b.advance(1000 * 24 * time.Hour)
	l = b.getLoan(l.ID)
	require.Equal(t, finance.LoanDefaulted, l.Status)
	for _, part := range l.Schedule {
		require.Equal(t, finance.InstallmentOverdue, part.Status)
	}
	require.Zero(t, b.e.Clock().Pending())
}

func TestFinancerIsToppedUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	issued := func() string {
		return must[*stablecoin.Reserves](b)(b.tryReserves(stablecoin.ReservesParams{})).Supply.TotalIssued.Text()
	}
	huge := secured("1000000000.00", "2000000000.00")
	b.loan(secured("400000000.00", "800000000.00"))
	require.Equal(t, []string{"600000000.00", "1002000000.00"}, []string{b.balance(FinancerWallet), issued()}, "it holds enough")
	b.loan(huge)
	require.Equal(t, []string{"0.00", "1402000000.00"}, []string{b.balance(FinancerWallet), issued()}, "nothing more than is needed is issued")
	b.loan(huge)
	require.Equal(t, []string{"0.00", "2402000000.00"}, []string{b.balance(FinancerWallet), issued()})
	require.Equal(t, "2401000000.00", b.balance(b.a.Treasury()))
	usdc := inMonths("10", 1)
	usdc.Amount = money("10", "USDC")
	l := b.loan(usdc)
	require.Equal(t, "10.00 USDC", l.Amount.String())
	require.Equal(t, "1000010.00", must[api.Money](b)(look(b, func(tx *Tx) (api.Money, error) { return tx.WalletBalance(tx.Treasury(), "usdc"), nil })).Text())
}

func TestRefusedLoans(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	loan := func(edit func(p *finance.CreateLoanParams)) func() error {
		return func() error {
			params := secured("100.00", "150.00")
			edit(params)
			return failing(b.tryLoan(params))
		}
	}
	repay := func(id string, params finance.RepayLoanParams) func() error {
		return func() error { return failing(b.tryRepay(id, params)) }
	}
	good := b.loan(inMonths("100", 60))
	dollars := b.loan(&finance.CreateLoanParams{Amount: api.USD("100"), TermDays: 60})
	for name, test := range map[string]struct {
		act         func() error
		code, param string
	}{
		"no amount":        {loan(func(p *finance.CreateLoanParams) { p.Amount = api.Money{} }), CodeParameterMissing, "amount"},
		"zero":             {loan(func(p *finance.CreateLoanParams) { p.Amount = api.SSUSD("0") }), CodeParameterInvalid, "amount"},
		"too much":         {loan(func(p *finance.CreateLoanParams) { p.Amount = api.SSUSD("1000000000.01") }), CodeParameterInvalid, "amount"},
		"yen":              {loan(func(p *finance.CreateLoanParams) { p.Amount = money("100", "JPY") }), CodeCurrencyMismatch, "amount"},
		"no value":         {loan(func(p *finance.CreateLoanParams) { p.Collateral.Value = api.Money{} }), CodeParameterMissing, "collateral.value"},
		"value of nothing": {loan(func(p *finance.CreateLoanParams) { p.Collateral.Type = finance.CollateralNone }), CodeParameterInvalid, "collateral.value"},
		"value in euros":   {loan(func(p *finance.CreateLoanParams) { p.Collateral.Value = money("100", "EUR") }), CodeCurrencyMismatch, "collateral.value"},
		"too little value": {loan(func(p *finance.CreateLoanParams) {
			p.Amount, p.Collateral.Value = api.SSUSD("20000"), api.SSUSD("9999.99")
		}), CodeInsufficientCollateral, "collateral"},
		"no collateral":     {loan(func(p *finance.CreateLoanParams) { p.Amount, p.Collateral = api.SSUSD("10000.01"), nil }), CodeInsufficientCollateral, "collateral"},
		"no such order":     {loan(func(p *finance.CreateLoanParams) { p.OrderID = "ord_no" }), CodeResourceNotFound, "order_id"},
		"repay: no loan":    {repay("loan_no", finance.RepayLoanParams{}), CodeResourceNotFound, ""},
		"repay: no wallet":  {repay(good.ID, finance.RepayLoanParams{WalletAddress: "x"}), CodeInvalidWallet, "wallet_address"},
		"repay: no funds":   {repay(good.ID, finance.RepayLoanParams{WalletAddress: poor}), CodeInsufficientFunds, ""},
		"repay: network":    {repay(good.ID, finance.RepayLoanParams{WalletAddress: WalletNetworkError}), CodeNetwork, ""},
		"repay: euros":      {repay(good.ID, finance.RepayLoanParams{Amount: money("1", "EUR")}), CodeCurrencyMismatch, "amount"},
		"repay: sub-cent":   {repay(dollars.ID, finance.RepayLoanParams{Amount: api.SSUSD("0.001")}), CodeParameterInvalid, "amount"},
		"repay: too much":   {repay(good.ID, finance.RepayLoanParams{Amount: api.SSUSD("1000")}), CodeAmountExceedsBalance, "amount"},
		"repay: by nothing": {repay(good.ID, finance.RepayLoanParams{WalletAddress: WalletInsufficientFunds}), CodeInsufficientFunds, ""},
	} {
		t.Log(name)
		b.unfinanced(test.code, test.param, test.act)
	}
}

// TestAnnuityIsExact compares the annuity with exact arithmetic.
func TestAnnuityIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		cents := rapid.Int64Range(1, 1e11).Draw(rt, "cents")
		days := rapid.IntRange(1, 1825).Draw(rt, "days")
		params := inMonths("1", days)
		params.Amount = must[api.Money](&bench{t: rt})(api.FromMinor(cents, "USD"))
		if cents > 1e6 {
			params.Collateral = &finance.CollateralParams{Type: finance.CollateralStablecoin, Value: params.Amount}
		}
		l := must[*finance.Loan](&bench{t: rt})((&Tx{now: birth}).quoteLoan(params))
		n := (days + 29) / 30
		require.Len(rt, l.Schedule, n)
		if n == 1 {
			return
		}
		r := new(big.Rat).Mul(l.APR.Rat(), big.NewRat(30, 365))
		q, power := new(big.Rat).Add(r, big.NewRat(1, 1)), big.NewRat(1, 1)
		for range n {
			power.Mul(power, q)
		}
		level := new(big.Rat).Mul(big.NewRat(cents, 100), r)
		level.Mul(level, power).Quo(level, power.Sub(power, big.NewRat(1, 1)))
		// The rest may be less than a level payment if rounding up has repaid a tiny loan
		// early. The first installment shows that.
		require.Equal(rt, level.FloatString(2), l.Schedule[0].Total.Decimal().StringFixed(2))
	})
}
