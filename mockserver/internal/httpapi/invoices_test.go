package httpapi

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const newInvoice = `{"customer_id":"cust_abc123","line_items":[{"description":"Work","quantity":"2","unit_price":{"value":"50.00"}}]}`

// invoicePay returns a payment of a part of an invoice from the seeded wallet. details
// are added to payment_details.
func invoicePay(invoice, amount, details string) string {
	return `{"invoice_id":"` + invoice + `","payment_method":{"type":"ssusd","wallet_address":"` + seededWallet + `","amount":{"value":"` + amount + `"}},"payment_details":{` + details + `}}`
}

// with returns a new invoice with further members.
func with(members string) string { return strings.Replace(newInvoice, "{", "{"+members+",", 1) }

func TestInvoiceFromDraftToPaid(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	draft := f.call("POST", "/v1/invoices", newInvoice).ok()
	require.Equal(t, []any{201, "draft", "100.00"}, []any{draft.status, draft.at("status"), draft.at("total_amount.value")})
	id := draft.at("id")
	path := "/v1/invoices/" + id
	require.Equal(t, draft.body, f.call("GET", path, "").ok().body)
	f.call("POST", path+"/pay", strings.Replace(invoicePay("", "1", ""), `"invoice_id":"",`, "", 1)).refused(409, "INVOICE_NOT_PAYABLE", "null")

	updated := f.call("PUT", path, `{"notes":"soon","due_date":"2024-01-20","metadata":{"a":"1","b":"2"}}`).ok()
	require.Equal(t, []string{"soon", "2024-01-20"}, []string{updated.at("notes"), updated.at("due_date")})
	require.Equal(t, `{"b":"2"}`, f.call("PATCH", path, `{"metadata":{"a":null}}`).ok().at("metadata"))
	sent := f.call("POST", path+"/send", "").ok()
	require.Equal(t, []any{200, "sent", "grace@example.com"}, []any{sent.status, sent.at("status"), sent.at("email_details.sent_to.0")})
	require.Equal(t, "<none>", f.call("GET", path, "").at("email_details"))
	f.call("PUT", path, `{"line_items":[{"description":"x","quantity":1,"unit_price":{"value":"1"}}]}`).refused(409, "invalid_state", "line_items")

	paid := f.call("POST", "/v1/invoice/pay", invoicePay(id, "40", "")).ok()
	require.Equal(t, []any{200, "partially_paid", "60.00", "null"},
		[]any{paid.status, paid.at("invoice.status"), paid.at("invoice.balance_due.value"), paid.at("payment.discount_applied")})
	f.advance(6 * 24 * time.Hour)
	require.Equal(t, "overdue", f.call("GET", path, "").at("status"))
	card := strings.Replace(cardPayment("tok_visa"), `"amount":15000`, `"invoice_id":"`+id+`","amount":6000`, 1)
	payment := f.call("POST", "/v1/payments?expand[]=invoice.customer", card).ok()
	require.Equal(t, []string{id, "paid", "cust_abc123"}, []string{payment.at("invoice_id"), payment.at("invoice.status"), payment.at("invoice.customer.id")})
	f.call("POST", path+"/void", "").refused(409, "invalid_state", "null")

	refund := f.call("POST", "/v1/payments/"+paid.at("payment.payment_id")+"/refund", `{"reason":"other","amount":40.00}`).ok()
	require.Equal(t, "40.00", refund.at("amount"))
	back := f.call("GET", path+"?expand[]=payments.refunds", "").ok()
	require.Equal(t, []string{"overdue", "0.00", "succeeded", refund.at("id"), "card", "60.00"},
		[]string{back.at("status"), back.at("payments.0.amount"), back.at("payments.0.payment.status"), back.at("payments.0.payment.refunds.0.id"),
			back.at("payments.1.payment.payment_method.type"), back.at("payments.1.amount")})
	require.Equal(t, "<none>", f.call("GET", path, "").at("payments.0.payment"))
}

func TestDocumentedInvoicePayment(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	body := invoicePay("inv_1234567890", "5000.00", `"full_payment":true,"early_payment_discount":true,"reference":"PMT-2024-001"`)
	body = strings.Replace(body, "{", `{"metadata":{"memo":"January","idempotency_key":"pay_inv_1234567890_001"},`, 1)
	paid := f.call("POST", "/v1/invoice/pay", body).ok()
	payment := f.call("GET", "/v1/payments/"+paid.at("payment.payment_id"), "").ok()
	require.Equal(t, []string{"4750.00", "ssusd", "succeeded", "crypto", seededWallet, "inv_1234567890", "PMT-2024-001", paid.at("transaction.tx_hash")},
		[]string{payment.at("amount"), payment.at("currency"), payment.at("status"), payment.at("payment_method.type"),
			payment.at("payment_method.crypto.wallet_address"), payment.at("invoice_id"), payment.at("description"), payment.at("transaction.tx_hash")})
	listed := f.call("GET", "/v1/payments?invoice_id=inv_1234567890", "").ok()
	require.Equal(t, []string{"1", payment.at("id")}, []string{listed.at("total_count"), listed.at("data.0.id")})

	again := f.call("POST", "/v1/invoices/inv_1234567890/pay", body).ok()
	require.Equal(t, paid.body, again.body, "the key in the metadata counts at both paths")
	require.Equal(t, "true", again.header.Get("Idempotent-Replayed"))
	f.call("POST", "/v1/invoice/pay", strings.Replace(body, "January", "July", 1)).refused(422, "idempotency_key_reused", "null")
	f.call("POST", "/v1/invoice/pay", body, "Idempotency-Key", "other").refused(400, "parameter_invalid", "metadata.idempotency_key")
	f.call("POST", "/v1/invoices/inv_other/pay", strings.Replace(body, "_001", "_003", 1)).refused(400, "parameter_invalid", "invoice_id")
	f.call("POST", "/v1/invoice/pay", strings.Replace(body, "_001", "_002", 1)).refused(409, "INVOICE_ALREADY_PAID", "null")
	f.call("POST", "/v1/invoice/pay", invoicePay("inv_no", "1", "")).refused(404, "INVOICE_NOT_FOUND", "invoice_id")
	f.call("GET", "/v1/invoices/inv_no", "").refused(404, "resource_not_found", "null")
}

func TestBadInvoices(t *testing.T) {
	t.Parallel()
	const missing, bad, unknown = "parameter_missing", "parameter_invalid", "parameter_unknown"
	f := newTestServer(t)
	item := func(members string) string {
		return `{"customer_id":"cust_abc123","line_items":[{"description":"a","quantity":1,"unit_price":{"value":"1"}},{` + members + `}]}`
	}
	for _, test := range []struct{ method, path, body, code, param string }{
		{"POST", "/v1/invoices", `{}`, missing, "customer_id"},
		{"POST", "/v1/invoices", `{"customer_id":"c"}`, missing, "line_items"},
		{"POST", "/v1/invoices", `{"customer_id":"c","line_items":[]}`, bad, "line_items"},
		{"POST", "/v1/invoices", `{"customer_id":"c","line_items":[1]}`, bad, "line_items[0]"},
		{"POST", "/v1/invoices", item(`"quantity":1,"unit_price":{"value":"1"}`), missing, "line_items[1].description"},
		{"POST", "/v1/invoices", item(`"description":"","quantity":1,"unit_price":{"value":"1"}`), bad, "line_items[1].description"},
		{"POST", "/v1/invoices", item(`"description":"b","unit_price":{"value":"1"}`), missing, "line_items[1].quantity"},
		{"POST", "/v1/invoices", item(`"description":"b","quantity":0,"unit_price":{"value":"1"}`), bad, "line_items[1].quantity"},
		{"POST", "/v1/invoices", item(`"description":"b","quantity":1`), missing, "line_items[1].unit_price"},
		{"POST", "/v1/invoices", item(`"description":"b","quantity":1,"unit_price":{}`), missing, "line_items[1].unit_price.value"},
		{"POST", "/v1/invoices", item(`"description":"b","quantity":1,"unit_price":{"value":"-1"}`), bad, "line_items[1].unit_price.value"},
		{"POST", "/v1/invoices", item(`"description":"b","quantity":1,"unit_price":{"value":"1","denom":"usd"}`), bad, "line_items[1].unit_price.denom"},
		{"POST", "/v1/invoices", item(`"description":"b","quantity":1,"unit_price":{"value":"1"},"tax_rate":"8"`), bad, "line_items[1].tax_rate"},
		{"POST", "/v1/invoices", item(`"description":"b","quantity":1,"unit_price":{"value":"1"},"colour":"red"`), unknown, "line_items[1].colour"},
		{"POST", "/v1/invoices", with(`"issue_date":"01/15/2024"`), bad, "issue_date"},
		{"POST", "/v1/invoices", with(`"due_date":"2024-01-14"`), bad, "due_date"},
		{"POST", "/v1/invoices", with(`"early_payment_discount":{"days":10}`), missing, "early_payment_discount.percentage"},
		{"POST", "/v1/invoices", with(`"early_payment_discount":{"percentage":"5.0"}`), missing, "early_payment_discount.days"},
		{"POST", "/v1/invoices", with(`"early_payment_discount":{"percentage":"101","days":1}`), bad, "early_payment_discount.percentage"},
		{"POST", "/v1/invoices", with(`"early_payment_discount":{"percentage":"100","days":1}`), bad, "early_payment_discount.percentage"},
		{"POST", "/v1/invoices", with(`"early_payment_discount":{"percentage":"5","days":0}`), bad, "early_payment_discount.days"},
		{"POST", "/v1/invoices", with(`"early_payment_discount":{"percentage":"5","days":1.5}`), bad, "early_payment_discount.days"},
		{"POST", "/v1/invoices", with(`"send_email":"yes"`), bad, "send_email"},
		{"POST", "/v1/invoices", with(`"billing_address":{"country":"usa"}`), bad, "billing_address.country"},
		{"POST", "/v1/invoices", with(`"metadata":{"a":1}`), bad, "metadata.a"},
		{"POST", "/v1/invoices", with(`"status":"paid"`), unknown, "status"},
		{"POST", "/v1/invoices", strings.Replace(newInvoice, "cust_abc123", "cust_no", 1), "resource_not_found", "customer_id"},
		{"PUT", "/v1/invoices/inv_1234567890", `{"status":"paid"}`, unknown, "status"},
		{"PUT", "/v1/invoices/inv_1234567890", `{"line_items":[]}`, bad, "line_items"},
		{"PUT", "/v1/invoices/inv_1234567890", `{"due_date":"2023-01-01"}`, bad, "due_date"},
		{"POST", "/v1/invoices/inv_1234567890/send", `{"to":"ada@example.com"}`, bad, "to"},
		{"POST", "/v1/invoices/inv_1234567890/send", `{"cc":["ada"]}`, bad, "cc[0]"},
		{"POST", "/v1/invoices/inv_1234567890/void", `{"reason":"x"}`, unknown, "reason"},
		{"POST", "/v1/invoice/pay", `{}`, missing, "invoice_id"},
		{"POST", "/v1/invoice/pay", `{"invoice_id":"inv_1234567890"}`, missing, "payment_method"},
		{"POST", "/v1/invoice/pay", invoicePay("inv_1234567890", "0", ""), bad, "payment_method.amount.value"},
		{"POST", "/v1/invoice/pay", invoicePay("inv_1234567890", "1", `"full_payment":"true"`), bad, "payment_details.full_payment"},
		{"POST", "/v1/invoice/pay", invoicePay("inv_1234567890", "1", `"fullpayment":true`), unknown, "payment_details.fullpayment"},
		{"POST", "/v1/invoice/pay", invoicePay("inv_1234567890", "4749.99", `"full_payment":true,"early_payment_discount":true`), "AMOUNT_MISMATCH", "payment_method.amount"},
		{"GET", "/v1/invoices?status=open", "", bad, "status"},
		{"GET", "/v1/invoices?overdue=yes", "", bad, "overdue"},
		{"GET", "/v1/invoices?due_date[gte]=soon", "", bad, "due_date[gte]"},
		{"GET", "/v1/invoices?due_date[after]=2024-01-01", "", unknown, "due_date[after]"},
		{"GET", "/v1/invoices?colour=red", "", unknown, "colour"},
		{"GET", "/v1/invoices?starting_after=pay_test_456", "", bad, "starting_after"},
		{"GET", "/v1/invoices/inv_1234567890?expand[]=line_items", "", bad, "expand"},
	} {
		got := f.call(test.method, test.path, test.body)
		status := 400
		if test.code == "resource_not_found" {
			status = 404
		}
		got.refused(status, test.code, test.param)
	}
	require.Equal(t, "1", f.call("GET", "/v1/invoices", "").at("total_count"), "nothing was made")
}

func TestInvoiceFilters(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	old := f.call("POST", "/v1/invoices", with(`"issue_date":"2023-11-01","due_date":"2023-12-01","send_email":true,"metadata":{"k":"v"}`)).ok().at("id")
	f.advance(time.Hour)
	draft := f.call("POST", "/v1/invoices", with(`"due_date":"2024-03-01"`)).ok().at("id")
	const seeded = "inv_1234567890"
	for query, want := range map[string][]string{
		"":                                  {draft, old, seeded},
		"status=draft":                      {draft},
		"status=draft,overdue":              {draft, old},
		"overdue=true":                      {old},
		"overdue=false":                     {draft, seeded},
		"customer_id=cust_123":              {},
		"due_date=2023-12-01":               {old},
		"due_date[gt]=2024-02-14T00:00:00Z": {draft},
		"due_date[gte]=2024-02-14":          {draft, seeded},
		"due_date[lt]=2024-02-14&due_date[gte]=2023-12-01":    {old},
		"issue_date[lte]=2024-01-01":                          {old},
		"issue_date=2024-01-15":                               {draft, seeded},
		"created[gt]=2024-01-15T10:30:00Z":                    {draft},
		"metadata[k]=v":                                       {old},
		"customer_id=cust_test_123&status=sent&overdue=false": {seeded},
	} {
		got := f.call("GET", "/v1/invoices?"+query, "").ok()
		ids := []string{}
		for i := range 3 {
			if id := got.at("data." + itoa(i) + ".id"); id != "<none>" {
				ids = append(ids, id)
			}
		}
		require.Equal(t, want, ids, query)
		require.Equal(t, itoa(len(want)), got.at("total_count"), query)
	}
	page := f.call("GET", "/v1/invoices?limit=1&starting_after="+draft, "").ok()
	require.Equal(t, []string{old, "true", "/v1/invoices"}, []string{page.at("data.0.id"), page.at("has_more"), page.at("url")})
}

func TestExpandInvoices(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	id := f.call("POST", "/v1/invoice/pay", invoicePay("inv_1234567890", "10", "")).ok().at("payment.payment_id")
	f.call("POST", "/v1/invoice/pay", invoicePay("inv_1234567890", "20", "")).ok()
	got := f.call("GET", "/v1/invoices?expand[]=data.payments.customer&expand[]=customer", "").ok()
	require.Equal(t, []string{id, id, "10.00", "cust_test_123", "20.00", "cust_test_123"},
		[]string{got.at("data.0.payments.0.payment_id"), got.at("data.0.payments.0.payment.id"), got.at("data.0.payments.0.amount"),
			got.at("data.0.payments.0.payment.customer.id"), got.at("data.0.payments.1.payment.amount"), got.at("data.0.customer.id")})
	loop := f.call("GET", "/v1/payments/"+id+"?expand[]=invoice.payments.invoice", "").ok()
	require.Equal(t, "inv_1234567890", loop.at("invoice.payments.1.payment.invoice.id"))
	f.call("GET", "/v1/invoices?expand[]=payments.invoice.payments.invoice.payments", "").refused(400, "parameter_invalid", "expand")
	sent := f.call("POST", "/v1/invoices/inv_1234567890/send?expand[]=payments", "").ok()
	require.Equal(t, id, sent.at("payments.0.payment.id"), "on every response with an invoice")
}
