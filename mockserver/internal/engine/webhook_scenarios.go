package engine

import (
	"time"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// Objects of the test data that scenarios use.
const (
	scenarioPayment  = "pay_test_456"
	scenarioOrder    = "ord_test_789"
	scenarioInvoice  = "inv_1234567890"
	scenarioMerchant = "stateset1merchantaddress123"
)

const month = 31 * 24 * time.Hour

func paymentScenarios() map[string]func(*scenario) {
	card := func(token string, capture bool) func(*Tx) error {
		return step((*Tx).CreatePayment, &payments.CreateParams{
			Amount: api.USD("100.00"), CustomerID: "cust_test_123", Capture: &capture,
			PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: token}},
		})
	}
	made := func(tx *Tx) string { return newest(tx.Payments(), func(p *payments.Payment) string { return p.ID }) }
	return map[string]func(*scenario){
		"payment.created payment.succeeded": steps(step((*Tx).CreatePayment,
			&payments.CreateParams{Amount: api.SSUSD("100.00"), Recipient: scenarioMerchant, Description: "Test payment"})),
		"payment.failed": steps(card("tok_declined", true)),
		"payment.captured": steps(card("tok_visa", false), func(tx *Tx) error {
			return stepOn((*Tx).CapturePayment, made(tx), &payments.CaptureParams{})(tx)
		}),
		"payment.cancelled": steps(card("tok_visa", false), func(tx *Tx) error {
			_, err := tx.CancelPayment(made(tx))
			return err
		}),
		"payment.refunded": steps(stepOn((*Tx).RefundPayment, scenarioPayment,
			&payments.RefundParams{Amount: api.SSUSD("25.00"), Reason: payments.ReasonRequestedByCustomer})),
	}
}

func orderScenarios() map[string]func(*scenario) {
	create := step((*Tx).CreateOrder, &orders.CreateParams{
		CustomerID: "cust_test_123", Items: []orders.ItemParams{{ProductID: "prod_test_123", Quantity: 2}},
	})
	pay := step((*Tx).PayOrder, &orders.PayParams{
		OrderID: scenarioOrder, PaymentMethod: orders.PayMethod{WalletAddress: TestWallet, Amount: api.SSUSD("100.00")},
	})
	fulfill := stepOn((*Tx).FulfillOrder, scenarioOrder, &orders.FulfillParams{Carrier: "UPS", TrackingNumber: "1Z999AA10123456784"})
	update := func(params orders.UpdateParams) func(*Tx) error {
		return stepOn((*Tx).UpdateOrder, scenarioOrder, &params)
	}
	refund := func(tx *Tx) error {
		id := newest(tx.Payments(), func(p *payments.Payment) string { return p.ID })
		return stepOn((*Tx).RefundPayment, id, &payments.RefundParams{Reason: payments.ReasonRequestedByCustomer})(tx)
	}
	return map[string]func(*scenario){
		"order.created":   steps(create),
		"order.updated":   steps(update(orders.UpdateParams{Notes: new("Leave it at the door")})),
		"order.paid":      steps(pay),
		"order.fulfilled": steps(pay, fulfill),
		"order.delivered": steps(pay, fulfill, update(orders.UpdateParams{Status: new(orders.StatusDelivered)})),
		"order.cancelled": steps(stepOn((*Tx).CancelOrder, scenarioOrder, &orders.CancelParams{Reason: orders.CancelCustomerRequest})),
		"order.refunded":  steps(pay, refund),
		"order.payment_expired": func(r *scenario) {
			r.do(create)
			r.wait(paymentWindow + time.Second)
		},
	}
}

func payInvoice(amount string) func(*Tx) error {
	return step((*Tx).PayInvoice, &invoices.PayParams{
		InvoiceID: scenarioInvoice, PaymentMethod: invoices.PayMethod{WalletAddress: TestWallet, Amount: api.SSUSD(amount)},
	})
}

func invoiceScenarios() map[string]func(*scenario) {
	create := step((*Tx).CreateInvoice, &invoices.CreateParams{
		CustomerID: "cust_test_123", PaymentTerms: "net_30",
		LineItems: []invoices.LineItemParams{{Description: "Test services", Quantity: api.Dec("2"), UnitPrice: api.SSUSD("50.00")}},
	})
	factor := step((*Tx).FactorInvoice, &finance.FactorInvoiceParams{InvoiceID: scenarioInvoice})
	return map[string]func(*scenario){
		"invoice.created":        steps(create),
		"invoice.sent":           steps(stepOn((*Tx).SendInvoice, scenarioInvoice, &invoices.SendParams{})),
		"invoice.partially_paid": steps(payInvoice("1000.00")),
		"invoice.paid":           steps(payInvoice("5000.00")),
		"invoice.overdue":        func(r *scenario) { r.wait(month) },
		"invoice.voided": steps(func(tx *Tx) error {
			_, err := tx.VoidInvoice(scenarioInvoice)
			return err
		}),
		"invoice.factored": steps(factor),
		"factoring.repaid": steps(factor, payInvoice("5000.00")),
	}
}

func moneyScenarios() map[string]func(*scenario) {
	redeem := func(account string) func(*scenario) {
		return steps(func(tx *Tx) error {
			_, _, err := tx.Redeem(&stablecoin.RedeemParams{
				Sender: TestWallet, Amount: api.SSUSD("100.00"), ReferenceID: "test",
				Destination: &stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: account, RoutingNumber: "110000000"},
			})
			return err
		})
	}
	borrow := step((*Tx).CreateLoan, &finance.CreateLoanParams{Amount: api.SSUSD("1000.00"), TermDays: 30})
	repay := func(amount api.Money) func(*Tx) error {
		return func(tx *Tx) error {
			id := newest(tx.Loans(), func(l *finance.Loan) string { return l.ID })
			return stepOn((*Tx).RepayLoan, id, &finance.RepayLoanParams{Amount: amount})(tx)
		}
	}
	return map[string]func(*scenario){
		"stablecoin.issued": steps(func(tx *Tx) error {
			_, _, err := tx.Issue(&stablecoin.IssueParams{Recipient: TestWallet, Amount: api.SSUSD("100.00"), ReferenceID: "test"})
			return err
		}),
		"stablecoin.transferred":       steps(step((*Tx).Transfer, &stablecoin.TransferParams{To: scenarioMerchant, Amount: api.SSUSD("100.00")})),
		"stablecoin.redeemed":          redeem("000123456789"),
		"stablecoin.redemption_failed": redeem("000111111116"),
		"po.financed": func(r *scenario) {
			delivery := api.DateOf(r.account.clock.Now()).AddDays(30)
			r.do(step((*Tx).FinancePurchaseOrder, &finance.FinancePurchaseOrderParams{
				POID: "po_test_123", SupplierID: "supplier_test_123", Amount: api.SSUSD("1000.00"), DeliveryDate: delivery}))
		},
		"loan.created": steps(borrow),
		"loan.payment": steps(borrow, repay(api.SSUSD("100.00"))),
		"loan.repaid":  steps(borrow, repay(api.Money{})),
		"loan.overdue": func(r *scenario) {
			r.do(borrow)
			r.wait(2 * month)
		},
	}
}

func agentScenarios() map[string]func(*scenario) {
	create := func(tx *Tx) error {
		_, err := tx.CreateAgent(&agents.CreateParams{
			Name: "Test agent", InitialFunding: api.SSUSD("100.00"),
			Config: &agents.ConfigParams{Permissions: agents.Permissions{RequireApprovalAbove: api.SSUSD("50.00")}},
		})
		return err
	}
	execute := func(task AgentTask) func(*scenario) {
		return steps(create, func(tx *Tx) error {
			id := newest(tx.Agents(), func(a *Agent) string { return a.ID })
			task.Parameters = task.parameters()
			return stepOn((*Tx).ExecuteAgent, id, &task)(tx)
		})
	}
	transfer := func(amount string) AgentTask {
		return AgentTask{Action: agents.ActionTransfer, Transfer: agents.Transfer{To: scenarioMerchant, Amount: api.SSUSD(amount)}}
	}
	return map[string]func(*scenario){
		"agent.created":                     steps(create),
		"agent.execution.completed":         execute(transfer("10.00")),
		"agent.execution.failed":            execute(AgentTask{Action: agents.ActionPayOrder, PayOrder: agents.PayOrder{OrderID: "ord_unknown"}}),
		"agent.execution.requires_approval": execute(transfer("60.00")),
	}
}

func globalScenarios() map[string]func(*scenario) {
	create := step((*Tx).CreateGlobalOrder, &global.CreateOrderParams{
		OriginCountry: "US", DestinationCountry: "DE", CustomerID: "cust_test_123",
		Items:           []global.ItemParams{{SKU: "JKT-001", Name: "Jacket", Quantity: 2, Price: api.SSUSD("150.00"), HSCode: "620193"}},
		ShippingAddress: &api.Address{Name: "Ada Lovelace", Line1: "Unter den Linden 1", City: "Berlin", PostalCode: "10117", Country: "DE"},
	})
	pay := func(tx *Tx) error {
		for o := range tx.GlobalOrders().Newest() {
			return step((*Tx).PayOrder, &orders.PayParams{
				OrderID: o.OrderID, PaymentMethod: orders.PayMethod{WalletAddress: TestWallet, Amount: o.TotalAmount}})(tx)
		}
		return nil
	}
	return map[string]func(*scenario){
		"global_order.created": steps(create),
		"global_order.updated": steps(create, pay),
		"compliance.completed": steps(step((*Tx).CheckCompliance, &global.CheckComplianceParams{
			OriginCountry: "US", DestinationCountry: "DE", Amount: api.SSUSD("300.00"),
			Parties: []global.Party{{Role: global.RoleBuyer, Name: "Ada Lovelace", Country: "DE"}},
		})),
	}
}
