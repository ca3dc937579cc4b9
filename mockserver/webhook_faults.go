package mockserver

import (
	"errors"
	"fmt"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/webhook"
)

// DeliveryFault is something that goes wrong with deliveries, see [Webhooks.Disturb].
type DeliveryFault struct {
	fault    engine.DeliveryFault
	times    int
	optional bool
	err      error
}

// Duplicated sends a delivery twice more, with the same ids and body, whatever was
// answered. Only the first answer counts.
func Duplicated() DeliveryFault { return faultOf(engine.FaultDuplicate) }

// OutOfOrder holds the first attempt of a delivery back until another delivery to the
// endpoint was attempted, or for 10 seconds of the server's time. Settle does not wait
// for one that is held.
func OutOfOrder() DeliveryFault { return faultOf(engine.FaultOutOfOrder) }

// Delayed makes the first attempt of a delivery due later, by the server's time.
func Delayed(d time.Duration) DeliveryFault {
	return DeliveryFault{fault: engine.DeliveryFault{Kind: engine.FaultDelay, By: d}}
}

// Tampered changes a byte of the body after it was signed. The receiver should refuse
// it; then the next attempt has the event as it is.
func Tampered() DeliveryFault { return faultOf(engine.FaultTamper) }

// Stale signs an attempt with a time 301 seconds ago, a second more than receivers
// tolerate. A raw signature has no time: an endpoint with only that gets a good
// delivery.
func Stale() DeliveryFault { return faultOf(engine.FaultStale) }

// Dropped loses an attempt on its way: it is recorded as failed without having been
// sent.
func Dropped() DeliveryFault { return faultOf(engine.FaultDrop) }

func faultOf(kind engine.FaultKind) DeliveryFault {
	return DeliveryFault{fault: engine.DeliveryFault{Kind: kind}}
}

// Times is the fault for n attempts, and then no more. A fault befalls every attempt
// otherwise.
func (f DeliveryFault) Times(n int) DeliveryFault {
	if n < 1 {
		f.err = fmt.Errorf("a fault cannot fire %d times: want 1 or more", n)
	}
	f.times = n
	return f
}

// Optional is the fault that need not happen: see [Webhooks.CheckFaults].
func (f DeliveryFault) Optional() DeliveryFault {
	f.optional = true
	return f
}

// Disturb has a fault befall the attempts to deliver events of a type, which may be a
// pattern: srv.Webhooks().Disturb("payment.*", mockserver.Duplicated().Times(2)). Of
// several that apply the first one does. No fault loses an event: what is not answered
// with success is retried. A bad fault and a type that selects nothing panic.
func (w *Webhooks) Disturb(types webhook.Type, fault DeliveryFault) {
	err := fault.err
	if err == nil {
		err = w.server.engine.Disturb(engine.FaultRule{
			Types: types, Account: w.account, Fault: fault.fault, Times: fault.times, Optional: fault.optional,
		})
	}
	if err != nil {
		panic("mockserver: " + err.Error())
	}
}

// CheckFaults is an error that names the faults that did not happen as often as they
// should have, once where they may happen always. [New] calls it when the test ends.
// It is about all accounts.
func (w *Webhooks) CheckFaults() error {
	var faults []error
	for _, unused := range w.server.engine.UnusedDeliveryFaults() {
		faults = append(faults, fmt.Errorf("mockserver: the fault %s of %s was to befall %d attempts and befell %d, of %d that it could have: "+
			"mark it Optional, or see why", unused.Fault.Kind, unused.Types, max(1, unused.Times), unused.Fired, unused.Matched))
	}
	return errors.Join(faults...)
}
