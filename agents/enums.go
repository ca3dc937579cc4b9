package agents

// Status is the status of an agent.
//
//wire:enum
type Status string

// The statuses of an agent.
const (
	StatusActive Status = "active"
	StatusPaused Status = "paused"
)

// Action is an action of an agent. Other names are custom actions of the account. The
// capabilities or allowed actions of the agent must include them.
//
//wire:enum
type Action string

// The actions of every account.
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
	ExecutionRequiresApproval ExecutionStatus = "requires_approval" // nothing moved; the execution must be approved
)

// Final reports whether the execution is completed, failed, or requires an approval.
func (s ExecutionStatus) Final() bool {
	return s == ExecutionCompleted || s == ExecutionFailed || s == ExecutionRequiresApproval
}

// ActivityType is the type of an activity.
//
//wire:enum
type ActivityType string

// The types of activity.
const (
	ActivityAgentCreated     ActivityType = "agent.created"
	ActivityConfigUpdated    ActivityType = "config.updated"
	ActivityStarted          ActivityType = "execution.started"
	ActivityCompleted        ActivityType = "execution.completed"
	ActivityFailed           ActivityType = "execution.failed" // without an execution if the request was rejected
	ActivityApprovalRequired ActivityType = "execution.approval_required"
	ActivityLimitExceeded    ActivityType = "limit.exceeded"
)
