package httpapi

import (
	"net/http"
	"strings"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/cron"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// kindAgent has nothing to expand.
const kindAgent = "agent"

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
		Name: "callback_url", Want: "an https URL, or an http one of this machine, without user info and fragment", Accept: core.IsCallbackURL,
	}
)

func readAgent(o *input.Object) *agents.CreateParams {
	params := &agents.CreateParams{
		Name:           o.String("name", input.Required, input.NotEmpty, input.MaxLen(maxAgentName)),
		Description:    o.String("description"),
		Role:           o.String("role"),
		Instructions:   o.String("instructions"),
		Capabilities:   readActions(o, "capabilities"),
		InitialFunding: o.Money("initial_funding"),
		Metadata:       o.Metadata("metadata"),
	}
	params.Config = input.Nested(o, "config", func(o *input.Object) agents.ConfigParams {
		change := readConfig(o)
		config := agents.ConfigParams{
			Model: change.Model, Temperature: change.Temperature, Schedule: change.Schedule,
			Limits: change.Limits, Permissions: change.Permissions, NotifyURL: change.NotifyURL,
		}
		if change.Instructions != nil {
			config.Instructions = *change.Instructions
		}
		return config
	})
	if params.Config != nil && params.Instructions != "" && params.Config.Instructions != "" && params.Config.Instructions != params.Instructions {
		o.Conflict("instructions", "differs from 'config.instructions': send one of them")
	}
	return params
}

func readActions(o *input.Object, name string) []agents.Action {
	return input.Texts[agents.Action](o, name, input.Each{input.NotEmpty, input.MaxLen(maxActionName)})
}

// readConfig reads what a configuration sets.
func readConfig(o *input.Object) *agents.UpdateConfigParams {
	return &agents.UpdateConfigParams{
		Model:        o.String("model", input.NotEmpty, input.MaxLen(maxAgentModelName)),
		Instructions: o.StringPtr("instructions"),
		Schedule:     o.String("schedule", schedule),
		NotifyURL:    o.String("notify_url", callbackURL),
		Temperature:  o.RatioPtr("temperature", input.AllowZero, input.Max(maxTemperature)),
		Limits:       input.NestedValue(o, "limits", readLimits),
		Permissions:  input.NestedValue(o, "permissions", readPermissions),
	}
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

// readConfigUpdate reads a merge patch: null sets a member to its default.
func readConfigUpdate(o *input.Object) *agents.UpdateConfigParams {
	params := readConfig(o)
	params.Status = input.Enum[agents.Status](o, "status")
	for _, field := range agents.Field("").Values() {
		if o.IsNull(strings.Split(string(field), ".")...) {
			params.Reset = append(params.Reset, field)
		}
	}
	return params
}

// executeAgent answers 202 for what has only been queued.
func executeAgent() operation {
	op := act(kindPlain, readTask, (*engine.Tx).ExecuteAgent)
	return operation{handle: func(c *call) (answer, error) {
		a, err := op.handle(c)
		if async := c.body.Member("async"); err == nil && async != nil && async.Text() == "true" {
			a.status = http.StatusAccepted
		}
		return a, err
	}}
}

func readTask(o *input.Object) *engine.AgentTask {
	task := &engine.AgentTask{
		Action:   input.OpenEnum[agents.Action](o, "action", input.Required, input.NotEmpty, input.MaxLen(maxActionName)),
		DryRun:   o.Flag("dry_run"),
		Async:    o.Flag("async"),
		Metadata: o.Metadata("metadata"),
	}
	input.OneOf(o, "action", task.Action, taskParameters(task)...)
	task.Parameters = o.Free("parameters")
	return task
}

// taskParameters are the parameters of the actions that every account has.
func taskParameters(task *engine.AgentTask) []input.Branch[agents.Action] {
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
		branch(agents.ActionCreateOrder, func(o *input.Object) { task.CreateOrder = readOrder(o) }),
		branch(agents.ActionCheckBalance, func(*input.Object) {}),
	}
}

// getAgent answers with an agent as it is now.
func getAgent() operation {
	return show(kindAgent, func(c *call, tx *engine.Tx) (*agents.Agent, error) {
		a, err := tx.FindAgent(c.firstID())
		if err != nil {
			return nil, err
		}
		return tx.ViewAgent(a), nil
	})
}

func getExecution() operation {
	return show(kindPlain, func(c *call, tx *engine.Tx) (*agents.Execution, error) { return tx.FindExecution(c.ids[0], c.ids[1]) })
}

func listAgents() operation {
	find := func(_ *call, tx *engine.Tx) (*engine.Collection[engine.Agent], error) { return tx.Agents(), nil }
	return listOf(find, agentFilter, (*engine.Tx).ViewAgent)
}

func listActivity() operation {
	find := func(c *call, tx *engine.Tx) (*engine.Collection[agents.Activity], error) {
		a, err := tx.FindAgent(c.firstID())
		if err != nil {
			return nil, err
		}
		return a.Activity(), nil
	}
	return listOf(find, activityFilter, func(_ *engine.Tx, row *agents.Activity) *agents.Activity { return row })
}

func agentFilter(q *input.Query) func(*engine.Agent) bool {
	status := input.Filter[agents.Status](q, "status")
	created := q.Times("created")
	metadata := q.Metadata()
	return func(a *engine.Agent) bool {
		return status.Has(a.Status) && created.Has(a.CreatedAt) && metadata.Has(a.Metadata)
	}
}

func activityFilter(q *input.Query) func(*agents.Activity) bool {
	kind := input.Filter[agents.ActivityType](q, "type")
	created := q.Times("created")
	return func(a *agents.Activity) bool { return kind.Has(a.Type) && created.Has(a.CreatedAt) }
}

// controlExecution approves or rejects an execution that waits for that.
func controlExecution(do func(*engine.Tx, string) (*agents.Execution, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		owner, err := input.Read(c.body, readAccount)
		if err != nil {
			return nil, err
		}
		var x *agents.Execution
		err = c.server.engine.Account(owner).Update(func(tx *engine.Tx) (err error) {
			x, err = do(tx, c.firstID())
			return err
		})
		return x, err
	}
}
