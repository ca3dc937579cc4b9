package main

import (
	"cmp"
	"reflect"
	"strings"

	"github.com/stateset/stateset-go/internal/wiregen/codegen"
	"github.com/stateset/stateset-go/webhook"
)

// webhooks returns the events, by type: the envelope, and the type of its object.
func (b *builder) webhooks() object {
	event, _ := b.typeSchema(reflect.TypeFor[webhook.Event](), codegen.Member{})
	home := reflect.TypeFor[webhook.Event]().PkgPath()
	constants, err := b.types.Constants(home)
	if err != nil {
		b.fail("%v", err)
	}
	var hooks object
	for _, kind := range webhook.KnownTypes() {
		for _, c := range constants {
			path, name := c.Argument()
			if name == "" || c.Value != string(kind) {
				continue
			}
			component := b.byType[cmp.Or(path, home)+"."+name]
			if component == "" {
				b.fail("the object of %s is no response: %s", kind, name)
				continue
			}
			hooks = hooks.with(c.Value, of("post", b.webhookOperation(c, component, event)))
		}
		if hooks.get(string(kind)) == nil {
			b.fail("the event type %s has no constant", kind)
		}
	}
	return hooks
}

func (b *builder) webhookOperation(c codegen.Constant, component string, event object) object {
	payload := of("allOf", []any{event, of("type", "object", "properties", of(
		"type", of("type", "string", "const", c.Value),
		"data", of("type", "object", "properties", of("object", refTo(component)), "required", []any{"object"})))})
	return of(
		"operationId", "on"+c.Name, "tags", []any{"Webhooks"}, "summary", "Event "+c.Value,
		"description", strings.TrimSpace("Sent to the endpoints that select the event type. "+sentence(c.Doc)),
		"security", []any{},
		"parameters", []any{
			hookHeader("Stateset-Signature", "The time and the signatures of the delivery, t=…,v1=…, with the scheme timestamped or both."),
			hookHeader("X-StateSet-Signature", "The signature of the body, with the scheme raw or both."),
			hookHeader("X-StateSet-Event", "The type of the event."),
			hookHeader("X-StateSet-Delivery", "The ID of the delivery. It is the same in every attempt."),
		},
		"requestBody", of("required", true, "content", of(jsonMedia, of("schema", payload))),
		"responses", of(
			"2XX", of("description", "Received. Other responses are failed attempts, and the delivery is repeated."),
			"4XX", of("description", "Refused. The delivery is repeated.")),
	)
}

func hookHeader(name, description string) object {
	return of("name", name, "in", "header", "description", description, "schema", of("type", "string"))
}
