package httpapi

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/finance"
)

const (
	financePath = "/v1/finance"
	newLoan     = `{"amount":{"value":"1200.00"},"term_days":90,"repayment":"monthly","collateral":{"type":"receivables","value":{"value":"1800.00","denom":"usd"},"token_ids":["t1"]},"metadata":{"a":"b"}}`
	newPO       = `{"po_id":"po_1","amount":{"value":"1000.00"},"supplier_id":"sup_1","delivery_date":"2024-02-15"}`
	newFactor   = `{"invoice_id":"inv_1234567890","amount":{"value":"4000.00"},"discount_rate":0.03}`
)

// TestFinanceGolden compares whole responses with golden files.
func TestFinanceGolden(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ method, path, body string }{
		"finance_loan":    {"POST", "/loans", newLoan},
		"finance_po":      {"POST", "/po/finance", newPO},
		"finance_factor":  {"POST", "/invoices/factor", newFactor},
		"finance_options": {"GET", "/options?amount=20000.00&term_days=60&invoice_id=inv_1234567890", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, name, newTestServer(t).call(test.method, financePath+test.path, test.body).ok())
		})
	}
}

func TestLoanFromBorrowedToRepaid(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	made := f.call("POST", financePath+"/loans/create", newLoan).ok()
	require.Equal(t, []any{201, "active", "1.5000", "0.05"}, []any{made.status, made.at("status"), made.at("collateral_ratio"), made.at("apr")})
	path := financePath + "/loans/" + made.at("id")
	require.Equal(t, made.body, f.call("GET", path, "").ok().body)
	f.advance(31 * 24 * time.Hour)
	require.Equal(t, []string{"overdue", "overdue"}, []string{f.call("GET", path, "").at("status"), f.call("GET", path, "").at("schedule.0.status")})
	require.Equal(t, made.at("id"), f.call("GET", financePath+"/loans?status=overdue,defaulted&metadata[a]=b", "").at("data.0.id"))
	require.Equal(t, "0", f.call("GET", financePath+"/loans?status=active", "").at("total_count"))
	first := f.call("POST", path+"/repay", "").ok()
	require.Equal(t, []any{200, "active", "paid"}, []any{first.status, first.at("status"), first.at("schedule.0.status")})
	rest := `{"amount":{"value":"` + first.at("outstanding_amount.value") + `"},"wallet_address":"` + seededWallet + `"}`
	require.Equal(t, "repaid", f.call("POST", path+"/repay", rest, "Idempotency-Key", "k").ok().at("status"))
	require.Equal(t, "true", f.call("POST", path+"/repay", rest, "Idempotency-Key", "k").ok().header.Get("Idempotent-Replayed"))
	f.call("POST", path+"/repay", rest).refused(409, "invalid_state", "null")
}

func TestFactoringAndPurchaseOrder(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	sold := f.call("POST", financePath+"/invoices/factor", newFactor).ok()
	require.Equal(t, []any{201, "120.00", "3880.00", "0.03"}, []any{sold.status, sold.at("fee_amount.value"), sold.at("advance_amount.value"), sold.at("discount_rate")})
	f.call("POST", financePath+"/invoices/factor", newFactor).refused(409, "INVOICE_ALREADY_FACTORED", "null")
	require.Equal(t, sold.at("id"), f.call("GET", "/v1/invoices/inv_1234567890", "").at("factoring_id"))
	f.call("POST", "/v1/invoice/pay", invoicePay("inv_1234567890", "4000", "")).ok()
	require.Equal(t, "repaid", f.call("GET", financePath+"/factorings/"+sold.at("id"), "").ok().at("status"))
	po := f.call("POST", financePath+"/po/finance", newPO).ok()
	require.Equal(t, []any{201, "900.00", "923.40"}, []any{po.status, po.at("funded_amount.value"), po.at("repayment_amount.value")})
	f.call("POST", financePath+"/po/finance", newPO).refused(409, "PO_ALREADY_FINANCED", "null")
	require.Equal(t, po.body, f.call("GET", financePath+"/po/"+po.at("id"), "").ok().body)
}

func TestBadFinanceRequests(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, test := range []struct {
		method, path, body string
		status             int
		code, param        string
	}{
		{"POST", "/loans", `{}`, 400, "parameter_missing", "amount"},
		{"POST", "/loans", `{"amount":{"value":"1"},"term_days":0}`, 400, "parameter_invalid", "term_days"},
		{"POST", "/loans", `{"amount":{"value":"1"},"term_days":1.5}`, 400, "parameter_invalid", "term_days"},
		{"POST", "/loans", `{"amount":{"value":"1"},"term_days":1,"collateral":{"type":"gold"}}`, 400, "parameter_invalid", "collateral.type"},
		{"POST", "/loans", `{"amount":{"value":"1"},"term_days":1,"collateral":{"type":"none","token_ids":["a",""]}}`, 400, "parameter_invalid", "collateral.token_ids[1]"},
		{"POST", "/loans", `{"amount":{"value":"1"},"term_days":1,"colateral":{}}`, 400, "parameter_unknown", "colateral"},
		{"POST", "/loans", `{"amount":{"value":"10000.01"},"term_days":1}`, 422, "insufficient_collateral", "collateral"},
		{"POST", "/loans/loan_no/repay", ``, 404, "resource_not_found", "null"},
		{"GET", "/loans/loan_no", ``, 404, "resource_not_found", "null"},
		{"GET", "/loans?purpose=x", ``, 400, "parameter_unknown", "purpose"},
		{"POST", "/invoices/factor", `{"invoice_id":"inv_no"}`, 404, "resource_not_found", "invoice_id"},
		{"POST", "/invoices/factor", `{"invoice_id":"inv_1234567890","discount_rate":"0.3"}`, 400, "parameter_invalid", "discount_rate"},
		{"POST", "/invoices/factor", `{"invoice_id":"inv_1234567890","amount":{"value":"5000.01"}}`, 400, "amount_exceeds_balance", "amount"},
		{"POST", "/po/finance", `{"po_id":"p","amount":{"value":"1"},"supplier_id":"s","delivery_date":"2024-01-15"}`, 400, "parameter_invalid", "delivery_date"},
		{"GET", "/po/pof_no", ``, 404, "resource_not_found", "null"},
		{"GET", "/options?amount=-1", ``, 400, "parameter_invalid", "amount"},
		{"GET", "/options?amount=1.5&currency=JPY", ``, 400, "parameter_invalid", "amount"},
		{"GET", "/options?type=lease", ``, 400, "parameter_invalid", "type"},
		{"GET", "/options?term_days=0", ``, 400, "parameter_invalid", "term_days"},
		{"GET", "/options?limit=1", ``, 400, "parameter_unknown", "limit"},
		{"GET", "/options?invoice_id=inv_no", ``, 404, "resource_not_found", "invoice_id"},
	} {
		t.Log(test.path, test.body)
		f.call(test.method, financePath+test.path, test.body).refused(test.status, test.code, test.param)
	}
	f.call("GET", financePath+"/options", "", "Authorization", "Bearer pk_test_abc").ok()
	f.call("GET", financePath+"/loans", "", "Authorization", "Bearer pk_test_abc").refused(403, "insufficient_permissions", "null")
}

func TestLoanIsSafeToRepeat(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	var wg sync.WaitGroup
	var made atomic.Int32
	for range 32 {
		wg.Go(func() {
			if got := f.call("POST", financePath+"/loans", newLoan, "Idempotency-Key", "k"); got.status == 201 && got.header.Get("Idempotent-Replayed") == "" {
				made.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, made.Load())
	require.Equal(t, "1", f.call("GET", financePath+"/loans", "").ok().at("total_count"))
}

// Without an amount an option is listed as not eligible.
func TestOptionsWithoutAnAmount(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, kind := range finance.OptionType("").Values() {
		option := f.call("GET", financePath+"/options?type="+string(kind), "").ok()
		require.Equal(t, []any{"false", "The 'amount' parameter is required"}, []any{option.at("data.0.eligible"), option.at("data.0.reasons.0")}, kind)
	}
}
