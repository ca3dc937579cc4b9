package engine

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

func splitPayment() *orders.PayParams {
	params := walletPays("order_1234567890", TestWallet, api.SSUSD("150.00"))
	params.PaymentMethod.Type, params.PaymentMethod.Chain = orders.PaySSUSD, "stateset"
	params.SplitPayments = []orders.SplitParams{
		{Recipient: merchant, Amount: api.SSUSD("135.00"), Type: "merchant"},
		{Recipient: platform, Amount: api.SSUSD("15.00"), Type: "platform_fee"},
	}
	params.Metadata = map[string]string{"memo": "Payment for Order #1234567890"}
	return params
}

func TestPayOrderWithSplits(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.advance(5 * time.Second)
	r := must[*orders.PayResult](b)(b.tryPayOrder(splitPayment()))
	require.True(t, r.Success)
	require.Regexp(t, `^[0-9A-F]{64}$`, r.Transaction.TxHash)
	require.Equal(t, []any{api.ChainStateSet, "75000", birth.Add(5 * time.Second)}, []any{r.Transaction.Chain, r.Transaction.GasUsed, r.Transaction.Timestamp})
	require.Equal(t, []string{"order_1234567890", "completed", "150.00 ssusd", "150.00 USD"},
		[]string{r.Payment.OrderID, string(r.Payment.Status), r.Payment.Amount.String(), r.Payment.USDValue.String()})
	require.Equal(t, &orders.PaidOrder{OrderID: "order_1234567890", Status: orders.StatusProcessing,
		PaymentStatus: orders.PaymentPaid, PaidAt: birth.Add(5 * time.Second)}, r.Order)
	require.Len(t, r.Payment.Splits, 2)
	hashes := map[string]bool{r.Transaction.TxHash: true}
	for _, s := range r.Payment.Splits {
		require.Regexp(t, `^[0-9A-F]{64}$`, s.TxHash)
		hashes[s.TxHash] = true
	}
	require.Len(t, hashes, 3, "each split has a hash of its own")
	require.Equal(t, []string{"999850.00", "135.00", "15.00", "1000000.00"},
		[]string{b.balance(TestWallet), b.balance(merchant), b.balance(platform), b.balance(b.a.Treasury())})

	p := b.getPayment(r.Payment.PaymentID)
	require.Equal(t, []any{payments.StatusSucceeded, payments.MethodCrypto, "order_1234567890", "cust_test_123", "", "150.00 ssusd"},
		[]any{p.Status, p.PaymentMethod.Type, p.OrderID, p.CustomerID, p.Recipient, p.AmountCaptured.String()})
	require.Equal(t, r.Transaction, p.Transaction)
	require.Equal(t, "Payment for Order #1234567890", p.Metadata["memo"])
	text, err := json.Marshal(r)
	require.NoError(t, err)
	require.Contains(t, string(text), `"amount":{"value":"150.00","denom":"ssusd","usd_value":"150.00"}`)

	b.refund(p.ID, api.SSUSD("150"))
	require.Equal(t, []string{"1000000.00", "135.00", "999850.00"}, []string{b.balance(TestWallet), b.balance(merchant), b.balance(b.a.Treasury())})
}

func TestPayOrderInParts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.payOrder("order_1234567890", api.SSUSD("100.5"))
	require.Equal(t, &orders.PaidOrder{OrderID: "order_1234567890", Status: orders.StatusPending, PaymentStatus: orders.PaymentPartiallyPaid}, r.Order)
	require.NotNil(t, r.Payment.Splits)
	require.Empty(t, r.Payment.Splits)
	require.Equal(t, b.a.Treasury(), b.getPayment(r.Payment.PaymentID).Recipient)
	b.refused(CodeAmountMismatch, "payment_method.amount", func() error {
		return failing(b.tryPayOrder(walletPays("order_1234567890", TestWallet, api.SSUSD("49.500001"))))
	})
	r = b.payOrder("order_1234567890", money("49.5", "usdc"))
	require.Equal(t, orders.StatusProcessing, r.Order.Status)
	require.Equal(t, birth, r.Order.PaidAt)
	require.Equal(t, "1000100.50", b.balance(b.a.Treasury()))
	require.Equal(t, "150.00 ssusd", b.getOrder("order_1234567890").AmountPaid.String())
	b.refused(CodeOrderAlreadyPaid, "", func() error {
		return failing(b.tryPayOrder(walletPays("order_1234567890", TestWallet, api.SSUSD("1"))))
	})
}

func TestDollarsAndTokensPayForEachOther(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.payOrder("order_123456", api.SSUSD("100"))
	b.pay(towards(cardPayment("50.00", "tok_visa"), "order_123456"))
	require.Equal(t, "150.00 usd", b.getOrder("order_123456").AmountPaid.String())
	require.Equal(t, orders.StatusProcessing, b.getOrder("order_123456").Status)
	b.pay(towards(cardPayment("100.00", "tok_visa"), "ord_123"))
	require.Equal(t, "100.00 ssusd", b.getOrder("ord_123").AmountPaid.String())

	yen := b.order(money("500", "JPY"))
	for _, amount := range []api.Money{api.SSUSD("5"), money("5", "usdc")} {
		b.refused(CodeCurrencyMismatch, "payment_method.amount", func() error { return failing(b.tryPayOrder(walletPays(yen.ID, TestWallet, amount))) })
	}
	b.refused(CodeCurrencyMismatch, "amount", func() error { return failing(b.tryPay(towards(cardPayment("5.00", "tok_visa"), yen.ID))) })
	params := towards(cardPayment("5.00", "tok_visa"), yen.ID)
	params.Amount = money("500", "jpy")
	b.pay(params)
	require.Equal(t, "500 JPY", b.getOrder(yen.ID).AmountPaid.String())
	require.Equal(t, orders.StatusProcessing, b.getOrder(yen.ID).Status)
}

func TestPaymentExpires(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	pay := func() error { return failing(b.tryPayOrder(walletPays("order_123456", TestWallet, api.SSUSD("1")))) }
	b.advance(24 * time.Hour)
	require.NoError(t, pay(), "at payment_expires_at it can be paid still")
	b.advance(time.Second)
	refusal := b.refused(CodePaymentExpired, "", pay)
	require.Contains(t, refusal.Message, "2026-01-16T10:00:00Z")
	b.refused(CodePaymentExpired, "", func() error { return failing(b.tryPay(towards(cardPayment("1.00", "tok_visa"), "order_123456"))) })
	require.NoError(t, failing(b.tryCancelOrder("order_123456")))
	b.refused(CodeOrderCancelled, "", pay)
}

func TestRefusedOrderPayments(t *testing.T) {
	t.Parallel()
	const missing, bad = CodeParameterMissing, CodeParameterInvalid
	for _, test := range []struct {
		name, code, param string
		edit              func(p *orders.PayParams)
	}{
		{"unknown order", CodeOrderNotFound, "order_id", func(p *orders.PayParams) { p.OrderID = "ord_no" }},
		{"no amount", missing, "payment_method.amount", func(p *orders.PayParams) { p.PaymentMethod.Amount = api.Money{} }},
		{"zero", bad, "payment_method.amount", func(p *orders.PayParams) { p.PaymentMethod.Amount = api.SSUSD("0") }},
		{"dollars", bad, "payment_method.amount.denom", func(p *orders.PayParams) { p.PaymentMethod.Amount, p.PaymentMethod.Type = api.USD("150"), "" }},
		{"type and denom differ", bad, "payment_method.amount.denom", func(p *orders.PayParams) { p.PaymentMethod.Type = orders.PayUSDC }},
		{"no wallet", missing, "payment_method.wallet_address", func(p *orders.PayParams) { p.PaymentMethod.WalletAddress = "" }},
		{"bad wallet", CodeInvalidWallet, "payment_method.wallet_address", func(p *orders.PayParams) { p.PaymentMethod.WalletAddress = "wallet" }},
		{"wallet of another chain", CodeInvalidWallet, "payment_method.wallet_address", func(p *orders.PayParams) {
			p.PaymentMethod.WalletAddress = "0x52908400098527886E0F7030069857D2E4169EE7"
		}},
		{"bad recipient", CodeInvalidWallet, "split_payments[1].recipient", func(p *orders.PayParams) { p.SplitPayments[1].Recipient = "stateset1" }},
		{"no recipient", missing, "split_payments[0].recipient", func(p *orders.PayParams) { p.SplitPayments[0].Recipient = "" }},
		{"split in usdc", CodeCurrencyMismatch, "split_payments[1].amount", func(p *orders.PayParams) { p.SplitPayments[1].Amount = money("15", "usdc") }},
		{"splits are less", CodeSplitMismatch, "split_payments", func(p *orders.PayParams) { p.SplitPayments[1].Amount = api.SSUSD("14.999999") }},
		{"splits are more", CodeSplitMismatch, "split_payments", func(p *orders.PayParams) { p.SplitPayments[1].Amount = api.SSUSD("15.000001") }},
		{"more than is owed", CodeAmountMismatch, "payment_method.amount", func(p *orders.PayParams) {
			p.PaymentMethod.Amount, p.SplitPayments = api.SSUSD("150.01"), nil
		}},
		{"poor", CodeInsufficientFunds, "", func(p *orders.PayParams) { p.PaymentMethod.WalletAddress = poor }},
		{"decimals that the order cannot hold", bad, "payment_method.amount", func(p *orders.PayParams) {
			p.OrderID, p.PaymentMethod.Amount, p.SplitPayments = "order_123456", api.SSUSD("0.001"), nil
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := splitPayment()
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryPayOrder(params)) })
		})
	}
}

func TestSplitsComeFromOneWalletThatCannotBeOverdrawn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.Fund(poor, api.SSUSD("149.99")) }))
	params := splitPayment()
	params.PaymentMethod.WalletAddress = poor
	params.SplitPayments[0].Recipient = poor // a refund to the wallet does not count
	b.refused(CodeInsufficientFunds, "", func() error { return failing(b.tryPayOrder(params)) })
	require.NoError(t, b.a.Update(func(tx *Tx) error { return tx.Fund(poor, api.SSUSD("0.01")) }))
	require.NoError(t, failing(b.tryPayOrder(params)))
	require.Equal(t, "135.00", b.balance(poor))
}

func TestWalletForms(t *testing.T) {
	t.Parallel()
	for address, chain := range map[string]api.Chain{
		"stateset1merchantaddress123":                   "stateset",
		"stateset1abcdefg":                              "", // seven characters
		"stateset1Abcdefgh":                             "",
		"0x52908400098527886E0F7030069857D2E4169EE7":    "base",
		"0x52908400098527886e0f7030069857d2e4169ee7":    "base",
		"0x5290840009852788":                            "",
		"cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5aaaaaa": "cosmos",
		"cosmos1short":                                  "",
		"4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T":  "solana",
		"4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB40":  "", // 0 is not a base58 digit
		"": "",
	} {
		require.Equal(t, chain, chainOf(address), address)
	}
}
