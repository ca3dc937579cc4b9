package invoices_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/payments"
)

func fullInvoice() invoices.Invoice {
	made := golden.Time("2026-01-15T10:00:00Z")
	return invoices.Invoice{
		ID: "inv_1", Object: "invoice", InvoiceNumber: "INV-2026-000001", Status: invoices.StatusPartiallyPaid, CustomerID: "cust_test_123",
		Customer:  &api.Customer{ID: "cust_test_123", Object: "customer", Email: "user@example.com", Metadata: map[string]string{}, CreatedAt: made},
		IssueDate: api.NewDate(2026, 1, 15), DueDate: api.NewDate(2026, 2, 14),
		LineItems: []*invoices.LineItem{{
			ID: "li_1", Description: "Consulting", Quantity: api.Dec("7.5"), UnitPrice: api.SSUSD("120.00"), Amount: api.SSUSD("900.00"),
			TaxRate: api.Dec("0.0800"), TaxAmount: api.SSUSD("72.00"), ProductID: "prod_1", AccountCode: "4000",
		}},
		Subtotal: api.SSUSD("900.00"), TaxAmount: api.SSUSD("72.00"), DiscountAmount: api.SSUSD("2.50"), TotalAmount: api.SSUSD("972.00"),
		AmountPaid: api.SSUSD("100.000001"), BalanceDue: api.SSUSD("869.499999"),
		Payments: []*invoices.Payment{
			{PaymentID: "pmt_1", Amount: api.SSUSD("100.000001"), Discount: api.SSUSD("2.50"), PaidAt: made},
			{PaymentID: "pay_2", Amount: api.SSUSD("0.00"), Discount: api.SSUSD("0.00"), PaidAt: made, Payment: &payments.Payment{
				ID: "pay_2", Object: "payment", Amount: api.USD("5.00"), Status: payments.StatusSucceeded, Captured: true,
				AmountCapturable: api.USD("0.00"), AmountCaptured: api.USD("5.00"), AmountRefunded: api.USD("5.00"),
				InvoiceID: "inv_1", Metadata: map[string]string{}, CreatedAt: made, UpdatedAt: made, CapturedAt: made,
			}},
		},
		EarlyPaymentDiscount: &invoices.EarlyPaymentDiscount{Percentage: api.Dec("5.0"), ExpiresAt: golden.Time("2026-01-25T23:59:59Z")},
		FactoringID:          "fac_1", PaymentTerms: "net_30", Notes: "Thank you",
		BillingAddress: &api.Address{Name: "Ada Lovelace", City: "Springfield", Country: "US"}, Metadata: map[string]string{"project": "apollo"},
		SentCount: 2, CreatedAt: made, UpdatedAt: golden.Time("2026-01-16T00:00:00Z"), SentAt: made, ViewedAt: golden.Time("2026-01-15T11:00:00Z"),
		PublicURL: "https://invoices.example.com/i/abc", PDFURL: "https://invoices.example.com/i/abc.pdf",
		EmailDetails: &invoices.EmailDetails{SentTo: []string{"a@example.com"}, CC: []string{}, Subject: "Invoice", Attachments: []string{"INV-2026-000001.pdf"}},
	}
}

func fullPayResult() invoices.PayResult {
	paid := golden.Time("2024-01-15T11:00:00Z")
	return invoices.PayResult{
		Success:     true,
		Transaction: &api.Transaction{TxHash: "E8F1B4C7D0A3E6F9C2B5E8F1D4C7A0B3E6F9C2B5", BlockHeight: 1234568, Timestamp: paid, GasUsed: "80000", Chain: "stateset"},
		Payment: &invoices.InvoicePayment{
			PaymentID: "pmt_abc123def456", InvoiceID: "inv_1234567890", AmountPaid: api.SSUSD("4750.00"), USDValue: api.USD("4750.00"), Status: "completed",
			DiscountApplied: &invoices.Discount{Type: "early_payment", Amount: api.SSUSD("250.00"), Percentage: api.Dec("5.0")},
		},
		Invoice: &invoices.PaidInvoice{
			InvoiceID: "inv_1234567890", Status: invoices.StatusPaid, TotalAmount: api.SSUSD("5000.00"), AmountPaid: api.SSUSD("4750.00"), BalanceDue: api.SSUSD("0.00"),
			Payments: []*invoices.Payment{{PaymentID: "pmt_abc123def456", Amount: api.SSUSD("4750.00"), Discount: api.SSUSD("250.00"), PaidAt: paid}},
		},
	}
}

func TestWireForm(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"invoice": fullInvoice(), "invoice_unset": invoices.Invoice{}, "pay_result": fullPayResult(), "pay_result_unset": invoices.PayResult{},
		"pay_result_members_unset": invoices.PayResult{Success: true, Transaction: &api.Transaction{}, Payment: &invoices.InvoicePayment{}, Invoice: &invoices.PaidInvoice{}},
	} {
		golden.JSON(t, name, value)
	}
}

func TestReadWireForm(t *testing.T) {
	t.Parallel()
	var invoice invoices.Invoice
	require.NoError(t, json.Unmarshal(golden.Read(t, "invoice.json"), &invoice))
	require.Equal(t, fullInvoice(), invoice)

	var unset invoices.Invoice
	require.NoError(t, json.Unmarshal(golden.Read(t, "invoice_unset.json"), &unset))
	require.Equal(t, invoices.Invoice{LineItems: []*invoices.LineItem{}, Payments: []*invoices.Payment{}, Metadata: map[string]string{}}, unset)

	pay := invoices.PayResult{Payment: &invoices.InvoicePayment{Status: "before"}} // replaced completely
	require.NoError(t, json.Unmarshal(golden.Read(t, "pay_result.json"), &pay))
	require.Equal(t, fullPayResult(), pay)

	require.NoError(t, json.Unmarshal(golden.Read(t, "pay_result_members_unset.json"), &pay))
	require.Equal(t, &invoices.InvoicePayment{}, pay.Payment)
}

// The documented response, which has no chain, is decoded completely.
func TestReadTheDocumentedAnswer(t *testing.T) {
	t.Parallel()
	want := fullPayResult()
	want.Transaction.Chain = ""
	var got invoices.PayResult
	require.NoError(t, json.Unmarshal(golden.Read(t, "invoice_pay_example.json"), &got))
	require.Equal(t, want, got)
}

func TestAmountsHaveTheInvoicesCurrency(t *testing.T) {
	t.Parallel()
	var r invoices.PayResult
	require.NoError(t, json.Unmarshal([]byte(`{"payment":{"amount_paid":{"value":"95.00","denom":"usdc"},"discount_applied":{"amount":"5.00","percentage":5}},
		"invoice":{"total_amount":{"value":"100.00","denom":"USD"},"payments":[{"amount":"95.00","discount":"5.00"}]}}`), &r))
	require.Equal(t, []string{"95.00 usdc", "5.00 USD", "95.00 USD", "5.00 USD"},
		[]string{r.Payment.AmountPaid.String(), r.Payment.DiscountApplied.Amount.String(), r.Invoice.Payments[0].Amount.String(), r.Invoice.Payments[0].Discount.String()})
	written, err := json.Marshal(r)
	require.NoError(t, err)
	require.Contains(t, string(written), `"discount_applied":{"type":null,"amount":"5.00","percentage":"5"}`)

	require.NoError(t, json.Unmarshal([]byte(`{"payment":{"amount_paid":{"value":"95.00","denom":"usdc"},"discount_applied":{"amount":"5.00"}}}`), &r))
	require.Equal(t, "5.00 usdc", r.Payment.DiscountApplied.Amount.String(), "without an invoice it is the payment's")
}

func TestReadTolerantly(t *testing.T) {
	t.Parallel()
	var i invoices.Invoice
	require.NoError(t, json.Unmarshal([]byte(`{"status":"future_status","new":{"x":[1]},"issue_date":"2026-01-15T22:00:00Z","due_date":null,
		"total_amount":{"value":1e2,"denom":"ssusd","usd_value":"100.00"},"payments":[{"amount":1.5e1,"discount":null,"x":1},null],
		"line_items":[{"quantity":7.50,"tax_rate":null,"extra":1},null],"early_payment_discount":{"percentage":5e0}}`), &i))
	require.Equal(t, "100.00 ssusd", i.TotalAmount.String())
	require.Equal(t, "2026-01-15", i.IssueDate.String())
	require.True(t, i.DueDate.IsZero())
	require.Equal(t, "15.00 ssusd", i.Payments[0].Amount.String())
	require.Zero(t, i.Payments[0].Discount)
	require.Nil(t, i.Payments[1])
	require.Equal(t, "7.50", i.LineItems[0].Quantity.String())
	require.True(t, i.LineItems[0].TaxRate.IsZero())
	require.False(t, i.Status.Known())
	written, err := json.Marshal(i)
	require.NoError(t, err)
	require.Contains(t, string(written), `"status":"future_status"`)
	require.Contains(t, string(written), `"discount":null,"paid_at":null,"x":1},null]`)
	for _, name := range []string{"customer", "email_details", "payment"} {
		require.NotContains(t, string(written), `"`+name+`":`, "what is there when asked for")
	}
	require.NoError(t, json.Unmarshal([]byte(`{"payments":null,"line_items":null}`), &i))
	require.Equal(t, invoices.Invoice{}, i)
	var r invoices.PayResult
	require.NoError(t, json.Unmarshal([]byte(`{"success":true,"invoice":{"status":"odd","payments":[null]}}`), &r))
	require.Equal(t, invoices.PayResult{Success: true, Invoice: &invoices.PaidInvoice{Status: "odd", Payments: []*invoices.Payment{nil}}}, r)
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for _, s := range []invoices.Status{"draft", "sent", "viewed", "partially_paid", "paid", "overdue", "voided"} {
		require.True(t, s.Known(), s)
	}
	require.False(t, invoices.Status("").Known())
	require.False(t, invoices.Status("Paid").Known())
}

func TestReadErrorsNameTheField(t *testing.T) {
	t.Parallel()
	const huge = `{"value":"9223372036854775808","denom":"ssusd"}`
	for text, want := range map[string]string{
		`{"total_amount":` + huge + `}`:                                             `total_amount.value: number "9223372036854775808" is invalid or out of range`,
		`{"line_items":[{},{"unit_price":` + huge + `}]}`:                           `line_items[1].unit_price.value: number "9223372036854775808" is invalid or out of range`,
		`{"payments":[{},{"amount":"1e30"}]}`:                                       `payments[1].amount: number "1e30" is invalid or out of range`,
		`{"payments":[{"discount":true}],"total_amount":{"denom":"USD","value":1}}`: `payments[0].discount: unexpected bool`,
		`{"payments":[{"amount":"1.00"}]}`:                                          `payments[0].amount: amount without a currency`,
		`{"payments":[{"payment_id":5}]}`:                                           `payments[0].payment_id: unexpected number`,
		`{"status":[]}`:                                                             `status: unexpected array`,
		`{"id":"a","id":"b"}`:                                                       `id: appears twice`,
	} {
		i := invoices.Invoice{ID: "before"}
		require.EqualError(t, json.Unmarshal([]byte(text), &i), "stateset: "+want, text)
		require.Equal(t, invoices.Invoice{ID: "before"}, i, "an error changes nothing")
	}
	for text, want := range map[string]string{
		`{"payment":{"amount_paid":` + huge + `}}`:           `payment.amount_paid.value: number "9223372036854775808" is invalid or out of range`,
		`{"payment":{"amount_paid":{"usd_value":"1e30"}}}`:   `payment.amount_paid.usd_value: number "1e30" is invalid or out of range`,
		`{"payment":{"discount_applied":{"amount":"1e30"}}}`: `payment.discount_applied.amount: number "1e30" is invalid or out of range`,
		`{"payment":{"discount_applied":{"amount":"1"}}}`:    `payment.discount_applied.amount: amount without a currency`,
		`{"invoice":{"payments":[{"amount":"1e30"}]}}`:       `invoice.payments[0].amount: number "1e30" is invalid or out of range`,
		`{"invoice":{"status":1}}`:                           `invoice.status: unexpected number`,
		`{"success":1}`:                                      `success: unexpected number`,
	} {
		var r invoices.PayResult
		require.EqualError(t, json.Unmarshal([]byte(text), &r), "stateset: "+want, text)
	}
}

// A member of an unexpected type that is not an ID, amount or status does not affect the
// other members.
func TestOddMembersAreSkipped(t *testing.T) {
	t.Parallel()
	var i invoices.Invoice
	require.NoError(t, json.Unmarshal([]byte(`{"id":"inv_1","line_items":[{"description":"a","quantity":"two","tax_rate":"1e5000000"}],"due_date":"2026-02-30",
		"issue_date":20260115,"early_payment_discount":{"percentage":"a lot","expires_at":1},"sent_count":"3","email_details":{"sent_to":[1,"a@b.c"]}}`), &i))
	require.Equal(t, invoices.Invoice{
		ID: "inv_1", LineItems: []*invoices.LineItem{{Description: "a"}}, SentCount: 3, EarlyPaymentDiscount: &invoices.EarlyPaymentDiscount{ExpiresAt: time.Unix(1, 0).UTC()},
		EmailDetails: &invoices.EmailDetails{SentTo: []string{"a@b.c"}},
	}, i)
}

// Unknown members are encoded as they were received.
func TestUnknownMembersSurvive(t *testing.T) {
	t.Parallel()
	for text, value := range map[string]any{
		`{"id":"inv_1","line_items":[{"Unit":"hour"}],"payments":[{"fee":[1e400]}],"tags":["x"]}`:                   new(invoices.Invoice),
		`{"success":true,"payment":{"discount_applied":{"rule":5},"risk":null},"invoice":{"late":true},"trace":""}`: new(invoices.PayResult),
	} {
		require.NoError(t, json.Unmarshal([]byte(text), value))
		written, err := json.Marshal(value)
		require.NoError(t, err)
		for _, member := range []string{`"Unit":"hour"`, `"fee":[1e400]`, `"tags":["x"]`, `"rule":5`, `"risk":null`, `"late":true`, `"trace":""`} {
			require.Equal(t, strings.Contains(text, member), strings.Contains(string(written), member), "%s in %s", member, written)
		}
	}
}

// An amount that the wire cannot represent is an error.
func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	ssusd := api.SSUSD("1")
	for want, value := range map[string]any{
		"ssusd and USD":   invoices.Invoice{TotalAmount: ssusd, Payments: []*invoices.Payment{{Amount: api.USD("1")}}},
		"there is no day": invoices.Invoice{DueDate: api.NewDate(2026, 2, 30)},
		"invalid decimal": invoices.Invoice{LineItems: []*invoices.LineItem{{Quantity: api.Dec("1,5")}}},
		"out of range":    invoices.Invoice{LineItems: []*invoices.LineItem{{TaxRate: api.Decimal{Decimal: decimal.New(1, 5_000_000)}}}},
		"USD and ssusd":   invoices.PayResult{Payment: &invoices.InvoicePayment{AmountPaid: ssusd, USDValue: ssusd}},
		"USD and ssusd: discount": invoices.PayResult{Payment: &invoices.InvoicePayment{DiscountApplied: &invoices.Discount{Amount: ssusd}},
			Invoice: &invoices.PaidInvoice{TotalAmount: api.USD("1")}},
	} {
		_, err := json.Marshal(value)
		want, _, _ := bytes.Cut([]byte(want), []byte(": discount"))
		require.ErrorContains(t, err, string(want))
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]string{"USD", "usd", "JPY", "KWD", "ssusd", "ssUSD", "usdc"}).Draw(t, "currency")
		rows := drawRows(t, currency)
		roundTrip(t, invoices.Invoice{
			ID: rapid.String().Draw(t, "id"), Status: invoices.Status(rapid.String().Draw(t, "status")), TotalAmount: drawMoney(t, currency), BalanceDue: drawMoney(t, currency),
			IssueDate: drawDate(t), DueDate: drawDate(t), Payments: rows, Metadata: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "metadata"),
			LineItems:            []*invoices.LineItem{{Quantity: drawDecimal(t), TaxRate: drawDecimal(t), UnitPrice: drawMoney(t, currency)}},
			EarlyPaymentDiscount: &invoices.EarlyPaymentDiscount{Percentage: drawDecimal(t)},
		}, new(invoices.Invoice))
		total, err := api.FromMinor(rapid.Int64Range(0, 1e14).Draw(t, "total"), currency)
		require.NoError(t, err)
		roundTrip(t, invoices.PayResult{
			Payment: &invoices.InvoicePayment{AmountPaid: api.SSUSD("1"), USDValue: drawMoney(t, "USD"),
				DiscountApplied: &invoices.Discount{Amount: drawMoney(t, currency), Percentage: drawDecimal(t)}},
			Invoice: &invoices.PaidInvoice{TotalAmount: total, Payments: rows},
		}, new(invoices.PayResult))
	})
}

// roundTrip encodes v, decodes it into back and encodes that again.
func roundTrip(t *rapid.T, v, back any) {
	written, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(written), string(again))
}

func drawRows(t *rapid.T, currency string) []*invoices.Payment {
	rows := []*invoices.Payment{}
	for range rapid.IntRange(0, 3).Draw(t, "rows") {
		rows = append(rows, &invoices.Payment{PaymentID: rapid.String().Draw(t, "payment"), Amount: drawMoney(t, currency), Discount: drawMoney(t, currency)})
	}
	return rows
}

// drawMoney never returns the zero Money, because its currency would be lost.
func drawMoney(t *rapid.T, currency string) api.Money {
	m, err := api.FromMinor(rapid.Int64Range(-1e14, 1e14).Draw(t, "units"), currency)
	require.NoError(t, err)
	return m
}

func drawDate(t *rapid.T) api.Date {
	return api.NewDate(2000, 1, 1).AddDays(rapid.IntRange(-1000, 100_000).Draw(t, "day"))
}

func drawDecimal(t *rapid.T) api.Decimal {
	return api.Decimal{Decimal: decimal.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "coefficient"), rapid.Int32Range(-12, 2).Draw(t, "exponent"))}
}
