package httpapi

import (
	"slices"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
	"github.com/stateset/stateset-go/webhook"
)

// controlSettle waits until no delivery attempt of the account, or of any, is running or
// due.
func (c *call) controlSettle() (any, error) {
	account, err := input.Read(c.body, readOptionalAccount)
	if err != nil {
		return nil, err
	}
	c.takeTime()
	if account != nil {
		err := c.server.engine.SettleAccount(c.request.Context(), *account)
		return c.accountClock(*account), err
	}
	err = c.server.engine.Settle(c.request.Context())
	return c.serverClock(), err
}

// deliveryFaultList lists delivery faults in control responses.
//
//wire:response
type deliveryFaultList struct {
	Data []deliveryFaultState `json:"data"`
}

// deliveryFaultState is a delivery fault in control responses.
//
//wire:response
type deliveryFaultState struct {
	Types   webhook.Type     `json:"types"`
	Account string           `json:"account"` // "test/demo"; null: every account
	Fault   engine.FaultKind `json:"fault"`
	Seconds int64            `json:"seconds"` // of a delay
	Times   int              `json:"times"`   // 0: always
	Matched int              `json:"matched"`
	Fired   int              `json:"fired"`
}

func (c *call) controlDeliveryFaults() (any, error) {
	var out []deliveryFaultState
	for _, state := range c.server.engine.DeliveryFaults() {
		shown := deliveryFaultState{
			Types: state.Types, Fault: state.Fault.Kind, Seconds: int64(state.Fault.By / time.Second), Times: state.Times,
			Matched: state.Matched, Fired: state.Fired,
		}
		if state.Account != nil {
			shown.Account = state.Account.String()
		}
		out = append(out, shown)
	}
	return &deliveryFaultList{out}, nil
}

// Maximum numbers in a fault.
const (
	maxFaultTimes   = 1_000_000
	maxFaultSeconds = 366 * 24 * 3600
)

func readFault(o *input.Object) engine.FaultRule {
	isType := input.Format{
		Name: "event_selector", Want: "a type of events such as order.paid, or a pattern such as payment.*",
		Accept: func(text string) bool { return webhook.Type(text).Known() },
	}
	return engine.FaultRule{
		Types: webhook.Type(o.String("types", input.Required, isType)),
		Fault: engine.DeliveryFault{
			Kind: input.Enum[engine.FaultKind](o, "fault", input.Required),
			By:   time.Duration(o.Int("seconds", input.Min(0), input.Max(maxFaultSeconds))) * time.Second,
		},
		Times:    o.Int("times", input.Min(0), input.Max(maxFaultTimes)),
		Account:  readOptionalAccount(o),
		Optional: true, // no test of this process requested the fault
	}
}

func (c *call) controlAddDeliveryFault() (any, error) {
	rule, err := input.Read(c.body, readFault)
	if err != nil {
		return nil, err
	}
	if err := c.server.engine.AddDeliveryFault(rule); err != nil { // the only rule that is not checked yet
		return nil, input.Invalid("seconds", "must be above zero for a delay, and absent for other faults")
	}
	return c.controlDeliveryFaults()
}

// controlClearDeliveryFaults removes all delivery faults.
func (c *call) controlClearDeliveryFaults() (any, error) {
	c.server.engine.ForgetDeliveryFaults()
	return c.controlDeliveryFaults()
}

// deliveryState is a delivery in control responses.
type deliveryState struct {
	Account  string            `json:"account"` // "test/demo"
	Type     webhook.Type      `json:"type"`
	URL      string            `json:"url"` // of the endpoint, without query and user info
	Delivery *webhook.Delivery `json:"delivery"`
}

// deliveryStates are deliveries in control responses.
type deliveryStates struct {
	Data []deliveryState `json:"data"`
}

var deliveryFormat = input.Format{
	Name: "delivery_status", Want: "pending, succeeded or failed",
	Accept: func(text string) bool { return webhook.DeliveryStatus(text).Known() },
}

// controlDeliveries lists deliveries, ordered by account and endpoint, oldest first.
func (c *call) controlDeliveries() (any, error) {
	account, statuses := queryAccount(c.query), c.query.Texts("status", deliveryFormat)
	if err := c.query.Err(); err != nil {
		return nil, err
	}
	out := []deliveryState{}
	for _, d := range c.server.engine.Deliveries(account) {
		if len(statuses) == 0 || slices.Contains(statuses, string(d.Status)) {
			out = append(out, deliveryState{d.Account.String(), d.Type, mask.URL(d.URL), d.Delivery})
		}
	}
	return &deliveryStates{out}, nil
}
