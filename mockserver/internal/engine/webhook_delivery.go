package engine

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/webhook"
)

// deliveryCount counts the deliveries of an event, and holds its encoded body.
type deliveryCount struct {
	announced atomic.Int64 // pending_webhooks in every delivery of the event
	succeeded atomic.Int64
	made      atomic.Int64

	encode sync.Once
	body   []byte
	err    error
}

// pending returns the number of deliveries that have not succeeded.
func (d *deliveryCount) pending() int {
	if d == nil {
		return 0
	}
	return int(d.made.Load() - d.succeeded.Load())
}

// deliveries returns the count of the event. The first call creates it.
func (e *Event) deliveries() *deliveryCount {
	if d := e.sent.Load(); d != nil {
		return d
	}
	e.sent.CompareAndSwap(nil, &deliveryCount{})
	return e.sent.Load()
}

// Body returns the delivered form of the event. Every attempt has the same bytes, so
// pending_webhooks keeps its first value. The result is read-only.
func (e *Event) Body() ([]byte, error) {
	sent := e.deliveries()
	sent.encode.Do(func() {
		public, err := e.Public()
		if err != nil {
			sent.err = err
			return
		}
		public.PendingWebhooks = int(sent.announced.Load())
		if sent.body, err = wire.Marshal(public); err != nil {
			sent.err = fmt.Errorf("engine: event: %w", err)
		}
	})
	return sent.body, sent.err
}

// Deliveries returns the deliveries to an endpoint. A deleted endpoint has none.
func (tx *Tx) Deliveries(endpointID string) *Collection[webhook.Delivery] {
	if c, ok := tx.account.deliveries[endpointID]; ok {
		return c
	}
	return &Collection[webhook.Delivery]{}
}

// deliver creates one delivery of the event per enabled endpoint that selects its type.
func (tx *Tx) deliver(e *Event) {
	tx.emitted = true
	if tx.account.endpoints.Len() == 0 {
		return
	}
	var to []*webhook.Endpoint
	for endpoint := range tx.account.endpoints.Oldest() {
		if endpoint.Selects(e.Type()) {
			to = append(to, endpoint)
		}
	}
	tx.deliverTo(e, to...)
}

func (tx *Tx) deliverTo(e *Event, endpoints ...*webhook.Endpoint) {
	n := int64(len(endpoints))
	if n == 0 {
		return
	}
	sent := e.deliveries()
	announces := sent.announced.CompareAndSwap(0, n)
	sent.made.Add(n)
	tx.onUndo(func() {
		sent.made.Add(-n)
		if announces {
			sent.announced.Store(0)
		}
	})
	for _, endpoint := range endpoints {
		d := &webhook.Delivery{
			ID: tx.newWebhookID("dlv"), Object: kindDelivery, EndpointID: endpoint.ID, EventID: e.ID(),
			Status: webhook.DeliveryPending, Attempts: []*webhook.DeliveryAttempt{}, CreatedAt: tx.now,
		}
		tx.planAttempt(d, tx.account.clock.Now())
		tx.onCommit = append(tx.onCommit, func() { tx.account.trimDeliveries(endpoint.ID) })
	}
}

// trimDeliveries drops the oldest deliveries to an endpoint beyond the maximum. Pending
// ones are not attempted again.
func (a *Account) trimDeliveries(endpointID string) {
	c, ok := a.deliveries[endpointID]
	if !ok {
		return
	}
	c.Trim(a.engine.maxDeliveries, func(d *webhook.Delivery) string {
		a.dequeue(attemptOf(d))
		delete(a.postponed, d.ID)
		if a.held[endpointID] == d.ID {
			delete(a.held, endpointID)
		}
		return d.ID
	})
}

// attemptOf returns the job of the next attempt of a delivery.
func attemptOf(d *webhook.Delivery) job {
	return job{kind: jobAttempt, object: d.ID, detail: d.EndpointID}
}

// planAttempt stores a delivery with the time of its next attempt.
func (tx *Tx) planAttempt(d *webhook.Delivery, due time.Time) {
	d.NextAttemptAt = due.Truncate(time.Second)
	a := tx.account
	put(tx, a.deliveries[d.EndpointID], d.ID, d)
	j := attemptOf(d)
	tx.onCommit = append(tx.onCommit, func() {
		if a.engine.sender == nil {
			return
		}
		if waiting := a.timers[j]; waiting != nil && !a.clock.Cancel(waiting) {
			return // already due and queued: attempt it once only
		}
		a.enqueue(j, due)
	})
}

// failDeliveries fails the pending deliveries to an endpoint and drops their faults.
// Running requests are not canceled: a receiver may still accept the event.
func (tx *Tx) failDeliveries(endpointID string) {
	a := tx.account
	tx.onCommit = append(tx.onCommit, func() { delete(a.held, endpointID) })
	var pending records.Filter[*webhook.Delivery]
	records.Equal(&pending, "status", []webhook.DeliveryStatus{webhook.DeliveryPending}, func(d *webhook.Delivery) webhook.DeliveryStatus { return d.Status })
	for _, before := range slices.Collect(tx.Deliveries(endpointID).Select(pending).Oldest()) {
		tx.failDelivery(before)
	}
}

// failDelivery fails a pending delivery and drops its fault.
func (tx *Tx) failDelivery(before *webhook.Delivery) {
	d := *before
	d.Status, d.NextAttemptAt = webhook.DeliveryFailed, time.Time{}
	put(tx, tx.account.deliveries[d.EndpointID], d.ID, &d)
	tx.unschedule(attemptOf(&d))
	tx.onCommit = append(tx.onCommit, func() { delete(tx.account.postponed, d.ID) })
}

// SendTest sends a test event to an endpoint, whether or not the endpoint selects the
// type. A disabled endpoint is refused.
func (tx *Tx) SendTest(id string, params *webhook.SendTestParams) (*Event, error) {
	endpoint, err := tx.findEndpoint(id)
	if err != nil {
		return nil, err
	}
	if endpoint.Status == webhook.StatusDisabled {
		return nil, &Error{Code: CodeInvalidState, Message: fmt.Sprintf(
			"The %s '%s' is disabled and receives no events: enable it first", kindEndpoint, endpoint.ID)}
	}
	kind := webhook.Type(webhook.Test)
	if params != nil && params.Type != "" {
		kind = params.Type
	}
	object, former, err := tx.testObject(kind, endpoint)
	if err != nil {
		return nil, err
	}
	e := tx.recordEvent(kind, object, former)
	tx.deliverTo(e, endpoint)
	return e, nil
}

// ReplayEvent delivers an event again to every enabled endpoint that selects its type.
func (tx *Tx) ReplayEvent(id string) (*Event, error) {
	e, ok := tx.account.events.Get(id)
	if !ok {
		return nil, notFound("event", id, "")
	}
	tx.deliver(e)
	return e, nil
}
