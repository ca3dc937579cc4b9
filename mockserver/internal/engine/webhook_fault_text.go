package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/webhook"
)

// faultKinds lists the kinds of faults in the order of messages.
var faultKinds = []FaultKind{FaultDuplicate, FaultOutOfOrder, FaultDelay, FaultTamper, FaultStale, FaultDrop}

// ParseFaultRule parses a rule: an event type or pattern, a kind and options, as in
// "payment.* duplicate times=2" or "order.paid delay by=30s".
func ParseFaultRule(text string) (FaultRule, error) {
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return FaultRule{}, fmt.Errorf("bad fault %q: must be a type and a kind, as in \"payment.* duplicate times=2\"", text)
	}
	rule := FaultRule{Types: webhook.Type(fields[0])}
	var err error
	if rule.Fault.Kind, err = parseFaultKind(fields[1]); err != nil {
		return FaultRule{}, err
	}
	for _, field := range fields[2:] {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "times":
			rule.Times, err = strconv.Atoi(value)
		case "by":
			rule.Fault.By, err = time.ParseDuration(value)
		default:
			return FaultRule{}, fmt.Errorf("bad fault %q: %q must be times= or by=", text, field)
		}
		if err != nil {
			return FaultRule{}, fmt.Errorf("bad fault %q: %q must have an integer, or a duration such as 30s", text, field)
		}
	}
	return rule, rule.check()
}

// Values returns all kinds of faults.
func (FaultKind) Values() []FaultKind { return slices.Clone(faultKinds) }

func parseFaultKind(name string) (FaultKind, error) {
	if kind := FaultKind(name); slices.Contains(faultKinds, kind) {
		return kind, nil
	}
	return "", unknownFault(name)
}

func unknownFault(name string) error {
	names := make([]string, len(faultKinds))
	for i, kind := range faultKinds {
		names[i] = string(kind)
	}
	return fmt.Errorf("bad fault %q: must be one of %s", name, strings.Join(names, ", "))
}
