package lincheck

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// maxSteps bounds the search for one object. Plans of this package take some hundred
// at most.
const maxSteps = 1_000_000

// errUndecided says that the search was given up.
var errUndecided = errors.New("lincheck: too many orders to try")

// linearizable reports whether there is an order of an object's operations in which
// each takes effect between question and answer and every answer is the model's. It
// tries them in the way of Wing and Gong, and remembers where it has been, as Lowe
// does. Operations that are open may be left out.
// It returns how many steps it took, and [errUndecided] when those that it may take
// are not enough.
func linearizable(start model, events []*event, most int) (ok bool, steps int, err error) {
	s := &search{events: slices.Clone(events), seen: map[string]struct{}{}, most: most}
	slices.SortStableFunc(s.events, func(a, b *event) int { return cmp.Compare(a.returned, b.returned) }) // open ones last
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

// search is where a search stands.
type search struct {
	events []*event
	taken  []byte // a bit an event
	left   int    // of those that are not open
	seen   map[string]struct{}
	steps  int // taken, of those that it may take
	most   int
}

func (s *search) has(i int) bool { return s.taken[i/8]&(1<<(i%8)) != 0 }

func (s *search) flip(i int) { s.taken[i/8] ^= 1 << (i % 8) }

// from reports whether the rest of the events fits a state.
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
			continue // an open one that changes nothing may as well never happen
		}
		s.take(i, -1)
		if s.from(next) {
			return true
		}
		s.take(i, +1)
	}
	return false
}

// horizon is the first answer that is still to be explained: what was asked later
// took effect later.
func (s *search) horizon() int64 {
	for i, e := range s.events {
		if !s.has(i) {
			return e.returned // they are in order
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

// isNew remembers where the search has been.
func (s *search) isNew(m model) bool {
	where := string(binary.AppendUvarint(slices.Clone(s.taken), uint64(s.left))) + m.key()
	_, been := s.seen[where]
	s.seen[where] = struct{}{}
	return !been
}
