package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/payments"
)

func sell(amount string) *finance.FactorInvoiceParams {
	params := &finance.FactorInvoiceParams{InvoiceID: seededInvoice}
	if amount != "" {
		params.Amount = api.SSUSD(amount)
	}
	return params
}

func TestFactoringIsRepaidByTheBuyer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := sell("3000.00")
	params.DiscountRate, params.Metadata = api.Dec("0.04"), map[string]string{"a": "b"}
	f := b.factor(params)
	require.Regexp(t, `^fac_test_[a-z0-9]{24}$`, f.ID)
	require.Equal(t, []any{finance.FactoringFunded, "120.00", "2880.00", "0.04", "cust_test_123", b.getInvoice(seededInvoice).DueDate, birth},
		[]any{f.Status, f.FeeAmount.Text(), f.AdvanceAmount.Text(), f.DiscountRate.String(), f.BuyerID, f.DueDate, f.FundedAt})
	require.Equal(t, "1002880.00", b.balance(b.a.Treasury()))
	require.Equal(t, f.ID, b.getInvoice(seededInvoice).FactoringID)

	before := b.balance(FinancerWallet)
	require.Equal(t, "999997120.00", before, "what it had, less the advance")
	b.payInvoice(part(seededInvoice, api.SSUSD("1000")))
	require.Equal(t, []any{finance.FactoringFunded, "999998120.00"}, []any{b.getFactoring(f.ID).Status, b.balance(FinancerWallet)})
	card := towardsInvoice(cardPayment("500", "tok_visa"), seededInvoice)
	b.pay(card)
	require.Equal(t, "999998120.00", b.balance(FinancerWallet), "no ledger knows of card money")
	b.pay(towardsInvoice(&payments.CreateParams{Amount: api.SSUSD("500"), PaymentMethod: &payments.MethodParams{
		Type: payments.MethodCrypto, Crypto: &payments.CryptoParams{WalletAddress: TestWallet}}}, seededInvoice))
	require.Equal(t, []string{"999998620.00", "1002880.00"}, []string{b.balance(FinancerWallet), b.balance(b.a.Treasury())})
	b.advance(time.Hour)
	b.payInvoice(part(seededInvoice, api.SSUSD("1200")))
	require.Equal(t, []string{"999999620.00", "1003080.00"}, []string{b.balance(FinancerWallet), b.balance(b.a.Treasury())}, "the rest is the treasury's")
	done := b.getFactoring(f.ID)
	require.Equal(t, []any{finance.FactoringRepaid, birth.Add(time.Hour)}, []any{done.Status, done.RepaidAt})
	r := b.payInvoice(early(seededInvoice, api.SSUSD("1800")))
	require.Equal(t, []any{invoices.StatusPaid, "90.00"}, []any{r.Invoice.Status, r.Payment.DiscountApplied.Amount.Text()})
	require.Equal(t, "999999620.00", b.balance(FinancerWallet))
	b.unfinanced(CodeInvoiceAlreadyFactored, "", func() error { return failing(b.tryFactor(sell(""))) })
	b.advance(100 * 24 * time.Hour)
	require.Equal(t, finance.FactoringRepaid, b.getFactoring(f.ID).Status)
}

// A discount reduces the merchant's share, not the financer's.
func TestNoDiscountOfTheFinancersShare(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	f := b.factor(sell(""))
	require.Equal(t, []string{"5000.00", "125.00", "4875.00", "0.025"}, []string{f.Amount.Text(), f.FeeAmount.Text(), f.AdvanceAmount.Text(), f.DiscountRate.String()})
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryVoid(seededInvoice)) })
	r := b.payInvoice(early(seededInvoice, api.SSUSD("5000")))
	require.Nil(t, r.Payment.DiscountApplied)
	require.Equal(t, []any{"1000000125.00", finance.FactoringRepaid}, []any{b.balance(FinancerWallet), b.getFactoring(f.ID).Status})
	before := b.balance(b.a.Treasury())
	require.Equal(t, "1004875.00", before)
	b.refund(r.Payment.PaymentID, api.SSUSD("5000"))
	require.Equal(t, []any{finance.FactoringRepaid, "999875.00"}, []any{b.getFactoring(f.ID).Status, b.balance(b.a.Treasury())}, "the merchant is liable")
	b.payInvoice(whole(seededInvoice, api.SSUSD("5000")))
	require.Equal(t, before, b.balance(b.a.Treasury()), "the financer is not paid twice")
}

func TestFactoringDefaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		recourse, poor     bool
		financer, treasury string
		later              string // the financer's share, after the buyer has paid anyway
		status             finance.FactoringStatus
	}{
		"without recourse": {false, false, "999996125.00", "1004875.00", "1000000125.00", finance.FactoringRepaid},
		"with recourse":    {true, false, "1000000125.00", "1000875.00", "1000000125.00", finance.FactoringDefaulted},
		"nothing to take":  {true, true, "999996125.00", "0.00", "1000000125.00", finance.FactoringRepaid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := sell("")
			params.Recourse = test.recourse
			f := b.factor(params)
			b.payInvoice(part(seededInvoice, api.SSUSD("1000")))
			if test.poor {
				b.empty()
			}
			b.until(f.DueDate.AddDays(30))
			require.Equal(t, finance.FactoringFunded, b.getFactoring(f.ID).Status)
			b.until(f.DueDate.AddDays(31))
			require.Equal(t, finance.FactoringDefaulted, b.getFactoring(f.ID).Status)
			require.Equal(t, test.financer, b.balance(FinancerWallet))
			if !test.poor && test.recourse {
				require.Equal(t, test.treasury, b.balance(b.a.Treasury()))
			}
			b.payInvoice(whole(seededInvoice, api.SSUSD("4000")))
			require.Equal(t, []any{test.later, test.status}, []any{b.balance(FinancerWallet), b.getFactoring(f.ID).Status})
		})
	}
}

func TestFactoringOfAnOverdueInvoiceWaitsToo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.until(b.getInvoice(seededInvoice).DueDate.AddDays(60))
	today := api.DateOf(b.e.Clock().Now())
	f := b.factor(sell(""))
	b.until(today.AddDays(30))
	require.Equal(t, finance.FactoringFunded, b.getFactoring(f.ID).Status)
	b.until(today.AddDays(31))
	require.Equal(t, finance.FactoringDefaulted, b.getFactoring(f.ID).Status)
}

func TestRefusedFactorings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	draft := invoiceOf(api.SSUSD("10"))
	draft.SendEmail = false
	drafted, voided, paid := b.invoice(draft), b.invoice(invoiceOf(api.SSUSD("10"))), b.invoice(invoiceOf(api.SSUSD("10")))
	euros := b.invoice(invoiceOf(money("10", "EUR")))
	must[*invoices.Invoice](b)(b.tryVoid(voided.ID))
	b.payInvoice(part(paid.ID, api.SSUSD("10")))
	factor := func(edit func(p *finance.FactorInvoiceParams)) func() error {
		return func() error {
			params := sell("")
			edit(params)
			return failing(b.tryFactor(params))
		}
	}
	for name, test := range map[string]struct {
		edit        func(p *finance.FactorInvoiceParams)
		code, param string
	}{
		"unknown invoice": {func(p *finance.FactorInvoiceParams) { p.InvoiceID = "inv_no" }, CodeResourceNotFound, "invoice_id"},
		"draft":           {func(p *finance.FactorInvoiceParams) { p.InvoiceID = drafted.ID }, CodeInvoiceNotFactorable, ""},
		"voided":          {func(p *finance.FactorInvoiceParams) { p.InvoiceID = voided.ID }, CodeInvoiceNotFactorable, ""},
		"paid":            {func(p *finance.FactorInvoiceParams) { p.InvoiceID = paid.ID }, CodeInvoiceNotFactorable, ""},
		"in euros":        {func(p *finance.FactorInvoiceParams) { p.InvoiceID = euros.ID }, CodeCurrencyMismatch, "amount"},
		"for euros":       {func(p *finance.FactorInvoiceParams) { p.Amount = money("1", "EUR") }, CodeCurrencyMismatch, "amount"},
		"for nothing":     {func(p *finance.FactorInvoiceParams) { p.Amount = api.SSUSD("0") }, CodeParameterInvalid, "amount"},
		"for too much":    {func(p *finance.FactorInvoiceParams) { p.Amount = api.SSUSD("5000.01") }, CodeAmountExceedsBalance, "amount"},
		"rate":            {func(p *finance.FactorInvoiceParams) { p.DiscountRate = api.Dec("0.2501") }, CodeParameterInvalid, "discount_rate"},
	} {
		t.Log(name)
		b.unfinanced(test.code, test.param, factor(test.edit))
	}
}
