package engine

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

// FaultKind is what a fault does to a delivery.
type FaultKind string

// The kinds of faults.
const (
	FaultDuplicate  FaultKind = "duplicate"    // sent twice more
	FaultOutOfOrder FaultKind = "out_of_order" // held until the next delivery to the endpoint was attempted, 10 s at most
	FaultDelay      FaultKind = "delay"        // due later
	FaultTamper     FaultKind = "tamper"       // a byte of the body is changed after it was signed
	FaultStale      FaultKind = "stale"        // signed longer ago than receivers tolerate
	FaultDrop       FaultKind = "drop"         // not sent; the attempt counts as failed
)

const (
	duplicates = 2                // copies that a duplicate is sent
	maxHold    = 10 * time.Second // that a delivery waits for one to overtake it
)

// DeliveryFault is a fault of deliveries. The zero value is none.
type DeliveryFault struct {
	Kind FaultKind
	By   time.Duration // of FaultDelay
}

// FaultRule says which deliveries a fault befalls.
type FaultRule struct {
	Types       webhook.Type // a type or a pattern
	Account     *AccountKey  // nil: every account
	Fault       DeliveryFault
	Times       int  // how often it fires; 0: always
	Optional    bool // need not fire
	KeepOnReset bool // begins anew at a reset, others are forgotten
}

// FaultState is a rule and what it did.
type FaultState struct {
	FaultRule
	Matched int // attempts that it could have befallen
	Fired   int
}

// deliveryFaults are the rules in force, the first that applies wins.
type deliveryFaults struct {
	mu    sync.Mutex
	rules []*FaultState
}

// check says what is wrong with a rule.
func (r *FaultRule) check() error {
	switch {
	case !slices.Contains(faultKinds, r.Fault.Kind):
		return unknownFault(string(r.Fault.Kind))
	case !r.Types.Known():
		return fmt.Errorf("no type of events is selected by %q: want one such as order.paid, payment.* or *", r.Types)
	case r.Times < 0:
		return fmt.Errorf("a fault cannot fire %d times: want 1 or more, or 0 for always", r.Times)
	case (r.Fault.Kind == FaultDelay) != (r.Fault.By > 0):
		return errors.New("a delay needs a duration above zero (by=30s), and no other fault has one")
	}
	return nil
}

// AddDeliveryFault adds a rule after the others.
func (e *Engine) AddDeliveryFault(rule FaultRule) error {
	if err := rule.check(); err != nil {
		return err
	}
	e.faults.mu.Lock()
	defer e.faults.mu.Unlock()
	e.faults.rules = append(e.faults.rules, &FaultState{FaultRule: rule})
	return nil
}

// DeliveryFaults are the rules in force and what they did, in their order.
func (e *Engine) DeliveryFaults() []FaultState {
	e.faults.mu.Lock()
	defer e.faults.mu.Unlock()
	states := make([]FaultState, len(e.faults.rules))
	for i, rule := range e.faults.rules {
		states[i] = *rule
	}
	return states
}

// UnusedDeliveryFaults are the rules that did not fire as often as they were to, but for those that
// need not.
func (e *Engine) UnusedDeliveryFaults() []FaultState {
	return slices.DeleteFunc(e.DeliveryFaults(), func(s FaultState) bool {
		return s.Optional || s.KeepOnReset || s.Fired > 0 && s.Fired >= s.Times
	})
}

// ForgetDeliveryFaults takes all rules away, standing ones too.
func (e *Engine) ForgetDeliveryFaults() {
	e.faults.mu.Lock()
	defer e.faults.mu.Unlock()
	e.faults.rules = nil
}

// forget is what a reset does.
func (f *deliveryFaults) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	var kept []*FaultState
	for _, rule := range f.rules {
		if rule.KeepOnReset {
			kept = append(kept, &FaultState{FaultRule: rule.FaultRule})
		}
	}
	f.rules = kept
}

// deliveryFault returns the fault of the attempt that is due, and counts it.
func (tx *Tx) deliveryFault(event *Event, d *webhook.Delivery) DeliveryFault {
	f := &tx.account.engine.faults
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, rule := range f.rules {
		if !rule.Types.Selects(event.Type()) || rule.Account != nil && *rule.Account != tx.account.key || !tx.faultApplies(rule.Fault.Kind, d) {
			continue
		}
		rule.Matched++
		if rule.Times == 0 || rule.Fired < rule.Times {
			rule.Fired++
			return rule.Fault
		}
	}
	return DeliveryFault{}
}

// faultApplies reports whether a fault of the kind makes sense now: a delivery is
// postponed once, before its first attempt, and only one waits to be overtaken, or
// none ever were.
func (tx *Tx) faultApplies(kind FaultKind, d *webhook.Delivery) bool {
	if kind != FaultDelay && kind != FaultOutOfOrder {
		return true
	}
	_, waits := tx.account.held[d.EndpointID]
	return len(d.Attempts) == 0 && !tx.account.postponed[d.ID] && (kind == FaultDelay || !waits)
}

// postponeAttempt says until when a fault puts the attempt off, if it does.
func (tx *Tx) postponeAttempt(d *webhook.Delivery, fault DeliveryFault, now time.Time) (due time.Time, postponed bool) {
	a := tx.account
	switch fault.Kind {
	case FaultOutOfOrder:
		a.held[d.EndpointID] = d.ID
		a.postponed[d.ID] = true
		return now.Add(maxHold), true
	case FaultDelay:
		a.postponed[d.ID] = true
		return now.Add(fault.By), true
	}
	delete(a.postponed, d.ID)
	if a.held[d.EndpointID] == d.ID {
		delete(a.held, d.EndpointID)
	}
	return time.Time{}, false
}

// release lets the delivery go that was to be overtaken by the one just attempted.
func (tx *Tx) release(endpointID, attempted string, now time.Time) {
	id, ok := tx.account.held[endpointID]
	if !ok || id == attempted {
		return
	}
	delete(tx.account.held, endpointID)
	if before, ok := tx.Deliveries(endpointID).Get(id); ok && before.Status == webhook.DeliveryPending {
		d := *before
		tx.planAttempt(&d, now)
	}
}
