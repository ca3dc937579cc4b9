package stateset_test

import (
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/webhook"
)

// badEndpoint changes a good webhook endpoint.
func badEndpoint(name string, edit func(*webhook.CreateParams)) badInput {
	return badInput{"webhook: " + name, func(f *fixture) error {
		params := &webhook.CreateParams{URL: "https://shop.example.com/webhooks", Events: webhook.Types(webhook.AllTypes)}
		edit(params)
		_, err := f.client.Webhooks.Create(f.ctx, params)
		return err
	}}
}

func badHookURL(name, url string) badInput {
	return badEndpoint("URL "+name, func(p *webhook.CreateParams) { p.URL = url })
}

func badHookEvent(name string, types ...webhook.Type) badInput {
	return badEndpoint("events "+name, func(p *webhook.CreateParams) { p.Events = types })
}

func badHookUpdate(name string, params *webhook.UpdateParams) badInput {
	return badInput{"webhook, update: " + name, func(f *fixture) error {
		_, err := f.client.Webhooks.Update(f.ctx, "we_1", params)
		return err
	}}
}

func badRotation(name string, d time.Duration) badInput {
	return badInput{"webhook, rotate: " + name, func(f *fixture) error {
		_, err := f.client.Webhooks.RotateSecret(f.ctx, "we_1", &webhook.RotateParams{ExpiresIn: d})
		return err
	}}
}

var badWebhooks = []badInput{
	{"webhook: nil params", func(f *fixture) error { _, err := f.client.Webhooks.Create(f.ctx, nil); return err }},
	badHookURL("empty", ""),
	badHookURL("http to another machine", "http://shop.example.com/webhooks"),
	badHookURL("http to a private network", "http://192.168.0.10/webhooks"),
	badHookURL("http to what looks like loopback", "http://localhost.example.com/webhooks"),
	badHookURL("with user and password", "https://me:hunter2@shop.example.com/webhooks"),
	badHookURL("with a fragment", "https://shop.example.com/webhooks#hunter2"),
	badHookURL("relative", "/webhooks"),
	badHookURL("ftp", "ftp://shop.example.com/webhooks"),
	badHookURL("scheme alone", "https://"),
	badHookURL("with a newline", "https://shop.example.com/\r\nX: y"),
	badHookURL("not UTF-8", "https://shop.example.com/\xff"),
	badHookURL("long", "https://shop.example.com/"+strings.Repeat("x", 2048)),
	badHookEvent("missing"),
	badHookEvent("with an empty one", webhook.Type(webhook.OrderPaid), ""),
	badHookEvent("misspelt", "payment succeeded"),
	badHookEvent("in capitals", "PAYMENT.SUCCEEDED"),
	badHookEvent("without a point", "payments"),
	badHookEvent("with a star in the middle", "payment.*.x"),
	badHookEvent("with a secret among them", "whsec_"+wiretest.Sentinel),
	badHookEvent("too many", make([]webhook.Type, 101)...),
	badEndpoint("scheme misspelt", func(p *webhook.CreateParams) { p.Scheme = "timestamp" }),
	badEndpoint("description long", func(p *webhook.CreateParams) { p.Description = strings.Repeat("d", 501) }),
	badEndpoint("metadata key long", func(p *webhook.CreateParams) { p.Metadata = map[string]string{strings.Repeat("k", 41): ""} }),
	badHookUpdate("nil params", nil),
	badHookUpdate("events empty", &webhook.UpdateParams{Events: []webhook.Type{}}),
	badHookUpdate("URL http", &webhook.UpdateParams{URL: new("http://shop.example.com")}),
	badHookUpdate("status misspelt", &webhook.UpdateParams{Status: new(webhook.Status("disable"))}),
	badRotation("negative", -time.Hour),
	badRotation("not whole seconds", 500*time.Millisecond),
	badRotation("above seven days", 8*24*time.Hour),
	{"webhook, test: a pattern", func(f *fixture) error {
		_, err := f.client.Webhooks.SendTest(f.ctx, "we_1", &webhook.TestParams{Type: "order.*"})
		return err
	}},
	{"webhook, delete: no id", func(f *fixture) error { return f.client.Webhooks.Delete(f.ctx, "") }},
	{"webhook, list: cursor of events", func(f *fixture) error {
		_, err := f.client.Webhooks.List(f.ctx, &webhook.ListParams{StartingAfter: "evt_1"})
		return err
	}},
	{"webhook, deliveries: status misspelt", func(f *fixture) error {
		_, err := f.client.Webhooks.Deliveries(f.ctx, "we_1", &webhook.DeliveryListParams{Status: "success"})
		return err
	}},
	{"webhook, events: type misspelt", func(f *fixture) error {
		_, err := f.client.Webhooks.ListEvents(f.ctx, &webhook.EventListParams{Type: "order:paid"})
		return err
	}},
}
