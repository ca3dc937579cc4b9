package agents

import (
	"errors"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/orders"
)

// Task is an action with its parameters: [Transfer], [PayOrder], [PayInvoice],
// [CreateOrder], [CheckBalance], or [Custom] for every other action.
type Task interface {
	action() Action
	// parameters checks them and writes the body's member; nil for none.
	parameters(c *core.Check) any
}

// Transfer moves tokens from the agent's wallet to another.
type Transfer struct {
	To     string    // required, a wallet
	Amount api.Money // required, ssusd or usdc
	Memo   string    // at most 256 characters
}

// PayOrder pays what is owed on an order from the agent's wallet.
type PayOrder struct {
	OrderID string // required
}

// PayInvoice pays what is owed on an invoice from the agent's wallet.
type PayInvoice struct {
	InvoiceID            string // required
	EarlyPaymentDiscount bool   // takes the discount that the invoice offers, if it still does
}

// CreateOrder makes an order; the result holds it.
type CreateOrder struct {
	Order *orders.CreateParams // required
}

// CheckBalance asks what the agent's wallet holds.
type CheckBalance struct{}

// Custom is an action of the account's own.
type Custom struct {
	Action     Action         // required
	Parameters map[string]any // encoded as JSON
}

const maxMemo = 256

type transferBody struct {
	To     string    `json:"to"`
	Amount api.Money `json:"amount"`
	Memo   string    `json:"memo,omitempty"`
}

type payOrderBody struct {
	OrderID string `json:"order_id"`
}

type payInvoiceBody struct {
	InvoiceID            string `json:"invoice_id"`
	EarlyPaymentDiscount bool   `json:"early_payment_discount,omitempty"`
}

func (Transfer) action() Action { return ActionTransfer }

func (t Transfer) parameters(c *core.Check) any {
	if t.To == "" {
		c.Fail("parameters.to", "is required")
	}
	c.AnyWallet("parameters.to", t.To)
	c.Positive("parameters.amount", t.Amount)
	if !numtext.IsToken(t.Amount.Currency()) {
		c.Fail("parameters.amount", "must be in ssusd or usdc, got %s", quote.Short(t.Amount.Currency()))
	}
	c.Text("parameters.memo", t.Memo, maxMemo)
	return transferBody(t)
}

func (PayOrder) action() Action { return ActionPayOrder }

func (t PayOrder) parameters(c *core.Check) any {
	c.ID("parameters.order_id", t.OrderID)
	return payOrderBody(t)
}

func (PayInvoice) action() Action { return ActionPayInvoice }

func (t PayInvoice) parameters(c *core.Check) any {
	c.ID("parameters.invoice_id", t.InvoiceID)
	return payInvoiceBody(t)
}

func (CreateOrder) action() Action { return ActionCreateOrder }

func (t CreateOrder) parameters(c *core.Check) any {
	if t.Order == nil {
		c.Fail("parameters", "is required: set Order")
		return nil
	}
	body, err := t.Order.Body()
	if fault := (*api.ParamError)(nil); errors.As(err, &fault) {
		c.Fail("parameters."+fault.Param, "%s", fault.Message)
	}
	return body
}

func (CheckBalance) action() Action { return ActionCheckBalance }

func (CheckBalance) parameters(*core.Check) any { return nil }

func (t Custom) action() Action { return t.Action }

func (t Custom) parameters(c *core.Check) any {
	checkAction(c, "action", t.Action)
	if t.Parameters == nil {
		return nil
	}
	return t.Parameters
}
