package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/webhook"
)

// Times after which an asynchronous execution starts and ends.
const (
	agentRunsAfter = time.Second
	agentEndsAfter = 2 * time.Second
)

// execution is the record of an execution and its task.
type execution struct {
	agents.Execution
	task *AgentTask
}

// ExecuteAgent runs a task. A task that the agent may not do is refused and recorded in
// the agent's activity. A task that fails returns a failed execution.
func (tx *Tx) ExecuteAgent(id string, task *AgentTask) (*agents.Execution, error) {
	if err := task.check(); err != nil {
		return nil, err
	}
	a, err := tx.FindAgent(id)
	if err != nil {
		return nil, err
	}
	if task.Action == agents.ActionTransfer && task.Transfer.To == a.WalletAddress {
		return nil, invalid(paramParameters+"to", "The agent's wallet cannot transfer to itself: set another recipient")
	}
	amount, costErr := tx.costs(a, task)
	if refusal := tx.checkPermitted(a, task, amount); refusal != nil {
		return nil, tx.refuseTask(a, task, amount, refusal)
	}
	if costErr == nil && task.Action == agents.ActionCreateOrder {
		if fault := badParameters(tx.attempt(true, func() error { _, err := tx.perform(a, task, amount); return err })); fault != nil {
			return nil, fault
		}
	}
	x := &execution{task: task, Execution: agents.Execution{
		ID: tx.newID("exec"), Object: "agent_execution", AgentID: id, Action: task.Action, Status: agents.ExecutionQueued,
		Parameters: task.parameters(), DryRun: task.DryRun, Metadata: maps.Clone(task.Metadata), CreatedAt: tx.now,
	}}
	tx.changeAgent(id, func(a *Agent) {
		a.LastActiveAt = tx.now
		if !task.DryRun {
			a.ExecutionsCount++
		}
	})
	put(tx, &tx.account.executions, x.ID, x)
	if !task.Async {
		tx.startExecution(x.ID)
		return tx.endExecution(x.ID, false), nil
	}
	tx.schedule(job{kind: jobStart, object: x.ID}, tx.now.Add(agentRunsAfter))
	tx.schedule(job{kind: jobEnd, object: x.ID}, tx.now.Add(agentEndsAfter))
	return &x.Execution, nil
}

func (t *AgentTask) parameters() json.RawMessage {
	if t.Parameters == nil {
		return json.RawMessage(`{}`)
	}
	return t.Parameters
}

// refuseTask records the refusal in the agent's activity, and returns the refusal with
// Keep.
func (tx *Tx) refuseTask(a *Agent, task *AgentTask, amount api.Money, refusal *Error) error {
	a = tx.changeAgent(a.ID, func(a *Agent) { a.LastActiveAt = tx.now })
	kind := agents.ActivityFailed
	if refusal.Code == CodeAgentLimitExceeded {
		kind = agents.ActivityLimitExceeded
	}
	tx.recordActivity(a, kind, "", amount, fmt.Sprintf("%s refused: %s", task.describe(), refusal.Message))
	refusal.Keep = true
	return refusal
}

// describe returns the name of the task for the agent's activity.
func (t *AgentTask) describe() string {
	if t.DryRun {
		return "Dry run of " + excerpt(string(t.Action))
	}
	return excerpt(string(t.Action))
}

// FindExecution returns an execution of an agent.
func (tx *Tx) FindExecution(agentID, id string) (*agents.Execution, error) {
	if _, err := tx.FindAgent(agentID); err != nil {
		return nil, err
	}
	x, ok := tx.account.executions.Get(id)
	if !ok || x.AgentID != agentID {
		return nil, notFound("execution", id, "")
	}
	return &x.Execution, nil
}

// changeExecution stores a changed copy of an execution.
func (tx *Tx) changeExecution(id string, change func(x *execution)) *execution {
	before, _ := tx.account.executions.Get(id)
	x := *before
	change(&x)
	put(tx, &tx.account.executions, id, &x)
	return &x
}

func (tx *Tx) startExecution(id string) {
	x := tx.changeExecution(id, func(x *execution) { x.Status, x.StartedAt = agents.ExecutionRunning, tx.now })
	a, _ := tx.account.agents.Get(x.AgentID)
	amount, _ := tx.costs(a, x.task)
	tx.recordActivity(a, agents.ActivityStarted, id, amount, x.task.describe()+" started")
}

// endExecution runs the task of an execution. The agent's permissions are checked
// again, because they may have changed since the request.
func (tx *Tx) endExecution(id string, approved bool) *agents.Execution {
	x, _ := tx.account.executions.Get(id)
	a, _ := tx.account.agents.Get(x.AgentID)
	amount, err := tx.costs(a, x.task)
	if refusal := tx.checkPermitted(a, x.task, amount); refusal != nil && err == nil {
		if refusal.Code == CodeAgentLimitExceeded {
			tx.recordActivity(a, agents.ActivityLimitExceeded, id, amount, refusal.Message)
		}
		err = refusal
	}
	if err != nil {
		return tx.failExecution(x, a, amount, err)
	}
	requires := a.needsApproval(amount)
	if requires && !approved && !x.DryRun {
		x = tx.changeExecution(id, func(x *execution) { x.Status, x.RequiresApproval = agents.ExecutionRequiresApproval, true })
		tx.touch(x.AgentID)
		tx.recordActivity(a, agents.ActivityApprovalRequired, id, amount, fmt.Sprintf("%s of %s requires an approval", x.task.describe(), amount))
		emit(tx, webhook.AgentExecutionRequiresApproval, &x.Execution)
		return &x.Execution
	}
	var out taskOutcome
	err = tx.attempt(x.DryRun, func() (err error) { out, err = tx.perform(a, x.task, amount); return err })
	if err != nil {
		return tx.failExecution(x, a, amount, err)
	}
	if x.DryRun {
		out.forgetIDs()
	}
	x = tx.changeExecution(id, func(x *execution) {
		x.Status, x.CompletedAt, x.Result, x.Transaction = agents.ExecutionCompleted, tx.now, &out.result, out.transaction
		x.RequiresApproval = requires || approved
	})
	a = tx.changeAgent(a.ID, func(a *Agent) {
		a.LastActiveAt = tx.now
		if !x.DryRun {
			a.spent = a.spent.at(tx.now).plus(amount.Decimal())
		}
	})
	tx.recordActivity(a, agents.ActivityCompleted, id, amount, x.task.describe()+" completed")
	emit(tx, webhook.AgentExecutionCompleted, &x.Execution) // after the events of the task
	return &x.Execution
}

// forgetIDs removes the IDs of undone records from the outcome of a dry run.
func (o *taskOutcome) forgetIDs() {
	o.transaction, o.result.PaymentID = nil, ""
	if order := o.result.Order; order != nil {
		o.result.Amount, o.result.OrderID, o.result.Order = order.TotalAmount, "", nil
	}
}

func (tx *Tx) touch(agentID string) {
	tx.changeAgent(agentID, func(a *Agent) { a.LastActiveAt = tx.now })
}

// failExecution marks an execution as failed.
func (tx *Tx) failExecution(x *execution, a *Agent, amount api.Money, err error) *agents.Execution {
	failure := &agents.Failure{Code: CodeInternal, Message: "The server failed; nothing was changed"}
	if refusal := (*Error)(nil); errors.As(err, &refusal) {
		failure = &agents.Failure{Code: refusal.Code, Message: refusal.Message}
	}
	x = tx.changeExecution(x.ID, func(x *execution) {
		x.Status, x.CompletedAt, x.Error = agents.ExecutionFailed, tx.now, failure
	})
	tx.touch(a.ID)
	tx.recordActivity(a, agents.ActivityFailed, x.ID, amount, fmt.Sprintf("%s failed: %s", x.task.describe(), failure.Message))
	emit(tx, webhook.AgentExecutionFailed, &x.Execution)
	return &x.Execution
}

// ApproveExecution continues an execution that waits for approval.
func (tx *Tx) ApproveExecution(id string) (*agents.Execution, error) {
	x, err := tx.waiting(id, agents.ExecutionCompleted)
	if err != nil {
		return nil, err
	}
	return tx.endExecution(x.ID, true), nil
}

// RejectExecution ends an execution that waits for approval.
func (tx *Tx) RejectExecution(id string) (*agents.Execution, error) {
	x, err := tx.waiting(id, agents.ExecutionFailed)
	if err != nil {
		return nil, err
	}
	a, _ := tx.account.agents.Get(x.AgentID)
	amount, _ := tx.costs(a, x.task)
	return tx.failExecution(x, a, amount, &Error{Code: codeApprovalRejected, Message: "The approval was rejected and nothing moved"}), nil
}

// codeApprovalRejected is a code of failed executions only. No error response has this
// code.
const codeApprovalRejected = "approval_rejected"

func (tx *Tx) waiting(id string, next agents.ExecutionStatus) (*execution, error) {
	x, ok := tx.account.executions.Get(id)
	if !ok {
		return nil, notFound("execution", id, "")
	}
	if x.Status != agents.ExecutionRequiresApproval {
		return nil, invalidState("execution", id, x.Status, next, "only one that 'requires_approval' can be approved or rejected")
	}
	return x, nil
}
