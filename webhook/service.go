package webhook

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Service manages endpoints, deliveries and events. It is safe for concurrent use.
type Service core.Service

var (
	opCreate   = spec.Lookup("Webhooks.Create")
	opGet      = spec.Lookup("Webhooks.Get")
	opUpdate   = spec.Lookup("Webhooks.Update")
	opDelete   = spec.Lookup("Webhooks.Delete")
	opRotate   = spec.Lookup("Webhooks.RotateSecret")
	opTest     = spec.Lookup("Webhooks.SendTest")
	opGetEvent = spec.Lookup("Webhooks.GetEvent")
	opReplay   = spec.Lookup("Webhooks.ReplayEvent")

	endpointObject = core.Object[*Endpoint]{ID: func(e *Endpoint) string { return e.ID }}
	deliveryObject = core.Object[*Delivery]{ID: func(d *Delivery) string { return d.ID }}
	eventObject    = core.Object[*Event]{ID: func(e *Event) string { return e.ID }}

	endpoints = &core.Lister[Endpoint]{
		Op: spec.Lookup("Webhooks.List"), Object: endpointObject,
	}
	deliveries = &core.Lister[Delivery]{
		Op: spec.Lookup("Webhooks.ListDeliveries"), Object: deliveryObject,
	}
	events = &core.Lister[Event]{
		Op: spec.Lookup("Webhooks.ListEvents"), Object: eventObject,
	}
)

// Create registers an endpoint: POST /webhooks. Only this response and that of
// RotateSecret contain the Secret. If the response is lost, the next attempt of the call
// returns the same secret.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Endpoint, error) {
	body, err := params.wire((*core.Service)(s).PlainHTTP())
	return endpointObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves an endpoint: GET /webhooks/{id}. An unknown ID returns
// stateset.ErrNotFound.
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Endpoint, error) {
	return endpointObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// Update changes an endpoint: PATCH /webhooks/{id}.
func (s *Service) Update(ctx context.Context, id string, params *UpdateParams, opts ...api.RequestOption) (*Endpoint, error) {
	body, err := params.wire((*core.Service)(s).PlainHTTP())
	return endpointObject.Call(ctx, (*core.Service)(s), opUpdate, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Delete deletes an endpoint, and ends its pending deliveries: DELETE /webhooks/{id}.
func (s *Service) Delete(ctx context.Context, id string, opts ...api.RequestOption) error {
	return core.CallWithoutAnswer(ctx, (*core.Service)(s), opDelete, core.Args{ID: id}, opts...)
}

// RotateSecret creates a new secret of an endpoint: POST /webhooks/{id}/rotate_secret.
// Both secrets sign until the old one expires, so that receivers can be updated one by
// one: pass both to [NewVerifier]. nil params mean 24 hours. ExpiresIn 0 ends the old
// secret immediately.
func (s *Service) RotateSecret(ctx context.Context, id string, params *RotateSecretParams, opts ...api.RequestOption) (*Endpoint, error) {
	body, err := params.wire()
	return endpointObject.Call(ctx, (*core.Service)(s), opRotate, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// SendTest sends an event with test data to an endpoint, even if the endpoint does not
// select its type: POST /webhooks/{id}/test. nil params send the type Test. A disabled
// endpoint returns stateset.ErrConflict.
func (s *Service) SendTest(ctx context.Context, id string, params *SendTestParams, opts ...api.RequestOption) (*Event, error) {
	body, err := params.wire()
	return eventObject.Call(ctx, (*core.Service)(s), opTest, core.Args{ID: id, Body: body, Makes: true, Err: err}, opts...)
}

// GetEvent retrieves an event: GET /events/{id}. An unknown ID returns
// stateset.ErrNotFound.
func (s *Service) GetEvent(ctx context.Context, id string, opts ...api.RequestOption) (*Event, error) {
	return eventObject.Call(ctx, (*core.Service)(s), opGetEvent, core.Args{ID: id}, opts...)
}

// ReplayEvent delivers an event again, to every enabled endpoint that selects its type:
// POST /events/{id}/replay. The event keeps its ID, so a [Handler] that has handled it
// responds with 200 and does nothing. To handle it again, call Forget of the store first:
// [MemoryStore.Forget], or Forget of sqlstore.
func (s *Service) ReplayEvent(ctx context.Context, id string, opts ...api.RequestOption) (*Event, error) {
	return eventObject.Call(ctx, (*core.Service)(s), opReplay, core.Args{ID: id}, opts...)
}

// List fetches one page of endpoints, newest first: GET /webhooks. nil params select all
// endpoints.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Endpoint], error) {
	return endpoints.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All iterates over the selected endpoints, newest first: GET /webhooks. Pages are
// fetched on demand. nil params select all endpoints.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Endpoint, error] {
	return endpoints.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages iterates over the pages of the selected endpoints: GET /webhooks.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Endpoint], error] {
	return endpoints.Pages(ctx, (*core.Service)(s), params.args(), opts)
}

// ListDeliveries fetches one page of the deliveries to an endpoint, newest first: GET
// /webhooks/{id}/deliveries. nil params select all deliveries.
func (s *Service) ListDeliveries(ctx context.Context, id string, params *ListDeliveriesParams, opts ...api.RequestOption) (*api.Page[Delivery], error) {
	return deliveries.List(ctx, (*core.Service)(s), params.args(id), opts)
}

// AllDeliveries iterates over the deliveries to an endpoint, newest first: GET
// /webhooks/{id}/deliveries. Pages are fetched on demand. nil params select all
// deliveries.
func (s *Service) AllDeliveries(ctx context.Context, id string, params *ListDeliveriesParams, opts ...api.RequestOption) iter.Seq2[*Delivery, error] {
	return deliveries.All(ctx, (*core.Service)(s), params.args(id), opts)
}

// DeliveryPages iterates over the pages of the deliveries to an endpoint: GET
// /webhooks/{id}/deliveries.
func (s *Service) DeliveryPages(ctx context.Context, id string, params *ListDeliveriesParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Delivery], error] {
	return deliveries.Pages(ctx, (*core.Service)(s), params.args(id), opts)
}

// ListEvents fetches one page of events, newest first: GET /events. nil params select all
// events.
func (s *Service) ListEvents(ctx context.Context, params *ListEventsParams, opts ...api.RequestOption) (*api.Page[Event], error) {
	return events.List(ctx, (*core.Service)(s), params.args(), opts)
}

// AllEvents iterates over the selected events, newest first: GET /events. Pages are
// fetched on demand. nil params select all events.
func (s *Service) AllEvents(ctx context.Context, params *ListEventsParams, opts ...api.RequestOption) iter.Seq2[*Event, error] {
	return events.All(ctx, (*core.Service)(s), params.args(), opts)
}

// EventPages iterates over the pages of the selected events: GET /events.
func (s *Service) EventPages(ctx context.Context, params *ListEventsParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Event], error] {
	return events.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
