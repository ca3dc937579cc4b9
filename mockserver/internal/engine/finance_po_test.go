package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
)

func TestPOIsFinancedAndRepaid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	f := b.financePO(purchase("100000.00"))
	require.Equal(t, []any{finance.POFunded, "0.90", "90000.00", "0.026", "2340.00", "92340.00", finance.PONoCollateral},
		[]any{f.Status, f.AdvanceRate.String(), f.FundedAmount.Text(), f.FeeRate.String(), f.FeeAmount.Text(), f.RepaymentAmount.Text(), f.CollateralType})
	require.Equal(t, "1090000.00", b.balance(b.a.Treasury()))
	require.Equal(t, "2026-03-03", f.DueDate.String())
	b.unfinanced(CodePOAlreadyFinanced, "", func() error { return failing(b.tryFinancePO(purchase("1"))) })
	b.until(f.DueDate.AddDays(-1))
	require.Equal(t, finance.POFunded, b.getPO(f.ID).Status)
	b.until(f.DueDate)
	require.Equal(t, finance.PORepaid, b.getPO(f.ID).Status)
	require.Equal(t, "997660.00", b.balance(b.a.Treasury()))
	again := purchase("1")
	again.DeliveryDate = f.DueDate.AddDays(1)
	b.unfinanced(CodePOAlreadyFinanced, "", func() error { return failing(b.tryFinancePO(again)) })
}

func TestPOOfASupplierDefaults(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := purchase("1000.00")
	params.SupplierWallet, params.CollateralType = merchant, finance.POInventory
	f := b.financePO(params)
	require.Equal(t, []string{"900.00", "1000000.00"}, []string{b.balance(merchant), b.balance(b.a.Treasury())})
	b.empty()
	b.until(f.DueDate)
	require.Equal(t, finance.PODefaulted, b.getPO(f.ID).Status)
	require.Equal(t, "0.00", b.balance(b.a.Treasury()))
}

func TestRefusedPOs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, test := range map[string]struct {
		edit        func(p *finance.FinancePurchaseOrderParams)
		code, param string
	}{
		"no amount":       {func(p *finance.FinancePurchaseOrderParams) { p.Amount = api.Money{} }, CodeParameterMissing, "amount"},
		"pounds":          {func(p *finance.FinancePurchaseOrderParams) { p.Amount = money("1", "GBP") }, CodeCurrencyMismatch, "amount"},
		"next to nothing": {func(p *finance.FinancePurchaseOrderParams) { p.Amount = api.SSUSD("0.005") }, CodeParameterInvalid, "amount"},
		"today":           {func(p *finance.FinancePurchaseOrderParams) { p.DeliveryDate = api.DateOf(birth) }, CodeParameterInvalid, "delivery_date"},
		"the end of days": {func(p *finance.FinancePurchaseOrderParams) { p.DeliveryDate = api.NewDate(9999, time.December, 31) }, CodeParameterInvalid, "delivery_date"},
		"bad wallet":      {func(p *finance.FinancePurchaseOrderParams) { p.SupplierWallet = "x" }, CodeInvalidWallet, "supplier_wallet"},
	} {
		t.Log(name)
		params := purchase("1000.00")
		test.edit(params)
		b.unfinanced(test.code, test.param, func() error { return failing(b.tryFinancePO(params)) })
	}
}
