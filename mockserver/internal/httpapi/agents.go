package httpapi

import (
	"net/http"

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
	isSchedule    = input.Form("a schedule of five fields such as 0 9 * * 1-5", func(text string) bool { return cron.Check(text) == nil })
	isCallbackURL = input.Form("an https URL, or an http one of this machine, without user info and fragment", core.IsCallbackURL)
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
	return input.Names[agents.Action](o, name, input.MaxLen(maxActionName))
}

// readConfig reads what a configuration sets.
func readConfig(o *input.Object) *agents.UpdateConfigParams {
	params := &agents.UpdateConfigParams{
		Model:        o.String("model", input.NotEmpty, input.MaxLen(maxAgentModelName)),
		Instructions: o.StringPtr("instructions"),
		Schedule:     o.String("schedule", isSchedule),
		NotifyURL:    o.String("notify_url", isCallbackURL),
	}
	params.Temperature = o.RatioPtr("temperature", input.AllowZero, input.Max(maxTemperature))
	if limits := input.Nested(o, "limits", func(o *input.Object) agents.Limits {
		return agents.Limits{PerTransaction: o.Money("per_transaction"), Daily: o.Money("daily"), Monthly: o.Money("monthly")}
	}); limits != nil {
		params.Limits = *limits
	}
	if permissions := input.Nested(o, "permissions", func(o *input.Object) agents.Permissions {
		return agents.Permissions{
			AllowedActions:       readActions(o, "allowed_actions"),
			AllowedRecipients:    input.Names[string](o, "allowed_recipients"),
			RequireApprovalAbove: o.Money("require_approval_above", input.AllowZero),
		}
	}); permissions != nil {
		params.Permissions = *permissions
	}
	return params
}

// resettable are the members of a configuration that null puts back to the default.
var resettable = map[string][]agents.Field{
	"": {agents.FieldStatus, agents.FieldModel, agents.FieldTemperature, agents.FieldInstructions, agents.FieldSchedule,
		agents.FieldLimits, agents.FieldPermissions, agents.FieldNotifyURL},
	"limits":      {agents.FieldPerTransactionLimit, agents.FieldDailyLimit, agents.FieldMonthlyLimit},
	"permissions": {agents.FieldAllowedActions, agents.FieldAllowedRecipients, agents.FieldRequireApprovalAbove},
}

// updateAgentConfig takes a merge patch, in which null is not absent.
func updateAgentConfig() operation {
	return operation{handle: func(c *call) (answer, error) {
		var reset []agents.Field
		for _, outer := range []string{"", "limits", "permissions"} {
			object := c.body
			if outer != "" {
				object = object.Member(outer)
			}
			for _, field := range resettable[outer] {
				if object != nil && isNull(object, string(field), outer) {
					reset = append(reset, field)
				}
			}
		}
		op := act(kindAgent, func(o *input.Object) *agents.UpdateConfigParams {
			params := readConfig(o)
			params.Status, params.Reset = input.Enum[agents.Status](o, "status"), reset
			return params
		}, (*engine.Tx).UpdateAgentConfig)
		return op.handle(c)
	}}
}

// isNull reports whether a field's member, below outer, is there and null.
func isNull(object *input.Value, field, outer string) bool {
	name := field
	if outer != "" {
		name = field[len(outer)+1:]
	}
	member := object.Member(name)
	return member != nil && member.IsNull()
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
		DryRun:   isTrue(o.Bool("dry_run")),
		Async:    isTrue(o.Bool("async")),
		Metadata: o.Metadata("metadata"),
	}
	if task.Action.Known() {
		input.NestedOrEmpty(o, "parameters", func(o *input.Object) struct{} {
			readParameters(o, task)
			return struct{}{}
		})
	}
	task.Parameters = o.Free("parameters")
	return task
}

// readParameters reads those of the actions that every account has.
func readParameters(o *input.Object, task *engine.AgentTask) {
	switch task.Action {
	case agents.ActionTransfer:
		task.Transfer = agents.Transfer{
			To:     o.String("to", input.Required, input.NotEmpty),
			Amount: o.Money("amount", input.Required),
			Memo:   o.String("memo", input.MaxLen(maxMemo)),
		}
	case agents.ActionPayOrder:
		task.PayOrder = agents.PayOrder{OrderID: o.ID("order_id", input.Required)}
	case agents.ActionPayInvoice:
		task.PayInvoice = agents.PayInvoice{
			InvoiceID: o.ID("invoice_id", input.Required), EarlyPaymentDiscount: isTrue(o.Bool("early_payment_discount")),
		}
	case agents.ActionCreateOrder:
		task.CreateOrder = readOrder(o)
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
