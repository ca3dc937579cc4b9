package engine

import (
	"context"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

// maxAttempts is how many attempts are under way at once, to different endpoints. It is
// more than receivers that hang will need, and as many files as a process may open.
const maxAttempts = 1024

// waits are how long after the end of an attempt the next one follows; after the last
// one the delivery has failed.
var waits = [...]time.Duration{10 * time.Second, time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour, 12 * time.Hour}

// Sender sends deliveries. Send is called without locks, by several goroutines, and
// must return soon after ctx has ended; it must not panic.
type Sender interface {
	Send(ctx context.Context, s *Shipment) Outcome
}

// Shipment is one request of a delivery.
type Shipment struct {
	Account    string // "test/name"
	EventID    string
	Type       webhook.Type
	DeliveryID string
	EndpointID string
	Attempt    int // from 1
	Copy       int // 0, or from 1 for what a fault sends once more

	URL     string
	Body    []byte // must not be written to
	Scheme  webhook.SignatureScheme
	Secrets []string  // that sign, the present one first
	Time    time.Time // the server's

	Tampered bool // the body is to differ from what was signed
	Stale    bool // signed longer ago than a receiver tolerates
}

// Outcome is the result of a request. The sender interprets the status code.
type Outcome struct {
	StatusCode int    // of the response; 0 without one
	Succeeded  bool   // the receiver accepted the event
	Gone       bool   // the receiver unsubscribed, and the endpoint is disabled
	Error      string // why there is no response
}

// Attempted tells of a request of a delivery, for logs.
type Attempted struct {
	Account    string
	EventID    string
	Type       webhook.Type
	DeliveryID string
	EndpointID string
	Attempt    int
	Copy       int
	Fault      string // what a fault did to it, empty without one
	Outcome    Outcome
	Took       time.Duration // real time
}

// post makes the attempt that is due. While the clock is being moved, post runs the
// attempt itself, since the move ends after the attempt. Otherwise the attempt is
// queued behind the others of its endpoint.
func (e *Engine) post(a *Account, endpointID, id string) {
	e.gate.enter()
	task := func() {
		defer e.gate.leave()
		a.try(endpointID, id)
	}
	if e.clock.Moving() {
		task()
		return
	}
	if !e.attempts.Go(a.key.String()+" "+endpointID, task) {
		e.gate.leave()
	}
}

// sendContext is the context of attempts that begin now.
func (e *Engine) sendContext() context.Context {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sendCtx
}

// try makes an attempt of a delivery, if it is still wanted.
func (a *Account) try(endpointID, id string) {
	ctx := a.engine.sendContext()
	if ctx.Err() != nil {
		return
	}
	p := a.prepare(endpointID, id)
	if p == nil {
		return
	}
	outcome := a.send(ctx, p)
	if p.fault.Kind == FaultDuplicate {
		for range duplicates {
			p.shipment.Copy++
			a.send(ctx, p)
		}
	}
	a.finish(p, outcome)
}

// prepared is an attempt about to be made.
type prepared struct {
	shipment Shipment
	event    *Event
	fault    DeliveryFault
	began    time.Time // the server's
}

// prepare looks up what is to be sent. It returns nil when the delivery is not pending
// any more, or when a fault postpones it.
func (a *Account) prepare(endpointID, id string) (p *prepared) {
	now := a.engine.clock.Now()
	_ = a.update(now, nil, func(tx *Tx) error { // it does not fail
		delete(a.timers, id)
		d, ok := tx.Deliveries(endpointID).Get(id)
		endpoint, there := a.endpoints.Get(endpointID)
		if !ok || !there || a.abandoned || d.Status != webhook.DeliveryPending {
			return nil
		}
		event, _ := a.events.Get(d.EventID)
		fault := tx.deliveryFault(event, d)
		if due, postponed := tx.postponeAttempt(d, fault, now); postponed {
			changed := *d
			tx.planAttempt(&changed, due)
			return nil
		}
		p = &prepared{event: event, fault: fault, began: now, shipment: Shipment{
			Account: a.key.String(), EventID: d.EventID, Type: event.Type(), DeliveryID: id, EndpointID: endpointID, Attempt: len(d.Attempts) + 1,
			URL: endpoint.URL, Scheme: endpoint.Scheme, Secrets: tx.secrets(endpoint), Time: now,
			Tampered: fault.Kind == FaultTamper, Stale: fault.Kind == FaultStale,
		}}
		return nil
	})
	return p
}

// send makes one request and tells who listens.
func (a *Account) send(ctx context.Context, p *prepared) Outcome {
	began := time.Now()
	outcome := a.request(ctx, p)
	if listener := a.engine.attempted; listener != nil {
		s := &p.shipment
		listener(Attempted{
			Account: s.Account, EventID: s.EventID, Type: s.Type, DeliveryID: s.DeliveryID, EndpointID: s.EndpointID,
			Attempt: s.Attempt, Copy: s.Copy, Fault: string(p.fault.Kind), Outcome: outcome, Took: time.Since(began),
		})
	}
	return outcome
}

func (a *Account) request(ctx context.Context, p *prepared) Outcome {
	if p.fault.Kind == FaultDrop {
		return Outcome{Error: "dropped by a fault of the mock server"}
	}
	body, err := p.event.Body()
	if err != nil {
		return Outcome{Error: err.Error()}
	}
	s := p.shipment
	s.Body = body
	return a.engine.sender.Send(ctx, &s)
}

// finish records an attempt and what follows from it. Durations are of the server's
// clock: zero while that stands.
func (a *Account) finish(p *prepared, outcome Outcome) {
	now := a.engine.clock.Now()
	_ = a.update(now, nil, func(tx *Tx) error { // it does not fail
		s := &p.shipment
		before, ok := tx.Deliveries(s.EndpointID).Get(s.DeliveryID)
		if !ok { // the endpoint was deleted
			if outcome.Succeeded {
				p.event.sent.succeeded.Add(1)
			}
			return nil
		}
		d := *before
		d.Attempts = append(d.Attempts[:len(d.Attempts):len(d.Attempts)], &webhook.DeliveryAttempt{
			Number: s.Attempt, At: p.began.Truncate(time.Second), StatusCode: outcome.StatusCode,
			DurationMS: max(0, now.Sub(p.began).Milliseconds()), Error: outcome.Error,
		})
		tx.conclude(&d, p.event, outcome, now)
		if outcome.Gone {
			tx.disable(s.EndpointID, s.URL)
		}
		tx.release(s.EndpointID, s.DeliveryID, now)
		return nil
	})
}

// conclude stores a delivery after an attempt: as succeeded, as failed, or with the
// next attempt.
func (tx *Tx) conclude(d *webhook.Delivery, e *Event, outcome Outcome, now time.Time) {
	switch n := len(d.Attempts); {
	case outcome.Succeeded:
		d.Status, d.NextAttemptAt = webhook.DeliverySucceeded, time.Time{}
		e.sent.succeeded.Add(1)
	case d.Status == webhook.DeliveryPending && n <= len(waits):
		tx.planAttempt(d, now.Add(waits[n-1]))
		return
	default:
		d.Status, d.NextAttemptAt = webhook.DeliveryFailed, time.Time{}
	}
	put(tx, tx.account.deliveries[d.EndpointID], d.ID, d)
}
