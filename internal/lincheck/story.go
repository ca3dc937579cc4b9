package lincheck

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// story describes the problems of a plan, and how to reproduce them.
func (r *report) story() string {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	for _, p := range r.problems {
		line("%s", p)
	}
	line("\n%s", r.plan.story())
	line("What happened, in the order in which it was told:")
	events := slices.DeleteFunc(slices.Clone(r.events), func(e *event) bool { return e.verdict == skipped })
	slices.SortStableFunc(events, func(a, b *event) int { return int(min(a.returned, never/2) - min(b.returned, never/2)) })
	for _, e := range events {
		line("  %s", e)
	}
	return text.String()
}

// story describes the plan, and how to run it again.
func (p *plan) story() string {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	line("The plan, of seed %d: %d operations, %d faults:", p.Seed, len(p.Ops), len(p.Hits))
	for i := range p.Ops {
		o := &p.Ops[i]
		line("  %s", o)
		for j := range p.Hits {
			if h := &p.Hits[j]; h.Op == o.ID {
				line("      attempt %d: %s", h.Nth, h.Do)
			}
		}
	}
	for j := range p.Hits {
		if h := &p.Hits[j]; h.Op == 0 {
			line("  request %d of those that match %s: %s", h.Nth, h.Match, h.Do)
		}
	}
	encoded, err := json.Marshal(p)
	if err != nil {
		encoded = []byte(err.Error()) // never happens for a plan
	}
	line("Run it again:\n  LINCHECK_PLAN='%s' go test -race -run TestOnePlan ./internal/lincheck", encoded)
	line("or, as it was drawn:\n  LINCHECK_SEED=%d go test -race -run TestHistories ./internal/lincheck", p.Seed)
	line("Keep it: the JSON as a file in internal/lincheck/testdata/plans.")
	return text.String()
}

// String describes the operation: "client C, op-7: refund 30.00 of the payment of op-2".
func (o *op) String() string {
	text := fmt.Sprintf("client %c, op-%d: %s", 'A'+rune(o.Client), o.ID, o.Verb)
	if o.Authorize {
		text += ", to be captured later,"
	}
	switch {
	case o.Cents > 0:
		text += " " + cents(o.Cents)
	case o.Verb == capture, o.Verb == refund:
		text += " all"
	}
	switch {
	case o.Payment == noPayment:
		text += " of an unknown payment"
	case o.Payment > 0:
		text += fmt.Sprintf(" of the payment of op-%d", o.Payment)
	case o.Order > 0:
		text += fmt.Sprintf(" of order %d", o.Order)
	}
	if o.From > 0 {
		text += fmt.Sprintf(" from wallet %d", o.From)
	}
	if o.To > 0 {
		text += fmt.Sprintf(" to wallet %d", o.To)
	}
	return text + o.manner()
}

// manner describes the options of the operation.
func (o *op) manner() string {
	text := ""
	if o.PauseMS > 0 {
		text += fmt.Sprintf(", %d ms later", o.PauseMS)
	}
	if o.Unkeyed {
		text += ", without a key"
	}
	if o.CancelMS > 0 {
		text += fmt.Sprintf(", cancelled after %d ms", o.CancelMS)
	}
	if o.Leave && !o.Verb.reads() {
		text += ", never resolved"
	}
	return text
}

// String describes the result of an operation on one line.
func (e *event) String() string {
	text := fmt.Sprintf("op-%d %s, invoked %d, ", e.op.ID, e.op.Verb, e.invoked)
	if e.returned == never {
		text += "never returned"
	} else {
		text += fmt.Sprintf("returned %d", e.returned)
	}
	text += ": " + string(e.verdict)
	if e.answer != "" {
		text += " (" + e.answer + ")"
	}
	if e.tried {
		text += ", after Resolve"
	}
	if e.err != nil {
		text += ": " + e.err.Error()
	}
	return text
}
