package httpapi

import (
	"net/http"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// operation is what httpapi knows of an operation beside its row in the table.
type operation struct {
	handle func(*call) (answer, error)
	// keyMember is the path of a body's member that is an idempotency key too.
	keyMember []string
}

// keyed names the member of the body that is an idempotency key when the header
// has none.
func (op operation) keyed(path ...string) operation {
	op.keyMember = path
	return op
}

// handlers are the operations that are answered, by their names in the table.
func handlers() map[string]operation {
	return map[string]operation{
		"Balance": view((*engine.Tx).Balance),

		"Payments.Create":      create(kindPayment, readPayment, (*engine.Tx).CreatePayment),
		"Payments.Get":         get(kindPayment, (*engine.Tx).Payments),
		"Payments.List":        list(kindPayment, (*engine.Tx).Payments, paymentFilter),
		"Payments.Capture":     act(kindPayment, readCapture, capturePayment),
		"Payments.Cancel":      act(kindPayment, nothing, cancelPayment),
		"Payments.Refund":      act(kindRefund, readRefund, refundPayment),
		"Payments.GetRefund":   get(kindRefund, (*engine.Tx).Refunds),
		"Payments.ListRefunds": list(kindRefund, (*engine.Tx).Refunds, refundFilter),

		"Stablecoin.Issue":             issue(),
		"Stablecoin.Redeem":            createOnce(readRedeem, (*engine.Tx).Redeem),
		"Stablecoin.GetRedemption":     get(kindRedemption, (*engine.Tx).Redemptions),
		"Stablecoin.Transfer":          create(kindPlain, readTransfer, transfer).keyed("idempotency_key"),
		"Stablecoin.Balance":           lookup(readBalance, (*engine.Tx).StablecoinBalance),
		"Stablecoin.ListTransactions":  lookup(readTransactions, listTransactions),
		"Stablecoin.GetTransaction":    get(kindTransaction, (*engine.Tx).Transactions),
		"Stablecoin.Reserves":          reserves(),
		"Stablecoin.UploadAttestation": create(kindPlain, readAttestation, (*engine.Tx).UploadAttestation),

		"Orders.Create":  create(kindOrder, readOrder, (*engine.Tx).CreateOrder),
		"Orders.Get":     get(kindOrder, (*engine.Tx).Orders),
		"Orders.List":    list(kindOrder, (*engine.Tx).Orders, orderFilter),
		"Orders.Update":  act(kindOrder, readOrderUpdate, (*engine.Tx).UpdateOrder),
		"Orders.Fulfill": act(kindOrder, readFulfillment, (*engine.Tx).FulfillOrder),
		"Orders.Cancel":  act(kindPlain, readOrderCancel, (*engine.Tx).CancelOrder),
		"Orders.Pay":     create(kindPlain, readOrderPay, (*engine.Tx).PayOrder).keyed("metadata", "idempotency_key"),

		"Invoices.Create": create(kindInvoice, readInvoice, (*engine.Tx).CreateInvoice),
		"Invoices.Get":    get(kindInvoice, (*engine.Tx).Invoices),
		"Invoices.List":   list(kindInvoice, (*engine.Tx).Invoices, invoiceFilter),
		"Invoices.Update": act(kindInvoice, readInvoiceUpdate, (*engine.Tx).UpdateInvoice),
		"Invoices.Send":   act(kindInvoice, readInvoiceSend, (*engine.Tx).SendInvoice),
		"Invoices.Void":   act(kindInvoice, nothing, voidInvoice),
		"Invoices.Pay":    create(kindPlain, readInvoicePay, (*engine.Tx).PayInvoice).keyed("metadata", "idempotency_key"),

		"Global.CreateOrder":     create(kindGlobalOrder, readGlobalOrder, (*engine.Tx).CreateGlobalOrder),
		"Global.GetOrder":        get(kindGlobalOrder, (*engine.Tx).GlobalOrders),
		"Global.ListOrders":      list(kindGlobalOrder, (*engine.Tx).GlobalOrders, globalOrderFilter),
		"Global.CheckCompliance": create(kindPlain, readCompliance, (*engine.Tx).CheckCompliance),
		"Global.CalculateTax":    lookup(readTax, (*engine.Tx).CalculateTax),
		"Global.QuoteShipping":   create(kindPlain, readQuote, (*engine.Tx).QuoteShipping),

		"Finance.FactorInvoice":        create(kindPlain, readFactoring, (*engine.Tx).FactorInvoice),
		"Finance.GetFactoring":         get(kindFactoring, (*engine.Tx).Factorings),
		"Finance.FinancePurchaseOrder": create(kindPlain, readPOFinancing, (*engine.Tx).FinancePurchaseOrder),
		"Finance.GetPOFinancing":       get(kindPOFinancing, (*engine.Tx).POFinancings),
		"Finance.CreateLoan":           create(kindPlain, readLoan, (*engine.Tx).CreateLoan),
		"Finance.GetLoan":              get(kindLoan, (*engine.Tx).Loans),
		"Finance.ListLoans":            list(kindLoan, (*engine.Tx).Loans, loanFilter),
		"Finance.RepayLoan":            act(kindLoan, readRepayment, (*engine.Tx).RepayLoan),
		"Finance.ListOptions":          financingOptions(),

		"Agents.Create":       create(kindAgent, readAgent, (*engine.Tx).CreateAgent),
		"Agents.Get":          getAgent(),
		"Agents.List":         listAgents(),
		"Agents.Execute":      executeAgent(),
		"Agents.GetExecution": getExecution(),
		"Agents.ListActivity": listActivity(),
		"Agents.UpdateConfig": act(kindAgent, readConfigUpdate, (*engine.Tx).UpdateAgentConfig),

		"Webhooks.Create":         create(kindEndpoint, readEndpoint, createEndpoint),
		"Webhooks.Get":            get(kindEndpoint, (*engine.Tx).Endpoints),
		"Webhooks.List":           list(kindEndpoint, (*engine.Tx).Endpoints, endpointFilter),
		"Webhooks.Update":         act(kindEndpoint, readEndpointUpdate, (*engine.Tx).UpdateEndpoint),
		"Webhooks.Delete":         deleteEndpoint(),
		"Webhooks.RotateSecret":   act(kindEndpoint, readRotation, rotateSecret),
		"Webhooks.SendTest":       act(kindEvent, readTestEvent, sendTest),
		"Webhooks.ListDeliveries": listDeliveries(),
		"Webhooks.GetEvent":       getEvent(),
		"Webhooks.ListEvents":     listEvents(),
		"Webhooks.ReplayEvent":    act(kindEvent, nothing, replayEvent),
	}
}

// create makes an operation without an id in its path.
func create[P, T any](kind string, read func(*input.Object) P, do func(*engine.Tx, P) (T, error)) operation {
	return act(kind, read, func(tx *engine.Tx, _ string, params P) (T, error) { return do(tx, params) })
}

// act makes an operation on the object of an id.
func act[P, T any](kind string, read func(*input.Object) P, do func(tx *engine.Tx, id string, params P) (T, error)) operation {
	return operation{handle: func(c *call) (answer, error) {
		want := c.expansions(kind, false)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		params, err := input.Read(c.body, func(o *input.Object) P {
			c.readMoved(o)
			return read(o)
		})
		if err != nil {
			return answer{}, err
		}
		return transact(c, kind, want, func(tx *engine.Tx) (T, error) { return do(tx, c.firstID(), params) })
	}}
}

// get makes an operation that answers with the object of an id.
func get[T any](kind string, collection func(*engine.Tx) *engine.Collection[T]) operation {
	return show(kind, func(c *call, tx *engine.Tx) (*T, error) {
		object, found := collection(tx).Get(c.firstID())
		if !found {
			return nil, notFound(kind, c.firstID())
		}
		return object, nil
	})
}

func notFound(kind, id string) error {
	return refuse(engine.CodeResourceNotFound, "", "No such %s: '%s'", kind, shorten(id))
}

// view makes an operation that answers with something of the account.
func view[T any](look func(*engine.Tx) T) operation {
	return show(kindPlain, func(_ *call, tx *engine.Tx) (T, error) { return look(tx), nil })
}

// show makes an operation without parameters of its own.
func show[T any](kind string, find func(*call, *engine.Tx) (T, error)) operation {
	return operation{handle: func(c *call) (answer, error) {
		want := c.expansions(kind, false)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		return transact(c, kind, want, func(tx *engine.Tx) (T, error) { return find(c, tx) })
	}}
}

// createOnce makes an operation that a reference_id can lead to what it made before:
// that is 200, something new the operation's own status.
func createOnce[P, T any](read func(*input.Object) P, do func(*engine.Tx, P) (T, bool, error)) operation {
	return operation{handle: func(c *call) (answer, error) {
		want := c.expansions(kindPlain, false)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		params, err := input.Read(c.body, read)
		if err != nil {
			return answer{}, err
		}
		again := false
		a, err := transact(c, kindPlain, want, func(tx *engine.Tx) (object T, err error) {
			object, again, err = do(tx, params)
			return object, err
		})
		if again && err == nil {
			a.status = http.StatusOK
		}
		return a, err
	}}
}

// lookup makes an operation that answers a question in the query.
func lookup[Q, T any](read func(*call) Q, do func(*engine.Tx, Q) (T, error)) operation {
	return operation{handle: func(c *call) (answer, error) {
		want := c.expansions(kindPlain, false)
		question := read(c)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		return transact(c, kindPlain, want, func(tx *engine.Tx) (T, error) { return do(tx, question) })
	}}
}

// transact runs an operation as one transaction. The answer is encoded inside of
// it: what cannot be answered does not happen.
func transact[T any](c *call, kind string, want tree, do func(*engine.Tx) (T, error)) (answer, error) {
	a := answer{status: c.route.row.Status}
	err := c.execute(func(tx *engine.Tx) error {
		object, err := do(tx)
		if err != nil {
			return err
		}
		a.body, err = newRenderer(tx).render(object, kind, want)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return a, nil
}

// firstID is the id in the canonical path, empty where it has none.
func (c *call) firstID() string {
	if len(c.ids) == 0 {
		return ""
	}
	return c.ids[0]
}

// nothing reads the body of an operation that takes no parameters.
func nothing(*input.Object) struct{} { return struct{}{} }
