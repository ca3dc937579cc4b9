package engine

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

// FaultKind is the effect of a fault on a delivery.
type FaultKind string

// The kinds of faults.
const (
	FaultDuplicate  FaultKind = "duplicate"    // sent three times
	FaultOutOfOrder FaultKind = "out_of_order" // held until the next delivery to the endpoint was attempted, at most 10 s
	FaultDelay      FaultKind = "delay"        // due later
	FaultTamper     FaultKind = "tamper"       // a byte of the body changes after signing
	FaultStale      FaultKind = "stale"        // signed with a timestamp that receivers reject
	FaultDrop       FaultKind = "drop"         // not sent; the attempt counts as failed
)

const (
	duplicates = 2                // extra copies of a duplicated delivery
	maxHold    = 10 * time.Second // maximum hold of a delivery that another one overtakes
)

// DeliveryFault is a fault of a delivery. The zero value means no fault.
type DeliveryFault struct {
	Kind FaultKind
	By   time.Duration // of FaultDelay
}

// FaultRule selects the deliveries that a fault applies to.
type FaultRule struct {
	Types       webhook.Type // a type or a pattern
	Account     *AccountKey  // nil: every account
	Fault       DeliveryFault
	Times       int  // number of times that the fault fires; 0: always
	Optional    bool // a fault that does not fire is not an error
	KeepOnReset bool // restarts at a reset; other rules are removed
}

// FaultState is a rule and its counters.
type FaultState struct {
	FaultRule
	Matched int // attempts that the rule matched
	Fired   int
}

// deliveryFaults are the active rules. The first rule that applies determines the
// fault.
type deliveryFaults struct {
	mu    sync.Mutex
	rules []*FaultState
}

// check returns an error for an invalid rule.
func (r *FaultRule) check() error {
	switch {
	case !slices.Contains(faultKinds, r.Fault.Kind):
		return unknownFault(string(r.Fault.Kind))
	case !r.Types.Known():
		return fmt.Errorf("%q matches no event type: must be one such as order.paid, payment.* or *", r.Types)
	case r.Times < 0:
		return fmt.Errorf("times: must be 1 or more, or 0 for always, got %d", r.Times)
	case (r.Fault.Kind == FaultDelay) != (r.Fault.By > 0):
		return errors.New("by: must be above zero for a delay, as in by=30s, and absent for other faults")
	}
	return nil
}

// AddDeliveryFault appends a rule.
func (e *Engine) AddDeliveryFault(rule FaultRule) error {
	if err := rule.check(); err != nil {
		return err
	}
	e.faults.mu.Lock()
	defer e.faults.mu.Unlock()
	e.faults.rules = append(e.faults.rules, &FaultState{FaultRule: rule})
	return nil
}

// DeliveryFaults returns the active rules and their counters, in order.
func (e *Engine) DeliveryFaults() []FaultState {
	e.faults.mu.Lock()
	defer e.faults.mu.Unlock()
	states := make([]FaultState, len(e.faults.rules))
	for i, rule := range e.faults.rules {
		states[i] = *rule
	}
	return states
}

// UnusedDeliveryFaults returns the rules that fired less often than required. Optional
// rules are never unused.
func (e *Engine) UnusedDeliveryFaults() []FaultState {
	return slices.DeleteFunc(e.DeliveryFaults(), func(s FaultState) bool {
		return s.Optional || s.KeepOnReset || s.Fired > 0 && s.Fired >= s.Times
	})
}

// ForgetDeliveryFaults removes all rules, including those with KeepOnReset.
func (e *Engine) ForgetDeliveryFaults() {
	e.faults.mu.Lock()
	defer e.faults.mu.Unlock()
	e.faults.rules = nil
}

// forget removes the rules without KeepOnReset and restarts the others.
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

// forgetAccount removes the rules of an account and of the accounts that it acts for.
func (f *deliveryFaults) forgetAccount(key AccountKey) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = slices.DeleteFunc(f.rules, func(rule *FaultState) bool { return rule.Account != nil && rule.Account.Within(key) })
}

// deliveryFault returns and counts the fault of a due attempt.
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

// faultApplies reports whether a fault of the kind is possible now. A delivery is
// postponed at most once, before its first attempt. Only one delivery per endpoint
// waits to be overtaken.
func (tx *Tx) faultApplies(kind FaultKind, d *webhook.Delivery) bool {
	if kind != FaultDelay && kind != FaultOutOfOrder {
		return true
	}
	_, waits := tx.account.held[d.EndpointID]
	return len(d.Attempts) == 0 && !tx.account.postponed[d.ID] && (kind == FaultDelay || !waits)
}

// postponeAttempt returns the time to which a fault postpones the attempt, if it does.
func (tx *Tx) postponeAttempt(d *webhook.Delivery, fault DeliveryFault, now time.Time) (due time.Time, postponed bool) {
	a := tx.account
	switch fault.Kind {
	case FaultOutOfOrder:
		store(&a.held, d.EndpointID, d.ID)
		store(&a.postponed, d.ID, true)
		return now.Add(maxHold), true
	case FaultDelay:
		store(&a.postponed, d.ID, true)
		return now.Add(fault.By), true
	}
	delete(a.postponed, d.ID)
	if a.held[d.EndpointID] == d.ID {
		delete(a.held, d.EndpointID)
	}
	return time.Time{}, false
}

// release makes the delivery due that waited for the attempted one to overtake it.
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
