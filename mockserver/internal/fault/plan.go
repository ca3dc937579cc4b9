package fault

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Plan holds the rules of a server in order, with their counters. It is safe for
// concurrent use.
type Plan struct {
	seed   uint64
	active atomic.Int32 // number of rules, for a fast check

	mu      sync.Mutex
	entries []*entry
	ids     int
}

// entry is a rule and its counters.
type entry struct {
	id      string
	rule    *Rule
	matched int64
	fired   int64
	all     counter
	keys    map[string]*counter // with by=key
}

// counter counts the requests of a rule, or of one key of a rule.
type counter struct {
	seen  int64
	taken int64 // fired, or reserved by a request
	fired int64
}

// maxKeys is the maximum number of keys with a separate counter. Further keys share one
// counter.
const maxKeys = 100_000

// NewPlan returns a plan without rules. The seed is the default of rules.
func NewPlan(seed uint64) *Plan { return &Plan{seed: seed} }

// State is a rule and its counters.
type State struct {
	ID      string
	Rule    *Rule
	Matched int64 // matching requests or connections
	Fired   int64 // number of times that the rule fired
	Left    int64 // number of times that the rule must still fire
}

// Add appends rules, all or none.
func (p *Plan) Add(rules ...*Rule) ([]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.entries)+len(rules) > MaxRules {
		return nil, fmt.Errorf("more than %d rules: remove some", MaxRules)
	}
	ids := make([]string, len(rules))
	for i, r := range rules {
		p.ids++
		ids[i] = "f" + strconv.Itoa(p.ids)
		p.entries = append(p.entries, &entry{id: ids[i], rule: r, keys: map[string]*counter{}})
	}
	p.active.Store(int32(len(p.entries)))
	return ids, nil
}

// Remove removes a rule, and reports whether it existed. Faults of running requests
// continue.
func (p *Plan) Remove(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := len(p.entries)
	p.entries = slices.DeleteFunc(p.entries, func(e *entry) bool { return e.id == id })
	p.active.Store(int32(len(p.entries)))
	return len(p.entries) < before
}

// Clear removes all rules.
func (p *Plan) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.entries = nil
	p.active.Store(0)
}

// ClearAccount removes the rules of an account and of the accounts that it acts for. The
// name is "test/name".
func (p *Plan) ClearAccount(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.entries = slices.DeleteFunc(p.entries, func(e *entry) bool {
		return e.rule.Account == name || strings.HasPrefix(e.rule.Account, name+"/")
	})
	p.active.Store(int32(len(p.entries)))
}

// States returns the rules and their counters, in order.
func (p *Plan) States() []State {
	p.mu.Lock()
	defer p.mu.Unlock()
	states := make([]State, len(p.entries))
	for i, e := range p.entries {
		states[i] = e.state()
	}
	return states
}

// Active reports whether the plan has rules. It costs one atomic load.
func (p *Plan) Active() bool { return p.active.Load() > 0 }

// Hit is the fault of a request, before it fires.
type Hit struct {
	ID   string
	Rule *Rule

	plan    *Plan
	entry   *entry
	counter *counter
	settled bool
}

// Fire counts the fault as fired.
func (h *Hit) Fire() { h.settle(1, 0) }

// Miss counts that the request did not reach the point of the fault. Miss after Fire
// does nothing.
func (h *Hit) Miss() { h.settle(0, 1) }

func (h *Hit) settle(fired, back int64) {
	h.plan.mu.Lock()
	defer h.plan.mu.Unlock()
	if h.settled {
		return
	}
	h.settled = true
	h.entry.fired += fired
	h.counter.fired += fired
	h.counter.taken -= back
}

// Request returns the fault of a request, or nil. Every matching rule counts the
// request. The first rule that is due applies.
func (p *Plan) Request(q *Request) *Hit { return p.choose(q) }

// Connection returns the fault of an accepted connection, or nil.
func (p *Plan) Connection() *Hit { return p.choose(nil) }

func (p *Plan) choose(q *Request) (hit *Hit) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, e := range p.entries {
		if (q == nil) != (e.rule.At.Point == Accept) || q != nil && !e.rule.matches(q) {
			continue
		}
		c, key := e.count(q)
		e.matched++
		c.seen++
		if hit == nil && e.due(c, p.chance(i, e, key, c.seen)) {
			c.taken++
			hit = &Hit{ID: e.id, Rule: e.rule, plan: p, entry: e, counter: c}
		}
	}
	return hit
}

// count returns the counter of the request: with by=key that of its key. A request
// without a key has a new counter.
func (e *entry) count(q *Request) (c *counter, key string) {
	if !e.rule.ByKey || q == nil {
		return &e.all, ""
	}
	if q.Key == "" {
		return &counter{}, ""
	}
	key = q.Account + "\n" + q.Key
	if c = e.keys[key]; c != nil {
		return c, key
	}
	if len(e.keys) >= maxKeys {
		return &e.all, key
	}
	c = &counter{}
	e.keys[key] = c
	return c, key
}

// due reports whether the rule applies to the request that was just counted.
func (e *entry) due(c *counter, chance func() bool) bool {
	r := e.rule
	switch {
	case c.seen <= r.After, c.seen < r.First, r.Last > 0 && c.seen > r.Last, r.Times > 0 && c.taken >= r.Times:
		return false
	}
	return chance()
}

// chance returns the random decision for request n of a rule. The same seed, index, key
// and n have the same decision.
func (p *Plan) chance(place int, e *entry, key string, n int64) func() bool {
	return func() bool {
		if e.rule.Chance >= 1 {
			return true
		}
		seed := e.rule.Seed
		if !e.rule.HasSeed {
			seed = p.seed + uint64(place)
		}
		h := fnv.New64a()
		_, _ = h.Write([]byte(key)) // cannot fail
		return rand.New(rand.NewPCG(seed^h.Sum64(), uint64(n))).Float64() < e.rule.Chance
	}
}

func (e *entry) state() State {
	return State{ID: e.id, Rule: e.rule, Matched: e.matched, Fired: e.fired, Left: e.left()}
}

// left returns how often the rule must still fire. A rule with a chance has no
// obligation after its first matching request.
func (e *entry) left() int64 {
	times, exact := e.rule.expected()
	switch {
	case e.rule.Chance < 1 && e.matched > 0, !exact && e.fired > 0:
		return 0
	case !exact || !e.rule.ByKey:
		return max(0, times-e.fired)
	case len(e.keys) == 0:
		return max(0, times-e.fired)
	}
	left := int64(0)
	for _, c := range e.keys {
		left += max(0, times-c.fired)
	}
	return left
}
