package webhook

import (
	"slices"
	"strings"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// Type is the name of a type of events, "payment.succeeded". As a filter it may also be a
// pattern: "payment.*" for all types with this prefix, and "*" for all types.
//
// Constants such as [OrderPaid] have the type of their object, see [TypeOf]. Convert them
// to a Type with webhook.Type(webhook.OrderPaid), or use [Types] for a list. [Event.Is]
// accepts both.
type Type string

// AllTypes selects every type.
const AllTypes Type = "*"

// TypeOf is the name of a type of events whose object is a T. The compiler checks the
// type of the object, see [On]. Convert it to a [Type] for its name, as in
// &webhook.SendTestParams{Type: webhook.Type(webhook.PaymentSucceeded)}.
type TypeOf[T any] string

// Selector selects types of events: a [Type] or a [TypeOf].
type Selector interface{ selected() Type }

func (t Type) selected() Type      { return t }
func (t TypeOf[T]) selected() Type { return Type(t) }

// Types returns a list of types of events, as in webhook.Types(webhook.PaymentSucceeded,
// webhook.Type("order.*")).
func Types(selectors ...Selector) []Type {
	types := make([]Type, len(selectors))
	for i, s := range selectors {
		types[i] = s.selected()
	}
	return types
}

// The types of events with their objects.
const (
	PaymentCreated   TypeOf[payments.Payment] = "payment.created" // the object is pending
	PaymentSucceeded TypeOf[payments.Payment] = "payment.succeeded"
	PaymentFailed    TypeOf[payments.Payment] = "payment.failed"
	PaymentCaptured  TypeOf[payments.Payment] = "payment.captured"
	PaymentCancelled TypeOf[payments.Payment] = "payment.cancelled"
	PaymentRefunded  TypeOf[payments.Payment] = "payment.refunded" // partially or fully

	OrderCreated        TypeOf[orders.Order] = "order.created"
	OrderUpdated        TypeOf[orders.Order] = "order.updated"
	OrderPaid           TypeOf[orders.Order] = "order.paid" // fully
	OrderFulfilled      TypeOf[orders.Order] = "order.fulfilled"
	OrderDelivered      TypeOf[orders.Order] = "order.delivered"
	OrderCancelled      TypeOf[orders.Order] = "order.cancelled"
	OrderRefunded       TypeOf[orders.Order] = "order.refunded" // fully
	OrderPaymentExpired TypeOf[orders.Order] = "order.payment_expired"

	InvoiceCreated       TypeOf[invoices.Invoice] = "invoice.created"
	InvoiceSent          TypeOf[invoices.Invoice] = "invoice.sent"
	InvoicePaid          TypeOf[invoices.Invoice] = "invoice.paid"
	InvoicePartiallyPaid TypeOf[invoices.Invoice] = "invoice.partially_paid"
	InvoiceOverdue       TypeOf[invoices.Invoice] = "invoice.overdue"
	InvoiceVoided        TypeOf[invoices.Invoice] = "invoice.voided"
	InvoiceFactored      TypeOf[invoices.Invoice] = "invoice.factored"

	StablecoinIssued           TypeOf[stablecoin.Issuance]   = "stablecoin.issued"
	StablecoinTransferred      TypeOf[stablecoin.Transfer]   = "stablecoin.transferred"
	StablecoinRedeemed         TypeOf[stablecoin.Redemption] = "stablecoin.redeemed" // the bank has paid
	StablecoinRedemptionFailed TypeOf[stablecoin.Redemption] = "stablecoin.redemption_failed"

	FactoringRepaid TypeOf[finance.Factoring]   = "factoring.repaid"
	POFinanced      TypeOf[finance.POFinancing] = "po.financed"
	LoanCreated     TypeOf[finance.Loan]        = "loan.created"
	LoanPayment     TypeOf[finance.Loan]        = "loan.payment"
	LoanRepaid      TypeOf[finance.Loan]        = "loan.repaid"
	LoanOverdue     TypeOf[finance.Loan]        = "loan.overdue"

	AgentCreated                   TypeOf[agents.Agent]     = "agent.created"
	AgentExecutionCompleted        TypeOf[agents.Execution] = "agent.execution.completed"
	AgentExecutionFailed           TypeOf[agents.Execution] = "agent.execution.failed"
	AgentExecutionRequiresApproval TypeOf[agents.Execution] = "agent.execution.requires_approval"

	GlobalOrderCreated  TypeOf[global.Order]           = "global_order.created"
	GlobalOrderUpdated  TypeOf[global.Order]           = "global_order.updated"
	ComplianceCompleted TypeOf[global.ComplianceCheck] = "compliance.completed"

	// Test is the default type of SendTest. The object is the endpoint.
	Test TypeOf[Endpoint] = "webhook.test"
)

var types = Types(
	PaymentCreated, PaymentSucceeded, PaymentFailed, PaymentCaptured, PaymentCancelled, PaymentRefunded,
	OrderCreated, OrderUpdated, OrderPaid, OrderFulfilled, OrderDelivered, OrderCancelled, OrderRefunded, OrderPaymentExpired,
	InvoiceCreated, InvoiceSent, InvoicePaid, InvoicePartiallyPaid, InvoiceOverdue, InvoiceVoided, InvoiceFactored,
	StablecoinIssued, StablecoinTransferred, StablecoinRedeemed, StablecoinRedemptionFailed,
	FactoringRepaid, POFinanced, LoanCreated, LoanPayment, LoanRepaid, LoanOverdue,
	AgentCreated, AgentExecutionCompleted, AgentExecutionFailed, AgentExecutionRequiresApproval,
	GlobalOrderCreated, GlobalOrderUpdated, ComplianceCompleted,
	Test,
)

// Values returns the types that this version of the SDK knows, without patterns.
func (Type) Values() []Type { return slices.Clone(types) }

// KnownTypes returns the types that this version of the SDK knows.
func KnownTypes() []Type { return Type("").Values() }

// Known reports whether this version of the SDK knows the type. A pattern is known if it
// selects a known type.
func (t Type) Known() bool { return slices.ContainsFunc(types, t.Selects) }

// Selects reports whether the type equals the other type, or is a pattern that selects
// it.
func (t Type) Selects(other Type) bool {
	if t == AllTypes || t == other {
		return true
	}
	prefix, found := strings.CutSuffix(string(t), "*")
	return found && strings.HasSuffix(prefix, ".") && len(prefix) > 1 && strings.HasPrefix(string(other), prefix)
}
