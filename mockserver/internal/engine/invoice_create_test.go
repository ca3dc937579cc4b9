package engine

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
)

func TestSeededInvoice(t *testing.T) {
	t.Parallel()
	i := newBench(t).getInvoice(seededInvoice)
	require.Equal(t, [4]string{"5000.00", "0.00", "0.00", "5000.00"}, amounts(i))
	require.Equal(t, "5000.00 ssusd", i.TotalAmount.String())
	require.Equal(t, []any{"invoice", "INV-2026-000001", invoices.StatusSent, "cust_test_123", 1, birth},
		[]any{i.Object, i.InvoiceNumber, i.Status, i.CustomerID, i.SentCount, i.SentAt})
	require.Equal(t, []string{"2026-01-15", "2026-02-14"}, []string{i.IssueDate.String(), i.DueDate.String()})
	require.Equal(t, "5.0", i.EarlyPaymentDiscount.Percentage.String())
	require.Equal(t, time.Date(2026, 1, 25, 23, 59, 59, 0, time.UTC), i.EarlyPaymentDiscount.ExpiresAt)
	require.Empty(t, i.FactoringID)
}

func TestInvoiceAmounts(t *testing.T) {
	t.Parallel()
	taxed := func(quantity, rate string, price api.Money) invoices.LineItemParams {
		l := line("x", quantity, price)
		l.TaxRate = api.Dec(rate)
		return l
	}
	for name, test := range map[string]struct {
		lines                       []invoices.LineItemParams
		amount, tax, subtotal, sums string // of the first line, then of the invoice
	}{
		"whole quantity is exact": {[]invoices.LineItemParams{line("x", "3", api.SSUSD("0.333333"))}, "0.999999", "0.00", "0.999999", "0.999999 ssusd"},
		"2.00 is whole":           {[]invoices.LineItemParams{line("x", "2.00", api.SSUSD("0.000001"))}, "0.000002", "0.00", "0.000002", "0.000002 ssusd"},
		"fraction rounds to 2":    {[]invoices.LineItemParams{line("x", "1.5", api.SSUSD("0.333333"))}, "0.50", "0.00", "0.50", "0.50 ssusd"},
		"half away from zero":     {[]invoices.LineItemParams{line("x", "0.5", api.SSUSD("0.05"))}, "0.03", "0.00", "0.03", "0.03 ssusd"},
		"tax rounds to 2":         {[]invoices.LineItemParams{taxed("1", "0.08", api.SSUSD("10.0625"))}, "10.0625", "0.81", "10.0625", "10.8725 ssusd"},
		"tax half up":             {[]invoices.LineItemParams{taxed("1", "0.5", api.SSUSD("0.01"))}, "0.01", "0.01", "0.01", "0.02 ssusd"},
		"tax on the rounded":      {[]invoices.LineItemParams{taxed("1.5", "1", api.SSUSD("0.333333"))}, "0.50", "0.50", "0.50", "1.00 ssusd"},
		"dollars":                 {[]invoices.LineItemParams{taxed("2.5", "0.0825", api.USD("19.99"))}, "49.98", "4.12", "49.98", "54.10 USD"},
		"yen":                     {[]invoices.LineItemParams{taxed("1.5", "0.1", money("333", "JPY"))}, "500", "50", "500", "550 JPY"},
		"dinars":                  {[]invoices.LineItemParams{taxed("1", "0.05", money("1.250", "KWD"))}, "1.250", "0.063", "1.250", "1.313 KWD"},
		"lines are summed as shown": {[]invoices.LineItemParams{taxed("1", "0.05", api.SSUSD("0.10")), taxed("1", "0.05", api.SSUSD("0.10"))},
			"0.10", "0.01", "0.20", "0.22 ssusd"},
		"first spelling, free line": {[]invoices.LineItemParams{line("gift", "1", money("0", "ssUSD")), line("x", "1", api.SSUSD("1"))}, "0.00", "0.00", "1.00", "1.00 ssUSD"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			i := b.invoice(&invoices.CreateParams{CustomerID: "cust_abc123", LineItems: test.lines})
			require.Equal(t, []string{test.amount, test.tax, test.subtotal, test.sums},
				[]string{i.LineItems[0].Amount.Text(), i.LineItems[0].TaxAmount.Text(), i.Subtotal.Text(), i.TotalAmount.String()})
			require.Equal(t, i.TotalAmount, i.BalanceDue)
			require.Equal(t, i, b.getInvoice(i.ID))
			require.Equal(t, invoices.StatusDraft, i.Status)
			require.Regexp(t, `^li_test_`, i.LineItems[0].ID)
		})
	}
}

func TestInvoiceDefaultsAndDates(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	i := b.invoice(&invoices.CreateParams{CustomerID: "cust_abc123", LineItems: []invoices.LineItemParams{line("x", "1", api.SSUSD("1"))}})
	require.Equal(t, []string{"INV-2026-000002", "2026-01-15", "2026-02-14"}, []string{i.InvoiceNumber, i.IssueDate.String(), i.DueDate.String()})
	require.Equal(t, []any{0, time.Time{}}, []any{i.SentCount, i.SentAt})
	require.Nil(t, i.EarlyPaymentDiscount)
	require.Regexp(t, `^http://localhost/i/[a-z0-9]{32}$`, i.PublicURL)
	require.Equal(t, i.PublicURL+".pdf", i.PDFURL)

	params := invoiceOf(api.SSUSD("1"))
	params.IssueDate, params.Metadata = api.NewDate(2026, 1, 31), map[string]string{"a": "1"}
	params.EarlyPaymentDiscount = &invoices.DiscountParams{Percentage: api.Dec("2.5"), Days: 29}
	params.BillingAddress = &api.Address{City: "Berlin"}
	i = b.invoice(params)
	params.Metadata["a"], params.BillingAddress.City = "2", "Paris"
	require.Equal(t, "Berlin", b.getInvoice(i.ID).BillingAddress.City, "params are not kept")
	require.Equal(t, []any{"2026-03-02", 1, birth, "1"}, []any{i.DueDate.String(), i.SentCount, i.SentAt, b.getInvoice(i.ID).Metadata["a"]})
	require.Equal(t, time.Date(2026, 3, 1, 23, 59, 59, 0, time.UTC), i.EarlyPaymentDiscount.ExpiresAt, "29 days after 31 January, to the end of that day")

	params.DueDate = params.IssueDate
	require.Equal(t, params.IssueDate, b.invoice(params).DueDate, "the same day is fine")
}

func TestRefusedInvoices(t *testing.T) {
	t.Parallel()
	const missing, bad = CodeParameterMissing, CodeParameterInvalid
	for name, test := range map[string]struct {
		code, param string
		edit        func(p *invoices.CreateParams)
	}{
		"unknown customer": {CodeResourceNotFound, "customer_id", func(p *invoices.CreateParams) { p.CustomerID = "cust_no" }},
		"free":             {bad, "line_items", func(p *invoices.CreateParams) { p.LineItems[0].UnitPrice = api.SSUSD("0") }},
		"two currencies":   {bad, "line_items[1].unit_price.denom", func(p *invoices.CreateParams) { p.LineItems = append(p.LineItems, line("y", "1", api.USD("1"))) }},
		"line too large": {bad, "line_items[0].quantity", func(p *invoices.CreateParams) {
			p.LineItems[0].Quantity = api.Dec("999999999999999")
			p.LineItems[0].UnitPrice = api.SSUSD("2")
		}},
		"total too large": {bad, "line_items", func(p *invoices.CreateParams) {
			p.LineItems = []invoices.LineItemParams{line("x", "1", api.SSUSD("999999999999999")), line("y", "1", api.SSUSD("1"))}
		}},
		"due before issue": {bad, "due_date", func(p *invoices.CreateParams) { p.DueDate = api.NewDate(2026, 1, 14) }},
		"due after time":   {bad, "due_date", func(p *invoices.CreateParams) { p.IssueDate = api.NewDate(9999, 12, 31) }},
		"all off": {bad, "early_payment_discount.percentage", func(p *invoices.CreateParams) {
			p.EarlyPaymentDiscount = &invoices.DiscountParams{Percentage: api.Dec("100"), Days: 10}
		}},
		"discount without end": {bad, "early_payment_discount.days", func(p *invoices.CreateParams) {
			p.EarlyPaymentDiscount = &invoices.DiscountParams{Percentage: api.Dec("5"), Days: math.MaxInt}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := invoiceOf(api.SSUSD("10"))
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryInvoice(params)) })
		})
	}
}

func TestInvoiceMailRequiresARecipient(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, b.a.Update(func(tx *Tx) error {
		put(tx, &tx.account.customers, "cust_mute", &api.Customer{ID: "cust_mute"})
		return nil
	}))
	params := invoiceOf(api.SSUSD("10"))
	params.CustomerID = "cust_mute"
	b.refused(CodeParameterInvalid, "send_email", func() error { return failing(b.tryInvoice(params)) })
	params.SendEmail = false
	id := b.invoice(params).ID
	b.refused(CodeParameterMissing, "to", func() error { return failing(b.trySend(id, invoices.SendParams{})) })
	require.NoError(t, failing(b.trySend(id, invoices.SendParams{To: []string{"a@example.com"}})))
}
