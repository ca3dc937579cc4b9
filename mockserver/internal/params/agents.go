package params

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/cron"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/orders"
)

const (
	maxAgentName      = 100
	maxActionName     = 64
	maxTemperature    = 2
	maxAgentModelName = 100
)

var (
	schedule = input.Format{
		Name: "schedule", Want: "a schedule of five fields such as 0 9 * * 1-5",
		Accept: func(text string) bool { return cron.Check(text) == nil },
	}
	callbackURL = input.Format{
		Name: "callback_url", Want: "an https URL, or an http one of this machine, without user info and fragment", Accept: core.IsCallbackURL, Loose: httpURL,
	}
)

// httpURL matches texts that may be an http or https URL.
const httpURL = `^[hH][tT][tT][pP][sS]?:[\s\S]+$`

// CreateAgent reads the body of a new agent.
func CreateAgent(o *input.Object) *agents.CreateParams {
	params := &agents.CreateParams{
		Name:           o.String("name", input.Required, input.NotEmpty, input.MaxLen(maxAgentName)),
		Description:    o.String("description"),
		Role:           o.String("role"),
		Instructions:   o.String("instructions", input.Agrees("config.instructions")),
		Capabilities:   readActions(o, "capabilities"),
		InitialFunding: o.Money("initial_funding"),
		Metadata:       o.Metadata("metadata"),
	}
	params.Config = input.Nested(o, "config", func(o *input.Object) agents.ConfigParams {
		return agents.ConfigParams{
			Model:        readModel(o),
			Temperature:  readTemperature(o),
			Instructions: o.String("instructions"),
			Schedule:     o.String("schedule", schedule),
			Limits:       input.NestedValue(o, "limits", readLimits),
			Permissions:  input.NestedValue(o, "permissions", readPermissions),
			NotifyURL:    o.String("notify_url", callbackURL),
		}
	})
	return params
}

func readActions(o *input.Object, name string) []agents.Action {
	return input.Texts[agents.Action](o, name, input.Each{input.NotEmpty, input.MaxLen(maxActionName), input.OpenTo[agents.Action]()})
}

func readModel(o *input.Object) string {
	return o.String("model", input.NotEmpty, input.MaxLen(maxAgentModelName))
}

func readTemperature(o *input.Object) *api.Decimal {
	return o.RatioPtr("temperature", input.AllowZero, input.Max(maxTemperature))
}

func readLimits(o *input.Object) agents.Limits {
	return agents.Limits{PerTransaction: o.Money("per_transaction"), Daily: o.Money("daily"), Monthly: o.Money("monthly")}
}

func readPermissions(o *input.Object) agents.Permissions {
	return agents.Permissions{
		AllowedActions:       readActions(o, "allowed_actions"),
		AllowedRecipients:    input.Texts[string](o, "allowed_recipients", input.Each{input.NotEmpty}),
		RequireApprovalAbove: o.Money("require_approval_above", input.AllowZero),
	}
}

// UpdateAgentConfig reads a merge patch: null sets a member to its default.
func UpdateAgentConfig(o *input.Object) *agents.UpdateConfigParams {
	params := &agents.UpdateConfigParams{
		Status:       patch(o, "status", input.Enum[agents.Status](o, "status")),
		Model:        patch(o, "model", readModel(o)),
		Temperature:  readTemperature(o),
		Instructions: o.Clearable("instructions"),
		Schedule:     o.Clearable("schedule", schedule),
		Limits:       input.NestedValue(o, "limits", updateLimits),
		Permissions:  input.NestedValue(o, "permissions", updatePermissions),
		NotifyURL:    o.Clearable("notify_url", callbackURL),
	}
	if o.IsNull("temperature") {
		params.Temperature = new(api.Decimal)
	}
	if o.IsNull("limits") {
		params.Limits = agents.LimitsUpdate{PerTransaction: new(api.Money), Daily: new(api.Money), Monthly: new(api.Money)}
	}
	if o.IsNull("permissions") {
		params.Permissions = agents.PermissionsUpdate{
			AllowedActions: new(agents.Allowed[agents.Action]), AllowedRecipients: new(agents.Allowed[string]), RequireApprovalAbove: new(api.Money),
		}
	}
	return params
}

func updateLimits(o *input.Object) agents.LimitsUpdate {
	limits := readLimits(o)
	return agents.LimitsUpdate{
		PerTransaction: patch(o, "per_transaction", limits.PerTransaction),
		Daily:          patch(o, "daily", limits.Daily),
		Monthly:        patch(o, "monthly", limits.Monthly),
	}
}

func updatePermissions(o *input.Object) agents.PermissionsUpdate {
	permissions := readPermissions(o)
	return agents.PermissionsUpdate{
		AllowedActions:       patch(o, "allowed_actions", permissions.AllowedActions),
		AllowedRecipients:    patch(o, "allowed_recipients", permissions.AllowedRecipients),
		RequireApprovalAbove: patch(o, "require_approval_above", permissions.RequireApprovalAbove),
	}
}

// patch returns a pointer to the value of a member of a merge patch, or nil if the member
// is absent. The zero value means null.
func patch[T any](o *input.Object, name string, value T) *T {
	if reflect.ValueOf(value).IsZero() && !o.IsNull(name) {
		return nil
	}
	return &value
}

// AgentTask is an action for an agent. Only the params of Action are set.
type AgentTask struct {
	Action        agents.Action
	Transfer      agents.Transfer
	PayOrder      agents.PayOrder
	PayInvoice    agents.PayInvoice
	CreateOrder   *orders.CreateParams
	Parameters    json.RawMessage // as received
	DryRun, Async bool
	Metadata      map[string]string
}

// ExecuteAgent reads the body of an execution.
func ExecuteAgent(o *input.Object) *AgentTask {
	task := &AgentTask{
		Action:   input.OpenEnum[agents.Action](o, "action", input.Required, input.NotEmpty, input.MaxLen(maxActionName)),
		DryRun:   o.Flag("dry_run"),
		Async:    o.Flag("async"),
		Metadata: o.Metadata("metadata"),
	}
	input.OneOf(o, "action", task.Action, taskParameters(task)...)
	task.Parameters = o.Free("parameters")
	return task
}

// taskParameters returns the parameters of the built-in actions.
func taskParameters(task *AgentTask) []input.Branch[agents.Action] {
	branch := func(action agents.Action, read func(*input.Object)) input.Branch[agents.Action] {
		return input.Branch[agents.Action]{Value: action, Read: func(o *input.Object) {
			input.NestedOrEmpty(o, "parameters", func(o *input.Object) struct{} {
				read(o)
				return struct{}{}
			})
		}}
	}
	return []input.Branch[agents.Action]{
		branch(agents.ActionTransfer, func(o *input.Object) {
			task.Transfer = agents.Transfer{
				To:     o.String("to", input.Required, input.NotEmpty),
				Amount: o.Money("amount", input.Required),
				Memo:   o.String("memo", input.MaxLen(maxMemo)),
			}
		}),
		branch(agents.ActionPayOrder, func(o *input.Object) {
			task.PayOrder = agents.PayOrder{OrderID: o.ID("order_id", input.Required)}
		}),
		branch(agents.ActionPayInvoice, func(o *input.Object) {
			task.PayInvoice = agents.PayInvoice{InvoiceID: o.ID("invoice_id", input.Required), EarlyPaymentDiscount: o.Flag("early_payment_discount")}
		}),
		branch(agents.ActionCreateOrder, func(o *input.Object) { task.CreateOrder = CreateOrder(o) }),
		branch(agents.ActionCheckBalance, func(*input.Object) {}),
	}
}

// AgentFilter reads the filters of the list of agents.
func AgentFilter[T any](q *input.Query, agent func(*T) *agents.Agent) records.Filter[*T] {
	var f records.Filter[*T]
	records.Equal(&f, "status", input.Filter[agents.Status](q, "status"), func(a *T) agents.Status { return agent(a).Status })
	times(&f, "created", q.Times("created"), func(a *T) time.Time { return agent(a).CreatedAt })
	records.Metadata(&f, q.Metadata(), func(a *T) map[string]string { return agent(a).Metadata })
	return f
}

// ActivityFilter reads the filters of the list of an agent's activity.
func ActivityFilter(q *input.Query) records.Filter[*agents.Activity] {
	var f records.Filter[*agents.Activity]
	records.Equal(&f, "type", input.Filter[agents.ActivityType](q, "type"), func(a *agents.Activity) agents.ActivityType { return a.Type })
	times(&f, "created", q.Times("created"), func(a *agents.Activity) time.Time { return a.CreatedAt })
	return f
}
