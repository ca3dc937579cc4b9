package agents

import (
	"errors"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/orders"
)

// Task is an action with its parameters: [Transfer], [PayOrder], [PayInvoice],
// [CreateOrder], [CheckBalance], or [Custom] for every other action.
type Task interface {
	action() Action
	check(c *core.Check)
	parameters() wire.Writer // nil for none
}

// Transfer moves tokens from the agent's wallet to another.
//
//wire:part
type Transfer struct {
	To     string    `json:"to"`             // required, a wallet
	Amount api.Money `json:"amount"`         // required, ssusd or usdc
	Memo   string    `json:"memo,omitempty"` // at most 256 characters
}

// PayOrder pays the unpaid amount of an order from the agent's wallet.
//
//wire:part
type PayOrder struct {
	OrderID string `json:"order_id"` // required
}

// PayInvoice pays the balance of an invoice from the agent's wallet.
//
//wire:part
type PayInvoice struct {
	InvoiceID            string `json:"invoice_id"`                       // required
	EarlyPaymentDiscount bool   `json:"early_payment_discount,omitempty"` // applies the discount of the invoice, if it is still valid
}

// CreateOrder creates an order. Result.Order holds it.
type CreateOrder struct {
	Order *orders.CreateParams // required
}

// CheckBalance retrieves the balance of the agent's wallet.
//
//wire:part
type CheckBalance struct{}

// Custom is a custom action of the account.
type Custom struct {
	Action     Action         // required
	Parameters map[string]any // encoded as JSON; decoded numbers are json.Number values
}

const maxMemo = 256

func (Transfer) action() Action { return ActionTransfer }

func (t Transfer) parameters() wire.Writer { return &t }

func (t Transfer) check(c *core.Check) {
	if t.To == "" {
		c.Fail("parameters.to", "is required")
	}
	c.AnyWallet("parameters.to", t.To)
	c.Positive("parameters.amount", t.Amount)
	if !numtext.IsToken(t.Amount.Currency()) {
		c.Fail("parameters.amount", "must be in ssusd or usdc, got %s", quote.Short(t.Amount.Currency()))
	}
	c.Text("parameters.memo", t.Memo, maxMemo)
}

func (PayOrder) action() Action { return ActionPayOrder }

func (t PayOrder) parameters() wire.Writer { return &t }

func (t PayOrder) check(c *core.Check) { c.ID("parameters.order_id", t.OrderID) }

func (PayInvoice) action() Action { return ActionPayInvoice }

func (t PayInvoice) parameters() wire.Writer { return &t }

func (t PayInvoice) check(c *core.Check) { c.ID("parameters.invoice_id", t.InvoiceID) }

func (CreateOrder) action() Action { return ActionCreateOrder }

func (t CreateOrder) parameters() wire.Writer { return t.Order }

func (t CreateOrder) check(c *core.Check) {
	if t.Order == nil {
		c.Fail("parameters", "is required: set Order")
		return
	}
	_, err := t.Order.Body()
	if fault := (*api.ParamError)(nil); errors.As(err, &fault) {
		c.Fail("parameters."+fault.Param, "%s", fault.Message)
	}
}

func (CheckBalance) action() Action { return ActionCheckBalance }

func (CheckBalance) parameters() wire.Writer { return nil }

func (CheckBalance) check(*core.Check) {}

func (t Custom) action() Action { return t.Action }

func (t Custom) parameters() wire.Writer {
	if t.Parameters == nil {
		return nil
	}
	return &t
}

func (t Custom) check(c *core.Check) { checkAction(c, "action", t.Action) }
