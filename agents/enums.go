package agents

import "slices"

// Status says whether an agent works.
type Status string

// The statuses of an agent.
const (
	StatusActive Status = "active"
	StatusPaused Status = "paused"
)

var statuses = []Status{StatusActive, StatusPaused}

// Values returns the statuses that this version of the SDK knows.
func (Status) Values() []Status { return slices.Clone(statuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s Status) Known() bool { return slices.Contains(statuses, s) }

// Action is what an agent can do. Other names than these are actions of the
// account's own, which the agent's capabilities or allowed actions must name.
type Action string

// The actions that every account has.
const (
	ActionTransfer     Action = "transfer"
	ActionPayOrder     Action = "pay_order"
	ActionPayInvoice   Action = "pay_invoice"
	ActionCreateOrder  Action = "create_order"
	ActionCheckBalance Action = "check_balance"
)

var actions = []Action{ActionTransfer, ActionPayOrder, ActionPayInvoice, ActionCreateOrder, ActionCheckBalance}

// Values returns the actions that every account has.
func (Action) Values() []Action { return slices.Clone(actions) }

// Known reports whether the action is one that every account has.
func (a Action) Known() bool { return slices.Contains(actions, a) }

// ExecutionStatus is where an execution stands.
type ExecutionStatus string

// The statuses of an execution.
const (
	ExecutionQueued           ExecutionStatus = "queued"
	ExecutionRunning          ExecutionStatus = "running"
	ExecutionCompleted        ExecutionStatus = "completed"
	ExecutionFailed           ExecutionStatus = "failed"
	ExecutionRequiresApproval ExecutionStatus = "requires_approval" // nothing moved; somebody has to approve
)

var executionStatuses = []ExecutionStatus{
	ExecutionQueued, ExecutionRunning, ExecutionCompleted, ExecutionFailed, ExecutionRequiresApproval,
}

// Values returns the statuses that this version of the SDK knows.
func (ExecutionStatus) Values() []ExecutionStatus { return slices.Clone(executionStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s ExecutionStatus) Known() bool { return slices.Contains(executionStatuses, s) }

// Final reports whether the execution does not go on by itself: it is completed,
// failed, or waits for an approval.
func (s ExecutionStatus) Final() bool {
	return s == ExecutionCompleted || s == ExecutionFailed || s == ExecutionRequiresApproval
}

// ActivityType says what happened.
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

var activityTypes = []ActivityType{
	ActivityAgentCreated, ActivityConfigUpdated, ActivityStarted, ActivityCompleted, ActivityFailed,
	ActivityApprovalRequired, ActivityLimitExceeded,
}

// Values returns the types that this version of the SDK knows.
func (ActivityType) Values() []ActivityType { return slices.Clone(activityTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t ActivityType) Known() bool { return slices.Contains(activityTypes, t) }
