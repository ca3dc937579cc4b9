package params

import (
	"slices"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/webhook"
)

// EndpointFilter reads the filters of the list of endpoints.
func EndpointFilter(q *input.Query) func(*webhook.Endpoint) bool {
	status := input.Filter[webhook.Status](q, "status")
	created := q.Times("created")
	metadata := q.Metadata()
	return func(e *webhook.Endpoint) bool {
		return status.Has(e.Status) && created.Has(e.CreatedAt) && metadata.Has(e.Metadata)
	}
}

// DeliveryFilter reads the filters of the list of deliveries.
func DeliveryFilter(q *input.Query) func(*webhook.Delivery) bool {
	status := input.Filter[webhook.DeliveryStatus](q, "status")
	events := q.Strings("event_id")
	created := q.Times("created")
	return func(d *webhook.Delivery) bool {
		return status.Has(d.Status) && events.Has(d.EventID) && created.Has(d.CreatedAt)
	}
}

// EventFilter reads the filters of the list of events. Patterns select several types.
func EventFilter(q *input.Query) func(webhook.Type, time.Time) bool {
	types := q.Texts("type", eventSelector)
	created := q.Times("created")
	return func(t webhook.Type, at time.Time) bool {
		selected := len(types) == 0 || slices.ContainsFunc(types, func(selector string) bool { return webhook.Type(selector).Selects(t) })
		return selected && created.Has(at)
	}
}
