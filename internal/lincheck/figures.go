package lincheck

import "fmt"

// figures are the counters of one or several runs.
type figures struct {
	plans, ops, attempts              int64
	effects                           int64 // writes in the books
	refused, fended                   int64
	unknown, resolved, replayed, left int64
	duplicates, lost, problems        int64
	hardest                           int            // steps of the longest search for an order
	fired                             map[string]int // how often faults were applied, by action
}

// count counts the events of a run.
func (r *run) count(b *books, unknowns int) figures {
	f := figures{plans: 1, attempts: int64(r.wire.attempts()), unknown: int64(unknowns)}
	for _, e := range r.events {
		if e.verdict != skipped {
			f.ops++
		}
		if !e.op.Verb.reads() {
			f.effects += int64(max(len(b.effects(e.op)), b.commits(e.op)))
			f.resolved += one(e.tried && !e.open())
			f.replayed += one(e.tried && !e.open() && e.replayed)
			f.left += one(e.open())
		}
		f.refused += one(e.verdict == refused)
		f.fended += one(e.verdict == fended)
	}
	return f
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// add adds the counters and problems of a run.
func (f *figures) add(r *report) {
	g := r.figures
	g.fired = r.fired
	f.merge(g)
	for _, p := range r.problems {
		f.duplicates += one(p.kind == duplicateEffect)
		f.lost += one(p.kind == lostEffect)
		f.problems++
	}
}

// merge adds the counters of g.
func (f *figures) merge(g figures) {
	f.plans, f.ops, f.attempts, f.effects = f.plans+g.plans, f.ops+g.ops, f.attempts+g.attempts, f.effects+g.effects
	f.refused, f.fended = f.refused+g.refused, f.fended+g.fended
	f.unknown, f.resolved, f.replayed, f.left = f.unknown+g.unknown, f.resolved+g.resolved, f.replayed+g.replayed, f.left+g.left
	f.duplicates, f.lost, f.problems = f.duplicates+g.duplicates, f.lost+g.lost, f.problems+g.problems
	f.hardest = max(f.hardest, g.hardest)
	if f.fired == nil {
		f.fired = map[string]int{}
	}
	for do, n := range g.fired {
		f.fired[do] += n
	}
}

// String returns the counters on one line.
func (f figures) String() string {
	faults := 0
	for _, n := range f.fired {
		faults += n
	}
	return fmt.Sprintf("%d plans, %d operations in %d attempts under %d faults, %d effects, %d refused, %d fended off, %d unknown of which %d resolved (%d replayed) and %d left open; %d duplicates, %d lost, %d problems in all; %d steps for the hardest search",
		f.plans, f.ops, f.attempts, faults, f.effects, f.refused, f.fended, f.unknown, f.resolved, f.replayed, f.left, f.duplicates, f.lost, f.problems, f.hardest)
}
