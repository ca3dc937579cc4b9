package agents

import (
	"github.com/stateset/stateset-go/api"
)

// CreateParams are the parameters of [Service.Create].
//
//wire:params
type CreateParams struct {
	Name         string          `json:"name"` // required, at most 100 characters
	Description  string          `json:"description,omitempty"`
	Role         string          `json:"role,omitempty"`
	Instructions string          `json:"instructions,omitempty"` // same as Config.Instructions; set at most one
	Capabilities Allowed[Action] `json:"capabilities,omitempty"` // default: all actions of every account
	Config       *ConfigParams   `json:"config,omitempty"`       // default: the server's defaults
	// InitialFunding is transferred from the account's treasury wallet to the agent's
	// wallet, in ssusd or usdc. The agent pays in this currency. Default: no funding, and
	// ssusd.
	InitialFunding api.Money         `json:"initial_funding,omitempty"`
	Metadata       map[string]string `json:"metadata,omitempty"`
}

// ConfigParams is the configuration of a new agent. A zero field means the server's
// default.
//
//wire:part
type ConfigParams struct {
	Model        string       `json:"model,omitempty"`
	Temperature  *api.Decimal `json:"temperature,omitempty"` // 0 to 2, as in new(stateset.Dec("0.2")); nil means the default
	Instructions string       `json:"instructions,omitempty"`
	Schedule     string       `json:"schedule,omitempty"` // five fields of cron, "0 9 * * 1-5"
	Limits       Limits       `json:"limits,omitempty"`
	Permissions  Permissions  `json:"permissions,omitempty"`
	NotifyURL    string       `json:"notify_url,omitempty"` // https, or http to this machine
}

// UpdateConfigParams are the parameters of [Service.UpdateConfig]. A nil field is
// unchanged. A pointer to the zero value sets the member to its default: the SDK sends
// null.
//
//	&agents.UpdateConfigParams{
//		Schedule: new(""),
//		Limits:   agents.LimitsUpdate{Daily: new(stateset.SSUSD("500.00")), Monthly: new(stateset.Money{})},
//	}
//
//wire:params
type UpdateConfigParams struct {
	Status       *Status           `json:"status,omitempty" wire:"null"`
	Model        *string           `json:"model,omitempty" wire:"null"`
	Temperature  *api.Decimal      `json:"temperature,omitempty" wire:"null"` // 0 is new(stateset.Dec("0")), the default new(stateset.Decimal{})
	Instructions *string           `json:"instructions,omitempty" wire:"null"`
	Schedule     *string           `json:"schedule,omitempty" wire:"null"`
	Limits       LimitsUpdate      `json:"limits" wire:"hook"`
	Permissions  PermissionsUpdate `json:"permissions" wire:"hook"`
	NotifyURL    *string           `json:"notify_url,omitempty" wire:"null"`
}

// LimitsUpdate changes the limits of an agent. A nil field is unchanged. A pointer to the
// zero Money removes the limit.
//
//wire:part
type LimitsUpdate struct {
	PerTransaction *api.Money `json:"per_transaction,omitempty" wire:"null"`
	Daily          *api.Money `json:"daily,omitempty" wire:"null"`
	Monthly        *api.Money `json:"monthly,omitempty" wire:"null"`
}

// PermissionsUpdate changes the permissions of an agent. A nil field is unchanged. A pointer
// to a nil list removes the restriction, an empty list allows nothing.
//
//wire:part
type PermissionsUpdate struct {
	AllowedActions       *Allowed[Action] `json:"allowed_actions,omitempty" wire:"null"`
	AllowedRecipients    *Allowed[string] `json:"allowed_recipients,omitempty" wire:"null"`
	RequireApprovalAbove *api.Money       `json:"require_approval_above,omitempty" wire:"null"` // the zero Money: never
}

// ExecuteParams are the parameters of [Service.Execute].
//
//wire:params
type ExecuteParams struct {
	Task     Task              `json:"-"`                 // required; sent as action and parameters
	DryRun   bool              `json:"dry_run,omitempty"` // checks the task without executing it
	Async    bool              `json:"async,omitempty"`   // returns immediately; WaitExecution waits for the result
	Metadata map[string]string `json:"metadata,omitempty"`
}

// ListParams filters agents. The zero value selects all agents.
//
//wire:params
type ListParams struct {
	Limit         int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter string             `url:"starting_after,omitempty"` // the ID of an agent: the page after it
	EndingBefore  string             `url:"ending_before,omitempty"`  // an ID: the page before it; not with StartingAfter
	Status        Status             `url:"status,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}

// ListActivityParams filters the activity log of an agent. The zero value selects all
// entries.
//
//wire:params
type ListActivityParams struct {
	Limit         int           `url:"limit,omitempty"`
	StartingAfter string        `url:"starting_after,omitempty"`
	EndingBefore  string        `url:"ending_before,omitempty"`
	Type          ActivityType  `url:"type,omitempty"`
	Created       api.TimeRange `url:"created,omitempty"`
}
