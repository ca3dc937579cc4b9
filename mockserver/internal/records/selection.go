package records

import (
	"iter"
	"slices"
)

// Selection is the records that a filter selects. It is valid until the collection
// changes.
type Selection[R any] struct {
	c       *Collection[R]
	filter  Filter[R]       // of a scan
	sets    [][]*positions  // per condition on values: a record is in one of the sets
	spans   []*interval[R]  // conditions on times
	times   []*timeIndex[R] // the index of each span
	rest    []func(R) bool  // conditions without an index
	indexed bool
	counted bool // the sets of the only condition are disjoint, so their sizes add up
	single  bool // every condition on values has one set
	scratch intersection
	blocks  []int // the numbers of the blocks that can have selected records, ascending
}

// Select returns the records that a filter selects.
func (c *Collection[R]) Select(f Filter[R]) *Selection[R] {
	if c.load(); c.content == nil || c.shared && len(c.values) >= scanBelow { // an index is a change
		c.own()
	}
	s := &Selection[R]{c: c, filter: f}
	if len(f) == 0 || len(c.values) < scanBelow {
		return s
	}
	for i := range f {
		s.add(&f[i])
	}
	if s.indexed = len(s.sets)+len(s.spans) > 0; s.indexed {
		s.single = !slices.ContainsFunc(s.sets, func(sets []*positions) bool { return len(sets) != 1 })
		s.counted = len(s.sets) == 1 && disjoint(f) && len(s.rest) == 0
		s.blocks = s.candidates()
	}
	return s
}

func (s *Selection[R]) add(cond *condition[R]) {
	switch {
	case len(cond.values) > 0:
		var sets []*positions
		for _, value := range cond.values {
			if set := s.c.valueIndexOf(value).sets[value.value]; set != nil {
				sets = append(sets, set)
			}
		}
		s.sets = append(s.sets, sets)
	case cond.times != nil:
		s.spans = append(s.spans, cond.times)
		s.times = append(s.times, s.c.timeIndexOf(cond.times))
	default:
		s.rest = append(s.rest, cond.match)
	}
}

// disjoint reports whether every condition on values concerns one field: a record has
// one value of it.
func disjoint[R any](f Filter[R]) bool {
	for _, cond := range f {
		for _, value := range cond.values {
			if value.field != cond.values[0].field {
				return false
			}
		}
	}
	return true
}

// candidates returns the blocks of the condition with the fewest blocks.
func (s *Selection[R]) candidates() []int {
	count := func(sets []*positions) (n int) {
		for _, set := range sets {
			n += len(set.blocks)
		}
		return n
	}
	if len(s.sets) == 0 {
		numbers := make([]int, 0, (s.c.End()-s.c.base)/blockSize+2)
		for number := s.c.base / blockSize; number*blockSize < s.c.End(); number++ {
			numbers = append(numbers, number)
		}
		return numbers
	}
	fewest := slices.MinFunc(s.sets, func(a, b []*positions) int { return count(a) - count(b) })
	numbers := make([]int, 0, count(fewest))
	for _, set := range fewest {
		for i := range set.blocks {
			numbers = append(numbers, set.blocks[i].number)
		}
	}
	if len(fewest) > 1 {
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
	}
	return numbers
}

// Total returns the number of selected records.
func (s *Selection[R]) Total() (n int) {
	switch {
	case len(s.filter) == 0:
		return s.c.Len()
	case !s.indexed:
		for range s.Newest() {
			n++
		}
		return n
	case s.counted && len(s.spans) == 0:
		for _, set := range s.sets[0] {
			n += set.n
		}
		return n
	}
	for _, number := range s.blocks {
		n += s.count(number)
	}
	if n == 0 {
		s.blocks = nil // a walk finds nothing, too
	}
	return n
}

// Newest iterates over the selected records, newest first.
func (s *Selection[R]) Newest() iter.Seq[R] { return s.descending(s.c.End() - 1) }

// OlderThan iterates over the selected records created before that with the ID, newest
// first. An unknown ID yields no records.
func (s *Selection[R]) OlderThan(id string) iter.Seq[R] {
	at, _ := s.c.Position(id)
	return s.descending(at - 1)
}

// Oldest iterates over the selected records, oldest first.
func (s *Selection[R]) Oldest() iter.Seq[R] { return s.ascending(0) }

// NewerThan iterates over the selected records created after that with the ID, oldest
// first. An unknown ID yields no records.
func (s *Selection[R]) NewerThan(id string) iter.Seq[R] {
	at, ok := s.c.Position(id)
	if !ok {
		at = s.c.End()
	}
	return s.ascending(at + 1)
}

// descending iterates over the selected records at or before a position.
func (s *Selection[R]) descending(from int) iter.Seq[R] {
	return func(yield func(R) bool) {
		if !s.indexed {
			for i := from; i >= s.c.base; i-- {
				if !s.offer(i, yield) {
					return
				}
			}
			return
		}
		for i := len(s.blocks) - 1; i >= 0; i-- {
			first := s.blocks[i] * blockSize
			if first > from || s.excludes(s.blocks[i]) {
				continue
			}
			m := s.mask(s.blocks[i])
			for at := range m.descending(uint16(min(from-first, blockSize-1))) {
				if !yield(s.c.values[first+int(at)-s.c.base]) {
					return
				}
			}
		}
	}
}

// ascending iterates over the selected records at or after a position.
func (s *Selection[R]) ascending(from int) iter.Seq[R] {
	return func(yield func(R) bool) {
		if !s.indexed {
			for i := max(from, s.c.base); i < s.c.End(); i++ {
				if !s.offer(i, yield) {
					return
				}
			}
			return
		}
		for _, number := range s.blocks {
			first := number * blockSize
			if first+blockSize <= from || s.excludes(number) {
				continue
			}
			m := s.mask(number)
			for at := range m.ascending(uint16(max(from-first, 0))) {
				if !yield(s.c.values[first+int(at)-s.c.base]) {
					return
				}
			}
		}
	}
}

// offer yields the record at a position of a scan if the filter selects it.
func (s *Selection[R]) offer(i int, yield func(R) bool) bool {
	value, ok := s.c.at(i)
	return !ok || !s.filter.Match(value) || yield(value)
}

// Page returns the selected records from an offset on.
func (s *Selection[R]) Page(offset, limit int, oldestFirst bool) []R {
	walk := s.descending
	if oldestFirst {
		walk = s.ascending
	}
	page := []R{}
	if limit == 0 {
		return page
	}
	for value := range walk(s.begin(&offset, oldestFirst)) {
		if offset > 0 {
			offset--
			continue
		}
		if page = append(page, value); len(page) == limit {
			break
		}
	}
	return page
}

// begin returns the start of the walk to an offset. It reduces the offset by the number
// of skipped records.
func (s *Selection[R]) begin(offset *int, oldestFirst bool) int {
	last := s.c.End() - 1
	if !s.indexed {
		skip := 0
		if len(s.filter) == 0 && len(s.c.removed) == 0 {
			skip, *offset = *offset, 0
		}
		if oldestFirst {
			return s.c.base + skip
		}
		return last - skip
	}
	for i := range s.blocks {
		if !oldestFirst {
			i = len(s.blocks) - 1 - i
		}
		n := s.count(s.blocks[i])
		if n > *offset {
			if oldestFirst {
				return s.blocks[i] * blockSize
			}
			return min(last, s.blocks[i]*blockSize+blockSize-1)
		}
		*offset -= n
	}
	if oldestFirst {
		return last + 1
	}
	return -1
}

// count returns the number of selected records in a block.
func (s *Selection[R]) count(number int) (n int) {
	within := s.coverage(number)
	switch {
	case within == none:
		return 0
	case len(s.sets) == 0 && len(s.rest) == 0 && within == all:
		return s.times[0].blocks[number].n
	case len(s.sets) == 0 && len(s.spans) == 1 && len(s.rest) == 0:
		return s.countSpan(number)
	case s.single && len(s.rest) == 0 && within == all:
		return s.members(number).count()
	}
	m := s.mask(number)
	return m.count()
}

// excludes reports whether the conditions on values exclude the whole block. It is much
// cheaper than mask where the conditions select few records.
func (s *Selection[R]) excludes(number int) bool {
	if !s.single || len(s.sets) == 0 {
		return false
	}
	all := s.members(number)
	return all == nil || all[0].mask == nil && all.count() == 0
}

// members returns the blocks with the number of the conditions on values, or nil if one
// has no such block. Every condition has one set.
func (s *Selection[R]) members(number int) intersection {
	s.scratch = s.scratch[:0]
	for _, sets := range s.sets {
		b := sets[0].block(number)
		if b == nil {
			return nil
		}
		s.scratch = append(s.scratch, b)
		if b.before(s.scratch[0]) {
			last := len(s.scratch) - 1
			s.scratch[0], s.scratch[last] = s.scratch[last], s.scratch[0]
		}
	}
	return s.scratch
}

// coverage returns how many records of a block meet the conditions on times.
func (s *Selection[R]) coverage(number int) coverage {
	whole := all
	for i, span := range s.spans {
		switch span.covers(s.times[i].blocks[number]) {
		case all:
			continue
		case none:
			return none
		}
		found := false
		for _, z := range s.times[i].zonesOf(number) {
			c := span.covers(z)
			found = found || c != none
			if c != all && z.n > 0 {
				whole = some
			}
		}
		if !found {
			return none
		}
	}
	return whole
}

// countSpan returns the number of records of a block in the only interval.
func (s *Selection[R]) countSpan(number int) (n int) {
	for i, z := range s.times[0].zonesOf(number) {
		switch s.spans[0].covers(z) {
		case all:
			n += z.n
		case some:
			begin := number*blockSize + i*zoneSize
			for position := begin; position < begin+zoneSize; position++ {
				if value, ok := s.c.at(position); ok && s.spans[0].has(value) {
					n++
				}
			}
		}
	}
	return n
}

// mask returns the selected positions of a block.
func (s *Selection[R]) mask(number int) mask {
	var m mask
	switch {
	case len(s.sets) == 0:
		s.addLive(&m, number)
	case s.single:
		s.members(number).addTo(&m)
	default:
		s.addValues(&m, number)
	}
	for i, span := range s.spans {
		s.restrict(&m, number, span, s.times[i].zonesOf(number))
	}
	if len(s.rest) > 0 {
		s.check(&m, number)
	}
	return m
}

// addValues adds the positions that meet the conditions on values.
func (s *Selection[R]) addValues(m *mask, number int) {
	for i, sets := range s.sets {
		var union mask
		for _, set := range sets {
			if b := set.block(number); b != nil {
				b.addTo(&union)
			}
		}
		if i == 0 {
			*m = union
		} else {
			m.and(&union)
		}
	}
}

// addLive adds all records of a block.
func (s *Selection[R]) addLive(m *mask, number int) {
	first := number * blockSize
	m.fill(max(s.c.base-first, 0), min(s.c.End()-first, blockSize))
	if len(s.c.removed) == 0 {
		return
	}
	for at := range m.ascending(0) {
		if s.c.removed[first+int(at)] {
			m.clear(at)
		}
	}
}

// restrict removes the positions that are not in an interval.
func (s *Selection[R]) restrict(m *mask, number int, span *interval[R], zones []zone) {
	const words = zoneSize / 64
	for i, z := range zones {
		switch span.covers(z) {
		case none:
			clear(m[i*words : (i+1)*words])
		case some:
			for at := range m.ascending(uint16(i * zoneSize)) {
				if int(at) >= (i+1)*zoneSize {
					break
				}
				if !span.has(s.c.values[number*blockSize+int(at)-s.c.base]) {
					m.clear(at)
				}
			}
		}
	}
}

// check removes the positions that do not meet the conditions without an index.
func (s *Selection[R]) check(m *mask, number int) {
	for at := range m.ascending(0) {
		value := s.c.values[number*blockSize+int(at)-s.c.base]
		if slices.ContainsFunc(s.rest, func(match func(R) bool) bool { return !match(value) }) {
			m.clear(at)
		}
	}
}
