package httpapi

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
)

// generated matches the values that a server generates. Only their prefix is compared.
var generated = []struct {
	form *regexp.Regexp
	want string
}{
	{regexp.MustCompile(`\b([a-z]+_test_|req_)[a-z0-9]{24}\b`), "$1…"},
	{regexp.MustCompile(`"[0-9A-F]{64}"`), `"<hash>"`},
	{regexp.MustCompile(`/i/[a-z0-9]{32}`), `/i/<token>`},
	{regexp.MustCompile(`"stateset1[a-z0-9]{38}"`), `"<treasury>"`},
	{regexp.MustCompile(`("authorization_code"|"network_transaction_id"): "[0-9]+"`), `$1: "<digits>"`},
	{regexp.MustCompile(`"block_height": [0-9]+`), `"block_height": "<height>"`},
}

// TestGolden compares whole responses with golden files: every member, its position and
// its form. The requests include the examples of the API's documentation.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ method, path string }{
		"payment_card":   {"POST", "/v1/payments"},
		"payment_ssusd":  {"POST", "/v1/payments"},
		"payment_refund": {"POST", "/v1/payments/pay_test_456/refund"},
		"order_pay":      {"POST", "/v1/order/pay"},
		"order_create":   {"POST", "/v1/orders"},
		"order_cancel":   {"POST", "/v1/orders/ord_123/cancel"},
		"invoice_create": {"POST", "/v1/invoices"},
		"invoice_send":   {"POST", "/v1/invoices/inv_1234567890/send"},
		"invoice_pay":    {"POST", "/v1/invoice/pay"},
		"invoice_list":   {"GET", "/v1/invoices?limit=1&expand[]=customer&expand[]=payments"},
		"error_missing":  {"POST", "/v1/payments"},
		"error_declined": {"POST", "/v1/payments"},
		"balance":        {"GET", "/v1/account/balance"},

		"global_order":     {"POST", "/v1/global/orders/create?expand[]=customer"},
		"compliance_check": {"POST", "/v1/global/compliance/check"},
		"shipping_quote":   {"POST", "/v1/global/shipping/quote"},
		"tax_calculation":  {"GET", "/v1/global/tax/calculate?origin_country=US&destination_country=GB&amount=200.00&currency=USD&shipping_amount=30&hs_code=640399"},

		"agent_create": {"POST", "/v1/agents/create"},

		"stablecoin_issue":        {"POST", "/v1/stablecoin/issue"},
		"stablecoin_redeem":       {"POST", "/v1/stablecoin/redeem"},
		"stablecoin_transfer":     {"POST", "/v1/stablecoin/transfer"},
		"stablecoin_batch":        {"POST", "/v1/stablecoin/transfer"},
		"stablecoin_balance":      {"GET", "/v1/stablecoin/balance?convert_to=USD,EUR"},
		"stablecoin_transactions": {"GET", "/v1/stablecoin/transactions?limit=2"},
		"stablecoin_reserves":     {"GET", "/v1/stablecoin/reserves?include_history=true"},
		"stablecoin_attestation":  {"POST", "/v1/stablecoin/attestation/upload"},
		"order_list":              {"GET", "/v1/orders?limit=1&starting_after=order_1234567890&expand[]=customer&expand[]=items.product"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request, err := os.ReadFile(filepath.Join("testdata", name+"_request.json"))
			if test.method == "POST" {
				require.NoError(t, err)
			}
			compare(t, name, newTestServer(t).call(test.method, test.path, string(request)))
		})
	}
}

// compare compares a response with its golden file, without generated values.
func compare(t *testing.T, name string, got *reply) {
	t.Helper()
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, []byte(got.body), "", "  "))
	golden.Text(t, name+"_response.json", anonymous(indented.String()+"\n"))
}

// anonymous replaces the generated values.
func anonymous(text string) string {
	for _, g := range generated {
		text = g.form.ReplaceAllString(text, g.want)
	}
	return text
}

func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	play := func() []string {
		f := newTestServer(t)
		var bodies []string
		for range 2 {
			for _, got := range []*reply{
				f.call("POST", "/v1/payments", tokenPayment),
				f.call("POST", "/v1/payments", cardPayment("tok_visa")),
				f.call("POST", "/v1/payments", cardPayment("tok_declined")),
				f.call("GET", "/v1/payments", ""),
			} {
				bodies = append(bodies, got.header.Get("X-Request-Id"), got.body)
			}
			f.server.Reset(true)
		}
		require.Equal(t, bodies[:len(bodies)/2], bodies[len(bodies)/2:], "a reset restarts the IDs")
		return bodies
	}
	require.Equal(t, play(), play())
}
