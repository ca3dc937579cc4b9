package mockserver

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// Fault is a rule of [Server.Fail] and its counts.
type Fault struct {
	server *Server
	id     string
	text   string
}

// Fail adds a rule: the server applies the action to the matching requests. The match is
// a method and a path, such as "POST /payments" or "/orders/*", with or without /v1; an
// operation, such as "Payments.Create" or "op=payments.*"; or "*" for all requests. A *
// matches any text. A path matches all its aliases.
//
//	srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
//
// A rule has one [Action], at most one [Place], and any number of [Selector]. Each rule
// counts its matching requests. If several rules are due, only the first one fires. When
// the test of [New] ends, it fails for every rule that fired less often than [Times] or
// [Nth] require, or not at all, unless the rule is [Optional]. Fail panics for an invalid
// rule.
func (s *Server) Fail(match string, action Action, opts ...FaultOption) *Fault {
	return s.mustFail(match, nil, action, opts)
}

// Fail is [Server.Fail] for the requests of this account.
func (a *Account) Fail(match string, action Action, opts ...FaultOption) *Fault {
	return a.server.mustFail(match, a.faultWords(), action, opts)
}

// faultWords returns the words that restrict a rule to the account.
func (a *Account) faultWords() []fault.Word {
	account := a.key().String()
	if a.connected == "" {
		account = strings.TrimPrefix(account, "test/")
	}
	return []fault.Word{{Name: "account", Value: account}}
}

func (s *Server) mustFail(match string, words []fault.Word, action Action, opts []FaultOption) *Fault {
	f, err := s.fail(match, words, action, opts)
	if err != nil {
		panic(fmt.Sprintf("mockserver: bad fault %q: %v", match, err))
	}
	return f
}

func (s *Server) fail(match string, more []fault.Word, action Action, opts []FaultOption) (*Fault, error) {
	words, err := fault.MatchWords(match)
	if err != nil {
		return nil, err
	}
	if len(action.words) == 0 {
		return nil, errors.New("the Action is empty: pass one such as Status(503)")
	}
	words = append(append(words, more...), action.words...)
	for _, opt := range opts {
		words = append(words, opt.faultWord())
	}
	rule, err := fault.FromWords(words)
	if err != nil {
		return nil, err
	}
	faults, err := s.add([]*fault.Rule{rule})
	if err != nil {
		return nil, err
	}
	return faults[0], nil
}

// FaultRules are the rules that [ParseFault] returns. The zero value has no rules.
type FaultRules struct{ rules []*fault.Rule }

// ParseFault parses rules in text, one per line, or the name of a preset: flaky,
// lost-answers, outage, rate-limited, slow.
//
//	POST /v1/payments nth=1..2 at=committed do=reset
//	op=invoices.pay p=0.2 seed=7 do=status:503 envelope=html header=Retry-After:2 optional
//
// The error names the invalid word and the allowed values.
func ParseFault(text string) (FaultRules, error) {
	rules, err := fault.ParseAll(text)
	if err != nil {
		return FaultRules{}, fmt.Errorf("mockserver: bad fault: %w", err)
	}
	return FaultRules{rules}, nil
}

// String returns the rules, one per line. A preset is expanded.
func (r FaultRules) String() string {
	lines := make([]string, len(r.rules))
	for i, rule := range r.rules {
		lines[i] = rule.String()
	}
	return strings.Join(lines, "\n")
}

// FailText is [Server.Fail] for rules in text, see [ParseFault]. If there is an error,
// no rule is added.
func (s *Server) FailText(text string) ([]*Fault, error) {
	parsed, err := ParseFault(text)
	if err != nil {
		return nil, err
	}
	faults, err := s.add(parsed.rules)
	if err != nil {
		return nil, fmt.Errorf("mockserver: bad fault: %w", err)
	}
	return faults, nil
}

// WithFaults adds rules at the start of the server. Default: none.
func WithFaults(rules FaultRules) Option {
	return func(c *config) error {
		c.faults = append(c.faults, rules.rules...)
		return nil
	}
}

func (s *Server) add(rules []*fault.Rule) ([]*Fault, error) {
	ids, err := s.face.Faults().Add(rules...)
	if err != nil {
		return nil, err
	}
	faults := make([]*Fault, len(ids))
	for i, id := range ids {
		faults[i] = &Fault{server: s, id: id, text: rules[i].String()}
	}
	return faults, nil
}

// Faults returns the active rules, in order.
func (s *Server) Faults() []*Fault {
	var faults []*Fault
	for _, state := range s.face.Faults().States() {
		faults = append(faults, &Fault{server: s, id: state.ID, text: state.Rule.String()})
	}
	return faults
}

// state is the counts; zero when the fault was removed.
func (f *Fault) state() fault.State {
	for _, state := range f.server.face.Faults().States() {
		if state.ID == f.id {
			return state
		}
	}
	return fault.State{}
}

// ID returns the ID of the fault in the control interface: "f1".
func (f *Fault) ID() string { return f.id }

// String returns the fault as a line of text for [ParseFault].
func (f *Fault) String() string { return f.text }

// Matched returns the number of requests or connections that matched so far, including
// those at which another fault fired.
func (f *Fault) Matched() int { return int(f.state().Matched) }

// Fired returns how often the fault fired.
func (f *Fault) Fired() int { return int(f.state().Fired) }

// Left returns how often the fault must still fire. The required number is that of
// [Times] or [Nth], and otherwise one. With [PerKey] it is the sum over the keys of the
// requests so far. A fault with a [Chance] below 1 must match, but need not fire.
func (f *Fault) Left() int { return int(f.state().Left) }

// Remove removes the fault. Its counts are zero afterwards. Requests that the fault
// holds stay held.
func (f *Fault) Remove() { f.server.face.Faults().Remove(f.id) }
