package lincheck

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// maxSteps limits the search for one object. Plans of this package need some hundred
// steps.
const maxSteps = 1_000_000

// errUndecided reports that the search reached its limit.
var errUndecided = errors.New("lincheck: too many orders to try")

// linearizable reports whether there is an order of an object's operations in which each
// takes effect between call and response, and every response matches the model. It uses
// the search of Wing and Gong with the cache of Lowe. Open operations may be omitted. It
// returns the number of steps, and [errUndecided] if the limit was reached.
func linearizable(start model, events []*event, most int) (ok bool, steps int, err error) {
	s := &search{events: slices.Clone(events), seen: map[string]struct{}{}, most: most}
	slices.SortStableFunc(s.events, func(a, b *event) int { return cmp.Compare(a.returned, b.returned) }) // open events last
	s.taken = make([]byte, (len(events)+7)/8)
	for _, e := range events {
		if !e.open() {
			s.left++
		}
	}
	ok = s.from(start)
	if !ok && s.steps >= most {
		err = errUndecided
	}
	return ok, s.steps, err
}

// search is the state of a search.
type search struct {
	events []*event
	taken  []byte // one bit per event
	left   int    // number of remaining events that are not open
	seen   map[string]struct{}
	steps  int // remaining steps
	most   int
}

func (s *search) has(i int) bool { return s.taken[i/8]&(1<<(i%8)) != 0 }

func (s *search) flip(i int) { s.taken[i/8] ^= 1 << (i % 8) }

// from reports whether the remaining events fit the state.
func (s *search) from(m model) bool {
	if s.left == 0 {
		return true
	}
	if !s.isNew(m) {
		return false
	}
	horizon := s.horizon()
	for i, e := range s.events {
		if s.has(i) || e.invoked > horizon {
			continue
		}
		if s.steps++; s.steps >= s.most {
			return false
		}
		next, answer := m.apply(e.op)
		if !e.open() && answer != e.answer || e.open() && next.key() == m.key() {
			continue // an open event without effect can be omitted
		}
		s.take(i, -1)
		if s.from(next) {
			return true
		}
		s.take(i, +1)
	}
	return false
}

// horizon returns the time of the first response that is not explained. A later call took
// effect later.
func (s *search) horizon() int64 {
	for i, e := range s.events {
		if !s.has(i) {
			return e.returned // the events are sorted
		}
	}
	return never
}

func (s *search) take(i, by int) {
	s.flip(i)
	if !s.events[i].open() {
		s.left += by
	}
}

// isNew reports whether the search was not in this state before, and records it.
func (s *search) isNew(m model) bool {
	where := string(binary.AppendUvarint(slices.Clone(s.taken), uint64(s.left))) + m.key()
	_, been := s.seen[where]
	s.seen[where] = struct{}{}
	return !been
}
