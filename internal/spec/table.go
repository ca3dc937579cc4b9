package spec

import "net/http"

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	patch  = http.MethodPatch
	remove = http.MethodDelete
)

// table is built once. fill adds the defaults of the rows.
var table = fill([]Operation{
	{Name: "Balance", Method: get, Path: "/account/balance", Access: AccessPublishable, Source: Documented,
		Summary: "Balance of the account's treasury wallet, one entry a denomination"},

	{Name: "Stablecoin.Issue", Method: post, Path: "/stablecoin/issue", Scope: "stablecoin:issue", Status: 201, Source: Documented,
		Summary: "Issue ssUSD against deposited funds"},
	{Name: "Stablecoin.Redeem", Method: post, Path: "/stablecoin/redeem", Scope: "stablecoin:redeem", Status: 201, Source: Documented,
		Summary: "Redeem ssUSD to a bank account"},
	{Name: "Stablecoin.GetRedemption", Method: get, Path: "/stablecoin/redemptions/{id}", Scope: "stablecoin:read", Source: Designed,
		Summary: "Retrieve a redemption"},
	{Name: "Stablecoin.Transfer", Method: post, Path: "/stablecoin/transfer", Scope: "stablecoin:transfer", Status: 201, Source: Documented,
		Variants: []string{"Stablecoin.BatchTransfer"}, Summary: "Transfer ssUSD to one wallet or to many"},
	{Name: "Stablecoin.Balance", Method: get, Path: "/stablecoin/balance/{address}", Scope: "stablecoin:read", Access: AccessPublishable, Source: Documented,
		Aliases: []Alias{{Method: get, Path: "/stablecoin/balance"}}, Summary: "Balance of a wallet, now or in the past"},
	{Name: "Stablecoin.ListTransactions", Method: get, Path: "/stablecoin/transactions", Scope: "stablecoin:read", Source: Public,
		Summary: "List ledger transactions"},
	{Name: "Stablecoin.GetTransaction", Method: get, Path: "/stablecoin/transactions/{id}", Scope: "stablecoin:read", Source: Designed,
		Summary: "Retrieve a ledger transaction"},
	{Name: "Stablecoin.Reserves", Method: get, Path: "/stablecoin/reserves", Access: AccessOpen, Source: Public,
		Summary: "Reserves behind the supply, and their attestation"},
	{Name: "Stablecoin.UploadAttestation", Method: post, Path: "/stablecoin/attestation/upload", Scope: "stablecoin:attest", Status: 201, Source: Public,
		Summary: "Publish a reserve attestation"},

	{Name: "Payments.Create", Method: post, Path: "/payments", Scope: "payments:write", Status: 201, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/payments/create"}}, Summary: "Create a card, bank or on-chain payment"},
	{Name: "Payments.Get", Method: get, Path: "/payments/{id}", Scope: "payments:read", Source: Documented,
		Summary: "Retrieve a payment"},
	{Name: "Payments.List", Method: get, Path: "/payments", Scope: "payments:read", Source: Documented,
		Aliases: []Alias{{Method: get, Path: "/payments/list"}}, Summary: "List payments"},
	{Name: "Payments.Capture", Method: post, Path: "/payments/{id}/capture", Scope: "payments:write", Source: Public,
		Summary: "Capture an authorized payment, in full or in part"},
	{Name: "Payments.Cancel", Method: post, Path: "/payments/{id}/cancel", Scope: "payments:write", Source: Designed,
		Summary: "Cancel an authorized payment"},
	{Name: "Payments.Refund", Method: post, Path: "/payments/{id}/refund", Scope: "payments:write", Status: 201, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/payments/refund", BodyID: "payment_id"}}, Summary: "Refund a payment, in full or in part"},
	{Name: "Payments.GetRefund", Method: get, Path: "/refunds/{id}", Scope: "payments:read", Source: Public,
		Summary: "Retrieve a refund"},
	{Name: "Payments.ListRefunds", Method: get, Path: "/refunds", Scope: "payments:read", Source: Public,
		Summary: "List refunds"},

	{Name: "Orders.Create", Method: post, Path: "/orders", Scope: "orders:write", Status: 201, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/orders/create"}}, Summary: "Create an order"},
	{Name: "Orders.Get", Method: get, Path: "/orders/{id}", Scope: "orders:read", Source: Documented,
		Summary: "Retrieve an order"},
	{Name: "Orders.List", Method: get, Path: "/orders", Scope: "orders:read", Source: Documented,
		Aliases: []Alias{{Method: get, Path: "/orders/list"}}, Summary: "List orders"},
	{Name: "Orders.Update", Method: patch, Path: "/orders/{id}", Scope: "orders:write", Source: Documented,
		Aliases: []Alias{{Method: put, Path: "/orders/{id}"}}, Summary: "Update an order"},
	{Name: "Orders.Fulfill", Method: post, Path: "/orders/{id}/fulfill", Scope: "orders:write", Source: Documented,
		Summary: "Fulfill an order, in full or in part"},
	{Name: "Orders.Cancel", Method: post, Path: "/orders/{id}/cancel", Scope: "orders:write", Source: Public,
		Summary: "Cancel an order and refund what was paid"},
	{Name: "Orders.Pay", Method: post, Path: "/order/pay", Scope: "orders:write", Host: HostNetwork, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/orders/{order_id}/pay"}}, Summary: "Pay an order from a wallet, with splits"},

	{Name: "Invoices.Create", Method: post, Path: "/invoices", Scope: "invoices:write", Status: 201, Source: Public,
		Summary: "Create an invoice"},
	{Name: "Invoices.Get", Method: get, Path: "/invoices/{id}", Scope: "invoices:read", Source: Public,
		Summary: "Retrieve an invoice"},
	{Name: "Invoices.List", Method: get, Path: "/invoices", Scope: "invoices:read", Source: Public,
		Summary: "List invoices"},
	{Name: "Invoices.Update", Method: put, Path: "/invoices/{id}", Scope: "invoices:write", Source: Public,
		Aliases: []Alias{{Method: patch, Path: "/invoices/{id}"}}, Summary: "Update an invoice"},
	{Name: "Invoices.Send", Method: post, Path: "/invoices/{id}/send", Scope: "invoices:write", Source: Public,
		Summary: "Send an invoice by email"},
	{Name: "Invoices.Void", Method: post, Path: "/invoices/{id}/void", Scope: "invoices:write", Source: Designed,
		Summary: "Void an invoice"},
	{Name: "Invoices.Pay", Method: post, Path: "/invoice/pay", Scope: "invoices:write", Host: HostNetwork, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/invoices/{invoice_id}/pay"}}, Summary: "Pay an invoice from a wallet, with early payment discount"},

	{Name: "Finance.FactorInvoice", Method: post, Path: "/finance/invoices/factor", Scope: "finance:write", Status: 201, Source: Documented,
		Summary: "Sell an invoice for an advance"},
	{Name: "Finance.GetFactoring", Method: get, Path: "/finance/factorings/{id}", Scope: "finance:read", Source: Designed,
		Summary: "Retrieve a factoring"},
	{Name: "Finance.FinancePurchaseOrder", Method: post, Path: "/finance/po/finance", Scope: "finance:write", Status: 201, Source: Documented,
		Summary: "Finance a purchase order"},
	{Name: "Finance.GetPOFinancing", Method: get, Path: "/finance/po/{id}", Scope: "finance:read", Source: Designed,
		Summary: "Retrieve a purchase order financing"},
	{Name: "Finance.CreateLoan", Method: post, Path: "/finance/loans/create", Scope: "finance:write", Status: 201, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/finance/loans"}}, Summary: "Take a loan"},
	{Name: "Finance.GetLoan", Method: get, Path: "/finance/loans/{id}", Scope: "finance:read", Source: Designed,
		Summary: "Retrieve a loan"},
	{Name: "Finance.ListLoans", Method: get, Path: "/finance/loans", Scope: "finance:read", Source: Designed,
		Summary: "List loans"},
	{Name: "Finance.RepayLoan", Method: post, Path: "/finance/loans/{id}/repay", Scope: "finance:write", Source: Designed,
		Summary: "Repay a loan, in full or in part"},
	{Name: "Finance.ListOptions", Method: get, Path: "/finance/options", Scope: "finance:read", Access: AccessPublishable, Source: Documented,
		Summary: "Compare financing options"},

	{Name: "Agents.Create", Method: post, Path: "/agents/create", Scope: "agents:write", Status: 201, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/agents"}}, Summary: "Create an AI agent with a wallet and limits"},
	{Name: "Agents.Get", Method: get, Path: "/agents/{id}", Scope: "agents:read", Source: Designed,
		Summary: "Retrieve an agent"},
	{Name: "Agents.List", Method: get, Path: "/agents", Scope: "agents:read", Source: Designed,
		Summary: "List agents"},
	{Name: "Agents.Execute", Method: post, Path: "/agents/{id}/execute", Scope: "agents:execute", Status: 201, Source: Documented,
		Summary: "Have an agent execute an action"},
	{Name: "Agents.GetExecution", Method: get, Path: "/agents/{id}/executions/{execution_id}", Scope: "agents:read", Source: Designed,
		Variants: []string{"Agents.WaitExecution"}, Summary: "Retrieve an execution"},
	{Name: "Agents.ListActivity", Method: get, Path: "/agents/{id}/activity", Scope: "agents:read", Source: Documented,
		Summary: "List an agent's activity"},
	{Name: "Agents.UpdateConfig", Method: patch, Path: "/agents/{id}/config", Scope: "agents:write", Source: Documented,
		Summary: "Change an agent's configuration"},

	{Name: "Global.CreateOrder", Method: post, Path: "/global/orders/create", Scope: "global:write", Status: 201, Source: Documented,
		Aliases: []Alias{{Method: post, Path: "/global/orders"}}, Summary: "Create a cross-border order"},
	{Name: "Global.GetOrder", Method: get, Path: "/global/orders/{id}", Scope: "global:read", Source: Designed,
		Summary: "Retrieve a cross-border order"},
	{Name: "Global.ListOrders", Method: get, Path: "/global/orders", Scope: "global:read", Source: Designed,
		Summary: "List cross-border orders"},
	{Name: "Global.CheckCompliance", Method: post, Path: "/global/compliance/check", Scope: "global:write", Status: 201, Source: Documented,
		Summary: "Check a trade against sanctions and restrictions"},
	{Name: "Global.CalculateTax", Method: get, Path: "/global/tax/calculate", Scope: "global:read", Access: AccessPublishable, Source: Documented,
		Summary: "Calculate tax and duty"},
	{Name: "Global.QuoteShipping", Method: post, Path: "/global/shipping/quote", Scope: "global:read", Access: AccessPublishable, Status: 201, Source: Documented,
		Summary: "Quote shipping rates"},

	{Name: "Webhooks.Create", Method: post, Path: "/webhooks", Scope: "webhooks:write", Status: 201, Source: Documented,
		Summary: "Register a webhook endpoint"},
	{Name: "Webhooks.Get", Method: get, Path: "/webhooks/{id}", Scope: "webhooks:read", Source: Designed,
		Summary: "Retrieve a webhook endpoint"},
	{Name: "Webhooks.List", Method: get, Path: "/webhooks", Scope: "webhooks:read", Source: Designed,
		Summary: "List webhook endpoints"},
	{Name: "Webhooks.Update", Method: patch, Path: "/webhooks/{id}", Scope: "webhooks:write", Source: Designed,
		Summary: "Update a webhook endpoint"},
	{Name: "Webhooks.Delete", Method: remove, Path: "/webhooks/{id}", Scope: "webhooks:write", Status: 204, Source: Designed,
		Summary: "Delete a webhook endpoint"},
	{Name: "Webhooks.RotateSecret", Method: post, Path: "/webhooks/{id}/rotate_secret", Scope: "webhooks:write", Source: Designed,
		Summary: "Rotate a webhook endpoint's secret"},
	{Name: "Webhooks.SendTest", Method: post, Path: "/webhooks/{id}/test", Scope: "webhooks:write", Source: Designed,
		Summary: "Send a test event"},
	{Name: "Webhooks.ListDeliveries", Method: get, Path: "/webhooks/{id}/deliveries", Scope: "webhooks:read", Source: Designed,
		Summary: "List the deliveries to an endpoint"},
	{Name: "Webhooks.GetEvent", Method: get, Path: "/events/{id}", Scope: "webhooks:read", Source: Designed,
		Summary: "Retrieve an event"},
	{Name: "Webhooks.ListEvents", Method: get, Path: "/events", Scope: "webhooks:read", Source: Designed,
		Summary: "List events"},
	{Name: "Webhooks.ReplayEvent", Method: post, Path: "/events/{id}/replay", Scope: "webhooks:write", Source: Public,
		Summary: "Deliver an event again"},
})

func fill(rows []Operation) []Operation {
	for i := range rows {
		row := &rows[i]
		if row.Status == 0 {
			row.Status = http.StatusOK
		}
		if row.Host == "" {
			row.Host = HostAPI
		}
		row.template, row.parts, row.params = BasePath+row.Path, split(row.Path), placeholders(row.Path)
	}
	return rows
}
