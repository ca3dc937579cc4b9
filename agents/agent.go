package agents

import (
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// Agent is an AI agent with a wallet of its own.
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
	Balance         api.Money         `json:"balance"` // of the wallet
	Config          Config            `json:"config" wire:"must"`
	Spending        Spending          `json:"spending"`
	ExecutionsCount int               `json:"executions_count"` // dry runs and refusals are not counted
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	UpdatedAt       time.Time         `json:"updated_at"`
	LastActiveAt    time.Time         `json:"last_active_at"` // zero until it was first asked to act
	Extra           api.Extra         `json:"-" wire:"extra"`
}

// Config says how an agent works and what it may do.
//
//wire:part
type Config struct {
	Model        string      `json:"model"`
	Temperature  api.Decimal `json:"temperature"` // 0 to 2
	Instructions string      `json:"instructions"`
	Schedule     string      `json:"schedule"` // five fields of cron
	Limits       Limits      `json:"limits" wire:"must"`
	Permissions  Permissions `json:"permissions" wire:"must"`
	NotifyURL    string      `json:"notify_url"`
	Extra        api.Extra   `json:"-" wire:"extra"`
}

// Limits bound what an agent spends, the limit itself included. The zero Money is
// no limit. Days and months are those of the calendar in UTC.
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

// Permissions say what an agent may do, to whom, and when an approval is required.
//
//wire:part
type Permissions struct {
	AllowedActions    Allowed[Action] `json:"allowed_actions,omitempty" wire:"must"`
	AllowedRecipients Allowed[string] `json:"allowed_recipients,omitempty" wire:"must"` // wallets that it may transfer to
	// RequireApprovalAbove is the amount above which an execution waits for an
	// approval; the zero Money is never.
	RequireApprovalAbove api.Money `json:"require_approval_above,omitempty"`
	Extra                api.Extra `json:"-" wire:"extra"`
}

// IsZero reports whether everything is allowed.
func (p Permissions) IsZero() bool {
	return p.AllowedActions == nil && p.AllowedRecipients == nil && !p.RequireApprovalAbove.IsSet()
}

// Allowed lists what is allowed. A nil one restricts nothing, an empty one allows
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

// Spending is what an agent has spent, by the server's calendar in UTC.
//
//wire:part
type Spending struct {
	Today     api.Money `json:"today"`
	ThisMonth api.Money `json:"this_month"`
	Extra     api.Extra `json:"-" wire:"extra"`
}

// Activity is one thing that happened to an agent, or that it did or was refused.
//
//wire:object
type Activity struct {
	ID          string       `json:"id"`
	Object      string       `json:"object"` // "agent_activity"
	AgentID     string       `json:"agent_id"`
	Type        ActivityType `json:"type"`
	Description string       `json:"description"`
	ExecutionID string       `json:"execution_id"` // empty where there is no execution
	Amount      api.Money    `json:"amount"`       // zero where no money is involved
	CreatedAt   time.Time    `json:"created_at"`
	Extra       api.Extra    `json:"-" wire:"extra"`
}
