package agents

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

// Execution is an execution of an action by an agent.
//
//wire:object
type Execution struct {
	ID      string          `json:"id"`
	Object  string          `json:"object"` // "agent_execution"
	AgentID string          `json:"agent_id" wire:"must"`
	Action  Action          `json:"action"`
	Status  ExecutionStatus `json:"status" wire:"must"`
	// Parameters are the parameters of the task, as JSON.
	Parameters json.RawMessage `json:"parameters"`
	DryRun     bool            `json:"dry_run" wire:"must"` // the checks passed, and nothing was executed
	Result     *Result         `json:"result"`              // nil until completed
	Error      *Failure        `json:"error"`               // nil unless failed
	// Transaction is the movement of the money, or nil if no money moved.
	Transaction      *api.Transaction  `json:"transaction"`
	RequiresApproval bool              `json:"requires_approval"` // stays true after the approval
	Metadata         map[string]string `json:"metadata"`
	CreatedAt        time.Time         `json:"created_at"`
	StartedAt        time.Time         `json:"started_at"`   // zero while queued
	CompletedAt      time.Time         `json:"completed_at"` // zero until completed or failed
	Extra            api.Extra         `json:"-" wire:"extra"`
}

// Err returns the reason of a failed execution, or nil.
func (e *Execution) Err() error {
	if e.Status != ExecutionFailed {
		return nil
	}
	if e.Error == nil {
		return &Failure{Message: "the server does not say why"}
	}
	return e.Error
}

// Result is the result of an execution. The set fields depend on the action.
//
//wire:part
type Result struct {
	Balance   api.Money       `json:"balance,omitzero"`    // check_balance
	To        string          `json:"to,omitzero"`         // transfer
	Amount    api.Money       `json:"amount,omitzero"`     // the paid or transferred amount
	Discount  api.Money       `json:"discount,omitzero"`   // pay_invoice: the discount for early payment
	PaymentID string          `json:"payment_id,omitzero"` // pay_order, pay_invoice
	OrderID   string          `json:"order_id,omitzero"`   // pay_order, create_order
	InvoiceID string          `json:"invoice_id,omitzero"` // pay_invoice
	Order     *orders.Order   `json:"order,omitzero"`      // create_order
	Echo      json.RawMessage `json:"echo,omitzero"`       // other actions: their parameters
	Extra     api.Extra       `json:"-" wire:"extra"`
}

// Failure is the reason of a failed execution.
//
// errors.Is finds the codes of this and other packages in it, as in
// errors.Is(execution.Err(), orders.ErrAlreadyPaid).
//
//wire:part
type Failure struct {
	Code    string    `json:"code"`
	Message string    `json:"message"`
	Extra   api.Extra `json:"-" wire:"extra"`
}

// Error returns the code and the message.
func (f *Failure) Error() string {
	return "stateset: agent execution failed: " + f.Code + ": " + f.Message
}

// Format formats the failure as Error returns it, for every verb.
func (f Failure) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, f.Error()) }

// Is reports whether target is the failure's code in any spelling.
func (f *Failure) Is(target error) bool { return api.ErrorCode(f.Code).Is(target) }
