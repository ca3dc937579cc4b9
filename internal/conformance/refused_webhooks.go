package conformance

import (
	"context"
	"strings"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/webhook"
)

// refusedEndpoint changes a good webhook endpoint.
func refusedEndpoint(name, param string, change func(*webhook.CreateParams)) Refusal {
	return Refusal{name, param, func(ctx context.Context, c *stateset.Client) error {
		params := goodEndpoint()
		change(params)
		return dropped(c.Webhooks.Create(ctx, params))
	}}
}

func refusedHookURL(name, param, url string) Refusal {
	return refusedEndpoint("URL "+name, param, func(p *webhook.CreateParams) { p.URL = url })
}

func refusedHookEvent(name, param string, types ...webhook.Type) Refusal {
	return refusedEndpoint("events "+name, param, func(p *webhook.CreateParams) { p.Events = types })
}

func refusedHookUpdate(name, param string, params *webhook.UpdateParams) Refusal {
	return Refusal{name, param, func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Webhooks.Update(ctx, "we_1", params))
	}}
}

func refusedRotation(name, param string, d time.Duration) Refusal {
	return Refusal{name, param, func(ctx context.Context, c *stateset.Client) error {
		return dropped(c.Webhooks.RotateSecret(ctx, "we_1", &webhook.RotateParams{ExpiresIn: d}))
	}}
}

var refusedEndpoints = []Refusal{
	{"nil params", "params", func(ctx context.Context, c *stateset.Client) error { return dropped(c.Webhooks.Create(ctx, nil)) }},
	refusedHookURL("empty", "url", ""),
	refusedHookURL("http to another machine", "url", "http://shop.example.com/webhooks"),
	refusedHookURL("http to a private network", "url", "http://192.168.0.10/webhooks"),
	refusedHookURL("http to what looks like loopback", "url", "http://localhost.example.com/webhooks"),
	refusedHookURL("with user and password", "url", "https://me:hunter2@shop.example.com/webhooks"),
	refusedHookURL("with a fragment", "url", "https://shop.example.com/webhooks#hunter2"),
	refusedHookURL("relative", "url", "/webhooks"),
	refusedHookURL("ftp", "url", "ftp://shop.example.com/webhooks"),
	refusedHookURL("scheme alone", "url", "https://"),
	refusedHookURL("with a newline", "url", "https://shop.example.com/\r\nX: y"),
	refusedHookURL("not UTF-8", "url", "https://shop.example.com/\xff"),
	refusedHookURL("long", "url", "https://shop.example.com/"+strings.Repeat("x", 2048)),
	refusedHookEvent("missing", "events"),
	refusedHookEvent("with an empty one", "events[1]", webhook.Type(webhook.OrderPaid), ""),
	refusedHookEvent("misspelt", "events[0]", "payment succeeded"),
	refusedHookEvent("in capitals", "events[0]", "PAYMENT.SUCCEEDED"),
	refusedHookEvent("without a point", "events[0]", "payments"),
	refusedHookEvent("with a star in the middle", "events[0]", "payment.*.x"),
	refusedHookEvent("with a secret among them", "events[0]", "whsec_hunter2hunter2"),
	refusedHookEvent("too many", "events", make([]webhook.Type, 101)...),
	refusedEndpoint("scheme misspelt", "signature_scheme", func(p *webhook.CreateParams) { p.Scheme = "timestamp" }),
	refusedEndpoint("description long", "description", func(p *webhook.CreateParams) { p.Description = strings.Repeat("d", 501) }),
	refusedEndpoint("metadata key long", "metadata", func(p *webhook.CreateParams) { p.Metadata = map[string]string{strings.Repeat("k", 41): ""} }),
}

var refusedEndpointUpdates = []Refusal{
	refusedHookUpdate("nil params", "params", nil),
	refusedHookUpdate("events empty", "events", &webhook.UpdateParams{Events: []webhook.Type{}}),
	refusedHookUpdate("URL http", "url", &webhook.UpdateParams{URL: new("http://shop.example.com")}),
	refusedHookUpdate("status misspelt", "status", &webhook.UpdateParams{Status: new(webhook.Status("disable"))}),
}

var refusedRotations = []Refusal{
	refusedRotation("negative", "expires_in", -time.Hour),
	refusedRotation("not whole seconds", "expires_in", 500*time.Millisecond),
	refusedRotation("above seven days", "expires_in", 8*24*time.Hour),
}
