package params

import (
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/webhook"
)

// EndpointFilter reads the filters of the list of endpoints.
func EndpointFilter(q *input.Query) records.Filter[*webhook.Endpoint] {
	var f records.Filter[*webhook.Endpoint]
	records.Equal(&f, "status", input.Filter[webhook.Status](q, "status"), func(e *webhook.Endpoint) webhook.Status { return e.Status })
	times(&f, "created", q.Times("created"), func(e *webhook.Endpoint) time.Time { return e.CreatedAt })
	records.Metadata(&f, q.Metadata(), func(e *webhook.Endpoint) map[string]string { return e.Metadata })
	return f
}

// DeliveryFilter reads the filters of the list of deliveries.
func DeliveryFilter(q *input.Query) records.Filter[*webhook.Delivery] {
	var f records.Filter[*webhook.Delivery]
	records.Equal(&f, "status", input.Filter[webhook.DeliveryStatus](q, "status"), func(d *webhook.Delivery) webhook.DeliveryStatus { return d.Status })
	records.Equal(&f, "event_id", q.Strings("event_id"), func(d *webhook.Delivery) string { return d.EventID })
	times(&f, "created", q.Times("created"), func(d *webhook.Delivery) time.Time { return d.CreatedAt })
	return f
}

// EventFilter reads the filters of the list of events. Patterns select several types.
func EventFilter[T any](q *input.Query, kind func(*T) webhook.Type, created func(*T) time.Time) records.Filter[*T] {
	var f records.Filter[*T]
	var types []webhook.Type
	for _, selector := range q.Texts("type", eventSelector) {
		for _, t := range webhook.Type("").Values() {
			if webhook.Type(selector).Selects(t) {
				types = append(types, t)
			}
		}
	}
	records.Equal(&f, "type", types, kind)
	times(&f, "created", q.Times("created"), created)
	return f
}

// times adds a condition on a time, which is in whole seconds.
func times[T any](f *records.Filter[*T], field string, within input.Range[time.Time], of func(*T) time.Time) {
	low, high := input.Seconds(within)
	records.Times(f, field, low, high, of)
}
