package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/stablecoin"
)

func TestEventsOfStablecoin(t *testing.T) {
	t.Parallel()
	issue := func(b *bench, _ string) {
		params := issueTo(shop, "100.00")
		params.ReferenceID = "ref_1"
		for range 2 {
			issued, err := b.tryIssue(params)
			does(b, issued, err)
		}
	}
	runFlows(t, []flow{
		{"issued once by its reference", nil, issue, "stablecoin.issued completed"},
		{"funded by the control interface", nil, func(b *bench, _ string) {
			require.NoError(b.t, b.a.Update(func(tx *Tx) error { return tx.Fund(poor, api.SSUSD("1")) }))
		}, ""},
		{"redeemed", nil, func(b *bench, _ string) { b.redeem(redeemFrom(TestWallet, "1", bankGood, "r")) }, "stablecoin.redeemed completed"},
		{"redeemed slowly", nil, func(b *bench, _ string) {
			b.redeem(redeemFrom(TestWallet, "1", bankSlow, "r"))
			b.advance(redemptionTime)
		}, "stablecoin.redeemed completed"},
		{"still pending", nil, func(b *bench, _ string) { b.redeem(redeemFrom(TestWallet, "1", bankSlow, "r")) }, ""},
		{"refused by the bank", nil, func(b *bench, _ string) { b.redeem(redeemFrom(TestWallet, "1", bankBad, "r")) },
			"stablecoin.redemption_failed failed"},
		{"transferred", nil, func(b *bench, _ string) {
			sent, err := b.tryTransfer(&stablecoin.TransferParams{To: shop, Amount: api.SSUSD("1")})
			does(b, sent, err)
		}, "stablecoin.transferred confirmed"},
		{"transferred to many", nil, func(b *bench, _ string) {
			sent, err := b.tryBatch(&stablecoin.BatchTransferParams{Transfers: []stablecoin.LegParams{
				{To: shop, Amount: api.SSUSD("1")}, {To: merchant, Amount: api.SSUSD("1")}}})
			does(b, sent, err)
		}, "stablecoin.transferred confirmed"},
	})
}

func TestEventsOfFinance(t *testing.T) {
	t.Parallel()
	factored := func(b *bench) string {
		return b.factor(&finance.FactorInvoiceParams{InvoiceID: seededInvoice, Amount: api.SSUSD("3000.00")}).InvoiceID
	}
	loan := func(b *bench) string { return b.loan(inMonths("1000.00", 60)).ID }
	const paying = "payment.created pending\npayment.succeeded succeeded"
	runFlows(t, []flow{
		{"factored", nil, func(b *bench, _ string) { factored(b) }, "invoice.factored sent"},
		{"factoring repaid", factored, func(b *bench, id string) {
			b.payInvoice(part(id, api.SSUSD("1000.00")))
			b.payInvoice(part(id, api.SSUSD("4000.00")))
		}, lines(paying, "invoice.partially_paid partially_paid", paying, "invoice.paid paid", "factoring.repaid repaid")},
		{"factoring repaid by card", factored, func(b *bench, id string) {
			params := cardPayment("5000.00", "tok_visa")
			params.InvoiceID = id
			b.pay(params)
		}, lines(paying, "invoice.paid paid", "factoring.repaid repaid")},
		{"purchase order", nil, func(b *bench, _ string) { b.financePO(purchase("1000.00")) }, "po.financed funded"},
		{"purchase order repaid", func(b *bench) string { return b.financePO(purchase("1000.00")).ID },
			func(b *bench, _ string) { b.until(api.NewDate(2026, time.March, 4)) }, "invoice.overdue overdue"},
		{"loan repaid", loan, func(b *bench, id string) {
			b.repay(id, finance.RepayLoanParams{Amount: api.SSUSD("1.00")})
			b.repay(id, finance.RepayLoanParams{Amount: b.getLoan(id).OutstandingAmount})
		}, "loan.payment active\nloan.payment repaid\nloan.repaid repaid"},
	})
}

// A loan in default has no events. A second overdue installment of an overdue loan has no
// event either.
func TestEventsOfALateLoan(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	voided, err := b.tryVoid(seededInvoice)
	does(b, voided, err)
	id := b.loan(inMonths("1000.00", 60)).ID
	first, second := b.getLoan(id).Schedule[0].DueDate, b.getLoan(id).Schedule[1].DueDate
	require.Equal(t, lines("loan.overdue overdue", "loan.payment active", "loan.overdue overdue", "loan.payment repaid", "loan.repaid repaid"),
		b.tells(func(b *bench) {
			b.until(first.AddDays(1))
			b.repay(id, finance.RepayLoanParams{})
			b.until(second.AddDays(100))
			require.Equal(t, finance.LoanDefaulted, b.getLoan(id).Status)
			b.repay(id, finance.RepayLoanParams{})
		}))
	id = b.loan(inMonths("1000.00", 60)).ID
	require.Equal(t, "loan.overdue overdue", b.tells(func(b *bench) { b.until(b.getLoan(id).Schedule[1].DueDate.AddDays(2)) }))
}

func anAgent(b *bench) string {
	return b.agent(agents.ConfigParams{Permissions: agents.Permissions{RequireApprovalAbove: api.SSUSD("500.00")}})
}

func paysOrder(id string) *AgentTask {
	return &AgentTask{Action: agents.ActionPayOrder, PayOrder: agents.PayOrder{OrderID: id}}
}

func TestEventsOfAgents(t *testing.T) {
	t.Parallel()
	execute := func(task *AgentTask) func(*bench, string) {
		return func(b *bench, id string) {
			x, err := b.execute(id, task)
			does(b, x, err)
		}
	}
	dry, async := paysOrder("ord_123"), paysOrder("ord_123")
	dry.DryRun, async.Async = true, true
	ordersThings := &AgentTask{Action: agents.ActionCreateOrder, CreateOrder: &orders.CreateParams{
		CustomerID: "cust_test_123", Items: []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: api.SSUSD("5.00")}}}}
	const done = "payment.created pending\npayment.succeeded succeeded\norder.paid processing\nagent.execution.completed completed"
	approve := func(do func(*Tx, string) (*agents.Execution, error)) func(*bench, string) {
		return func(b *bench, id string) {
			x, err := b.execute(id, transferTask(shop, "600.00"))
			b.decide(do, does(b, x, err).ID)
		}
	}
	runFlows(t, []flow{
		{"created", nil, func(b *bench, _ string) { anAgent(b) }, "agent.created active"},
		{"pays an order", anAgent, execute(paysOrder("ord_123")), done},
		{"pays an order later", anAgent, func(b *bench, id string) {
			execute(async)(b, id)
			b.advance(2 * time.Second)
		}, done},
		{"tries", anAgent, execute(dry), "agent.execution.completed completed"},
		{"creates an order", anAgent, execute(ordersThings), "order.created pending\nagent.execution.completed completed"},
		{"transfers", anAgent, execute(transferTask(shop, "5.00")), "stablecoin.transferred confirmed\nagent.execution.completed completed"},
		{"looks", anAgent, execute(&AgentTask{Action: agents.ActionCheckBalance}), "agent.execution.completed completed"},
		{"fails", anAgent, execute(paysOrder("ord_no")), "agent.execution.failed failed"},
		{"is refused", anAgent, func(b *bench, id string) {
			b.refusedTask(id, &AgentTask{Action: "reorder"}, CodeActionNotAllowed)
		}, ""},
		{"is approved", anAgent, approve((*Tx).ApproveExecution), lines("agent.execution.requires_approval requires_approval",
			"stablecoin.transferred confirmed", "agent.execution.completed completed")},
		{"is rejected", anAgent, approve((*Tx).RejectExecution), "agent.execution.requires_approval requires_approval\nagent.execution.failed failed"},
		{"has too little money", anAgent, func(b *bench, id string) {
			for range 3 {
				execute(transferTask(shop, "400.00"))(b, id)
			}
		}, lines("stablecoin.transferred confirmed", "agent.execution.completed completed",
			"stablecoin.transferred confirmed", "agent.execution.completed completed", "agent.execution.failed failed")},
	})
}

func TestEventsOfGlobalCommerce(t *testing.T) {
	t.Parallel()
	check := func(b *bench, params *global.CheckComplianceParams) *global.ComplianceCheck {
		c, err := b.tryCheck(params)
		return does(b, c, err)
	}
	waiting := func(b *bench) string { return b.globalOrder(toBelarus).ID }
	review := func(approve bool) func(*bench, string) {
		return func(b *bench, id string) {
			b.advance(25 * time.Hour) // the order cannot be paid meanwhile, and has no event of an expiry
			c, err := b.tryReview(b.getGlobal(id).ComplianceCheckID, approve)
			does(b, c, err)
		}
	}
	runFlows(t, []flow{
		{"approved", nil, func(b *bench, _ string) { check(b, trade("US", "DE")) }, "compliance.completed approved"},
		{"blocked", nil, func(b *bench, _ string) { check(b, trade("US", "IR")) }, "compliance.completed blocked"},
		{"reviewed", nil, func(b *bench, _ string) {
			c, err := b.tryReview(check(b, trade("US", "BY")).ID, false)
			does(b, c, err)
		}, "compliance.completed blocked"},
		{"order", nil, func(b *bench, _ string) { b.globalOrder(asTheyAre) },
			"compliance.completed approved\norder.created pending\nglobal_order.created pending_payment"},
		{"order with a check", func(b *bench) string { return check(b, trade("US", "DE")).ID }, func(b *bench, id string) {
			b.globalOrder(func(p *global.CreateOrderParams) { p.ComplianceCheckID = id })
		}, "order.created pending\nglobal_order.created pending_payment"},
		{"order that is forbidden", nil, func(b *bench, _ string) {
			params := jackets()
			params.OriginCountry = "IR"
			require.Error(b.t, failing(b.tryGlobal(params)))
		}, ""},
		{"order is paid", func(b *bench) string { return b.globalOrder(asTheyAre).OrderID }, func(b *bench, id string) {
			b.payOrder(id, b.getOrder(id).TotalAmount)
		}, lines("payment.created pending", "payment.succeeded succeeded", "order.paid processing", "global_order.updated processing [status]")},
		{"order that waits", nil, func(b *bench, _ string) { waiting(b) }, "order.created pending\nglobal_order.created pending_compliance"},
		{"order is approved, and expires", waiting, func(b *bench, id string) {
			review(true)(b, id)
			b.advance(25 * time.Hour)
		}, lines("compliance.completed approved", "global_order.updated pending_payment [compliance_status status updated_at]",
			"order.updated pending [payment_expires_at updated_at]", "order.payment_expired pending")},
		{"order is rejected", waiting, review(false), lines("compliance.completed blocked",
			"global_order.updated pending_compliance [compliance_status updated_at]", "order.cancelled cancelled",
			"global_order.updated cancelled [status]")},
	})
}
