package httpapi

import (
	"net/http"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/params"
	"github.com/stateset/stateset-go/mockserver/internal/records"
)

// operation is the handler of an operation. The table in internal/spec has the rest.
type operation struct {
	handle func(*call) (answer, error)
	// members describes the members of the body. It is nil for an operation without a
	// body.
	members func() []input.Member
	// parameters describes the parameters of the query.
	parameters func() []input.Parameter
	kind       string // of the object, for its expansions
	// otherStatus is a success status beside that of the table, or 0.
	otherStatus int
	// keyMember is the path of a body member that is an alternative to the
	// Idempotency-Key header.
	keyMember []string
}

// keyed sets the body member that is the idempotency key if the header is absent.
func (op operation) keyed(path ...string) operation {
	op.keyMember = path
	return op
}

// handlers returns the handlers by operation name.
func handlers() map[string]operation {
	return map[string]operation{
		"Balance": view((*engine.Tx).Balance),

		"Payments.Create":      create(kindPayment, params.CreatePayment, (*engine.Tx).CreatePayment),
		"Payments.Get":         get(kindPayment, (*engine.Tx).Payments),
		"Payments.List":        list(kindPayment, (*engine.Tx).Payments, params.PaymentFilter),
		"Payments.Capture":     act(kindPayment, params.CapturePayment, capturePayment),
		"Payments.Cancel":      act(kindPayment, nothing, cancelPayment),
		"Payments.Refund":      act(kindRefund, params.RefundPayment, refundPayment),
		"Payments.GetRefund":   get(kindRefund, (*engine.Tx).Refunds),
		"Payments.ListRefunds": list(kindRefund, (*engine.Tx).Refunds, params.RefundFilter),

		"Stablecoin.Issue":             issue(),
		"Stablecoin.Redeem":            createOnce(params.Redeem, (*engine.Tx).Redeem),
		"Stablecoin.GetRedemption":     get(kindRedemption, (*engine.Tx).Redemptions),
		"Stablecoin.Transfer":          create(kindPlain, params.Transfer, transfer).keyed("idempotency_key"),
		"Stablecoin.Balance":           lookupOf(params.Balance, stablecoinBalance),
		"Stablecoin.ListTransactions":  lookup(params.Transactions, listTransactions),
		"Stablecoin.GetTransaction":    get(kindTransaction, (*engine.Tx).Transactions),
		"Stablecoin.Reserves":          reserves(),
		"Stablecoin.UploadAttestation": create(kindPlain, params.UploadAttestation, (*engine.Tx).UploadAttestation),

		"Orders.Create":  create(kindOrder, params.CreateOrder, (*engine.Tx).CreateOrder),
		"Orders.Get":     get(kindOrder, (*engine.Tx).Orders),
		"Orders.List":    list(kindOrder, (*engine.Tx).Orders, params.OrderFilter),
		"Orders.Update":  act(kindOrder, params.UpdateOrder, (*engine.Tx).UpdateOrder),
		"Orders.Fulfill": act(kindOrder, params.FulfillOrder, (*engine.Tx).FulfillOrder),
		"Orders.Cancel":  act(kindPlain, params.CancelOrder, (*engine.Tx).CancelOrder),
		"Orders.Pay":     create(kindPlain, params.PayOrder, (*engine.Tx).PayOrder).keyed("metadata", "idempotency_key"),

		"Invoices.Create": create(kindInvoice, params.CreateInvoice, (*engine.Tx).CreateInvoice),
		"Invoices.Get":    get(kindInvoice, (*engine.Tx).Invoices),
		"Invoices.List":   list(kindInvoice, (*engine.Tx).Invoices, params.InvoiceFilter),
		"Invoices.Update": act(kindInvoice, params.UpdateInvoice, (*engine.Tx).UpdateInvoice),
		"Invoices.Send":   act(kindInvoice, params.SendInvoice, (*engine.Tx).SendInvoice),
		"Invoices.Void":   act(kindInvoice, nothing, voidInvoice),
		"Invoices.Pay":    create(kindPlain, params.PayInvoice, (*engine.Tx).PayInvoice).keyed("metadata", "idempotency_key"),

		"Global.CreateOrder":     create(kindGlobalOrder, params.CreateGlobalOrder, (*engine.Tx).CreateGlobalOrder),
		"Global.GetOrder":        get(kindGlobalOrder, (*engine.Tx).GlobalOrders),
		"Global.ListOrders":      list(kindGlobalOrder, (*engine.Tx).GlobalOrders, params.GlobalOrderFilter),
		"Global.CheckCompliance": create(kindPlain, params.CheckCompliance, (*engine.Tx).CheckCompliance),
		"Global.CalculateTax":    lookup(params.CalculateTax, (*engine.Tx).CalculateTax),
		"Global.QuoteShipping":   create(kindPlain, params.QuoteShipping, (*engine.Tx).QuoteShipping),

		"Finance.FactorInvoice":        create(kindPlain, params.FactorInvoice, (*engine.Tx).FactorInvoice),
		"Finance.GetFactoring":         get(kindFactoring, (*engine.Tx).Factorings),
		"Finance.FinancePurchaseOrder": create(kindPlain, params.FinancePurchaseOrder, (*engine.Tx).FinancePurchaseOrder),
		"Finance.GetPOFinancing":       get(kindPOFinancing, (*engine.Tx).POFinancings),
		"Finance.CreateLoan":           create(kindPlain, params.CreateLoan, (*engine.Tx).CreateLoan),
		"Finance.GetLoan":              get(kindLoan, (*engine.Tx).Loans),
		"Finance.ListLoans":            list(kindLoan, (*engine.Tx).Loans, params.LoanFilter),
		"Finance.RepayLoan":            act(kindLoan, params.RepayLoan, (*engine.Tx).RepayLoan),
		"Finance.ListOptions":          financingOptions(),

		"Agents.Create":       create(kindAgent, params.CreateAgent, (*engine.Tx).CreateAgent),
		"Agents.Get":          getAgent(),
		"Agents.List":         listAgents(),
		"Agents.Execute":      executeAgent(),
		"Agents.GetExecution": getExecution(),
		"Agents.ListActivity": listActivity(),
		"Agents.UpdateConfig": act(kindAgent, params.UpdateAgentConfig, (*engine.Tx).UpdateAgentConfig),

		"Webhooks.Create":         create(kindEndpoint, params.CreateEndpoint, createEndpoint),
		"Webhooks.Get":            get(kindEndpoint, (*engine.Tx).Endpoints),
		"Webhooks.List":           list(kindEndpoint, (*engine.Tx).Endpoints, params.EndpointFilter),
		"Webhooks.Update":         act(kindEndpoint, params.UpdateEndpoint, (*engine.Tx).UpdateEndpoint),
		"Webhooks.Delete":         deleteEndpoint(),
		"Webhooks.RotateSecret":   act(kindEndpoint, params.RotateSecret, rotateSecret),
		"Webhooks.SendTest":       act(kindEvent, params.SendTest, sendTest),
		"Webhooks.ListDeliveries": listDeliveries(),
		"Webhooks.GetEvent":       getEvent(),
		"Webhooks.ListEvents":     listEvents(),
		"Webhooks.ReplayEvent":    act(kindEvent, nothing, replayEvent),
	}
}

// create returns an operation without an ID in its path.
func create[P, T any](kind string, read func(*input.Object) P, do func(*engine.Tx, P) (T, error)) operation {
	return act(kind, read, func(tx *engine.Tx, _ string, params P) (T, error) { return do(tx, params) })
}

// act returns an operation on the object with the ID in the path.
func act[P, T any](kind string, read func(*input.Object) P, do func(tx *engine.Tx, id string, params P) (T, error)) operation {
	return operation{members: describe(read), parameters: expanding(kind), kind: kind, handle: func(c *call) (answer, error) {
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

// get returns an operation that returns the object with the ID in the path.
func get[R any](kind string, collection func(*engine.Tx) *records.Collection[R]) operation {
	return show(kind, func(c *call, tx *engine.Tx) (R, error) {
		object, found := collection(tx).Get(c.firstID())
		if !found {
			return object, notFound(kind, c.firstID())
		}
		return object, nil
	})
}

func notFound(kind, id string) error {
	return refuse(engine.CodeResourceNotFound, "", "No such %s: '%s'", kind, shorten(id))
}

// view returns an operation that returns a value of the account.
func view[T any](look func(*engine.Tx) T) operation {
	return show(kindPlain, func(_ *call, tx *engine.Tx) (T, error) { return look(tx), nil })
}

// show returns an operation without parameters.
func show[T any](kind string, find func(*call, *engine.Tx) (T, error)) operation {
	return operation{parameters: expanding(kind), kind: kind, handle: func(c *call) (answer, error) {
		want := c.expansions(kind, false)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		return transact(c, kind, want, func(tx *engine.Tx) (T, error) { return find(c, tx) })
	}}
}

// createOnce returns a creating operation with a reference_id. If the reference_id was
// used before, the response is the existing object with status 200.
func createOnce[P, T any](read func(*input.Object) P, do func(*engine.Tx, P) (T, bool, error)) operation {
	return operation{members: describe(read), parameters: expanding(kindPlain), otherStatus: http.StatusOK, handle: func(c *call) (answer, error) {
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

// lookup returns an operation whose parameters are in the query.
func lookup[Q, T any](read func(*input.Query) Q, do func(*engine.Tx, Q) (T, error)) operation {
	return lookupOf(read, func(tx *engine.Tx, _ string, question Q) (T, error) { return do(tx, question) })
}

// lookupOf returns an operation on the object with the ID in the path, whose parameters
// are in the query.
func lookupOf[Q, T any](read func(*input.Query) Q, do func(tx *engine.Tx, id string, question Q) (T, error)) operation {
	parameters := func() []input.Parameter {
		return input.DescribeQuery(func(q *input.Query) Q {
			expansions(q, kindPlain, false)
			return read(q)
		})
	}
	return operation{parameters: parameters, handle: func(c *call) (answer, error) {
		want := c.expansions(kindPlain, false)
		question := read(c.query)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		return transact(c, kindPlain, want, func(tx *engine.Tx) (T, error) { return do(tx, c.firstID(), question) })
	}}
}

// transact runs an operation as one transaction. The response is encoded inside of the
// transaction, so that an encoding error undoes the operation.
func transact[T any](c *call, kind string, want tree, do func(*engine.Tx) (T, error)) (answer, error) {
	a := answer{status: c.route.row.Status}
	err := c.execute(func(tx *engine.Tx) error {
		object, err := do(tx)
		if err != nil {
			return err
		}
		a.body, err = c.render(tx, object, kind, want)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return a, nil
}

// render encodes an object with its expansions. The body of a record is in a shared
// buffer, because the journal and replays encode the record again.
func (c *call) render(tx *engine.Tx, object any, kind string, want tree) ([]byte, error) {
	record, ok := object.(wire.Writer)
	if !ok || len(want) > 0 || !stored[kind] {
		return newRenderer(tx).render(object, kind, want)
	}
	c.object, c.buffer = record, buffers.Get().(*[]byte)
	body, err := wire.Append((*c.buffer)[:0], record)
	*c.buffer = body
	return body, err
}

// stored are the kinds of objects whose records are immutable: a changed object is a new
// record.
var stored = map[string]bool{kindPayment: true, kindRefund: true, kindOrder: true, kindInvoice: true, kindGlobalOrder: true, kindLoan: true}

// firstID returns the first ID in the canonical path, or "".
func (c *call) firstID() string {
	if len(c.ids) == 0 {
		return ""
	}
	return c.ids[0]
}

func describe[P any](read func(*input.Object) P) func() []input.Member {
	return func() []input.Member { return input.Describe(read) }
}

// expanding describes the query of an operation that only expands its response.
func expanding(kind string) func() []input.Parameter {
	return func() []input.Parameter {
		return input.DescribeQuery(func(q *input.Query) tree { return expansions(q, kind, false) })
	}
}

// nothing reads the body of an operation without parameters.
func nothing(*input.Object) struct{} { return struct{}{} }
