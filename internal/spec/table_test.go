package spec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/spec"
)

// row is one operation as the reference says it, written down apart from the
// table so that a slip of the pen in one of them shows.
type row struct {
	name, route, scope string
	status             int
	source             string // S documented, P public, O designed
	aliases            []string
}

var reference = []row{
	{"Balance", "GET /account/balance", "", 200, "S", nil},

	{"Stablecoin.Issue", "POST /stablecoin/issue", "stablecoin:issue", 201, "S", nil},
	{"Stablecoin.Redeem", "POST /stablecoin/redeem", "stablecoin:redeem", 201, "S", nil},
	{"Stablecoin.GetRedemption", "GET /stablecoin/redemptions/{id}", "stablecoin:read", 200, "O", nil},
	{"Stablecoin.Transfer", "POST /stablecoin/transfer", "stablecoin:transfer", 201, "S", nil},
	{"Stablecoin.Balance", "GET /stablecoin/balance/{address}", "stablecoin:read", 200, "S", []string{"GET /stablecoin/balance"}},
	{"Stablecoin.ListTransactions", "GET /stablecoin/transactions", "stablecoin:read", 200, "P", nil},
	{"Stablecoin.GetTransaction", "GET /stablecoin/transactions/{id}", "stablecoin:read", 200, "O", nil},
	{"Stablecoin.Reserves", "GET /stablecoin/reserves", "", 200, "P", nil},
	{"Stablecoin.UploadAttestation", "POST /stablecoin/attestation/upload", "stablecoin:attest", 201, "P", nil},

	{"Payments.Create", "POST /payments", "payments:write", 201, "S", []string{"POST /payments/create"}},
	{"Payments.Get", "GET /payments/{id}", "payments:read", 200, "S", nil},
	{"Payments.List", "GET /payments", "payments:read", 200, "S", []string{"GET /payments/list"}},
	{"Payments.Capture", "POST /payments/{id}/capture", "payments:write", 200, "P", nil},
	{"Payments.Cancel", "POST /payments/{id}/cancel", "payments:write", 200, "O", nil},
	{"Payments.Refund", "POST /payments/{id}/refund", "payments:write", 201, "S", []string{"POST /payments/refund payment_id"}},
	{"Payments.GetRefund", "GET /refunds/{id}", "payments:read", 200, "P", nil},
	{"Payments.ListRefunds", "GET /refunds", "payments:read", 200, "P", nil},

	{"Orders.Create", "POST /orders", "orders:write", 201, "S", []string{"POST /orders/create"}},
	{"Orders.Get", "GET /orders/{id}", "orders:read", 200, "S", nil},
	{"Orders.List", "GET /orders", "orders:read", 200, "S", []string{"GET /orders/list"}},
	{"Orders.Update", "PATCH /orders/{id}", "orders:write", 200, "S", []string{"PUT /orders/{id}"}},
	{"Orders.Fulfill", "POST /orders/{id}/fulfill", "orders:write", 200, "S", nil},
	{"Orders.Cancel", "POST /orders/{id}/cancel", "orders:write", 200, "P", nil},
	{"Orders.Pay", "POST /order/pay", "orders:write", 200, "S", []string{"POST /orders/{order_id}/pay"}},

	{"Invoices.Create", "POST /invoices", "invoices:write", 201, "P", nil},
	{"Invoices.Get", "GET /invoices/{id}", "invoices:read", 200, "P", nil},
	{"Invoices.List", "GET /invoices", "invoices:read", 200, "P", nil},
	{"Invoices.Update", "PUT /invoices/{id}", "invoices:write", 200, "P", []string{"PATCH /invoices/{id}"}},
	{"Invoices.Send", "POST /invoices/{id}/send", "invoices:write", 200, "P", nil},
	{"Invoices.Void", "POST /invoices/{id}/void", "invoices:write", 200, "O", nil},
	{"Invoices.Pay", "POST /invoice/pay", "invoices:write", 200, "S", []string{"POST /invoices/{invoice_id}/pay"}},

	{"Finance.FactorInvoice", "POST /finance/invoices/factor", "finance:write", 201, "S", nil},
	{"Finance.GetFactoring", "GET /finance/factorings/{id}", "finance:read", 200, "O", nil},
	{"Finance.FinancePurchaseOrder", "POST /finance/po/finance", "finance:write", 201, "S", nil},
	{"Finance.GetPOFinancing", "GET /finance/po/{id}", "finance:read", 200, "O", nil},
	{"Finance.CreateLoan", "POST /finance/loans/create", "finance:write", 201, "S", []string{"POST /finance/loans"}},
	{"Finance.GetLoan", "GET /finance/loans/{id}", "finance:read", 200, "O", nil},
	{"Finance.ListLoans", "GET /finance/loans", "finance:read", 200, "O", nil},
	{"Finance.RepayLoan", "POST /finance/loans/{id}/repay", "finance:write", 200, "O", nil},
	{"Finance.ListOptions", "GET /finance/options", "finance:read", 200, "S", nil},

	{"Agents.Create", "POST /agents/create", "agents:write", 201, "S", []string{"POST /agents"}},
	{"Agents.Get", "GET /agents/{id}", "agents:read", 200, "O", nil},
	{"Agents.List", "GET /agents", "agents:read", 200, "O", nil},
	{"Agents.Execute", "POST /agents/{id}/execute", "agents:execute", 201, "S", nil},
	{"Agents.GetExecution", "GET /agents/{id}/executions/{execution_id}", "agents:read", 200, "O", nil},
	{"Agents.ListActivity", "GET /agents/{id}/activity", "agents:read", 200, "S", nil},
	{"Agents.UpdateConfig", "PATCH /agents/{id}/config", "agents:write", 200, "S", nil},

	{"Global.CreateOrder", "POST /global/orders/create", "global:write", 201, "S", []string{"POST /global/orders"}},
	{"Global.GetOrder", "GET /global/orders/{id}", "global:read", 200, "O", nil},
	{"Global.ListOrders", "GET /global/orders", "global:read", 200, "O", nil},
	{"Global.CheckCompliance", "POST /global/compliance/check", "global:write", 201, "S", nil},
	{"Global.CalculateTax", "GET /global/tax/calculate", "global:read", 200, "S", nil},
	{"Global.QuoteShipping", "POST /global/shipping/quote", "global:read", 201, "S", nil},

	{"Webhooks.Create", "POST /webhooks", "webhooks:write", 201, "S", nil},
	{"Webhooks.Get", "GET /webhooks/{id}", "webhooks:read", 200, "O", nil},
	{"Webhooks.List", "GET /webhooks", "webhooks:read", 200, "O", nil},
	{"Webhooks.Update", "PATCH /webhooks/{id}", "webhooks:write", 200, "O", nil},
	{"Webhooks.Delete", "DELETE /webhooks/{id}", "webhooks:write", 204, "O", nil},
	{"Webhooks.RotateSecret", "POST /webhooks/{id}/rotate_secret", "webhooks:write", 200, "O", nil},
	{"Webhooks.SendTest", "POST /webhooks/{id}/test", "webhooks:write", 200, "O", nil},
	{"Webhooks.ListDeliveries", "GET /webhooks/{id}/deliveries", "webhooks:read", 200, "O", nil},
	{"Webhooks.GetEvent", "GET /events/{id}", "webhooks:read", 200, "O", nil},
	{"Webhooks.ListEvents", "GET /events", "webhooks:read", 200, "O", nil},
	{"Webhooks.ReplayEvent", "POST /events/{id}/replay", "webhooks:write", 200, "P", nil},
}

// Operations that differ from the rest in one thing only.
var (
	onNetworkHost = []string{"Orders.Pay", "Invoices.Pay"}
	forPublicKeys = []string{"Balance", "Stablecoin.Balance", "Finance.ListOptions", "Global.CalculateTax", "Global.QuoteShipping"}
	withoutKey    = []string{"Stablecoin.Reserves"}
	variants      = map[string][]string{
		"Stablecoin.Transfer": {"Stablecoin.BatchTransfer"},
		"Agents.GetExecution": {"Agents.WaitExecution"},
	}
)

var sources = map[string]spec.Source{"S": spec.Documented, "P": spec.Public, "O": spec.Designed}

func TestTableIsTheReference(t *testing.T) {
	t.Parallel()
	documented, implemented := map[string]bool{}, map[string]bool{}
	for _, row := range reference {
		documented[row.name] = true
	}
	for _, op := range spec.All() {
		implemented[op.Name] = true
	}
	require.Empty(t, golden.Missing(implemented, documented), "operations without a row in the reference of this test")
	require.Empty(t, golden.Missing(documented, implemented), "operations without a row in table.go")
	for i, want := range reference {
		got := spec.All()[i]
		t.Run(want.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, rowOf(got))
			require.NotEmpty(t, got.Summary)
			require.NotRegexp(t, `\.$|\n`, got.Summary)
			require.Equal(t, variants[want.name], got.Variants)
		})
	}
}

// rowOf writes an operation in the form of the reference.
func rowOf(o *spec.Operation) row {
	r := row{name: o.Name, route: o.Method + " " + o.Path, scope: o.Scope, status: o.Status}
	for letter, source := range sources {
		if source == o.Source {
			r.source = letter
		}
	}
	for _, alias := range o.Aliases {
		text := alias.Method + " " + alias.Path
		if alias.BodyID != "" {
			text += " " + alias.BodyID
		}
		r.aliases = append(r.aliases, text)
	}
	return r
}

func TestCounts(t *testing.T) {
	t.Parallel()
	routes, bySource, byStatus := 0, map[spec.Source]int{}, map[int]int{}
	for _, o := range spec.All() {
		routes += 1 + len(o.Aliases)
		bySource[o.Source]++
		byStatus[o.Status]++
	}
	require.Equal(t, 65, len(spec.All()))
	require.Equal(t, 78, routes)
	require.Equal(t, map[spec.Source]int{spec.Documented: 29, spec.Public: 13, spec.Designed: 23}, bySource)
	require.Equal(t, map[int]int{200: 47, 201: 17, 204: 1}, byStatus)
}

func TestHostsAndAccess(t *testing.T) {
	t.Parallel()
	var network, publishable, open []string
	for _, o := range spec.All() {
		switch o.Host {
		case spec.HostNetwork:
			network = append(network, o.Name)
		default:
			require.Equal(t, spec.HostAPI, o.Host, o.Name)
		}
		switch o.Access {
		case spec.AccessPublishable:
			publishable = append(publishable, o.Name)
		case spec.AccessOpen:
			open = append(open, o.Name)
		default:
			require.Equal(t, spec.AccessScoped, o.Access, o.Name)
			require.NotEmpty(t, o.Scope, o.Name)
		}
	}
	require.ElementsMatch(t, onNetworkHost, network)
	require.ElementsMatch(t, forPublicKeys, publishable)
	require.ElementsMatch(t, withoutKey, open)
}
