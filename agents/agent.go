package agents

import (
	"encoding/json"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/jsonenc"
)

// Agent is an AI agent with a wallet of its own.
type Agent struct {
	ID              string            `json:"id"`
	Object          string            `json:"object"` // "agent"
	Name            string            `json:"name"`
	Description     string            `json:"description"`
	Role            string            `json:"role"`
	Status          Status            `json:"status"`
	Capabilities    Allowed[Action]   `json:"capabilities"`
	WalletAddress   string            `json:"wallet_address"`
	Balance         api.Money         `json:"balance"` // of the wallet
	Config          Config            `json:"config"`
	Spending        Spending          `json:"spending"`
	ExecutionsCount int               `json:"executions_count"` // dry runs and refusals are not counted
	Metadata        map[string]string `json:"metadata"`
	CreatedAt       time.Time         `json:"created_at"`
	UpdatedAt       time.Time         `json:"updated_at"`
	LastActiveAt    time.Time         `json:"last_active_at"` // zero until it was first asked to act
}

// Config says how an agent works and what it may do.
type Config struct {
	Model        string      `json:"model"`
	Temperature  api.Decimal `json:"temperature"` // 0 to 2
	Instructions string      `json:"instructions"`
	Schedule     string      `json:"schedule"` // five fields of cron
	Limits       Limits      `json:"limits"`
	Permissions  Permissions `json:"permissions"`
	NotifyURL    string      `json:"notify_url"`
}

// Limits bound what an agent spends, the limit itself included. The zero Money is
// no limit. Days and months are those of the calendar in UTC.
type Limits struct {
	PerTransaction api.Money `json:"per_transaction"`
	Daily          api.Money `json:"daily"`
	Monthly        api.Money `json:"monthly"`
}

// Permissions say what an agent may do, to whom, and when somebody has to approve.
type Permissions struct {
	AllowedActions    Allowed[Action] `json:"allowed_actions"`
	AllowedRecipients Allowed[string] `json:"allowed_recipients"` // wallets that it may transfer to
	// RequireApprovalAbove is the amount above which an execution waits for an
	// approval; the zero Money is never.
	RequireApprovalAbove api.Money `json:"require_approval_above"`
}

// Allowed lists what is allowed. A nil one restricts nothing, an empty one allows
// nothing.
type Allowed[T ~string] []T

// MarshalJSON writes null for a nil list.
func (a Allowed[T]) MarshalJSON() ([]byte, error) {
	if a == nil {
		return []byte("null"), nil
	}
	return json.Marshal([]T(a))
}

// Spending is what an agent has spent, by the server's calendar in UTC.
type Spending struct {
	Today     api.Money `json:"today"`
	ThisMonth api.Money `json:"this_month"`
}

type agent Agent

// MarshalJSON writes the agent as the API does, every member present.
func (a Agent) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*agent)(&a)) }

// Activity is one thing that happened to an agent, or that it did or was refused.
type Activity struct {
	ID          string       `json:"id"`
	Object      string       `json:"object"` // "agent_activity"
	AgentID     string       `json:"agent_id"`
	Type        ActivityType `json:"type"`
	Description string       `json:"description"`
	ExecutionID string       `json:"execution_id"` // empty where there is no execution
	Amount      api.Money    `json:"amount"`       // zero where no money is involved
	CreatedAt   time.Time    `json:"created_at"`
}

type activity Activity

// MarshalJSON writes the activity as the API does, every member present.
func (a Activity) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*activity)(&a)) }
