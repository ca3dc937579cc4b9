package lincheck

import (
	"fmt"
	"slices"
)

// The kinds of problems.
const (
	duplicateEffect = "duplicate effect"
	lostEffect      = "lost effect"
	falseEffect     = "effect of what was refused"
	wrongAnswer     = "answer of something else"
	notLinear       = "not linearizable"
	undecided       = "undecided"
	unresolved      = "unresolved"
	badError        = "error that says nothing of its effect"
	badBooks        = "books that do not balance"
	changedRequest  = "request that changed on its way"
	tooManyAttempts = "too many attempts"
)

// problem is something that must not be.
type problem struct{ kind, text string }

func (p problem) String() string { return p.kind + ": " + p.text }

// report is the result of a run.
type report struct {
	plan     *plan
	events   []*event // in the order of the plan
	problems []problem
	figures  figures
	fired    map[string]int // how often each fault was applied, by action
}

// failed reports whether there is a problem of the kind. An empty kind means any problem.
func (r *report) failed(kind string) bool {
	return slices.ContainsFunc(r.problems, func(p problem) bool { return kind == "" || p.kind == kind })
}

// report compares the results of the clients with the books and with the model.
func (r *run) report(b *books, unknowns int) *report {
	out := &report{plan: r.plan, events: r.events, figures: r.count(b, unknowns)}
	add := func(kind, format string, args ...any) {
		out.problems = append(out.problems, problem{kind, fmt.Sprintf(format, args...)})
	}
	for _, e := range r.events {
		r.checkEffects(e, b, add)
		r.checkVerdict(e, add)
		out.problems = append(out.problems, r.wire.check(e.op)...)
	}
	if sent, counted := r.wire.attempts(), r.client.Stats().Attempts; int64(sent) > counted {
		add(tooManyAttempts, "%d requests were sent, and the client counts %d attempts", sent, counted)
	}
	r.checkBalances(b, add)
	for _, events := range r.objects(b) {
		object := events[0].op.object()
		ok, steps, err := linearizable(newModel(object), events, maxSteps)
		out.figures.hardest = max(out.figures.hardest, steps)
		switch {
		case err != nil:
			add(undecided, "%s: %v", object, err)
		case !ok:
			add(notLinear, "no order of its operations explains what was told of %s", object)
		}
	}
	return out
}

// checkEffects checks that a reported success is in the books once, a rejected write
// never, and an open one at most once.
func (r *run) checkEffects(e *event, b *books, add func(kind, format string, args ...any)) {
	if e.op.Verb.reads() {
		return
	}
	ids := b.effects(e.op)
	count := max(len(ids), b.commits(e.op))
	certain := e.verdict == done || e.verdict == unread && !r.plan.lies(e.op)
	inBooks := e.op.Verb != void || !e.op.Unkeyed // commits without a key have no mark
	switch {
	case count > 1:
		add(duplicateEffect, "op-%d %s: %d times, %v and %d commits", e.op.ID, e.op.Verb, count, ids, b.commits(e.op))
	case certain && inBooks && count == 0:
		add(lostEffect, "op-%d %s: its client was told %q, and the books do not know of it", e.op.ID, e.op.Verb, e.answer)
	case certain && len(ids) == 0 && e.op.Verb != void:
		add(lostEffect, "op-%d %s: it was committed, and the books do not know of it", e.op.ID, e.op.Verb)
	case count > 0 && (e.verdict == refused || e.verdict == fended || e.verdict == skipped):
		add(falseEffect, "op-%d %s: its client was told that nothing happened: %v", e.op.ID, e.op.Verb, e.err)
	case e.verdict == done && len(ids) == 1 && e.op.Verb != transfer && ids[0] != e.id:
		add(wrongAnswer, "op-%d %s: it made %s, and its client was told %s", e.op.ID, e.op.Verb, ids[0], e.id)
	}
}

// checkVerdict checks that every error reports its outcome, and that Resolve settled it.
func (r *run) checkVerdict(e *event, add func(kind, format string, args ...any)) {
	switch {
	case e.verdict == mistaken:
		add(badError, "op-%d %s: %v", e.op.ID, e.op.Verb, e.err)
	case e.verdict == fended && len(r.plan.Hits) == 0 && e.op.CancelMS == 0:
		add(badError, "op-%d %s: nothing stood in its way: %v", e.op.ID, e.op.Verb, e.err)
	case e.tried && e.open() && !e.op.Unkeyed && !r.plan.stores(e.op):
		add(unresolved, "op-%d %s: %v", e.op.ID, e.op.Verb, e.err)
	}
}

// checkBalances checks that the ledger balances, that the sum of all money is unchanged,
// and that no wallet is negative.
func (r *run) checkBalances(b *books, add func(kind, format string, args ...any)) {
	if b.ledger != nil {
		add(badBooks, "%v", b.ledger)
	}
	if want := b.expected(r.before); want != b.balances {
		add(badBooks, "the wallets hold %+v, and by the records %+v", b.balances, want)
	}
	for i, held := range b.balances.wallets {
		if held < 0 {
			add(badBooks, "%s holds %s", wallet(i+1), cents(held))
		}
	}
	for _, p := range b.payments {
		if inCents(p.AmountRefunded) > inCents(p.AmountCaptured) || inCents(p.AmountCaptured) > inCents(p.Amount) {
			add(badBooks, "%s: refunded %s of captured %s of %s", p.ID, p.AmountRefunded, p.AmountCaptured, p.Amount)
		}
	}
}
