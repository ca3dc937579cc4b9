package lincheck

import "slices"

// shrink returns a smaller plan that still fails. It first removes chunks of operations
// and faults, as in Zeller's delta debugging, and then simplifies the remaining
// operations. fails must run a plan as often as necessary.
func shrink(p *plan, fails func(*plan) bool) *plan {
	for size := p.size() + 1; p.size() < size; {
		size = p.size()
		p = &plan{Seed: p.Seed, Hits: p.Hits, Ops: fewer(p.Ops, func(ops []op) bool { return fails(prune(&plan{p.Seed, ops, p.Hits})) })}
		p = prune(p)
		p = &plan{Seed: p.Seed, Ops: p.Ops, Hits: fewer(p.Hits, func(hits []hit) bool { return fails(&plan{p.Seed, p.Ops, hits}) })}
		p = plainer(queued(p, fails), fails)
	}
	return p
}

// size is the measure that shrink reduces.
func (p *plan) size() int {
	n := len(p.Ops) + len(p.Hits)
	for i := range p.Ops {
		for _, simplify := range simplifications {
			o := p.Ops[i]
			if simplify(&o); o != p.Ops[i] {
				n++
			}
		}
	}
	return n
}

// prune removes the faults of removed operations.
func prune(p *plan) *plan {
	hits := slices.DeleteFunc(slices.Clone(p.Hits), func(h hit) bool { return h.Op > 0 && p.find(h.Op) == nil })
	return &plan{p.Seed, p.Ops, hits}
}

// fewer removes as many items as possible while the rest fails, in ever smaller chunks.
// The result may be empty.
func fewer[T any](items []T, fails func([]T) bool) []T {
	for chunk := (len(items) + 1) / 2; chunk > 0; {
		removed := false
		for at := 0; at < len(items); {
			rest := slices.Concat(items[:at], items[min(at+chunk, len(items)):])
			if fails(rest) {
				items, removed = rest, true
				continue // the next chunk is now at this index
			}
			at += chunk
		}
		if !removed || chunk > 1 {
			chunk /= 2
		}
	}
	return items
}

// simplifications simplify an operation.
var simplifications = []func(*op){
	func(o *op) { o.PauseMS = 0 },
	func(o *op) { o.CancelMS = 0 },
	func(o *op) { o.Leave = false },
	func(o *op) { o.Unkeyed = false },
	func(o *op) { o.Authorize = false },
	func(o *op) { o.Client = 0 },
	func(o *op) {
		if o.Verb == capture || o.Verb == refund {
			o.Cents = 0
		}
	},
}

// queued assigns all operations to one client, in the order of the plan or with one
// operation moved to the end.
func queued(p *plan, fails func(*plan) bool) *plan {
	queue := slices.Clone(p.Ops)
	for i := range queue {
		queue[i].Client = 0
	}
	if slices.Equal(queue, p.Ops) {
		return p
	}
	for i := range queue {
		candidate := &plan{p.Seed, slices.Concat(queue[:i], queue[i+1:], queue[i:i+1]), p.Hits}
		if fails(candidate) {
			return candidate
		}
	}
	return p
}

// plainer simplifies the operations, one step at a time, while the plan fails.
func plainer(p *plan, fails func(*plan) bool) *plan {
	for i := range p.Ops {
		for _, simplify := range simplifications {
			candidate := &plan{p.Seed, slices.Clone(p.Ops), p.Hits}
			simplify(&candidate.Ops[i])
			if candidate.Ops[i] != p.Ops[i] && fails(candidate) {
				p = candidate
			}
		}
	}
	return p
}
