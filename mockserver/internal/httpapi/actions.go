package httpapi

import (
	"net/http"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/params"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

func capturePayment(tx *engine.Tx, id string, body params.Capture) (*payments.Payment, error) {
	amount, err := inCurrencyOf(tx, id, body.Amount)
	if err != nil {
		return nil, err
	}
	body.Params.Amount = amount
	return tx.CapturePayment(id, &body.Params)
}

func cancelPayment(tx *engine.Tx, id string, _ struct{}) (*payments.Payment, error) {
	return tx.CancelPayment(id)
}

func refundPayment(tx *engine.Tx, id string, body params.Refund) (*payments.Refund, error) {
	amount, err := inCurrencyOf(tx, id, body.Amount)
	if err != nil {
		return nil, err
	}
	body.Params.Amount = amount
	return tx.RefundPayment(id, &body.Params)
}

// inCurrencyOf returns the amount in the currency of the payment. Without an amount or
// without the payment it returns the zero Money, and the engine reports the error.
func inCurrencyOf(tx *engine.Tx, id string, amount *input.Plain) (api.Money, error) {
	payment, found := tx.Payments().Get(id)
	if amount == nil || !found {
		return api.Money{}, nil
	}
	return amount.In(payment.Amount.Currency())
}

func voidInvoice(tx *engine.Tx, id string, _ struct{}) (*invoices.Invoice, error) {
	return tx.VoidInvoice(id)
}

// revokedCertificate is an issuer certificate that is refused.
const revokedCertificate = "revoked"

// issue refuses a revoked issuer certificate before all other checks.
func issue() operation {
	op := createOnce(params.Issue, (*engine.Tx).Issue)
	handle := op.handle
	op.handle = func(c *call) (answer, error) {
		if c.request.Header.Get("X-Issuer-Certificate") == revokedCertificate {
			return answer{}, refuse(engine.CodeUnauthorizedIssuer, "", "The certificate in X-Issuer-Certificate was revoked: this issuer may not issue")
		}
		return handle(c)
	}
	return op
}

func transfer(tx *engine.Tx, request params.TransferRequest) (*stablecoin.Transfer, error) {
	if request.Batch != nil {
		return tx.BatchTransfer(request.Batch)
	}
	return tx.Transfer(request.Single)
}

func stablecoinBalance(tx *engine.Tx, address string, q params.BalanceQuery) (*stablecoin.Balance, error) {
	q.Address = address
	return tx.StablecoinBalance(engine.BalanceQuery(q))
}

// reserves returns the reserves of the account, or a sample for a request without a
// key.
func reserves() operation {
	op := lookup(params.Reserves, (*engine.Tx).Reserves)
	handle := op.handle
	op.handle = func(c *call) (answer, error) {
		if c.account != nil {
			return handle(c)
		}
		c.expansions(kindPlain, false)
		question := params.Reserves(c.query)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		body, err := encode(engine.DemoReserves(question))
		return answer{http.StatusOK, body}, err
	}
	return op
}

// executeAgent returns 202 for a queued execution.
func executeAgent() operation {
	op := act(kindPlain, params.ExecuteAgent, takeTask)
	handle := op.handle
	op.otherStatus = http.StatusAccepted
	op.handle = func(c *call) (answer, error) {
		a, err := handle(c)
		if async := c.body.Member("async"); err == nil && async != nil && async.Text() == "true" {
			a.status = http.StatusAccepted
		}
		return a, err
	}
	return op
}

func takeTask(tx *engine.Tx, id string, task *params.AgentTask) (*agents.Execution, error) {
	return tx.ExecuteAgent(id, (*engine.AgentTask)(task))
}

// getAgent returns the current state of an agent.
func getAgent() operation {
	return show(kindAgent, func(c *call, tx *engine.Tx) (*agents.Agent, error) {
		a, err := tx.FindAgent(c.firstID())
		if err != nil {
			return nil, err
		}
		return tx.ViewAgent(a), nil
	})
}

func getExecution() operation {
	return show(kindPlain, func(c *call, tx *engine.Tx) (*agents.Execution, error) { return tx.FindExecution(c.ids[0], c.ids[1]) })
}
