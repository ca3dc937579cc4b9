package engine

import (
	"context"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

// maxAttempts is the maximum number of concurrent attempts, each to another endpoint.
// It exceeds what tests with stalled receivers need, and stays within common limits of
// open files.
const maxAttempts = 1024

// waits are the delays from the end of one attempt to the next. After the last attempt
// the delivery has failed.
var waits = [...]time.Duration{10 * time.Second, time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour, 12 * time.Hour}

// Sender sends deliveries. Send is called without locks and from several goroutines.
// Send must return soon after ctx ends and must not panic.
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
	Copy       int // 0, or from 1 for extra copies that a fault sends

	URL     string
	Remote  bool   // a caller on another machine set the URL
	Body    []byte // read-only
	Scheme  webhook.SignatureScheme
	Secrets []string  // signing secrets, the current one first
	Time    time.Time // of the account

	Tampered bool // send a body that differs from the signed one
	Stale    bool // sign with a timestamp that receivers reject
}

// Outcome is the result of a request. The sender interprets the status code.
type Outcome struct {
	StatusCode int    // of the response; 0 without one
	Succeeded  bool   // the receiver accepted the event
	Gone       bool   // the receiver unsubscribed, and the endpoint is disabled
	Error      string // why there is no response
}

// Attempted describes a request of a delivery, for logs.
type Attempted struct {
	Account    string
	EventID    string
	Type       webhook.Type
	DeliveryID string
	EndpointID string
	Attempt    int
	Copy       int
	Fault      string // kind of the applied fault, or ""
	Outcome    Outcome
	Took       time.Duration // real time
}

// post makes a due attempt. During a clock move post runs the attempt itself, because
// the move must not end before the attempt. Otherwise the attempt is queued behind the
// others of its endpoint.
func (e *Engine) post(a *Account, endpointID, id string) {
	e.gate.enter(a)
	task := func() {
		defer e.gate.leave(a)
		a.try(endpointID, id)
	}
	if a.clock.Moving() {
		task()
		return
	}
	if !e.attempts.Go(a.key.String()+" "+endpointID, task) {
		e.gate.leave(a)
	}
}

// sending returns the context of delivery attempts, which ends with the account.
func (a *Account) sending() context.Context {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.sendCtx == nil {
		a.sendCtx, a.cancelSends = context.WithCancel(a.engine.base)
	}
	if a.abandoned.Load() {
		a.cancelSends()
	}
	return a.sendCtx
}

// try makes an attempt of a delivery that is still pending.
func (a *Account) try(endpointID, id string) {
	if a.sending().Err() != nil {
		return
	}
	p := a.prepare(endpointID, id)
	if p == nil {
		return
	}
	outcome := a.send(p)
	if p.fault.Kind == FaultDuplicate {
		for range duplicates {
			p.shipment.Copy++
			a.send(p)
		}
	}
	if a.engine.base.Err() != nil && outcome.StatusCode == 0 {
		return // the end of the server interrupted the attempt: a snapshot has it to be made again
	}
	a.finish(p, outcome)
}

// prepared is an attempt that is ready to be sent.
type prepared struct {
	shipment Shipment
	event    *Event
	fault    DeliveryFault
	began    time.Time // by the clock of the account
}

// prepare builds the request of an attempt. It returns nil if the delivery is no longer
// pending or if a fault postpones the attempt.
func (a *Account) prepare(endpointID, id string) (p *prepared) {
	now := a.clock.Now()
	_ = a.update(now, nil, func(tx *Tx) error { // cannot fail
		delete(a.timers, job{kind: jobAttempt, object: id, detail: endpointID})
		d, ok := tx.Deliveries(endpointID).Get(id)
		endpoint, there := a.endpoints.Get(endpointID)
		if !ok || !there || a.abandoned.Load() || d.Status != webhook.DeliveryPending {
			return nil
		}
		event, stored := a.events.Get(d.EventID)
		if !stored { // the account dropped the event
			tx.failDelivery(d)
			return nil
		}
		fault := tx.deliveryFault(event, d)
		if due, postponed := tx.postponeAttempt(d, fault, now); postponed {
			changed := *d
			tx.planAttempt(&changed, due)
			return nil
		}
		remote, _ := a.remote.Get(endpointID)
		p = &prepared{event: event, fault: fault, began: now, shipment: Shipment{
			Account: a.key.String(), EventID: d.EventID, Type: event.Type(), DeliveryID: id, EndpointID: endpointID, Attempt: len(d.Attempts) + 1,
			URL: endpoint.URL, Remote: *remote, Scheme: endpoint.Scheme, Secrets: tx.secrets(endpoint), Time: now,
			Tampered: fault.Kind == FaultTamper, Stale: fault.Kind == FaultStale,
		}}
		return nil
	})
	return p
}

// send makes one request and calls the Attempted function.
func (a *Account) send(p *prepared) Outcome {
	began := time.Now()
	outcome := a.request(p)
	if listener := a.engine.attempted; listener != nil {
		s := &p.shipment
		listener(Attempted{
			Account: s.Account, EventID: s.EventID, Type: s.Type, DeliveryID: s.DeliveryID, EndpointID: s.EndpointID,
			Attempt: s.Attempt, Copy: s.Copy, Fault: string(p.fault.Kind), Outcome: outcome, Took: time.Since(began),
		})
	}
	return outcome
}

func (a *Account) request(p *prepared) Outcome {
	if p.fault.Kind == FaultDrop {
		return Outcome{Error: "dropped by a fault of the mock server"}
	}
	body, err := p.event.Body()
	if err != nil {
		return Outcome{Error: err.Error()}
	}
	s := p.shipment
	s.Body = body
	return a.engine.sender.Send(a.sending(), &s)
}

// finish records an attempt and its consequences. Durations are by the clock of the
// account, so they are zero while the clock is frozen.
func (a *Account) finish(p *prepared, outcome Outcome) {
	now := a.clock.Now()
	_ = a.update(now, nil, func(tx *Tx) error { // cannot fail
		s := &p.shipment
		before, ok := tx.Deliveries(s.EndpointID).Get(s.DeliveryID)
		if !ok { // the endpoint was deleted
			if outcome.Succeeded {
				p.event.deliveries().succeeded.Add(1)
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

// conclude stores a delivery after an attempt: succeeded, failed, or with its next
// attempt.
func (tx *Tx) conclude(d *webhook.Delivery, e *Event, outcome Outcome, now time.Time) {
	switch n := len(d.Attempts); {
	case outcome.Succeeded:
		d.Status, d.NextAttemptAt = webhook.DeliverySucceeded, time.Time{}
		e.deliveries().succeeded.Add(1)
	case d.Status == webhook.DeliveryPending && n <= len(waits):
		tx.planAttempt(d, now.Add(waits[n-1]))
		return
	default:
		d.Status, d.NextAttemptAt = webhook.DeliveryFailed, time.Time{}
	}
	put(tx, tx.account.deliveries[d.EndpointID], d.ID, d)
}
