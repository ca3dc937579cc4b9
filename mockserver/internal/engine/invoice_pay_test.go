package engine

import (
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/payments"
)

func towardsInvoice(params *payments.CreateParams, id string) *payments.CreateParams {
	params.InvoiceID = id
	return params
}

func TestPayInvoiceEarly(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.advance(5 * time.Second)
	paid := birth.Add(5 * time.Second)
	params := early(seededInvoice, api.SSUSD("5000.00"))
	params.Reference, params.Metadata = "PMT-1", map[string]string{"memo": "January"}
	r := b.payInvoice(params)
	require.Equal(t, []any{true, seededInvoice, invoices.PayCompleted, "4750.00 ssusd", "4750.00 USD"},
		[]any{r.Success, r.Payment.InvoiceID, r.Payment.Status, r.Payment.AmountPaid.String(), r.Payment.USDValue.String()})
	require.Equal(t, []string{"early_payment", "250.00 ssusd", "5.0"},
		[]string{string(r.Payment.DiscountApplied.Type), r.Payment.DiscountApplied.Amount.String(), r.Payment.DiscountApplied.Percentage.String()})
	require.Regexp(t, `^pmt_test_[a-z0-9]{24}$`, r.Payment.PaymentID)
	require.Equal(t, []string{"1004750.00", "995250.00"}, []string{b.balance(b.a.Treasury()), b.balance(TestWallet)})

	i := b.getInvoice(seededInvoice)
	require.Equal(t, [4]string{"5000.00", "4750.00", "250.00", "0.00"}, amounts(i))
	require.Equal(t, []any{invoices.StatusPaid, paid}, []any{i.Status, i.PaidAt})
	require.Len(t, i.Payments, 1)
	require.Equal(t, []any{r.Payment.PaymentID, "4750.00 ssusd", "250.00 ssusd", paid},
		[]any{i.Payments[0].PaymentID, i.Payments[0].Amount.String(), i.Payments[0].Discount.String(), i.Payments[0].PaidAt})
	require.Equal(t, &invoices.PaidInvoice{InvoiceID: i.ID, Status: i.Status, TotalAmount: i.TotalAmount, AmountPaid: i.AmountPaid,
		BalanceDue: i.BalanceDue, Payments: i.Payments}, r.Invoice)
	require.Zero(t, b.e.Clock().Pending(), "it does not wait for its due date any more")

	p := b.getPayment(r.Payment.PaymentID)
	require.Equal(t, []any{payments.StatusSucceeded, payments.MethodCrypto, seededInvoice, "cust_test_123", b.a.Treasury(), "PMT-1", "January"},
		[]any{p.Status, p.PaymentMethod.Type, p.InvoiceID, p.CustomerID, p.Recipient, p.Description, p.Metadata["memo"]})
	require.Equal(t, []string{"4750.00 ssusd", "4750.00 ssusd", "0.00 ssusd", "0.00 ssusd"},
		[]string{p.Amount.String(), p.AmountCaptured.String(), p.AmountCapturable.String(), p.AmountRefunded.String()})
	require.Equal(t, r.Transaction, p.Transaction)
	require.NotEmpty(t, p.ReceiptURL)
	b.refused(CodeInvoiceAlreadyPaid, "", func() error { return failing(b.tryPayInvoice(params)) })
}

// TestAmountsOfPayInvoice checks the amount that is taken for an invoice of 1000.00 with
// an early discount of 2.5 %.
func TestAmountsOfPayInvoice(t *testing.T) {
	t.Parallel()
	const id = "offered"
	for name, test := range map[string]struct {
		params *invoices.PayParams
		late   bool
		part   string // paid before
		want   string // taken; empty: AMOUNT_MISMATCH
		off    string
	}{
		"early, the balance":             {params: early(id, api.SSUSD("1000")), want: "975.00", off: "25.00"},
		"early, less the discount":       {params: early(id, api.SSUSD("975")), want: "975.00", off: "25.00"},
		"early, more than the balance":   {params: early(id, api.SSUSD("2000")), want: "975.00", off: "25.00"},
		"early, too little":              {params: early(id, api.SSUSD("974.999999"))},
		"early, of what is left":         {params: early(id, api.SSUSD("400")), part: "600", want: "390.00", off: "10.00"},
		"early, rounded half up":         {params: early(id, api.SSUSD("1000")), part: "999.80", want: "0.19", off: "0.01"},
		"early, rounds to nothing":       {params: early(id, api.SSUSD("1000")), part: "999.90", want: "0.10"},
		"late, the balance":              {params: early(id, api.SSUSD("1000")), late: true, want: "1000.00"},
		"late, less the discount":        {params: early(id, api.SSUSD("975")), late: true},
		"whole":                          {params: whole(id, api.SSUSD("1000")), want: "1000.00"},
		"whole, more than the balance":   {params: whole(id, api.SSUSD("1000.01")), want: "1000.00"},
		"whole, too little":              {params: whole(id, api.SSUSD("999.999999"))},
		"whole, of what is left":         {params: whole(id, api.SSUSD("1000")), part: "0.000001", want: "999.999999"},
		"part":                           {params: part(id, api.SSUSD("0.000001")), want: "0.000001"},
		"part that is all":               {params: part(id, api.SSUSD("1000")), want: "1000.00"},
		"part, more than the balance":    {params: part(id, api.SSUSD("1000.000001"))},
		"part with discount asked for":   {params: &invoices.PayParams{InvoiceID: id, EarlyPaymentDiscount: true, PaymentMethod: part(id, api.SSUSD("975")).PaymentMethod}, want: "975.00"},
		"usdc pays ssusd":                {params: early(id, money("975", "usdc")), want: "975.00", off: "25.00"},
		"part of usdc, upper-case denom": {params: part(id, money("10", "USDC")), want: "10.00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			invoice := invoiceOf(api.SSUSD("1000"))
			invoice.EarlyPaymentDiscount = &invoices.DiscountParams{Percentage: api.Dec("2.5"), Days: 10}
			test.params.InvoiceID = b.invoice(invoice).ID
			if test.part != "" {
				b.payInvoice(part(test.params.InvoiceID, api.SSUSD(test.part)))
			}
			require.NoError(t, b.e.SetTime(time.Date(2026, 1, 25, 23, 59, 59, 0, time.UTC))) // the last second of the offer
			if test.late {
				b.advance(time.Second)
			}
			if test.want == "" {
				b.refused(CodeAmountMismatch, "payment_method.amount", func() error { return failing(b.tryPayInvoice(test.params)) })
				return
			}
			denom := test.params.PaymentMethod.Amount.Currency()
			r := b.payInvoice(test.params)
			require.Equal(t, test.want+" "+denom, r.Payment.AmountPaid.String())
			if test.off == "" {
				require.Nil(t, r.Payment.DiscountApplied)
			} else {
				require.Equal(t, test.off+" ssusd", r.Payment.DiscountApplied.Amount.String())
			}
			if test.params.FullPayment {
				require.Equal(t, invoices.StatusPaid, r.Invoice.Status)
				require.Equal(t, "0.00 ssusd", r.Invoice.BalanceDue.String())
			}
		})
	}
}

func TestDiscountThatLeavesNothingToPayIsNone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := invoiceOf(api.SSUSD("0.01"))
	params.EarlyPaymentDiscount = &invoices.DiscountParams{Percentage: api.Dec("50"), Days: 10}
	r := b.payInvoice(early(b.invoice(params).ID, api.SSUSD("0.01")))
	require.Nil(t, r.Payment.DiscountApplied)
	require.Equal(t, "0.01 ssusd", r.Payment.AmountPaid.String())
}

func TestRefusedInvoicePayments(t *testing.T) {
	t.Parallel()
	const missing, bad = CodeParameterMissing, CodeParameterInvalid
	for name, test := range map[string]struct {
		code, param string
		edit        func(p *invoices.PayParams)
	}{
		"unknown invoice": {CodeInvoiceNotFound, "invoice_id", func(p *invoices.PayParams) { p.InvoiceID = "inv_no" }},
		"no amount":       {missing, "payment_method.amount", func(p *invoices.PayParams) { p.PaymentMethod.Amount = api.Money{} }},
		"zero":            {bad, "payment_method.amount", func(p *invoices.PayParams) { p.PaymentMethod.Amount = api.SSUSD("0") }},
		"dollars":         {bad, "payment_method.amount.denom", func(p *invoices.PayParams) { p.PaymentMethod.Amount = api.USD("5000") }},
		"type and denom":  {bad, "payment_method.amount.denom", func(p *invoices.PayParams) { p.PaymentMethod.Type = invoices.PayUSDC }},
		"no wallet":       {missing, "payment_method.wallet_address", func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = "" }},
		"bad wallet":      {CodeInvalidWallet, "payment_method.wallet_address", func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = "wallet" }},
		"poor":            {CodeInsufficientFunds, "", func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = poor }},
		"magic, funds":    {CodeInsufficientFunds, "", func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = WalletInsufficientFunds }},
		"magic, network":  {CodeNetwork, "", func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = WalletNetworkError }},
		"magic, contract": {CodeSmartContract, "", func(p *invoices.PayParams) { p.PaymentMethod.WalletAddress = WalletContractError }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := early(seededInvoice, api.SSUSD("5000"))
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryPayInvoice(params)) })
		})
	}
}

func TestInvoicesInOtherCurrencies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	dollars := b.invoice(invoiceOf(api.USD("10"))).ID
	b.refused(CodeParameterInvalid, "payment_method.amount", func() error { return failing(b.tryPayInvoice(part(dollars, api.SSUSD("0.001")))) })
	b.pay(towardsInvoice(cardPayment("4.00", "tok_visa"), dollars))
	r := b.payInvoice(whole(dollars, api.SSUSD("6.001")))
	require.Equal(t, []string{"6.00 ssusd", "0.00 USD", "6.00 USD"},
		[]string{r.Payment.AmountPaid.String(), r.Invoice.BalanceDue.String(), r.Invoice.Payments[1].Amount.String()})
	b.refused(CodeParameterInvalid, "amount", func() error { return failing(b.tryRefund(r.Payment.PaymentID, api.SSUSD("0.001"))) })

	yen := b.invoice(invoiceOf(money("500", "JPY"))).ID
	for _, params := range []*invoices.PayParams{part(yen, api.SSUSD("5")), whole(yen, api.SSUSD("500"))} {
		b.refused(CodeCurrencyMismatch, "payment_method.amount", func() error { return failing(b.tryPayInvoice(params)) })
	}
	b.refused(CodeCurrencyMismatch, "amount", func() error { return failing(b.tryPay(towardsInvoice(cardPayment("5.00", "tok_visa"), yen))) })
	params := towardsInvoice(cardPayment("5.00", "tok_visa"), yen)
	params.Amount = money("500", "jpy")
	b.pay(params)
	require.Equal(t, [4]string{"500", "500", "0", "0"}, amounts(b.getInvoice(yen)))
}

func TestPaymentsTowardsAnInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.Equal(t, invoices.StatusSent, b.getInvoice(seededInvoice).Status)
	card := b.pay(towardsInvoice(authorize(cardPayment("1000.00", "tok_visa")), seededInvoice))
	slow := b.pay(towardsInvoice(bankPayment("5000.00", map[string]string{"simulate": "processing"}), seededInvoice))
	require.Empty(t, b.getInvoice(seededInvoice).Payments, "nothing was taken yet")
	require.NoError(t, failing(b.tryCapture(card.ID, payments.CaptureParams{Amount: api.USD("600")})))
	require.Equal(t, [4]string{"5000.00", "600.00", "0.00", "4400.00"}, amounts(b.getInvoice(seededInvoice)))
	b.advance(time.Hour)
	require.Equal(t, []string{CodeAmountMismatch}, []string{b.getPayment(slow.ID).FailureCode}, "less is owed by now")

	wallet := b.pay(towardsInvoice(walletPayment("400", TestWallet, ""), seededInvoice))
	require.Equal(t, b.a.Treasury(), wallet.Recipient)
	require.Equal(t, "1000400.00", b.balance(b.a.Treasury()))
	i := b.getInvoice(seededInvoice)
	require.Equal(t, []string{card.ID, wallet.ID}, []string{i.Payments[0].PaymentID, i.Payments[1].PaymentID})
	require.Equal(t, invoices.StatusPartiallyPaid, i.Status)

	b.refused(CodeAmountMismatch, "amount", func() error {
		return failing(b.tryPay(towardsInvoice(cardPayment("4000.01", "tok_visa"), seededInvoice)))
	})
	b.refused(CodeResourceNotFound, "invoice_id", func() error { return failing(b.tryPay(towardsInvoice(cardPayment("1.00", "tok_visa"), "inv_no"))) })
	second := b.pay(towardsInvoice(authorize(cardPayment("4000.00", "tok_visa")), seededInvoice))
	b.pay(towardsInvoice(cardPayment("4000.00", "tok_mastercard"), seededInvoice))
	require.Equal(t, invoices.StatusPaid, b.getInvoice(seededInvoice).Status)
	b.refused(CodeInvoiceAlreadyPaid, "", func() error { return failing(b.tryCapture(second.ID, payments.CaptureParams{})) })
}

func TestRefundsFlowBackToTheInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	check := func(status invoices.Status, want [4]string) *invoices.Invoice {
		t.Helper()
		i := b.getInvoice(seededInvoice)
		require.Equal(t, []any{status, want}, []any{i.Status, amounts(i)})
		return i
	}
	id := b.payInvoice(early(seededInvoice, api.SSUSD("5000"))).Payment.PaymentID
	b.refund(id, api.SSUSD("750"))
	i := check(invoices.StatusPartiallyPaid, [4]string{"5000.00", "4000.00", "250.00", "750.00"})
	require.True(t, i.PaidAt.IsZero(), "it is not paid any more")
	require.Equal(t, []string{"4000.00", "250.00"}, []string{i.Payments[0].Amount.Text(), i.Payments[0].Discount.Text()}, "rows add up to what is shown")
	b.refund(id, api.Money{})
	check(invoices.StatusSent, [4]string{"5000.00", "0.00", "250.00", "4750.00"})
	require.Equal(t, "1000000.00", b.balance(TestWallet))

	b.payInvoice(whole(seededInvoice, api.SSUSD("4750")))
	check(invoices.StatusPaid, [4]string{"5000.00", "4750.00", "250.00", "0.00"})
	b.advance(40 * 24 * time.Hour)
	late := b.getInvoice(seededInvoice).Payments[1].PaymentID
	b.refund(late, api.SSUSD("50"))
	check(invoices.StatusPartiallyPaid, [4]string{"5000.00", "4700.00", "250.00", "50.00"})
	b.e.RunDue()
	check(invoices.StatusOverdue, [4]string{"5000.00", "4700.00", "250.00", "50.00"})
	b.refund(late, api.SSUSD("4700"))
	check(invoices.StatusOverdue, [4]string{"5000.00", "0.00", "250.00", "4750.00"})
	b.payInvoice(whole(seededInvoice, api.SSUSD("4750")))
	check(invoices.StatusPaid, [4]string{"5000.00", "4750.00", "250.00", "0.00"})
}

func TestRefundThatTheTreasuryCannotPayLeavesTheInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.payInvoice(whole(seededInvoice, api.SSUSD("5000"))).Payment.PaymentID
	b.pay(&payments.CreateParams{Amount: api.SSUSD("1005000"), Recipient: merchant})
	b.refused(CodeInsufficientFunds, "", func() error { return failing(b.tryRefund(id, api.Money{})) })
}

func TestOneOfManyPaysTheInvoice(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var paid, refused atomic.Int64
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			var refusal *Error
			switch err := failing(b.tryPayInvoice(early(seededInvoice, api.SSUSD("5000")))); {
			case err == nil:
				paid.Add(1)
			case errors.As(err, &refusal) && refusal.Code == CodeInvoiceAlreadyPaid:
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	require.Equal(t, []int64{1, 63}, []int64{paid.Load(), refused.Load()})
	require.Equal(t, "995250.00", b.balance(TestWallet))
}

func TestFailedInvoiceTransactionLeavesNoTrace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	before := b.snapshot()
	boom := errors.New("boom")
	require.ErrorIs(t, b.a.Update(func(tx *Tx) error {
		i, err := tx.CreateInvoice(invoiceOf(api.SSUSD("10")))
		require.NoError(t, err)
		_, err = tx.PayInvoice(whole(i.ID, api.SSUSD("10")))
		require.NoError(t, err)
		r, err := tx.PayInvoice(early(seededInvoice, api.SSUSD("5000")))
		require.NoError(t, err)
		_, err = tx.RefundPayment(r.Payment.PaymentID, &payments.RefundParams{Reason: payments.ReasonOther})
		require.NoError(t, err)
		_, err = tx.VoidInvoice(seededInvoice)
		require.NoError(t, err)
		return boom
	}), boom)
	same(t, before, b.snapshot())
}

func TestInvoiceRecordsAreImmutable(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.payInvoice(part(seededInvoice, api.SSUSD("10"))).Payment.PaymentID
	held := b.getInvoice(seededInvoice)
	text, err := json.Marshal(held)
	require.NoError(t, err)
	b.refund(id, api.SSUSD("5"))
	b.payInvoice(part(seededInvoice, api.SSUSD("10")))
	require.NoError(t, failing(b.tryUpdateInvoice(seededInvoice, invoices.UpdateParams{Metadata: map[string]*string{"a": new("b")}})))
	require.NoError(t, failing(b.trySend(seededInvoice, invoices.SendParams{})))
	again, err := json.Marshal(held)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
}
