package main

import (
	"slices"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Rules that no schema can express. Those of a form follow from its type. Those about
// other members, stored objects and the present are in the table below.

// rule is an entry of x-rules.
type rule struct {
	Param string // path of the parameter, "items[].price.value"
	Code  string // of the error of a violation
	Text  string
}

// rules returns the x-rules of a route.
func (b *builder) rules(r *route, d httpapi.Description) []any {
	all := append(formRules(d.Body, ""), stateRules[r.row.Name]...)
	all = append(all, queryRules(d)...)
	if len(d.KeyMember) > 0 {
		all = append(all, invalid(strings.Join(d.KeyMember, "."), "Must be 1 to 255 printable ASCII characters without blanks, and the same as the Idempotency-Key header where both are present."))
	}
	if ids := r.pathIDs(); len(ids) > len(r.row.Params()) {
		all = append(all, invalid(ids[0], "Must be the same as the ID in the path."))
	}
	var out []any
	for _, rule := range all {
		out = append(out, of("param", rule.Param, "code", rule.Code, "rule", rule.Text))
	}
	return out
}

// queryRules returns the rules of the parameters of a query. The rule of a range is for
// its bounds, too.
func queryRules(d httpapi.Description) []rule {
	var all []rule
	for _, p := range d.Query {
		switch {
		case p.Name == "starting_after" || p.Name == "ending_before":
			all = append(all, invalid(p.Name, "Must be the ID of an object of the list."))
		case p.Array && len(d.Expand) > 0:
			all = append(all, invalid(p.Name, "Must be one of the paths in the description."))
		case slices.Contains(p.Types, input.TypeDate):
			all = append(all, invalid(p.Name, "A date must exist."))
		case p.Range && slices.Contains(p.Types, input.TypeDecimal):
			all = append(all, invalid(p.Name, "Must be below 10^15."))
		}
	}
	return all
}

// formRules returns the rules that follow from the types of members.
func formRules(members []input.Member, path string) []rule {
	var all []rule
	for i := range members {
		m := &members[i]
		at := path + m.Name
		if text := formRule(m); text != "" {
			all = append(all, rule{at, input.CodeInvalid, text})
		}
		for _, r := range m.Rules {
			if other, ok := r.(input.Agrees); ok {
				all = append(all, rule{at, input.CodeInvalid, "Must be the same as " + string(other) + " where both are present."})
			}
		}
		switch m.Type {
		case input.TypeList:
			at += "[]"
		case input.TypeTexts:
			if text := textRule(m.Element()); text != "" {
				all = append(all, rule{at + "[]", input.CodeInvalid, text})
			}
		}
		all = append(all, formRules(m.Members, at+".")...)
	}
	return slices.CompactFunc(all, func(a, b rule) bool { return a == b })
}

// formRule returns the rule of a single value, or "".
func formRule(m *input.Member) string {
	switch m.Type {
	case input.TypeDate, input.TypeTime:
		return "The day must exist in the calendar of the years 1 to 9999."
	case input.TypeDecimal, input.TypeNumber:
		return "Must have no more decimals than its currency."
	case input.TypeString:
		return textRule(m)
	}
	return ""
}

// textRule returns the rule of a text that only a function can check, or "".
func textRule(m *input.Member) string {
	for _, r := range m.Texts() {
		if f, ok := r.(input.Format); ok && f.All == nil && f.Exact == "" {
			return "Must be " + f.Want + "."
		}
	}
	return ""
}
