package conformance

import (
	"context"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
)

var agentOperations = []Operation{
	{
		Name: "Agents.Create", Answer: `{"id":"<id>"}`,
		Request: `{"name":"Buyer"}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Agents.Create(ctx, &agents.CreateParams{Name: "Buyer"})
		},
		Refused: []Refusal{
			{"no name", "name", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Agents.Create(ctx, &agents.CreateParams{}))
			}},
		},
	},
	{
		Name: "Agents.Get", Prepare: agent, Sample: IDs{ID: "agent_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) { return c.Agents.Get(ctx, ids.ID) },
	},
	{
		Name: "Agents.List", Prepare: agent, Answer: list,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Agents.List(ctx, nil))
		},
		Refused: []Refusal{
			{"cursor of another list", "starting_after", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Agents.List(ctx, &agents.ListParams{StartingAfter: "ord_1"}))
			}},
		},
	},
	{
		Name: "Agents.Execute", Prepare: on(agent), Sample: IDs{Parent: "agent_1"}, Answer: `{"id":"<id>","agent_id":"<parent>"}`,
		Request: `{"action":"check_balance"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Agents.Execute(ctx, ids.Parent, &agents.ExecuteParams{Task: agents.CheckBalance{}})
		},
		Refused: []Refusal{
			{"no task", "action", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Agents.Execute(ctx, "agent_1", &agents.ExecuteParams{}))
			}},
		},
	},
	{
		Name: "Agents.GetExecution", Prepare: executed, Sample: IDs{ID: "exec_1", Parent: "agent_1"}, Answer: `{"id":"<id>","agent_id":"<parent>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Agents.GetExecution(ctx, ids.Parent, ids.ID)
		},
	},
	{
		Name: "Agents.WaitExecution", Prepare: executed, Sample: IDs{ID: "exec_1", Parent: "agent_1"},
		Answer: `{"id":"<id>","agent_id":"<parent>","status":"completed"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Agents.WaitExecution(ctx, ids.Parent, ids.ID)
		},
	},
	{
		Name: "Agents.ListActivity", Sample: IDs{Parent: "agent_1"}, Answer: `{"object":"list","data":[{"id":"<id>","agent_id":"<parent>"}]}`,
		Prepare: func(ctx context.Context, c *stateset.Client) (IDs, error) {
			ids, err := executed(ctx, c)
			return IDs{Parent: ids.Parent}, err
		},
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return rows(c.Agents.ListActivity(ctx, ids.Parent, nil))
		},
		Refused: []Refusal{
			{"empty type", "type", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Agents.ListActivity(ctx, "agent_1", &agents.ListActivityParams{Type: stateset.AnyOf(agents.ActivityFailed, "")}))
			}},
		},
	},
	{
		Name: "Agents.UpdateConfig", Prepare: agent, Sample: IDs{ID: "agent_1"}, Answer: `{"id":"<id>"}`,
		Request: `{"status":"paused"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Agents.UpdateConfig(ctx, ids.ID, &agents.UpdateConfigParams{Status: new(agents.StatusPaused)})
		},
		Refused: []Refusal{
			{"nil params", "params", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Agents.UpdateConfig(ctx, "agent_1", nil))
			}},
			{"status unknown", "status", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Agents.UpdateConfig(ctx, "agent_1", &agents.UpdateConfigParams{Status: new(agents.Status("gone"))}))
			}},
		},
	},
}
