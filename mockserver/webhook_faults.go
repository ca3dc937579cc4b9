package mockserver

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// DeliveryFault is a fault of deliveries, see [Webhooks.Disturb]. The zero value is
// invalid.
type DeliveryFault struct{ fault engine.DeliveryFault }

// Duplicated sends a delivery twice more, with the same IDs and body. Only the
// first response counts.
func Duplicated() DeliveryFault { return faultOf(engine.FaultDuplicate) }

// OutOfOrder holds the first attempt of a delivery until another delivery to the
// endpoint was attempted, or for 10 seconds of the server's time. [Webhooks.Settle] does
// not wait for a held delivery.
func OutOfOrder() DeliveryFault { return faultOf(engine.FaultOutOfOrder) }

// Delayed makes the first attempt of a delivery due later, by the server's time.
func Delayed(d time.Duration) DeliveryFault {
	return DeliveryFault{engine.DeliveryFault{Kind: engine.FaultDelay, By: d}}
}

// Tampered changes a byte of the body after it was signed. The receiver should refuse
// the delivery. The next attempt has the correct body.
func Tampered() DeliveryFault { return faultOf(engine.FaultTamper) }

// Stale signs an attempt with a time 301 seconds ago, one second more than receivers
// tolerate. A raw signature has no time and stays valid.
func Stale() DeliveryFault { return faultOf(engine.FaultStale) }

// Dropped records an attempt as failed and does not send it.
func Dropped() DeliveryFault { return faultOf(engine.FaultDrop) }

func faultOf(kind engine.FaultKind) DeliveryFault {
	return DeliveryFault{engine.DeliveryFault{Kind: kind}}
}

// Disturb adds a fault of deliveries. It applies to a type such as webhook.OrderPaid, or
// to a pattern. Default: always. [Times] limits how often it fires:
//
//	srv.Webhooks().Disturb(webhook.Type("payment.*"), mockserver.Duplicated(), mockserver.Times(2))
//
// If several faults apply, the first one fires. No fault loses an event, because failed
// attempts are retried. A fault that did not fire fails the test at its end, unless it is
// [Optional]. Disturb panics for an invalid fault, a type that selects no event, and
// other options.
//
// Deliveries follow their events. Call [Webhooks.Settle] before the test checks the
// receiver.
func (w *Webhooks) Disturb(types webhook.Selector, fault DeliveryFault, opts ...Selector) {
	rule := engine.FaultRule{Types: webhook.Types(types)[0], Account: w.account, Fault: fault.fault}
	err := fault.check()
	if err == nil {
		err = readDeliveryOptions(&rule, opts)
	}
	if err == nil {
		err = w.server.engine.AddDeliveryFault(rule)
	}
	if err != nil {
		panic("mockserver: " + err.Error())
	}
}

// check returns an error for an invalid fault, in terms of the Go API. The errors of the
// engine are in terms of the text form.
func (f DeliveryFault) check() error {
	switch {
	case f.fault == engine.DeliveryFault{}:
		return errors.New("the DeliveryFault is empty: pass one such as Duplicated()")
	case f.fault.Kind == engine.FaultDelay && f.fault.By <= 0:
		return fmt.Errorf("Delayed(%s): the delay must be above zero, as in Delayed(30*time.Second)", f.fault.By)
	}
	return nil
}

// readDeliveryOptions reads the options that a fault of deliveries may have.
func readDeliveryOptions(rule *engine.FaultRule, opts []Selector) error {
	for _, opt := range opts {
		switch word := opt.word; {
		case word == Optional().word:
			rule.Optional = true
		case word.Name == "times":
			n, err := strconv.Atoi(word.Value)
			if err != nil || n < 1 {
				return fmt.Errorf("%s: must be 1 or more", word.Go)
			}
			rule.Times = n
		default:
			return fmt.Errorf("%s: a fault of deliveries accepts Times and Optional only", word.Go)
		}
	}
	return nil
}

// CheckFaults returns an error that names the delivery faults of all accounts that did
// not fire as often as they should, or nil. A fault without [Times] must fire once.
// [New] calls CheckFaults when the test ends.
func (w *Webhooks) CheckFaults() error {
	var faults []error
	for _, unused := range w.server.engine.UnusedDeliveryFaults() {
		faults = append(faults, fmt.Errorf("mockserver: the fault %s of %s fired for %[4]d of %[3]d deliveries, and %[5]d matched: "+
			"correct the fault, or mark it Optional", unused.Fault.Kind, unused.Types, max(1, unused.Times), unused.Fired, unused.Matched))
	}
	return errors.Join(faults...)
}
