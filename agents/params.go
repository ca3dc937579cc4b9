package agents

import (
	"github.com/stateset/stateset-go/api"
)

// CreateParams describes a new agent.
type CreateParams struct {
	Name         string // required, at most 100 characters
	Description  string
	Role         string
	Instructions string          // the same as Config.Instructions: give one of them
	Capabilities Allowed[Action] // nil means every action that accounts have
	Config       *ConfigParams   // nil means the defaults
	// InitialFunding moves that much from the account's treasury wallet to the agent's,
	// in ssusd or usdc; its currency is the one that the agent pays in. The zero Money
	// means none, and ssusd.
	InitialFunding api.Money
	Metadata       map[string]string
}

// ConfigParams is the configuration of a new agent. What is zero gets the server's
// default.
type ConfigParams struct {
	Model        string
	Temperature  *api.Decimal // 0 to 2, as in new(stateset.Dec("0.2")); nil means the default
	Instructions string
	Schedule     string // five fields of cron, "0 9 * * 1-5"
	Limits       Limits
	Permissions  Permissions
	NotifyURL    string // https, or http to this machine
}

// UpdateConfigParams changes an agent's configuration. What is zero stays as it is;
// what Reset names goes back to the default:
//
//	&agents.UpdateConfigParams{
//		Limits: agents.Limits{Daily: stateset.SSUSD("500.00")},
//		Reset:  []agents.Field{agents.FieldMonthlyLimit, agents.FieldSchedule},
//	}
type UpdateConfigParams struct {
	Status       Status
	Model        string
	Temperature  *api.Decimal
	Instructions *string
	Schedule     string
	Limits       Limits
	// Permissions replaces each of its lists that is not nil; an empty one allows
	// nothing.
	Permissions Permissions
	NotifyURL   string
	Reset       []Field
}

// ExecuteParams is an action to take.
type ExecuteParams struct {
	Task     Task // required
	DryRun   bool // checks everything and moves nothing
	Async    bool // answers at once; WaitExecution waits for the end
	Metadata map[string]string
}

// ListParams selects agents. The zero value selects them all, newest first.
type ListParams struct {
	Limit         int                `url:"limit,omitempty"`          // 1 to 100 a page; 0 means 10
	StartingAfter string             `url:"starting_after,omitempty"` // the page after this agent
	EndingBefore  string             `url:"ending_before,omitempty"`  // the page before it; not both
	Status        Status             `url:"status,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}

// ListActivityParams selects what an agent did. The zero value selects all of it,
// newest first.
type ListActivityParams struct {
	Limit         int           `url:"limit,omitempty"`
	StartingAfter string        `url:"starting_after,omitempty"`
	EndingBefore  string        `url:"ending_before,omitempty"`
	Type          ActivityType  `url:"type,omitempty"`
	Created       api.TimeRange `url:"created,omitempty"`
}
