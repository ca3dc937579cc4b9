package agents

// Status says whether an agent works.
//
//wire:enum
type Status string

// The statuses of an agent.
const (
	StatusActive Status = "active"
	StatusPaused Status = "paused"
)

// Action is what an agent can do. Other names than these are actions of the
// account's own, which the agent's capabilities or allowed actions must name.
//
//wire:enum
type Action string

// The actions that every account has.
const (
	ActionTransfer     Action = "transfer"
	ActionPayOrder     Action = "pay_order"
	ActionPayInvoice   Action = "pay_invoice"
	ActionCreateOrder  Action = "create_order"
	ActionCheckBalance Action = "check_balance"
)

// ExecutionStatus is the status of an execution.
//
//wire:enum
type ExecutionStatus string

// The statuses of an execution.
const (
	ExecutionQueued           ExecutionStatus = "queued"
	ExecutionRunning          ExecutionStatus = "running"
	ExecutionCompleted        ExecutionStatus = "completed"
	ExecutionFailed           ExecutionStatus = "failed"
	ExecutionRequiresApproval ExecutionStatus = "requires_approval" // nothing moved; somebody has to approve
)

// Final reports whether the execution does not go on by itself: it is completed,
// failed, or waits for an approval.
func (s ExecutionStatus) Final() bool {
	return s == ExecutionCompleted || s == ExecutionFailed || s == ExecutionRequiresApproval
}

// ActivityType says what happened.
//
//wire:enum
type ActivityType string

// The types of activity.
const (
	ActivityAgentCreated     ActivityType = "agent.created"
	ActivityConfigUpdated    ActivityType = "config.updated"
	ActivityStarted          ActivityType = "execution.started"
	ActivityCompleted        ActivityType = "execution.completed"
	ActivityFailed           ActivityType = "execution.failed" // without an execution: it was refused
	ActivityApprovalRequired ActivityType = "execution.approval_required"
	ActivityLimitExceeded    ActivityType = "limit.exceeded"
)
