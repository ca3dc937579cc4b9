package agents

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

// Execution is one action that an agent was asked to take.
//
//wire:object
type Execution struct {
	ID      string          `json:"id"`
	Object  string          `json:"object"` // "agent_execution"
	AgentID string          `json:"agent_id" wire:"must"`
	Action  Action          `json:"action"`
	Status  ExecutionStatus `json:"status" wire:"must"`
	// Parameters are those that the execution was asked for with, as JSON.
	Parameters json.RawMessage `json:"parameters"`
	DryRun     bool            `json:"dry_run" wire:"must"` // everything was checked and nothing moved
	Result     *Result         `json:"result"`              // nil until it is completed
	Error      *Failure        `json:"error"`               // nil unless it failed
	// Transaction is the movement of the money; nil where none moved.
	Transaction      *api.Transaction  `json:"transaction"`
	RequiresApproval bool              `json:"requires_approval"` // stays true once it was approved
	Metadata         map[string]string `json:"metadata"`
	CreatedAt        time.Time         `json:"created_at"`
	StartedAt        time.Time         `json:"started_at"`   // zero while queued
	CompletedAt      time.Time         `json:"completed_at"` // zero until completed or failed
	Extra            api.Extra         `json:"-" wire:"extra"`
}

// Err is why the execution failed; nil if it did not.
func (e *Execution) Err() error {
	if e.Status != ExecutionFailed {
		return nil
	}
	if e.Error == nil {
		return &Failure{Message: "the server does not say why"}
	}
	return e.Error
}

// Result is what came out of an execution. Which members are set depends on the
// action.
//
//wire:part
type Result struct {
	Balance   api.Money       `json:"balance,omitzero"`    // check_balance
	To        string          `json:"to,omitzero"`         // transfer
	Amount    api.Money       `json:"amount,omitzero"`     // what was paid or transferred
	Discount  api.Money       `json:"discount,omitzero"`   // pay_invoice, for paying early
	PaymentID string          `json:"payment_id,omitzero"` // pay_order, pay_invoice
	OrderID   string          `json:"order_id,omitzero"`   // pay_order, create_order
	InvoiceID string          `json:"invoice_id,omitzero"` // pay_invoice
	Order     *orders.Order   `json:"order,omitzero"`      // create_order
	Echo      json.RawMessage `json:"echo,omitzero"`       // other actions: their parameters
	Extra     api.Extra       `json:"-" wire:"extra"`
}

// Failure is why an execution failed. errors.Is finds the codes of this and other
// packages in it, as in errors.Is(execution.Err(), orders.ErrAlreadyPaid).
//
//wire:part
type Failure struct {
	Code    string    `json:"code"`
	Message string    `json:"message"`
	Extra   api.Extra `json:"-" wire:"extra"`
}

// Error is the code and the message.
func (f *Failure) Error() string {
	return "stateset: agent execution failed: " + f.Code + ": " + f.Message
}

// Format prints what Error returns, for every verb.
func (f Failure) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, f.Error()) }

// Is reports whether target is the failure's code in any spelling.
func (f *Failure) Is(target error) bool { return api.ErrorCode(f.Code).Is(target) }
