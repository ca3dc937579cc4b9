package conformance

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Names of the test mode.
const (
	customer   = "cust_test_123"
	wallet     = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	baseWallet = "0x52908400098527886E0F7030069857D2E4169EE7" // on another chain
)

// created returns the ID of a new object.
func created[T any](object *T, err error, id func(*T) string) (IDs, error) {
	if err != nil {
		return IDs{}, err
	}
	return IDs{ID: id(object)}, nil
}

// on uses the object of a fixture as the parent of the call.
func on(prepare func(context.Context, *stateset.Client) (IDs, error)) func(context.Context, *stateset.Client) (IDs, error) {
	return func(ctx context.Context, c *stateset.Client) (IDs, error) {
		ids, err := prepare(ctx, c)
		return IDs{Parent: ids.ID}, err
	}
}

// unique returns an ID that no earlier run used.
func unique(prefix string) string { return prefix + strings.ToLower(rand.Text()) }

// fund issues ssusd to the wallet.
func fund(ctx context.Context, c *stateset.Client, amount string) error {
	return dropped(c.Stablecoin.Issue(ctx, &stablecoin.IssueParams{Recipient: wallet, Amount: stateset.SSUSD(amount), ReferenceID: unique("dep-")}))
}

func goodPayment() *payments.CreateParams {
	return &payments.CreateParams{Amount: stateset.SSUSD("1"), Recipient: wallet}
}

// cardPayment returns the params of a payment with a test card.
func cardPayment() *payments.CreateParams {
	return &payments.CreateParams{
		Amount: stateset.USD("150.00"), CustomerID: customer,
		PaymentMethod: &payments.MethodParams{Type: payments.MethodCard, Card: &payments.CardParams{Token: "tok_visa"}},
	}
}

func paid(ctx context.Context, c *stateset.Client) (IDs, error) {
	payment, err := c.Payments.Create(ctx, goodPayment())
	return created(payment, err, func(p *payments.Payment) string { return p.ID })
}

func authorized(ctx context.Context, c *stateset.Client) (IDs, error) {
	params := cardPayment()
	params.Capture = new(false)
	payment, err := c.Payments.Create(ctx, params)
	return created(payment, err, func(p *payments.Payment) string { return p.ID })
}

func refunded(ctx context.Context, c *stateset.Client) (IDs, error) {
	payment, err := paid(ctx, c)
	if err != nil {
		return IDs{}, err
	}
	refund, err := c.Payments.Refund(ctx, payment.ID, &payments.RefundParams{Reason: payments.ReasonDuplicate})
	return created(refund, err, func(r *payments.Refund) string { return r.ID })
}

func goodOrder() *orders.CreateParams {
	return &orders.CreateParams{CustomerID: customer, Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: stateset.SSUSD("12.50")}}}
}

func ordered(ctx context.Context, c *stateset.Client) (IDs, error) {
	order, err := c.Orders.Create(ctx, goodOrder())
	return created(order, err, func(o *orders.Order) string { return o.ID })
}

func orderPayment(id string) *orders.PayParams {
	return &orders.PayParams{OrderID: id, PaymentMethod: orders.PayMethod{WalletAddress: wallet, Amount: stateset.SSUSD("12.50")}}
}

// payable returns an order, and a wallet that can pay it.
func payable(ctx context.Context, c *stateset.Client) (IDs, error) {
	if err := fund(ctx, c, "100"); err != nil {
		return IDs{}, err
	}
	return ordered(ctx, c)
}

func paidOrder(ctx context.Context, c *stateset.Client) (IDs, error) {
	order, err := payable(ctx, c)
	if err != nil {
		return IDs{}, err
	}
	return order, dropped(c.Orders.Pay(ctx, orderPayment(order.ID)))
}

func goodInvoice() *invoices.CreateParams {
	return &invoices.CreateParams{CustomerID: customer,
		LineItems: []invoices.LineItemParams{{Description: "Work", Quantity: stateset.Dec("1"), UnitPrice: stateset.SSUSD("10")}}}
}

func invoiced(ctx context.Context, c *stateset.Client) (IDs, error) {
	invoice, err := c.Invoices.Create(ctx, goodInvoice())
	return created(invoice, err, func(i *invoices.Invoice) string { return i.ID })
}

// sentInvoice returns an invoice that was sent, and a wallet that can pay it.
func sentInvoice(ctx context.Context, c *stateset.Client) (IDs, error) {
	if err := fund(ctx, c, "100"); err != nil {
		return IDs{}, err
	}
	invoice, err := invoiced(ctx, c)
	if err != nil {
		return IDs{}, err
	}
	return invoice, dropped(c.Invoices.Send(ctx, invoice.ID, nil))
}

func agent(ctx context.Context, c *stateset.Client) (IDs, error) {
	agent, err := c.Agents.Create(ctx, &agents.CreateParams{Name: "Buyer"})
	return created(agent, err, func(a *agents.Agent) string { return a.ID })
}

// executed returns an execution of a new agent.
func executed(ctx context.Context, c *stateset.Client) (IDs, error) {
	agent, err := agent(ctx, c)
	if err != nil {
		return IDs{}, err
	}
	execution, err := c.Agents.Execute(ctx, agent.ID, &agents.ExecuteParams{Task: agents.CheckBalance{}})
	if err != nil {
		return IDs{}, err
	}
	return IDs{ID: execution.ID, Parent: agent.ID}, nil
}

func goodEndpoint() *webhook.CreateParams {
	return &webhook.CreateParams{URL: "https://shop.example.com/webhooks", Events: webhook.Types(webhook.AllTypes)}
}

func endpoint(ctx context.Context, c *stateset.Client) (IDs, error) {
	endpoint, err := c.Webhooks.Create(ctx, goodEndpoint())
	return created(endpoint, err, func(e *webhook.Endpoint) string { return e.ID })
}

// event returns the newest event of a payment.
func event(ctx context.Context, c *stateset.Client) (IDs, error) {
	if _, err := paid(ctx, c); err != nil {
		return IDs{}, err
	}
	page, err := c.Webhooks.ListEvents(ctx, &webhook.ListEventsParams{Limit: 1})
	return newest(page, err, func(e *webhook.Event) string { return e.ID })
}

// newest returns the ID of the first row of a page.
func newest[T any](page *stateset.Page[T], err error, id func(*T) string) (IDs, error) {
	if err != nil {
		return IDs{}, err
	}
	if len(page.Data) == 0 {
		return IDs{}, errors.New("the list is empty")
	}
	return IDs{ID: id(page.Data[0])}, nil
}
