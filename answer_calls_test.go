package stateset_test

import (
	"context"
	"time"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// objectCall is a method that answers with one object, and what a right answer is.
type objectCall struct {
	call func(context.Context, *stateset.Client) error
	// good is a right answer. ID stands for the id of the object, OF for that of what
	// it is of, where the answer says so.
	good string
	// id and of are what the call names; empty where it does not.
	id, of string
}

func failing[T any](_ T, err error) error { return err }

var (
	seller   = &stateset.Address{City: "Berlin", Country: "DE"}
	oneCoin  = stateset.SSUSD("1")
	delivery = stateset.NewDate(2026, time.March, 1)
)

// objectCalls are all methods that answer with one object, by their names. A test
// sees to it that none is missing.
var objectCalls = map[string]objectCall{
	"Balance": {good: balance, call: func(ctx context.Context, c *stateset.Client) error { return failing(c.Balance(ctx)) }},

	"Payments.Create": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Payments.Create(ctx, &payments.CreateParams{Amount: oneCoin, Recipient: wallet}))
	}},
	"Payments.Get": {good: `{"id":"ID"}`, id: "pay_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Payments.Get(ctx, "pay_1"))
	}},
	"Payments.Capture": {good: `{"id":"ID"}`, id: "pay_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Payments.Capture(ctx, "pay_1", nil))
	}},
	"Payments.Cancel": {good: `{"id":"ID"}`, id: "pay_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Payments.Cancel(ctx, "pay_1"))
	}},
	"Payments.Refund": {good: `{"id":"ID","payment_id":"OF"}`, of: "pay_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Payments.Refund(ctx, "pay_1", &payments.RefundParams{Reason: payments.ReasonDuplicate}))
	}},
	"Payments.GetRefund": {good: `{"id":"ID"}`, id: "ref_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Payments.GetRefund(ctx, "ref_1"))
	}},

	"Orders.Create": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Orders.Create(ctx, &orders.CreateParams{CustomerID: "cust_1", Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: oneCoin}}}))
	}},
	"Orders.Get": {good: `{"id":"ID"}`, id: "ord_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Orders.Get(ctx, "ord_1"))
	}},
	"Orders.Update": {good: `{"id":"ID"}`, id: "ord_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Orders.Update(ctx, "ord_1", &orders.UpdateParams{Notes: new("n")}))
	}},
	"Orders.Fulfill": {good: `{"id":"ID"}`, id: "ord_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Orders.Fulfill(ctx, "ord_1", nil))
	}},
	"Orders.Cancel": {good: `{"order":{"id":"ID"}}`, id: "ord_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Orders.Cancel(ctx, "ord_1", &orders.CancelParams{Reason: orders.CancelOutOfStock}))
	}},
	"Orders.Pay": {good: `{"success":true,"payment":{"payment_id":"ID","order_id":"OF"}}`, of: "ord_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Orders.Pay(ctx, &orders.PayParams{OrderID: "ord_1", PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: oneCoin}}))
	}},

	"Invoices.Create": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Invoices.Create(ctx, &invoices.CreateParams{CustomerID: "cust_1",
			LineItems: []invoices.LineItemParams{{Description: "Work", Quantity: stateset.Dec("1"), UnitPrice: oneCoin}}}))
	}},
	"Invoices.Get": {good: `{"id":"ID"}`, id: "inv_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Invoices.Get(ctx, "inv_1"))
	}},
	"Invoices.Update": {good: `{"id":"ID"}`, id: "inv_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Invoices.Update(ctx, "inv_1", &invoices.UpdateParams{Notes: new("n")}))
	}},
	"Invoices.Send": {good: `{"id":"ID"}`, id: "inv_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Invoices.Send(ctx, "inv_1", nil))
	}},
	"Invoices.Void": {good: `{"id":"ID"}`, id: "inv_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Invoices.Void(ctx, "inv_1"))
	}},
	"Invoices.Pay": {good: `{"success":true,"payment":{"payment_id":"ID","invoice_id":"OF"}}`, of: "inv_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Invoices.Pay(ctx, &invoices.PayParams{InvoiceID: "inv_1", PaymentMethod: invoices.PayMethod{WalletAddress: wallet, Amount: oneCoin}}))
	}},

	"Stablecoin.Issue": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.Issue(ctx, &stablecoin.IssueParams{Recipient: wallet, Amount: stateset.SSUSD("100")}))
	}},
	"Stablecoin.Redeem": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.Redeem(ctx, &stablecoin.RedeemParams{Sender: wallet, Amount: stateset.SSUSD("1000"), ReferenceID: "out-1",
			Destination: &stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: "000123456789", RoutingNumber: "110000000"}}))
	}},
	"Stablecoin.GetRedemption": {good: `{"id":"ID"}`, id: "red_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.GetRedemption(ctx, "red_1"))
	}},
	"Stablecoin.Transfer": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.Transfer(ctx, &stablecoin.TransferParams{To: wallet, Amount: oneCoin}))
	}},
	"Stablecoin.BatchTransfer": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.BatchTransfer(ctx, &stablecoin.BatchTransferParams{Transfers: []stablecoin.LegParams{{To: wallet, Amount: oneCoin}}}))
	}},
	"Stablecoin.Balance": {good: `{"address":"ID"}`, id: wallet, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.Balance(ctx, wallet, nil))
	}},
	"Stablecoin.GetTransaction": {good: `{"id":"ID"}`, id: "txn_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.GetTransaction(ctx, "txn_1"))
	}},
	"Stablecoin.Reserves": {good: `{}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.Reserves(ctx, nil))
	}},
	"Stablecoin.UploadAttestation": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Stablecoin.UploadAttestation(ctx, &stablecoin.AttestationParams{
			AttestationDate: stateset.NewDate(2025, time.December, 31), ReportFile: []byte("%PDF-1.7"), Auditor: stablecoin.Auditor{Name: "Audit LLP"}, OfficerSignatures: []stablecoin.OfficerSignature{{Name: "Ada"}},
			ReserveSummary: stablecoin.ReserveSummary{TotalReserves: stateset.USD("1.00"), TotalSupply: oneCoin, ReserveRatio: stateset.Dec("1.0000")},
		}))
	}},

	"Finance.FactorInvoice": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Finance.FactorInvoice(ctx, &finance.FactorParams{InvoiceID: "inv_1"}))
	}},
	"Finance.GetFactoring": {good: `{"id":"ID"}`, id: "fac_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Finance.GetFactoring(ctx, "fac_1"))
	}},
	"Finance.FinancePurchaseOrder": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Finance.FinancePurchaseOrder(ctx, &finance.POParams{POID: "po_1", Amount: oneCoin, SupplierID: "sup_1", DeliveryDate: delivery}))
	}},
	"Finance.GetPOFinancing": {good: `{"id":"ID"}`, id: "pof_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Finance.GetPOFinancing(ctx, "pof_1"))
	}},
	"Finance.CreateLoan": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Finance.CreateLoan(ctx, &finance.LoanParams{Amount: oneCoin, TermDays: 30}))
	}},
	"Finance.GetLoan": {good: `{"id":"ID"}`, id: "loan_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Finance.GetLoan(ctx, "loan_1"))
	}},
	"Finance.RepayLoan": {good: `{"id":"ID"}`, id: "loan_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Finance.RepayLoan(ctx, "loan_1", nil))
	}},

	"Agents.Create": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Agents.Create(ctx, &agents.CreateParams{Name: "A"}))
	}},
	"Agents.Get": {good: `{"id":"ID"}`, id: "agent_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Agents.Get(ctx, "agent_1"))
	}},
	"Agents.Execute": {good: `{"id":"ID","agent_id":"OF"}`, of: "agent_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Agents.Execute(ctx, "agent_1", &agents.ExecuteParams{Task: agents.CheckBalance{}}))
	}},
	"Agents.GetExecution": {good: `{"id":"ID","agent_id":"OF"}`, id: "exec_1", of: "agent_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Agents.GetExecution(ctx, "agent_1", "exec_1"))
	}},
	"Agents.WaitExecution": {good: `{"id":"ID","agent_id":"OF","status":"completed"}`, id: "exec_1", of: "agent_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Agents.WaitExecution(ctx, "agent_1", "exec_1"))
	}},
	"Agents.UpdateConfig": {good: `{"id":"ID"}`, id: "agent_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Agents.UpdateConfig(ctx, "agent_1", &agents.UpdateConfigParams{Status: agents.StatusPaused}))
	}},

	"Global.CreateOrder": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Global.CreateOrder(ctx, &global.CreateOrderParams{OriginCountry: "US", DestinationCountry: "DE", CustomerID: "cust_1",
			Items: []global.ItemParams{{Name: "Mug", Quantity: 1, Price: oneCoin}}, ShippingAddress: seller}))
	}},
	"Global.GetOrder": {good: `{"id":"ID"}`, id: "gord_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Global.GetOrder(ctx, "gord_1"))
	}},
	"Global.CheckCompliance": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Global.CheckCompliance(ctx, &global.ComplianceParams{OriginCountry: "US", DestinationCountry: "DE", Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada"}}}))
	}},
	"Global.CalculateTax": {good: `{}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Global.CalculateTax(ctx, &global.TaxParams{OriginCountry: "US", DestinationCountry: "DE", Amount: oneCoin}))
	}},
	"Global.QuoteShipping": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Global.QuoteShipping(ctx, &global.QuoteParams{Origin: global.Origin{Country: "US"}, Destination: global.Destination{Country: "DE"},
			Packages: []global.Package{{Weight: global.Weight{Value: stateset.Dec("2.50"), Unit: global.Kilogram}}}}))
	}},

	"Webhooks.Create": {good: `{"id":"ID"}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Webhooks.Create(ctx, &webhook.CreateParams{URL: "https://example.com/hook", Events: []webhook.Type{webhook.AllTypes}}))
	}},
	"Webhooks.Get": {good: `{"id":"ID"}`, id: "we_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Webhooks.Get(ctx, "we_1"))
	}},
	"Webhooks.Update": {good: `{"id":"ID"}`, id: "we_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Webhooks.Update(ctx, "we_1", &webhook.UpdateParams{Description: new("d")}))
	}},
	"Webhooks.RotateSecret": {good: `{"id":"ID"}`, id: "we_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Webhooks.RotateSecret(ctx, "we_1", nil))
	}},
	"Webhooks.SendTest": {good: `{"id":"ID","data":{"object":{}}}`, call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Webhooks.SendTest(ctx, "we_1", nil))
	}},
	"Webhooks.GetEvent": {good: `{"id":"ID","data":{"object":{}}}`, id: "evt_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Webhooks.GetEvent(ctx, "evt_1"))
	}},
	"Webhooks.ReplayEvent": {good: `{"id":"ID","data":{"object":{}}}`, id: "evt_1", call: func(ctx context.Context, c *stateset.Client) error {
		return failing(c.Webhooks.ReplayEvent(ctx, "evt_1"))
	}},
}
