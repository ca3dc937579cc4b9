package payments_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/moneytest"
	"github.com/stateset/stateset-go/payments"
)

func cardPayment() payments.Payment {
	created, captured := golden.Time("2024-01-19T15:30:00Z"), golden.Time("2024-01-19T15:30:01Z")
	return payments.Payment{
		ID: "pay_0901f083-aa1c-43c5-af5c-0a9d2fc64e30", Object: "payment", Status: payments.StatusSucceeded, Captured: true,
		Amount: api.USD("150.00"), AmountCapturable: api.USD("0.00"), AmountCaptured: api.USD("150.00"), AmountRefunded: api.USD("25.50"),
		PaymentMethod: &payments.Method{Type: payments.MethodCard, Card: &payments.Card{
			Last4: "4242", Brand: "visa", ExpMonth: 12, ExpYear: 2025, Fingerprint: "Xt5EWLLDS7FJjR1c", Country: "US", Funding: "credit",
		}},
		OrderID: "order_123456", CustomerID: "cust_abc123", Description: "Payment for Order #123456", StatementDescriptor: "SHOP",
		ReceiptURL: "https://receipts.stateset.com/pay_0901f083-aa1c-43c5-af5c-0a9d2fc64e30",
		ProcessorResponse: &payments.ProcessorResponse{
			Approved: true, AuthorizationCode: "123456", AVSResult: "Y", CVVResult: "M", NetworkTransactionID: "123456789",
		},
		BillingAddress: &api.Address{Name: "Ada Lovelace", Line1: "1 Main St", City: "Springfield", State: "IL", PostalCode: "62701", Country: "US"},
		Metadata:       map[string]string{"channel": "web", "note": ""},
		CreatedAt:      created, UpdatedAt: captured, CapturedAt: captured,
		CaptureDetails: &payments.CaptureDetails{CapturedAmount: api.USD("150.00"), CaptureTime: captured, ProcessorCaptureID: "cap_1"},
	}
}

func ssusdPayment(t *testing.T) payments.Payment {
	t.Helper()
	var invoice api.Expanded
	require.NoError(t, json.Unmarshal([]byte(`{"id":"inv_1234567890","total_amount":{"value":"5000.00","denom":"ssusd"}}`), &invoice))
	created, refunded := golden.Time("2022-01-01T00:00:00Z"), golden.Time("2022-01-01T00:01:00Z")
	return payments.Payment{
		ID: "pay_1a2b3c4d", Object: "payment", Status: payments.StatusSucceeded, Captured: true,
		Amount: api.SSUSD("100.00"), AmountCapturable: api.SSUSD("0.00"), AmountCaptured: api.SSUSD("100.00"), AmountRefunded: api.SSUSD("0.000001"),
		PaymentMethod: &payments.Method{Type: payments.MethodCrypto, Crypto: &payments.CryptoAccount{
			WalletAddress: "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu", Chain: "stateset",
		}},
		Recipient: "stateset1merchantaddress123", CustomerID: "cust_test_123",
		Customer: &api.Customer{ID: "cust_test_123", Object: "customer", Email: "user@example.com", FirstName: "Ada", Metadata: map[string]string{}, CreatedAt: created},
		Invoice:  &invoice,
		Refunds: []*payments.Refund{{
			ID: "ref_1", Object: "refund", Amount: api.SSUSD("0.000001"), PaymentID: "pay_1a2b3c4d", Status: payments.RefundSucceeded,
			Reason: payments.ReasonOther, Metadata: map[string]string{}, CreatedAt: refunded, ProcessedAt: refunded,
		}},
		Transaction: &api.Transaction{
			TxHash: "B5E7A2D9F3C8E1A4D6B9C3F7E2A5D8B1E4C7F9A2D5B8E1C4F7A9D2E5B8C1F4A7", BlockHeight: 1234567, Timestamp: created, GasUsed: "75000", Chain: "stateset",
		},
		Metadata:  map[string]string{"order_id": "12345"},
		CreatedAt: created, UpdatedAt: created, CapturedAt: created,
	}
}

func usdRefund() payments.Refund {
	return payments.Refund{
		ID: "ref_1a2b3c4d", Object: "refund", Amount: api.USD("25.50"), PaymentID: "pay_1", Status: payments.RefundSucceeded,
		Reason: payments.ReasonRequestedByCustomer, Notes: "the blue one",
		Payment:    &payments.RefundedPayment{ID: "pay_1", Amount: api.USD("150.00"), AmountRefunded: api.USD("25.50"), RefundsCount: 1},
		ReceiptURL: "https://receipts.stateset.com/ref_1a2b3c4d", Metadata: map[string]string{"ticket": "7"},
		CreatedAt: golden.Time("2024-01-20T09:00:00Z"), ProcessedAt: golden.Time("2024-01-20T09:00:02Z"),
	}
}

func TestWireForm(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"payment_card": cardPayment(), "payment_ssusd": ssusdPayment(t), "payment_unset": payments.Payment{},
		"refund": usdRefund(), "refund_unset": payments.Refund{},
	} {
		golden.JSON(t, name, value)
	}
}

func TestReadWireForm(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]payments.Payment{
		"payment_card": cardPayment(), "payment_ssusd": ssusdPayment(t), "payment_unset": {Metadata: map[string]string{}},
	} {
		got := payments.Payment{ID: "before", Refunds: []*payments.Refund{{}}} // replaced completely
		require.NoError(t, json.Unmarshal(golden.Read(t, name+".json"), &got), name)
		got.Invoice, want.Invoice = nil, nil // kept with its blanks
		require.Equal(t, want, got, name)
	}
	var got payments.Refund
	require.NoError(t, json.Unmarshal(golden.Read(t, "refund.json"), &got))
	require.Equal(t, usdRefund(), got)
}

// The bodies in the reference have fewer members than those of the API.
func TestReadReferenceBodies(t *testing.T) {
	t.Parallel()
	var card payments.Payment
	require.NoError(t, json.Unmarshal(golden.Read(t, "payment_create_card_response.json"), &card))
	require.Equal(t, "150.00 USD", card.Amount.String())
	require.Equal(t, payments.StatusSucceeded, card.Status)
	require.Equal(t, golden.Time("2024-01-19T15:30:00Z"), card.CreatedAt)
	require.Equal(t, "4242", card.PaymentMethod.Card.Last4)
	require.Equal(t, "M", card.ProcessorResponse.CVVResult)
	require.False(t, card.AmountCaptured.IsSet())

	var ssusd payments.Payment
	require.NoError(t, json.Unmarshal(golden.Read(t, "payment_create_ssusd_response.json"), &ssusd))
	require.Equal(t, "100.00 ssusd", ssusd.Amount.String())
	require.Equal(t, golden.Time("2022-01-01T00:00:00Z"), ssusd.CreatedAt, "from created alone")
	require.Equal(t, map[string]string{"order_id": "12345"}, ssusd.Metadata)

	for name, p := range map[string]payments.Payment{"payment_create_card_response": card, "payment_create_ssusd_response": ssusd} {
		written, err := json.Marshal(p)
		require.NoError(t, err)
		requireHolds(t, golden.Tree(t, golden.Read(t, name+".json")), golden.Tree(t, written), name)
	}
}

// requireHolds checks that got has every member of want with the same text.
func requireHolds(t *testing.T, want, got any, path string) {
	t.Helper()
	members, ok := want.(map[string]any)
	if !ok {
		require.Equal(t, want, got, path)
		return
	}
	for name, value := range members {
		requireHolds(t, value, got.(map[string]any)[name], path+"."+name)
	}
}

func TestReadTolerantly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{`{"amount":15000,"currency":"USD"}`, "150.00 USD"}, {`{"amount":"15000","currency":"USD"}`, "150.00 USD"},
		{`{"amount":1e2,"currency":"ssusd"}`, "100.00 ssusd"}, {`{"amount":"100.00","currency":"ssusd"}`, "100.00 ssusd"},
		{`{"currency":"ssUSD","amount":100}`, "100.00 ssUSD"}, {`{"amount":1500,"currency":"JPY"}`, "1500 JPY"}, {`{"amount":1500,"currency":"KWD"}`, "1.500 KWD"},
		{`{"amount":-0,"currency":"USD"}`, "0.00 USD"}, {`{"amount":9007199254740993,"currency":"USD"}`, "90071992547409.93 USD"},
		{`{"amount":100,"currency":"zzz"}`, "1.00 zzz"}, {`{"amount":null,"currency":"USD"}`, "0"}, {`{}`, "0"},
		{`{"amount":1,"currency":"JPY","refunds":null,"payment_method":null,"metadata":null}`, "1 JPY"},
	} {
		var p payments.Payment
		require.NoError(t, json.Unmarshal([]byte(tt.text), &p), tt.text)
		require.Equal(t, tt.want, p.Amount.String(), tt.text)
	}
}

func TestReadCreated(t *testing.T) {
	t.Parallel()
	want := golden.Time("2022-01-01T00:00:00Z")
	for _, text := range []string{
		`{"created":1640995200}`, `{"created":1640995200.0}`, `{"created":"1640995200"}`, `{"created":"2022-01-01T00:00:00Z"}`, `{"created_at":"2022-01-01T00:00:00Z"}`,
		`{"created":null,"created_at":"2022-01-01T00:00:00Z"}`, `{"created":0,"created_at":"2022-01-01T00:00:00Z"}`, `{"created":1640995200,"created_at":null}`,
		`{"created":1,"created_at":"2022-01-01T00:00:00Z"}`, // created_at takes precedence
	} {
		var p payments.Payment
		require.NoError(t, json.Unmarshal([]byte(text), &p), text)
		require.Equal(t, want, p.CreatedAt, text)
	}
}

func TestUnknownMembersAndValues(t *testing.T) {
	t.Parallel()
	const text = `{"id":"pay_1","status":"under_review","new":{"a":[1,{}]},"amount":100,"currency":"USD",
		"payment_method":{"type":"pix","pix":{"key":"k"},"card":{"last4":"4242","wallet":"x"}},
		"refunds":[{"status":"odd","reason":"newest","amount":1,"currency":"USD","more":true,"payment":{"id":"pay_1","x":1}}]}`
	var p payments.Payment
	require.NoError(t, json.Unmarshal([]byte(text), &p))
	require.Equal(t, payments.Status("under_review"), p.Status)
	require.Equal(t, payments.MethodType("pix"), p.PaymentMethod.Type)
	require.Equal(t, payments.RefundStatus("odd"), p.Refunds[0].Status)
	require.Equal(t, payments.RefundReason("newest"), p.Refunds[0].Reason)
	for _, known := range []bool{p.Status.Known(), p.PaymentMethod.Type.Known(), p.Refunds[0].Status.Known(), p.Refunds[0].Reason.Known()} {
		require.False(t, known)
	}
	written, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(written), `"status":"under_review"`)
	require.Contains(t, string(written), `"type":"pix"`)
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for _, s := range []payments.Status{"pending", "processing", "requires_capture", "succeeded", "failed", "cancelled"} {
		require.True(t, s.Known(), s)
	}
	for _, m := range []payments.MethodType{"card", "ach", "wire", "paypal", "crypto"} {
		require.True(t, m.Known(), m)
	}
	for _, r := range []payments.RefundReason{"duplicate", "fraudulent", "requested_by_customer", "defective", "other"} {
		require.True(t, r.Known(), r)
	}
	for _, s := range []payments.RefundStatus{"pending", "succeeded", "failed"} {
		require.True(t, s.Known(), s)
	}
	for _, known := range []bool{
		payments.Status("").Known(), payments.Status("Succeeded").Known(), payments.MethodType("").Known(), payments.RefundReason("").Known(), payments.RefundStatus("").Known(),
	} {
		require.False(t, known)
	}
}

func TestReadErrorsNameTheField(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"amount":9223372036854775808,"currency":"JPY"}`:                     `amount: number "9223372036854775808" is invalid or out of range`,
		`{"amount":1,"currency":"USD","amount_captured":1e30}`:                `amount_captured: number "1e30" in USD: must be an integer in its smallest unit`,
		`{"amount":15000.00,"currency":"USD"}`:                                `amount: number "15000.00" in USD: must be an integer in its smallest unit`,
		`{"amount":10.50,"currency":"eurc"}`:                                  `amount: number "10.50" in eurc: must be an integer in its smallest unit`,
		`{"currency":"ssusd","amount_refunded":"1e5000000"}`:                  `amount_refunded: number "1e5000000" is invalid or out of range`,
		`{"currency":"ssusd","capture_details":{"captured_amount":1e25}}`:     `capture_details.captured_amount: number "1e25" is invalid or out of range`,
		`{"refunds":[{},{"amount":1e25,"currency":"usdc"}]}`:                  `refunds[1].amount: number "1e25" is invalid or out of range`,
		`{"refunds":[{"payment":{"amount_refunded":true},"currency":"USD"}]}`: `refunds[0].payment.amount_refunded: unexpected bool`,
		`{"amount":true}`:                          `amount: unexpected bool`,
		`{"amount":1}`:                             `amount: amount without a currency`,
		`{"amount":1,"currency":null}`:             `amount: amount without a currency`,
		`{"currency":5}`:                           `currency: unexpected number`,
		`{"status":{}}`:                            `status: unexpected object`,
		`{"id":"a","id":"a"}`:                      `id: appears twice`,
		`{"currency":"USD","currency":"JPY"}`:      `currency: appears twice`,
		"{\"description\":\"\xff\"}":               `description: invalid UTF-8`,
		`{"processor_response":{"approved":"no"}}`: `processor_response.approved: unexpected string`,
	} {
		p := payments.Payment{ID: "before"}
		require.EqualError(t, json.Unmarshal([]byte(text), &p), "stateset: "+want, text)
		require.Equal(t, payments.Payment{ID: "before"}, p, "an error changes nothing")
	}
}

// A member of an unexpected type that is not an ID, amount or status does not affect the
// other members.
func TestOddMembersAreSkipped(t *testing.T) {
	t.Parallel()
	var p payments.Payment
	require.NoError(t, json.Unmarshal([]byte(`{"id":"pay_1","metadata":[],"created":"yesterday","payment_method":{"card":{"exp_month":"x","last4":"4242"}},
		"transaction":{"gas_used":21000,"block_height":"7"},"billing_address":"Main St","amount":1,"currency":"JPY"}`), &p))
	require.Equal(t, payments.Payment{ID: "pay_1", Amount: moneytest.Amount(t, "1", "JPY"), PaymentMethod: &payments.Method{Card: &payments.Card{Last4: "4242"}},
		Transaction: &api.Transaction{GasUsed: "21000", BlockHeight: 7}}, p)
}

// Unknown members are encoded as they were received.
func TestUnknownMembersSurvive(t *testing.T) {
	t.Parallel()
	const text = `{"id":"pay_1","liveMode":true,"risk":{"score":1e400},"payment_method":{"type":"card","card":{"wallet":{"type":"x"}}}}`
	var p payments.Payment
	require.NoError(t, json.Unmarshal([]byte(text), &p))
	require.Equal(t, `{"score":1e400}`, string(p.Extra.Get("risk")))
	written, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(written), `,"liveMode":true,"risk":{"score":1e400}}`)
	require.Contains(t, string(written), `"wallet":{"type":"x"}`)
}

// A null in a list stays null and causes no panic.
func TestNullRefund(t *testing.T) {
	t.Parallel()
	var p payments.Payment
	require.NoError(t, json.Unmarshal([]byte(`{"refunds":[null,{"id":"ref_1"}]}`), &p))
	require.Len(t, p.Refunds, 2)
	require.Nil(t, p.Refunds[0])
	require.Equal(t, "ref_1", p.Refunds[1].ID)
	written, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(written), `"refunds":[null,{`)
}

func TestExpandedMembers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{`{"refunds":[]}`: true, `{"refunds":null}`: false, `{}`: false} {
		var p payments.Payment
		require.NoError(t, json.Unmarshal([]byte(text), &p))
		written, err := json.Marshal(p)
		require.NoError(t, err)
		require.Equal(t, want, bytes.Contains(written, []byte(`"refunds":[]`)), text)
		require.NotContains(t, string(written), `"customer":`)
		require.NotContains(t, string(written), `"order":`)
		require.NotContains(t, string(written), `"capture_details":`)
	}
}

// An amount that the wire cannot represent is an error.
func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	usd := api.USD("1")
	for want, p := range map[string]payments.Payment{
		"more than the 2 decimals": {Amount: api.USD("1.005")},
		"invalid decimal":          {Amount: usd, AmountCaptured: api.USD("1,0")},
		"no currency":              {Amount: api.FromDecimal(decimal.New(5, 0), "")},
		"USD and ssusd":            {Amount: usd, AmountRefunded: api.SSUSD("1")},
		"currencies differ":        {Amount: usd, CaptureDetails: &payments.CaptureDetails{CapturedAmount: api.SSUSD("1")}},
		"ssusd and USD":            {Refunds: []*payments.Refund{{Amount: api.SSUSD("1"), Payment: &payments.RefundedPayment{Amount: usd}}}},
	} {
		_, err := json.Marshal(p)
		require.ErrorContains(t, err, want)
	}
	_, err := json.Marshal(payments.Refund{Amount: usd, Payment: &payments.RefundedPayment{AmountRefunded: api.SSUSD("1")}})
	require.ErrorContains(t, err, "USD and ssusd")
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPayment(t)
		written, err := json.Marshal(p)
		require.NoError(t, err)
		var back payments.Payment
		require.NoError(t, json.Unmarshal(written, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(written), string(again))
		require.True(t, p.Amount.Equal(back.Amount))
		require.Equal(t, p.CreatedAt.Unix(), back.CreatedAt.Unix())

		r := drawRefund(t, drawCurrency(t))
		written, err = json.Marshal(r)
		require.NoError(t, err)
		var refund payments.Refund
		require.NoError(t, json.Unmarshal(written, &refund))
		again, err = json.Marshal(refund)
		require.NoError(t, err)
		require.Equal(t, string(written), string(again))
	})
}

func drawCurrency(t *rapid.T) string {
	return rapid.SampledFrom([]string{"USD", "usd", "JPY", "KWD", "ssusd", "ssUSD", "usdc"}).Draw(t, "currency")
}

func drawMoney(t *rapid.T, currency string) api.Money {
	if rapid.Bool().Draw(t, "unset") {
		return api.Money{}
	}
	return drawSet(t, currency)
}

func drawSet(t *rapid.T, currency string) api.Money {
	m, err := api.FromMinor(rapid.Int64Range(-1e14, 1e14).Draw(t, "units"), currency)
	require.NoError(t, err)
	return m
}

func drawTime(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "no time") {
		return time.Time{}
	}
	zone := time.FixedZone("drawn", rapid.IntRange(-12*3600, 14*3600).Draw(t, "zone"))
	return time.Unix(rapid.Int64Range(-6e10, 2e11).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).In(zone)
}

func drawRefund(t *rapid.T, currency string) *payments.Refund {
	r := &payments.Refund{
		ID: rapid.String().Draw(t, "id"), Amount: drawSet(t, currency), Status: payments.RefundStatus(rapid.String().Draw(t, "status")),
		Notes: rapid.String().Draw(t, "notes"), Metadata: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "metadata"),
		CreatedAt: drawTime(t), ProcessedAt: drawTime(t),
	}
	if rapid.Bool().Draw(t, "payment") {
		r.Payment = &payments.RefundedPayment{ID: "pay_1", Amount: drawMoney(t, currency), AmountRefunded: drawMoney(t, currency), RefundsCount: rapid.IntRange(0, 99).Draw(t, "count")}
	}
	return r
}

func drawPayment(t *rapid.T) payments.Payment {
	currency := drawCurrency(t)
	p := payments.Payment{
		ID: rapid.String().Draw(t, "id"), Status: payments.Status(rapid.String().Draw(t, "status")), Captured: rapid.Bool().Draw(t, "captured"),
		Amount: drawSet(t, currency), AmountCapturable: drawMoney(t, currency), AmountCaptured: drawMoney(t, currency), AmountRefunded: drawMoney(t, currency),
		Description: rapid.String().Draw(t, "description"), Metadata: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "metadata"),
		CreatedAt: drawTime(t), UpdatedAt: drawTime(t), CapturedAt: drawTime(t),
	}
	if rapid.Bool().Draw(t, "method") {
		p.PaymentMethod = &payments.Method{Type: payments.MethodCard, Card: &payments.Card{Last4: "4242", ExpYear: rapid.IntRange(0, 9999).Draw(t, "year")}}
	}
	if rapid.Bool().Draw(t, "capture") {
		p.CaptureDetails = &payments.CaptureDetails{CapturedAmount: drawMoney(t, currency), CaptureTime: drawTime(t)}
	}
	if rapid.Bool().Draw(t, "refunds") {
		p.Refunds = []*payments.Refund{drawRefund(t, currency), nil}[:rapid.IntRange(0, 2).Draw(t, "count")]
	}
	return p
}
