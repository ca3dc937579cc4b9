package httpapi

import (
	"slices"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/webhook"
)

func listEvents() operation {
	find := func(_ *call, tx *engine.Tx) (*engine.Collection[engine.Event], error) { return tx.Events(), nil }
	return listOf(find, eventFilter, func(_ *engine.Tx, e *engine.Event) *shownEvent { return &shownEvent{e} })
}

// listDeliveries lists those to an endpoint, while it is there.
func listDeliveries() operation {
	find := func(c *call, tx *engine.Tx) (*engine.Collection[webhook.Delivery], error) {
		if _, found := tx.Endpoints().Get(c.firstID()); !found {
			return nil, notFound(kindEndpoint, c.firstID())
		}
		return tx.Deliveries(c.firstID()), nil
	}
	return listOf(find, deliveryFilter, func(_ *engine.Tx, d *webhook.Delivery) *webhook.Delivery { return d })
}

func endpointFilter(q *input.Query) func(*webhook.Endpoint) bool {
	status := input.Filter[webhook.Status](q, "status")
	created := q.Times("created")
	metadata := q.Metadata()
	return func(e *webhook.Endpoint) bool {
		return status.Has(e.Status) && created.Has(e.CreatedAt) && metadata.Has(e.Metadata)
	}
}

func deliveryFilter(q *input.Query) func(*webhook.Delivery) bool {
	status := input.Filter[webhook.DeliveryStatus](q, "status")
	events := q.Strings("event_id")
	created := q.Times("created")
	return func(d *webhook.Delivery) bool {
		return status.Has(d.Status) && events.Has(d.EventID) && created.Has(d.CreatedAt)
	}
}

// eventFilter selects by type, of which patterns name several.
func eventFilter(q *input.Query) func(*engine.Event) bool {
	types := q.Texts("type", eventSelector)
	created := q.Times("created")
	return func(e *engine.Event) bool {
		selected := len(types) == 0 || slices.ContainsFunc(types, func(t string) bool { return webhook.Type(t).Selects(e.Type()) })
		return selected && created.Has(e.CreatedAt())
	}
}
