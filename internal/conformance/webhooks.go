package conformance

import (
	"context"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/webhook"
)

const eventAnswer = `{"id":"<id>","data":{"object":{}}}`

var webhookOperations = []Operation{
	{
		Name: "Webhooks.Create", Answer: `{"id":"<id>"}`,
		Request: `{"url":"https://shop.example.com/webhooks","events":["*"]}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Webhooks.Create(ctx, goodEndpoint())
		},
		Refused: []Refusal{
			{"nil params", "params", func(ctx context.Context, c *stateset.Client) error { return dropped(c.Webhooks.Create(ctx, nil)) }},
			{"URL with user and password", "url", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.Create(ctx, &webhook.CreateParams{URL: "https://me:hunter2@shop.example.com/", Events: webhook.Types(webhook.AllTypes)}))
			}},
			{"a secret among the events", "events[0]", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.Create(ctx, &webhook.CreateParams{URL: goodEndpoint().URL, Events: webhook.Types(webhook.Type("whsec_hunter2hunter2"))}))
			}},
		},
	},
	{
		Name: "Webhooks.Get", Prepare: endpoint, Sample: IDs{ID: "we_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Webhooks.Get(ctx, ids.ID)
		},
	},
	{
		Name: "Webhooks.List", Prepare: endpoint, Answer: list,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Webhooks.List(ctx, nil))
		},
		Refused: []Refusal{
			{"cursor of events", "starting_after", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.List(ctx, &webhook.ListParams{StartingAfter: "evt_1"}))
			}},
		},
	},
	{
		Name: "Webhooks.Update", Prepare: endpoint, Sample: IDs{ID: "we_1"}, Answer: `{"id":"<id>"}`,
		Request: `{"description":"d"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Webhooks.Update(ctx, ids.ID, &webhook.UpdateParams{Description: new("d")})
		},
		Refused: []Refusal{
			{"status misspelt", "status", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.Update(ctx, "we_1", &webhook.UpdateParams{Status: new(webhook.Status("disable"))}))
			}},
		},
	},
	{
		Name: "Webhooks.Delete", Prepare: on(endpoint), Sample: IDs{Parent: "we_1"},
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return nil, c.Webhooks.Delete(ctx, ids.Parent)
		},
		Refused: []Refusal{
			{"no id", "id", func(ctx context.Context, c *stateset.Client) error { return c.Webhooks.Delete(ctx, "") }},
		},
	},
	{
		Name: "Webhooks.RotateSecret", Request: `{}`, Prepare: endpoint, Sample: IDs{ID: "we_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Webhooks.RotateSecret(ctx, ids.ID, nil)
		},
		Refused: []Refusal{
			{"not whole seconds", "expires_in", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.RotateSecret(ctx, "we_1", &webhook.RotateSecretParams{ExpiresIn: new(500 * time.Millisecond)}))
			}},
		},
	},
	{
		Name: "Webhooks.SendTest", Request: `{}`, Prepare: on(endpoint), Sample: IDs{Parent: "we_1"}, Answer: eventAnswer,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Webhooks.SendTest(ctx, ids.Parent, nil)
		},
		Refused: []Refusal{
			{"a pattern", "type", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.SendTest(ctx, "we_1", &webhook.SendTestParams{Type: "order.*"}))
			}},
		},
	},
	{
		Name: "Webhooks.ListDeliveries", Sample: IDs{Parent: "we_1"}, Answer: `{"object":"list","data":[{"id":"<id>","endpoint_id":"<parent>"}]}`,
		Prepare: func(ctx context.Context, c *stateset.Client) (IDs, error) {
			ids, err := endpoint(ctx, c)
			if err != nil {
				return IDs{}, err
			}
			return IDs{Parent: ids.ID}, dropped(c.Webhooks.SendTest(ctx, ids.ID, nil))
		},
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return rows(c.Webhooks.ListDeliveries(ctx, ids.Parent, nil))
		},
		Refused: []Refusal{
			{"one status of two empty", "status", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.ListDeliveries(ctx, "we_1", &webhook.ListDeliveriesParams{Status: stateset.AnyOf(webhook.DeliveryFailed, "")}))
			}},
		},
	},
	{
		Name: "Webhooks.GetEvent", Prepare: event, Sample: IDs{ID: "evt_1"}, Answer: eventAnswer,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Webhooks.GetEvent(ctx, ids.ID)
		},
	},
	{
		Name: "Webhooks.ListEvents", Prepare: event, Answer: `{"object":"list","data":[` + eventAnswer + `]}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return rows(c.Webhooks.ListEvents(ctx, nil))
		},
		Refused: []Refusal{
			{"type misspelt", "type", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Webhooks.ListEvents(ctx, &webhook.ListEventsParams{Type: "order:paid"}))
			}},
		},
	},
	{
		Name: "Webhooks.ReplayEvent", Request: `{}`, Prepare: event, Sample: IDs{ID: "evt_1"}, Answer: eventAnswer,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Webhooks.ReplayEvent(ctx, ids.ID)
		},
	},
}
