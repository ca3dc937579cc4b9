package fault

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

// Plan is the rules of a server, in order, with their counts. It is safe for
// concurrent use.
type Plan struct {
	seed   uint64
	active atomic.Int32 // how many rules there are; requests without any look no further

	mu      sync.Mutex
	entries []*entry
	ids     int
}

// entry is a rule and what it has seen.
type entry struct {
	id      string
	rule    *Rule
	matched int64
	fired   int64
	all     counter
	keys    map[string]*counter // with by=key
}

// counter counts the requests of a rule, or of one key of it.
type counter struct {
	seen  int64
	taken int64 // struck, or about to
	fired int64
}

// maxKeys is how many keys a rule counts apart; what comes later shares one count.
const maxKeys = 100_000

// NewPlan makes a plan without rules. The seed is that of rules without one.
func NewPlan(seed uint64) *Plan { return &Plan{seed: seed} }

// State is a rule with its counts.
type State struct {
	ID      string
	Rule    *Rule
	Matched int64 // requests, or connections, that it is about
	Fired   int64 // how often it struck
	Left    int64 // how often it still must; zero when it has done its part
}

// Add puts rules at the end, all or none.
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

// Remove takes a rule out, and reports whether it was there. What it is doing to
// requests under way goes on.
func (p *Plan) Remove(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := len(p.entries)
	p.entries = slices.DeleteFunc(p.entries, func(e *entry) bool { return e.id == id })
	p.active.Store(int32(len(p.entries)))
	return len(p.entries) < before
}

// Clear takes all rules out.
func (p *Plan) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.entries = nil
	p.active.Store(0)
}

// States lists the rules, in order.
func (p *Plan) States() []State {
	p.mu.Lock()
	defer p.mu.Unlock()
	states := make([]State, len(p.entries))
	for i, e := range p.entries {
		states[i] = e.state()
	}
	return states
}

// Active reports whether there are rules. It costs one atomic load.
func (p *Plan) Active() bool { return p.active.Load() > 0 }

// Hit is a fault that is about to strike a request.
type Hit struct {
	ID   string
	Rule *Rule

	plan    *Plan
	entry   *entry
	counter *counter
	settled bool
}

// Fire counts that the fault struck.
func (h *Hit) Fire() { h.settle(1, 0) }

// Miss counts that the request did not get to where the fault strikes. It does
// nothing after Fire.
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

// Request finds the fault of a request, nil where there is none. Every rule that
// is about the request counts it; the first that is due strikes.
func (p *Plan) Request(q *Request) *Hit { return p.choose(q) }

// Connection finds the fault of a connection that was accepted.
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

// count is what counts the request: with by=key the key's counter, and one of its
// own for a request without a key.
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

// due reports whether the rule strikes the request that was just counted.
func (e *entry) due(c *counter, chance func() bool) bool {
	r := e.rule
	switch {
	case c.seen <= r.After, c.seen < r.First, r.Last > 0 && c.seen > r.Last, r.Times > 0 && c.taken >= r.Times:
		return false
	}
	return chance()
}

// chance draws for the n-th request of a rule. The same seed, place, key and number
// draw the same.
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
		_, _ = h.Write([]byte(key)) // it never fails
		return rand.New(rand.NewPCG(seed^h.Sum64(), uint64(n))).Float64() < e.rule.Chance
	}
}

func (e *entry) state() State {
	return State{ID: e.id, Rule: e.rule, Matched: e.matched, Fired: e.fired, Left: e.left()}
}

// left is how often the rule still must strike. One of chance has done its part
// when it was asked.
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
