package agents

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// Agent is an AI agent with its own wallet.
//
//wire:object
type Agent struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"` // "agent"
	Name            string            `json:"name"`
	Description     string            `json:"description"`
	Role            string            `json:"role"`
	Status          Status            `json:"status" wire:"must"`
	Capabilities    Allowed[Action]   `json:"capabilities" wire:"must"`
	WalletAddress   string            `json:"wallet_address"`
	Balance         api.Money         `json:"balance"` // balance of the wallet
	Config          Config            `json:"config" wire:"must"`
	Spending        Spending          `json:"spending"`
	ExecutionsCount int               `json:"executions_count"` // without dry runs and rejected executions
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	UpdatedAt       time.Time         `json:"updated_at"`
	LastActiveAt    time.Time         `json:"last_active_at"` // zero before the first execution
	Extra           api.Extra         `json:"-" wire:"extra"`
}

// Config is the configuration of an agent: its model, its limits and its permissions.
//
//wire:part
type Config struct {
	Model        string      `json:"model"`
	Temperature  api.Decimal `json:"temperature"` // 0 to 2
	Instructions string      `json:"instructions"`
	Schedule     string      `json:"schedule"` // a cron expression of five fields
	Limits       Limits      `json:"limits" wire:"must"`
	Permissions  Permissions `json:"permissions" wire:"must"`
	NotifyURL    string      `json:"notify_url"`
	Extra        api.Extra   `json:"-" wire:"extra"`
}

// Limits are the maximum amounts that an agent can spend, inclusive. The zero Money means
// no limit. Days and months follow the calendar in UTC.
//
//wire:part
type Limits struct {
	PerTransaction api.Money `json:"per_transaction,omitempty"`
	Daily          api.Money `json:"daily,omitempty"`
	Monthly        api.Money `json:"monthly,omitempty"`
	Extra          api.Extra `json:"-" wire:"extra"`
}

// IsZero reports whether there is no limit.
func (l Limits) IsZero() bool {
	return !l.PerTransaction.IsSet() && !l.Daily.IsSet() && !l.Monthly.IsSet()
}

// Permissions restrict the actions and recipients of an agent, and set when an approval
// is required.
//
//wire:part
type Permissions struct {
	AllowedActions    Allowed[Action] `json:"allowed_actions,omitempty" wire:"must"`
	AllowedRecipients Allowed[string] `json:"allowed_recipients,omitempty" wire:"must"` // wallets that may receive transfers
	// RequireApprovalAbove is the amount above which an execution requires an approval.
	// The zero Money means never.
	RequireApprovalAbove api.Money `json:"require_approval_above,omitempty"`
	Extra                api.Extra `json:"-" wire:"extra"`
}

// IsZero reports whether there is no restriction.
func (p Permissions) IsZero() bool {
	return p.AllowedActions == nil && p.AllowedRecipients == nil && !p.RequireApprovalAbove.IsSet()
}

// Allowed is a list of allowed values. A nil list allows everything, an empty list allows
// nothing.
type Allowed[T ~string] []T

// IsZero reports whether the list is nil.
func (a Allowed[T]) IsZero() bool { return a == nil }

// DecodeWire reads the JSON of the API.
func (a *Allowed[T]) DecodeWire(d *wire.Decoder) { wire.ReadList((*[]T)(a), d, wire.ReadString[T]) }

// AppendWire writes the JSON of the API. A nil list is null.
func (a *Allowed[T]) AppendWire(e *wire.Encoder) {
	if *a == nil {
		e.Null()
		return
	}
	wire.WriteList(*a, e, func(v *T, e *wire.Encoder) { e.Quote(string(*v)) })
}

// Spending is the sum of an agent's payments in the present day and month in UTC.
//
//wire:part
type Spending struct {
	Today     api.Money `json:"today"`
	ThisMonth api.Money `json:"this_month"`
	Extra     api.Extra `json:"-" wire:"extra"`
}

// Activity is an entry in the activity log of an agent.
//
//wire:object
type Activity struct {
	ID          string       `json:"id"`
	Object      string       `json:"object"` // "agent_activity"
	AgentID     string       `json:"agent_id"`
	Type        ActivityType `json:"type"`
	Description string       `json:"description"`
	ExecutionID string       `json:"execution_id"` // empty without an execution
	Amount      api.Money    `json:"amount"`       // zero without money
	CreatedAt   time.Time    `json:"created_at"`
	Extra       api.Extra    `json:"-" wire:"extra"`
}
