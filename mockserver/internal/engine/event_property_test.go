package engine

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Every event type of the SDK is caused by an operation. A new type needs an operation
// here.
func TestEveryTypeIsEmitted(t *testing.T) {
	t.Parallel()
	tells := map[webhook.Type]func(b *bench){
		webhook.Type(webhook.PaymentCreated):   func(b *bench) { b.pay(cardPayment("1.00", "tok_visa")) },
		webhook.Type(webhook.PaymentSucceeded): func(b *bench) { b.pay(cardPayment("1.00", "tok_visa")) },
		webhook.Type(webhook.PaymentFailed):    func(b *bench) { _, _ = b.tryPay(cardPayment("1.00", "tok_declined")) },
		webhook.Type(webhook.PaymentCaptured): func(b *bench) {
			_, _ = b.tryCapture(authorized(b), payments.CaptureParams{})
		},
		webhook.Type(webhook.PaymentCancelled): func(b *bench) { _, _ = b.tryCancel(authorized(b)) },
		webhook.Type(webhook.PaymentRefunded):  func(b *bench) { b.refund("pay_test_456", api.Money{}) },

		webhook.Type(webhook.OrderCreated): func(b *bench) { newOrder(b) },
		webhook.Type(webhook.OrderUpdated): func(b *bench) { _, _ = b.tryUpdate("ord_123", orders.UpdateParams{Notes: new("n")}) },
		webhook.Type(webhook.OrderPaid):    func(b *bench) { paidOrder(b) },
		webhook.Type(webhook.OrderFulfilled): func(b *bench) {
			_, _ = b.tryFulfill(paidOrder(b))
		},
		webhook.Type(webhook.OrderDelivered): func(b *bench) {
			_, _ = b.tryFulfill(paidOrder(b))
			_, _ = b.tryUpdate("ord_123", orders.UpdateParams{Status: new(orders.StatusDelivered)})
		},
		webhook.Type(webhook.OrderCancelled): func(b *bench) { cancelOrder(b, "ord_123") },
		webhook.Type(webhook.OrderRefunded):  func(b *bench) { b.refund(b.paymentsOf(paidOrder(b))[0], api.Money{}) },
		webhook.Type(webhook.OrderPaymentExpired): func(b *bench) {
			b.advance(expiredFrom(b.getOrder(newOrder(b))).Sub(birth))
		},

		webhook.Type(webhook.InvoiceCreated):       func(b *bench) { sentInvoice(b) },
		webhook.Type(webhook.InvoiceSent):          func(b *bench) { sentInvoice(b) },
		webhook.Type(webhook.InvoicePaid):          func(b *bench) { paidInvoice(b) },
		webhook.Type(webhook.InvoicePartiallyPaid): func(b *bench) { b.payInvoice(part(seededInvoice, api.SSUSD("1"))) },
		webhook.Type(webhook.InvoiceOverdue):       func(b *bench) { b.advance(5 * week) },
		webhook.Type(webhook.InvoiceVoided):        func(b *bench) { _, _ = b.tryVoid(seededInvoice) },
		webhook.Type(webhook.InvoiceFactored):      func(b *bench) { b.factor(&finance.FactorInvoiceParams{InvoiceID: seededInvoice}) },

		webhook.Type(webhook.StablecoinIssued): func(b *bench) { _, _ = b.tryIssue(issueTo(shop, "100.00")) },
		webhook.Type(webhook.StablecoinTransferred): func(b *bench) {
			_, _ = b.tryTransfer(&stablecoin.TransferParams{To: shop, Amount: api.SSUSD("1")})
		},
		webhook.Type(webhook.StablecoinRedeemed):         func(b *bench) { b.redeem(redeemFrom(TestWallet, "1", bankGood, "r")) },
		webhook.Type(webhook.StablecoinRedemptionFailed): func(b *bench) { b.redeem(redeemFrom(TestWallet, "1", bankBad, "r")) },

		webhook.Type(webhook.FactoringRepaid): func(b *bench) {
			b.factor(&finance.FactorInvoiceParams{InvoiceID: seededInvoice})
			b.payInvoice(whole(seededInvoice, api.SSUSD("5000.00")))
		},
		webhook.Type(webhook.POFinanced):  func(b *bench) { b.financePO(purchase("100.00")) },
		webhook.Type(webhook.LoanCreated): func(b *bench) { b.loan(inMonths("100.00", 60)) },
		webhook.Type(webhook.LoanPayment): func(b *bench) { b.repay(b.loan(inMonths("100.00", 60)).ID, finance.RepayLoanParams{}) },
		webhook.Type(webhook.LoanRepaid):  func(b *bench) { b.repay(b.loan(secured("100.00", "100.00")).ID, finance.RepayLoanParams{}) },
		webhook.Type(webhook.LoanOverdue): func(b *bench) {
			b.loan(inMonths("100.00", 60))
			b.advance(5 * week)
		},

		webhook.Type(webhook.AgentCreated): func(b *bench) { anAgent(b) },
		webhook.Type(webhook.AgentExecutionCompleted): func(b *bench) {
			_, _ = b.execute(anAgent(b), &AgentTask{Action: agents.ActionCheckBalance})
		},
		webhook.Type(webhook.AgentExecutionFailed):           func(b *bench) { _, _ = b.execute(anAgent(b), paysOrder("ord_no")) },
		webhook.Type(webhook.AgentExecutionRequiresApproval): func(b *bench) { _, _ = b.execute(anAgent(b), transferTask(shop, "600.00")) },

		webhook.Type(webhook.GlobalOrderCreated):  func(b *bench) { b.globalOrder(asTheyAre) },
		webhook.Type(webhook.GlobalOrderUpdated):  func(b *bench) { cancelOrder(b, b.globalOrder(asTheyAre).OrderID) },
		webhook.Type(webhook.ComplianceCompleted): func(b *bench) { _, _ = b.tryCheck(trade("US", "DE")) },
	}
	for _, kind := range webhook.KnownTypes() {
		if kind == webhook.Type(webhook.Test) { // caused by a separate call
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			require.NotNil(t, tells[kind], "no operation emits this type")
			tells[kind](b)
			at := slices.IndexFunc(b.told(), func(e *webhook.Event) bool { return e.Type == kind })
			require.GreaterOrEqual(t, at, 0)
			e := b.told()[at]
			require.Equal(t, "event", e.Object)
			require.NotEmpty(t, e.Data.ResourceID)
			require.Equal(t, strings.HasSuffix(string(kind), ".updated"), e.Data.PreviousAttributes != nil)
		})
	}
}

// checkTold checks that every object has the state of its newest event: orders always,
// payments and invoices in the states that have events.
func (b *bench) checkTold() {
	b.t.Helper()
	must[any](b)(look(b, func(tx *Tx) (any, error) {
		newest := map[string]*webhook.Event{}
		for e := range tx.Events().Newest() {
			public, err := e.Public()
			require.NoError(b.t, err)
			if id := public.Data.ResourceID; newest[id] == nil {
				newest[id] = public
			}
		}
		for o := range tx.Orders().Newest() {
			b.checkShown(newest[o.ID], o, o.Status == orders.StatusPending && o.UpdatedAt.Equal(birth))
		}
		for o := range tx.GlobalOrders().Newest() {
			b.checkShown(newest[o.ID], o, false)
		}
		for p := range tx.Payments().Newest() {
			b.checkPaymentTold(newest[p.ID], p)
		}
		for i := range tx.Invoices().Newest() {
			b.checkInvoiceTold(newest[i.ID], i)
		}
		return nil, nil
	}))
}

// checkShown checks that an event shows its object as the API does. Only unchanged
// objects of the test data may have no event.
func (b *bench) checkShown(e *webhook.Event, object any, untouched bool) {
	b.t.Helper()
	if e == nil {
		require.True(b.t, untouched, "%v has no event", object)
		return
	}
	text, err := json.Marshal(object)
	require.NoError(b.t, err)
	require.Equal(b.t, string(text), string(e.Data.Object), "%s of %s", e.Type, e.Data.ResourceID)
}

func (b *bench) checkPaymentTold(e *webhook.Event, p *payments.Payment) {
	b.t.Helper()
	if p.Status == payments.StatusProcessing || p.Status == payments.StatusRequiresCapture {
		require.Equal(b.t, webhook.Type(webhook.PaymentCreated), e.Type, p.ID)
		return
	}
	b.checkShown(e, p, p.ID == "pay_test_456" && p.AmountRefunded.Decimal().IsZero())
}

func (b *bench) checkInvoiceTold(e *webhook.Event, i *invoices.Invoice) {
	b.t.Helper()
	if e == nil {
		require.Equal(b.t, seededInvoice, i.ID)
		require.Contains(b.t, []invoices.Status{invoices.StatusSent, invoices.StatusViewed}, i.Status)
		return
	}
	told := invoices.Status(e.Data.Status)
	switch i.Status {
	case invoices.StatusPaid, invoices.StatusOverdue, invoices.StatusVoided, invoices.StatusDraft:
		require.Equal(b.t, i.Status, told, "%s of %s", e.Type, i.ID)
	case invoices.StatusPartiallyPaid: // or overdue until its due date was moved
		require.Contains(b.t, []invoices.Status{invoices.StatusPartiallyPaid, invoices.StatusOverdue}, told, i.ID)
	}
}
