package engine

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/payments"
)

func TestCardsThatPay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name         string
		params       *payments.CreateParams
		last4, brand string
		month, year  int
	}{
		{"tok_visa", cardPayment("150.00", "tok_visa"), "4242", "visa", 12, 2027},
		{"tok_mastercard", cardPayment("150.00", "tok_mastercard"), "4444", "mastercard", 12, 2027},
		{"tok_amex", cardPayment("150.00", "tok_amex"), "0005", "amex", 12, 2027},
		{"any token", cardPayment("150.00", "tok_1234567890abcdef"), "4242", "visa", 12, 2027},
		{"visa number", numberPayment("150.00", "4242424242424242"), "4242", "visa", 12, 2030},
		{"mastercard number", numberPayment("150.00", "5555555555554444"), "4444", "mastercard", 12, 2030},
		{"amex number", numberPayment("150.00", "378282246310005"), "0005", "amex", 12, 2030},
		{"any number with a valid check digit", numberPayment("150.00", "4000056655665556"), "5556", "visa", 12, 2030},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			p := b.pay(test.params)
			require.Equal(t, payments.StatusSucceeded, p.Status)
			require.True(t, p.Captured)
			require.Equal(t, "150.00 USD", p.AmountCaptured.String())
			require.Equal(t, "0.00 USD", p.AmountCapturable.String())
			require.Equal(t, "0.00 USD", p.AmountRefunded.String())
			require.Equal(t, birth, p.CapturedAt)
			card := p.PaymentMethod.Card
			require.Equal(t, []any{test.last4, test.brand, test.month, test.year}, []any{card.Last4, card.Brand, card.ExpMonth, card.ExpYear})
			require.Regexp(t, `^[A-Za-z0-9]{16}$`, card.Fingerprint)
			require.Equal(t, "US", card.Country)
			require.Equal(t, payments.FundingCredit, card.Funding)
			require.Equal(t, "https://receipts.stateset.com/"+p.ID, p.ReceiptURL)
			require.True(t, p.ProcessorResponse.Approved)
			require.Regexp(t, `^\d{6}$`, p.ProcessorResponse.AuthorizationCode)
			require.Equal(t, "Y", p.ProcessorResponse.AVSResult)
			require.Equal(t, "M", p.ProcessorResponse.CVVResult)
			require.Regexp(t, `^\d{9}$`, p.ProcessorResponse.NetworkTransactionID)
			require.Nil(t, p.Transaction)
			require.Equal(t, "1000000.00", b.balance(b.a.Treasury()), "cards do not touch the ledger")
			require.Equal(t, p, b.getPayment(p.ID))

			text, err := json.Marshal(p)
			require.NoError(t, err)
			require.Contains(t, string(text), `"amount":15000,`)
			if number := test.params.PaymentMethod.Card.Number; number != "" {
				require.NotContains(t, string(text), number)
			}
		})
	}
}

func TestFingerprintFollowsTheCard(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	print := func(params *payments.CreateParams) string { return b.pay(params).PaymentMethod.Card.Fingerprint }
	visa := print(cardPayment("1.00", "tok_visa"))
	require.Equal(t, visa, print(numberPayment("1.00", "4242424242424242")))
	require.Equal(t, visa, newBench(t).pay(cardPayment("2.00", "tok_visa")).PaymentMethod.Card.Fingerprint)
	require.NotEqual(t, visa, print(cardPayment("1.00", "tok_mine")))
	require.NotEqual(t, visa, print(cardPayment("1.00", "tok_amex")))
}

func TestCardsThatAreRefusedLeaveAFailedPayment(t *testing.T) {
	t.Parallel()
	past := numberPayment("9.00", "4242424242424242")
	past.PaymentMethod.Card.ExpMonth, past.PaymentMethod.Card.ExpYear = 12, 2025
	for _, test := range []struct {
		name, code, decline string
		params              *payments.CreateParams
	}{
		{"token declined", CodeCardDeclined, "generic_decline", cardPayment("9.00", "tok_declined")},
		{"token without funds", CodeCardDeclined, "insufficient_funds", cardPayment("9.00", "tok_insufficient_funds")},
		{"token expired", CodeExpiredCard, "expired_card", cardPayment("9.00", "tok_expired")},
		{"token wrong code", CodeIncorrectCVC, "incorrect_cvc", cardPayment("9.00", "tok_incorrect_cvc")},
		{"token processing error", CodeProcessing, "processing_error", cardPayment("9.00", "tok_processing_error")},
		{"number declined", CodeCardDeclined, "generic_decline", numberPayment("9.00", "4000000000000002")},
		{"number without funds", CodeCardDeclined, "insufficient_funds", numberPayment("9.00", "4000000000009995")},
		{"number expired", CodeExpiredCard, "expired_card", numberPayment("9.00", "4000000000000069")},
		{"number wrong code", CodeIncorrectCVC, "incorrect_cvc", numberPayment("9.00", "4000000000000127")},
		{"number processing error", CodeProcessing, "processing_error", numberPayment("9.00", "4000000000000119")},
		{"expiry in the past", CodeExpiredCard, "expired_card", past},
		{"authorization declined", CodeCardDeclined, "generic_decline", authorize(cardPayment("9.00", "tok_declined"))},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			_, err := b.tryPay(towards(test.params, "order_123456"))
			var refusal *Error
			require.ErrorAs(t, err, &refusal)
			require.True(t, refusal.Keep)
			require.Equal(t, "payment_error", refusal.Type())
			require.Equal(t, []string{test.code, test.decline}, []string{refusal.Code, refusal.DeclineCode})
			p := b.getPayment(refusal.PaymentID)
			require.Equal(t, payments.StatusFailed, p.Status)
			require.Equal(t, test.code, p.FailureCode)
			require.Equal(t, refusal.Message, p.FailureMessage)
			require.False(t, p.Captured)
			require.Equal(t, "0.00 USD", p.AmountCaptured.String())
			require.False(t, p.ProcessorResponse.Approved)
			require.Empty(t, p.ProcessorResponse.AuthorizationCode)
			require.Empty(t, p.ReceiptURL)
			require.Equal(t, "0.00 usd", b.getOrder("order_123456").AmountPaid.String())
			require.Equal(t, seededJobs, b.e.Clock().Pending())
		})
	}
}

func TestCardIsGoodToTheEndOfItsMonth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := numberPayment("1.00", "4242424242424242")
	params.PaymentMethod.Card.ExpMonth, params.PaymentMethod.Card.ExpYear = 1, 2026
	require.NoError(t, b.e.SetTime(time.Date(2026, 1, 31, 23, 59, 59, 0, time.UTC)))
	b.pay(params)
	b.advance(time.Second)
	require.ErrorContains(t, failing(b.tryPay(params)), "expired_card")
}

func TestBankPayments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p := b.pay(bankPayment("20.00", nil))
	require.Equal(t, payments.StatusSucceeded, p.Status)
	require.Equal(t, &payments.ACHAccount{Last4: "6789", BankName: "STATESET TEST BANK"}, p.PaymentMethod.ACH)
	require.Nil(t, p.ProcessorResponse)
	for _, method := range []payments.MethodType{payments.MethodWire, payments.MethodPayPal} {
		params := bankPayment("20.00", nil)
		params.PaymentMethod = &payments.MethodParams{Type: method}
		p = b.pay(params)
		require.Equal(t, payments.StatusSucceeded, p.Status)
		require.Equal(t, &payments.Method{Type: method}, p.PaymentMethod)
	}
	require.Equal(t, "1000000.00", b.balance(b.a.Treasury()), "banks do not touch the ledger")
}

func TestProcessingEndsAfterOneHour(t *testing.T) {
	t.Parallel()
	slow := map[string]string{"simulate": "processing"}
	wire := bankPayment("50.00", slow)
	wire.PaymentMethod = &payments.MethodParams{Type: payments.MethodWire}
	for name, params := range map[string]*payments.CreateParams{
		"ach": bankPayment("50.00", slow), "wire": wire,
		"token": cardPayment("50.00", "tok_pending"), "number": numberPayment("50.00", "4000000000000077"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			p := b.pay(towards(params, "order_123456"))
			require.Equal(t, payments.StatusProcessing, p.Status)
			require.False(t, p.Captured)
			require.Equal(t, "0.00 USD", p.AmountCaptured.String())
			require.Equal(t, "0.00 usd", b.getOrder("order_123456").AmountPaid.String())
			b.refused(CodeInvalidState, "", func() error { return failing(b.tryCancel(p.ID)) })
			b.refused(CodeInvalidState, "", func() error { return failing(b.tryRefund(p.ID, api.Money{})) })
			b.advance(time.Hour - time.Second)
			require.Equal(t, payments.StatusProcessing, b.getPayment(p.ID).Status)

			b.advance(time.Hour)
			p = b.getPayment(p.ID)
			require.Equal(t, payments.StatusSucceeded, p.Status)
			require.Equal(t, birth.Add(time.Hour), p.CapturedAt, "at its own time, however far the clock moved")
			require.Equal(t, "50.00 USD", p.AmountCaptured.String())
			require.Equal(t, "50.00 usd", b.getOrder("order_123456").AmountPaid.String())
			require.Equal(t, p.PaymentMethod.Type == payments.MethodCard, p.ProcessorResponse != nil && p.ProcessorResponse.Approved)
		})
	}
	b := newBench(t)
	require.Equal(t, payments.StatusSucceeded, b.pay(bankPayment("1.00", map[string]string{"simulate": "other"})).Status)
	card := cardPayment("1.00", "tok_visa")
	card.Metadata = slow
	require.Equal(t, payments.StatusSucceeded, b.pay(card).Status, "cards have a token for that")
}

func TestProcessingAuthorizationIsThenCapturable(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p := b.pay(authorize(cardPayment("50.00", "tok_pending")))
	b.advance(time.Hour)
	require.Equal(t, payments.StatusRequiresCapture, b.getPayment(p.ID).Status)
	b.advance(7*24*time.Hour - time.Second)
	require.Equal(t, payments.StatusRequiresCapture, b.getPayment(p.ID).Status, "seven days from the authorization")
	b.advance(time.Second)
	require.Equal(t, payments.StatusCancelled, b.getPayment(p.ID).Status)
}

func TestProcessingFailsWhenItsOrderNeedsNoMoneyAnyMore(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code string
		act  func(b *bench)
	}{
		{CodeOrderAlreadyPaid, func(b *bench) { b.payOrder("order_123456", api.SSUSD("150")) }},
		{CodeAmountMismatch, func(b *bench) { b.payOrder("order_123456", api.SSUSD("100.01")) }},
		{CodeOrderCancelled, func(b *bench) { require.NoError(b.t, failing(b.tryCancelOrder("order_123456"))) }},
	} {
		t.Run(test.code, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			p := b.pay(towards(cardPayment("50.00", "tok_pending"), "order_123456"))
			test.act(b)
			b.advance(time.Hour)
			p = b.getPayment(p.ID)
			require.Equal(t, payments.StatusFailed, p.Status)
			require.Equal(t, test.code, p.FailureCode)
			require.Equal(t, "0.00 USD", p.AmountCaptured.String())
		})
	}
}

func TestTokenPayments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p := b.pay(&payments.CreateParams{Amount: api.SSUSD("100.00"), Recipient: merchant,
		Metadata: map[string]string{"order_id": "12345", "customer_email": "user@example.com"}})
	require.Equal(t, payments.StatusSucceeded, p.Status)
	require.Equal(t, merchant, p.Recipient)
	require.Equal(t, &payments.CryptoAccount{WalletAddress: b.a.Treasury(), Chain: "stateset"}, p.PaymentMethod.Crypto)
	require.NotNil(t, p.Transaction)
	require.Nil(t, p.ProcessorResponse)
	require.Equal(t, "12345", p.Metadata["order_id"])
	require.Equal(t, []string{"999900.00", "100.00"}, []string{b.balance(b.a.Treasury()), b.balance(merchant)})

	b.pay(walletPayment("0.000001", TestWallet, merchant))
	require.Equal(t, []string{"999999.999999", "100.000001"}, []string{b.balance(TestWallet), b.balance(merchant)})

	b.pay(towards(walletPayment("30", TestWallet, ""), "order_1234567890"))
	require.Equal(t, "999930.00", b.balance(b.a.Treasury()), "a payment towards an order credits the treasury")
	require.Equal(t, "30.00 ssusd", b.getOrder("order_1234567890").AmountPaid.String())

	upper := walletPayment("1", TestWallet, merchant)
	upper.Amount = money("1", "SSUSD")
	require.Equal(t, "1.00 SSUSD", b.pay(upper).AmountCaptured.String(), "echoed as given, compared without case")
	require.Equal(t, "101.000001", b.balance(merchant))
}

func TestMagicWallets(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, test := range []struct {
		wallet, code string
	}{
		{WalletInsufficientFunds, CodeInsufficientFunds},
		{WalletNetworkError, CodeNetwork},
		{WalletContractError, CodeSmartContract},
		{poor, CodeInsufficientFunds},
	} {
		b.refused(test.code, "", func() error { return failing(b.tryPay(walletPayment("1", test.wallet, merchant))) })
		b.refused(test.code, "", func() error { return failing(b.tryPayOrder(walletPays("ord_123", test.wallet, api.SSUSD("1")))) })
	}
	for _, wallet := range []string{WalletInsufficientFunds, WalletNetworkError, WalletContractError} {
		b.pay(walletPayment("1", TestWallet, wallet))
		require.Equal(t, "1.00", b.balance(wallet), "ordinary as recipients")
		require.Error(t, failing(b.tryPay(walletPayment("1", wallet, merchant))))
	}
}

func TestRefusedPayments(t *testing.T) {
	t.Parallel()
	change := func(base *payments.CreateParams, edit func(p *payments.CreateParams)) *payments.CreateParams {
		edit(base)
		return base
	}
	card := func(edit func(p *payments.CreateParams)) *payments.CreateParams {
		return change(cardPayment("1.00", "tok_visa"), edit)
	}
	number := func(edit func(c *payments.CardParams)) *payments.CreateParams {
		params := numberPayment("1.00", "4242424242424242")
		edit(params.PaymentMethod.Card)
		return params
	}
	wallet := func(edit func(p *payments.CreateParams)) *payments.CreateParams {
		return change(walletPayment("1.00", TestWallet, merchant), edit)
	}
	ach := func(edit func(a *payments.ACHParams)) *payments.CreateParams {
		params := bankPayment("1.00", nil)
		edit(params.PaymentMethod.ACH)
		return params
	}
	const missing, bad = CodeParameterMissing, CodeParameterInvalid
	for _, test := range []struct {
		name, code, param string
		params            *payments.CreateParams
	}{
		{"no method", missing, "payment_method", card(func(p *payments.CreateParams) { p.PaymentMethod = nil })},
		{"no customer", missing, "customer_id", card(func(p *payments.CreateParams) { p.CustomerID = "" })},
		{"recipient of dollars", bad, "recipient", card(func(p *payments.CreateParams) { p.Recipient = merchant })},
		{"dollars from a wallet", bad, "currency", change(walletPayment("1", TestWallet, ""), func(p *payments.CreateParams) {
			p.Amount, p.CustomerID = api.USD("1"), "cust_abc123"
		})},
		{"order and invoice", bad, "invoice_id", card(func(p *payments.CreateParams) { p.OrderID, p.InvoiceID = "order_123456", "inv_1" })},
		{"no card", missing, "payment_method.card", card(func(p *payments.CreateParams) { p.PaymentMethod.Card = nil })},
		{"empty card", missing, "payment_method.card.token", number(func(c *payments.CardParams) { *c = payments.CardParams{} })},
		{"token and number", bad, "payment_method.card.number", number(func(c *payments.CardParams) { c.Token = "tok_visa" })},
		{"token and code", bad, "payment_method.card.cvc", card(func(p *payments.CreateParams) { p.PaymentMethod.Card.CVC = "123" })},
		{"token and month", bad, "payment_method.card.exp_month", card(func(p *payments.CreateParams) { p.PaymentMethod.Card.ExpMonth = 12 })},
		{"token and year", bad, "payment_method.card.exp_year", card(func(p *payments.CreateParams) { p.PaymentMethod.Card.ExpYear = 2030 })},
		{"no token", bad, "payment_method.card.token", card(func(p *payments.CreateParams) { p.PaymentMethod.Card.Token = "4242" })},
		{"wrong check digit", bad, "payment_method.card.number", number(func(c *payments.CardParams) { c.Number = "4242424242424241" })},
		{"short number", bad, "payment_method.card.number", number(func(c *payments.CardParams) { c.Number = "42424242420" })},
		{"no month", missing, "payment_method.card.exp_month", number(func(c *payments.CardParams) { c.ExpMonth = 0 })},
		{"no year", missing, "payment_method.card.exp_year", number(func(c *payments.CardParams) { c.ExpYear = 0 })},
		{"no code", missing, "payment_method.card.cvc", number(func(c *payments.CardParams) { c.CVC = "" })},
		{"details of ach with a card", bad, "payment_method.ach", card(func(p *payments.CreateParams) { p.PaymentMethod.ACH = &payments.ACHParams{} })},
		{"details of a wallet with a card", bad, "payment_method.crypto", card(func(p *payments.CreateParams) { p.PaymentMethod.Crypto = &payments.CryptoParams{} })},
		{"details of a card with a wire", bad, "payment_method.card", card(func(p *payments.CreateParams) { p.PaymentMethod.Type = payments.MethodWire })},
		{"no ach", missing, "payment_method.ach", card(func(p *payments.CreateParams) { p.PaymentMethod = &payments.MethodParams{Type: payments.MethodACH} })},
		{"wrong routing number", bad, "payment_method.ach.routing_number", ach(func(a *payments.ACHParams) { a.RoutingNumber = "110000001" })},
		{"short routing number", bad, "payment_method.ach.routing_number", ach(func(a *payments.ACHParams) { a.RoutingNumber = "11000000" })},
		{"no routing number at all", bad, "payment_method.ach.routing_number", ach(func(a *payments.ACHParams) { a.RoutingNumber = "000000000" })},
		{"authorized bank payment", bad, "capture", authorize(bankPayment("1.00", nil))},
		{"authorized wallet payment", bad, "capture", authorize(walletPayment("1", TestWallet, merchant))},
		{"authorized treasury payment", bad, "capture", authorize(&payments.CreateParams{Amount: api.SSUSD("1"), Recipient: merchant})},

		{"tokens by card", bad, "payment_method.type", card(func(p *payments.CreateParams) { p.Amount, p.Recipient = api.SSUSD("1"), merchant })},
		{"tokens to nobody", missing, "recipient", wallet(func(p *payments.CreateParams) { p.Recipient = "" })},
		{"treasury pays its order", missing, "payment_method", wallet(func(p *payments.CreateParams) {
			p.PaymentMethod, p.Recipient, p.OrderID = nil, "", "order_1234567890"
		})},
		{"treasury pays its invoice", missing, "payment_method", wallet(func(p *payments.CreateParams) {
			p.PaymentMethod, p.Recipient, p.InvoiceID = nil, "", "inv_1234567890"
		})},
		{"order and recipient", bad, "recipient", wallet(func(p *payments.CreateParams) { p.OrderID = "order_1234567890" })},
		{"bad recipient", CodeInvalidWallet, "recipient", wallet(func(p *payments.CreateParams) { p.Recipient = "stateset1UPPERCASE" })},
		{"no wallet", missing, "payment_method.crypto", wallet(func(p *payments.CreateParams) { p.PaymentMethod.Crypto = nil })},
		{"empty wallet", missing, "payment_method.crypto.wallet_address", wallet(func(p *payments.CreateParams) { p.PaymentMethod.Crypto.WalletAddress = "" })},
		{"bad wallet", CodeInvalidWallet, "payment_method.crypto.wallet_address", wallet(func(p *payments.CreateParams) { p.PaymentMethod.Crypto.WalletAddress = "0x12" })},
		{"wallet of another chain", CodeInvalidWallet, "payment_method.crypto.wallet_address", wallet(func(p *payments.CreateParams) { p.PaymentMethod.Crypto.Chain = "base" })},

		{"unknown customer", CodeResourceNotFound, "customer_id", card(func(p *payments.CreateParams) { p.CustomerID = "cust_no" })},
		{"unknown order", CodeResourceNotFound, "order_id", card(func(p *payments.CreateParams) { p.OrderID = "ord_no" })},
		{"unknown invoice", CodeResourceNotFound, "invoice_id", card(func(p *payments.CreateParams) { p.InvoiceID = "inv_no" })},
		{"more than is owed", CodeAmountMismatch, "amount", towards(cardPayment("150.01", "tok_visa"), "order_123456")},
		{"other currency", CodeCurrencyMismatch, "amount", card(func(p *payments.CreateParams) {
			p.Amount, p.OrderID = money("1", "EUR"), "order_123456"
		})},
		{"decimals that the order cannot hold", bad, "amount", towards(walletPayment("0.001", TestWallet, ""), "order_123456")},
		{"more than the wallet holds", CodeInsufficientFunds, "", walletPayment("1000000.01", TestWallet, merchant)},
		{"more than the treasury holds", CodeInsufficientFunds, "", &payments.CreateParams{Amount: api.SSUSD("1000000.01"), Recipient: merchant}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			refusal := b.refused(test.code, test.param, func() error { return failing(b.tryPay(test.params)) })
			if test.code == missing {
				require.Equal(t, "The '"+test.param+"' parameter is required", refusal.Message)
			}
			require.NotContains(t, refusal.Message, "424242424242", "no card number in a message")
		})
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.EqualError(t, failing(b.tryCancel("pay_x")), "resource_not_found: No such payment: 'pay_x'")
	require.EqualError(t, failing(b.tryCancel("pay_test_456")), "invalid_state: The payment 'pay_test_456' is 'succeeded' and cannot become 'cancelled': "+
		"only a payment that is 'requires_capture' can be cancelled, refund this one")
	require.EqualError(t, failing(b.tryPay(walletPayment("1", poor, merchant))),
		"INSUFFICIENT_FUNDS: The wallet 'stateset1nobodyfundedme' holds 0.00 ssusd and 1.00 ssusd is needed: fund it first")
	long := failing(b.tryCancel("a\x00'\"ü" + strings.Repeat("x", 1000))).Error()
	require.Contains(t, long, `'a\x00'"ü`)
	require.Less(t, len(long), 150)
}

func TestParamsAreNotKept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := cardPayment("1.00", "tok_visa")
	params.Metadata = map[string]string{"a": "1"}
	params.BillingAddress = &api.Address{City: "Berlin"}
	p := b.pay(params)
	params.Metadata["a"] = "2"
	params.BillingAddress.City = "Paris"
	p = b.getPayment(p.ID)
	require.Equal(t, "1", p.Metadata["a"])
	require.Equal(t, "Berlin", p.BillingAddress.City)
}
