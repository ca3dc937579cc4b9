package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/stablecoin"
)

// AgentTask is a task for an agent. Only the parameters of its action are set.
type AgentTask struct {
	Action        agents.Action
	Transfer      agents.Transfer
	PayOrder      agents.PayOrder
	PayInvoice    agents.PayInvoice
	CreateOrder   *orders.CreateParams
	Parameters    json.RawMessage // as received
	DryRun, Async bool
	Metadata      map[string]string
}

// paramParameters is the prefix of the paths of an action's parameters.
const paramParameters = "parameters."

// check runs the checks that need no records.
func (t *AgentTask) check() error {
	if t.Action != agents.ActionTransfer {
		return nil
	}
	if err := checkWallet(t.Transfer.To, "", paramParameters+"to"); err != nil {
		return err
	}
	return checkTokens(t.Transfer.Amount, paramParameters+"amount")
}

// taskOutcome is the result of a task.
type taskOutcome struct {
	result      agents.Result
	transaction *api.Transaction
}

// costs returns the amount that the task takes from the agent's wallet, or the zero
// Money. Its errors are those of the task.
func (tx *Tx) costs(a *Agent, t *AgentTask) (api.Money, error) {
	switch t.Action {
	case agents.ActionTransfer:
		return t.Transfer.Amount, nil
	case agents.ActionPayOrder:
		o, ok := tx.account.orders.Get(t.PayOrder.OrderID)
		if !ok {
			return api.Money{}, &Error{Code: CodeOrderNotFound, Message: fmt.Sprintf("No such order: '%s'", excerpt(t.PayOrder.OrderID))}
		}
		if err := tx.checkPayable(o); err != nil {
			return api.Money{}, err
		}
		amount := api.FromDecimal(owed(o).Decimal(), a.denom)
		return amount, orderDebt(o).checkCurrency(amount, "")
	case agents.ActionPayInvoice:
		inv, err := tx.agentInvoice(t)
		if err != nil {
			return api.Money{}, err
		}
		amount := api.FromDecimal(inv.BalanceDue.Decimal(), a.denom)
		if err := invoiceDebt(inv).checkCurrency(amount, ""); err != nil {
			return api.Money{}, err
		}
		if t.PayInvoice.EarlyPaymentDiscount {
			amount = plus(amount, tx.earlyDiscount(inv).Decimal().Neg())
		}
		return amount, nil
	}
	return api.Money{}, nil
}

func (tx *Tx) agentInvoice(t *AgentTask) (*invoices.Invoice, error) {
	inv, ok := tx.account.invoices.Get(t.PayInvoice.InvoiceID)
	if !ok {
		return nil, &Error{Code: CodeInvoiceNotFound, Message: fmt.Sprintf("No such invoice: '%s'", excerpt(t.PayInvoice.InvoiceID))}
	}
	return inv, checkInvoicePayable(inv)
}

// perform runs the task.
func (tx *Tx) perform(a *Agent, t *AgentTask, amount api.Money) (taskOutcome, error) {
	switch t.Action {
	case agents.ActionTransfer:
		return tx.performTransfer(a, t)
	case agents.ActionPayOrder:
		paid, err := tx.PayOrder(&orders.PayParams{OrderID: t.PayOrder.OrderID, PaymentMethod: a.pays(amount), Metadata: t.Metadata})
		if err != nil {
			return taskOutcome{}, err
		}
		return taskOutcome{agents.Result{Amount: paid.Payment.Amount, OrderID: paid.Order.OrderID, PaymentID: paid.Payment.PaymentID}, paid.Transaction}, nil
	case agents.ActionPayInvoice:
		return tx.performInvoice(a, t)
	case agents.ActionCreateOrder:
		o, err := tx.CreateOrder(t.CreateOrder)
		if err != nil {
			return taskOutcome{}, err
		}
		return taskOutcome{result: agents.Result{OrderID: o.ID, Order: o}}, nil
	case agents.ActionCheckBalance:
		return taskOutcome{result: agents.Result{Balance: tx.WalletBalance(a.WalletAddress, a.denom)}}, nil
	}
	echo := t.Parameters
	if echo == nil {
		echo = json.RawMessage(`{}`)
	}
	return taskOutcome{result: agents.Result{Echo: echo}}, nil
}

func (a *Agent) pays(amount api.Money) api.PayMethod {
	return api.PayMethod{WalletAddress: a.WalletAddress, Amount: amount}
}

// performTransfer transfers without a fee, unlike Tx.Transfer.
func (tx *Tx) performTransfer(a *Agent, t *AgentTask) (taskOutcome, error) {
	transfer, m, err := tx.newTransfer(a.WalletAddress, t.Transfer.Memo, "", t.Metadata)
	if err != nil {
		return taskOutcome{}, err
	}
	m.fees = fees{}
	transfer.Fees = &stablecoin.Fees{NetworkFee: zero(numtext.DenomSSUSD), PriorityFee: zero(numtext.DenomSSUSD)}
	transaction, err := tx.transferOne(transfer, m, t.Transfer.To, t.Transfer.Amount)
	return taskOutcome{agents.Result{To: t.Transfer.To, Amount: t.Transfer.Amount}, transaction}, err
}

func (tx *Tx) performInvoice(a *Agent, t *AgentTask) (taskOutcome, error) {
	inv, err := tx.agentInvoice(t)
	if err != nil {
		return taskOutcome{}, err
	}
	paid, err := tx.PayInvoice(&invoices.PayParams{
		InvoiceID: inv.ID, PaymentMethod: a.pays(api.FromDecimal(inv.BalanceDue.Decimal(), a.denom)), FullPayment: true,
		EarlyPaymentDiscount: t.PayInvoice.EarlyPaymentDiscount, Metadata: t.Metadata,
	})
	if err != nil {
		return taskOutcome{}, err
	}
	result := agents.Result{Amount: paid.Payment.AmountPaid, InvoiceID: inv.ID, PaymentID: paid.Payment.PaymentID}
	if discount := paid.Payment.DiscountApplied; discount != nil {
		result.Discount = discount.Amount
	}
	return taskOutcome{result, paid.Transaction}, nil
}

// attempt runs fn, and undoes its changes if fn fails or if takeBack is set. Earlier
// changes of the transaction stay.
func (tx *Tx) attempt(takeBack bool, fn func() error) error {
	undo, jobs, entries, height := len(tx.undo), len(tx.onCommit), tx.account.ledger.Len(), tx.height
	err := fn()
	if err == nil && !takeBack {
		return nil
	}
	tx.rollbackTo(undo, entries)
	tx.onCommit, tx.height = slices.Delete(tx.onCommit, jobs, len(tx.onCommit)), height
	return err
}

// badParameters returns the error of a task whose parameters are invalid, with their
// path. It returns nil for any other error.
func badParameters(err error) error {
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Param == "" || !refusal.badParameter() {
		return nil
	}
	fault := *refusal
	fault.Param = paramParameters + refusal.Param
	return &fault
}
