package records

import (
	"cmp"
	"math/bits"
	"slices"
)

// A block covers blockSize positions. A block with few positions lists them, because a
// list of listMax positions is as large as a mask.
const (
	blockSize = 4096
	listMax   = 256
)

// mask has one bit per position of a block.
type mask [blockSize / 64]uint64

func (m *mask) set(at uint16)      { m[at/64] |= 1 << (at % 64) }
func (m *mask) has(at uint16) bool { return m[at/64]&(1<<(at%64)) != 0 }
func (m *mask) clear(at uint16)    { m[at/64] &^= 1 << (at % 64) }

// fill sets the positions from begin to before end.
func (m *mask) fill(begin, end int) {
	for i := begin; i < end; {
		if i%64 == 0 && end-i >= 64 {
			m[i/64] = ^uint64(0)
			i += 64
			continue
		}
		m.set(uint16(i))
		i++
	}
}

func (m *mask) and(other *mask) {
	for i := range m {
		m[i] &= other[i]
	}
}

func (m *mask) count() (n int) {
	for _, word := range m {
		n += bits.OnesCount64(word)
	}
	return n
}

// positions is a set of positions.
type positions struct {
	blocks []block // ascending, without empty blocks
	n      int     // number of positions
}

// block holds the positions of a set within one block, as a list or as a mask.
type block struct {
	number int
	n      int
	list   []uint16 // ascending; nil if there is a mask
	mask   *mask
}

// find returns the index of a block, or where it belongs.
func (s *positions) find(number int) (int, bool) {
	if last := len(s.blocks) - 1; last >= 0 && s.blocks[last].number <= number {
		return last + cmp.Compare(number, s.blocks[last].number), s.blocks[last].number == number // most changes are at the end
	}
	if len(s.blocks) > 0 { // a set without gaps
		if i := number - s.blocks[0].number; i >= 0 && i < len(s.blocks) && s.blocks[i].number == number {
			return i, true
		}
	}
	return slices.BinarySearchFunc(s.blocks, number, func(b block, number int) int { return cmp.Compare(b.number, number) })
}

// add adds a position that is not in the set.
func (s *positions) add(position int) {
	i, found := s.find(position / blockSize)
	if !found {
		s.blocks = slices.Insert(s.blocks, i, block{number: position / blockSize})
	}
	s.blocks[i].add(uint16(position % blockSize))
	s.n++
}

// remove removes a position of the set.
func (s *positions) remove(position int) {
	i, _ := s.find(position / blockSize)
	s.blocks[i].remove(uint16(position % blockSize))
	if s.blocks[i].n == 0 {
		s.blocks = slices.Delete(s.blocks, i, i+1)
	}
	s.n--
}

// block returns the block with a number, or nil. A nil set has no blocks.
func (s *positions) block(number int) *block {
	if s == nil {
		return nil
	}
	if i, found := s.find(number); found {
		return &s.blocks[i]
	}
	return nil
}

func (b *block) add(at uint16) {
	b.n++
	switch {
	case b.mask != nil:
		b.mask.set(at)
	case b.n <= listMax:
		i, _ := slices.BinarySearch(b.list, at)
		b.list = slices.Insert(b.list, i, at)
	default:
		m := &mask{}
		b.addTo(m)
		m.set(at)
		b.list, b.mask = nil, m
	}
}

func (b *block) remove(at uint16) {
	b.n--
	switch {
	case b.mask == nil:
		i, _ := slices.BinarySearch(b.list, at)
		b.list = slices.Delete(b.list, i, i+1)
	case b.n > listMax/2: // a block at the limit does not change its form with every change
		b.mask.clear(at)
	default:
		b.mask.clear(at)
		b.list = slices.AppendSeq(make([]uint16, 0, listMax), b.mask.ascending(0))
		b.mask = nil
	}
}

// addTo adds the positions of the block to a mask.
func (b *block) addTo(m *mask) {
	if b.mask != nil {
		for i, word := range b.mask {
			m[i] |= word
		}
		return
	}
	for _, at := range b.list {
		m.set(at)
	}
}

func (b *block) has(at uint16) bool {
	if b.mask != nil {
		return b.mask.has(at)
	}
	_, found := slices.BinarySearch(b.list, at)
	return found
}

// before reports whether the block is a better first block of an intersection.
func (b *block) before(other *block) bool {
	if list := b.mask == nil; list != (other.mask == nil) {
		return list
	}
	return b.n < other.n
}

// intersection is the positions that several blocks with one number have in common. A
// list precedes masks, and a small block precedes larger ones.
type intersection []*block

func (s intersection) count() (n int) {
	switch {
	case len(s) == 0:
		return 0
	case len(s) == 1:
		return s[0].n
	case s[0].mask == nil:
		for _, at := range s[0].list {
			if s.has(at) {
				n++
			}
		}
		return n
	}
	last := s[len(s)-1].mask
	if len(s) == 2 {
		for i, word := range s[0].mask {
			n += bits.OnesCount64(word & last[i])
		}
		return n
	}
	var m mask
	s.addTo(&m)
	return m.count()
}

// has reports whether all blocks but the first have a position.
func (s intersection) has(at uint16) bool {
	for _, b := range s[1:] {
		if !b.has(at) {
			return false
		}
	}
	return true
}

// addTo adds the positions to a mask.
func (s intersection) addTo(m *mask) {
	switch {
	case len(s) == 0:
	case s[0].mask == nil:
		for _, at := range s[0].list {
			if s.has(at) {
				m.set(at)
			}
		}
	default:
		*m = *s[0].mask
		for _, b := range s[1:] {
			m.and(b.mask)
		}
	}
}

// ascending iterates over the positions at or above one, lowest first.
func (m *mask) ascending(begin uint16) func(yield func(uint16) bool) {
	return func(yield func(uint16) bool) {
		for i := int(begin / 64); i < len(m); i++ {
			word := m[i]
			if i == int(begin/64) {
				word &= ^uint64(0) << (begin % 64)
			}
			for ; word != 0; word &= word - 1 {
				if !yield(uint16(i*64 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}

// descending iterates over the positions at or below one, highest first.
func (m *mask) descending(end uint16) func(yield func(uint16) bool) {
	return func(yield func(uint16) bool) {
		for i := int(end / 64); i >= 0; i-- {
			word := m[i]
			if i == int(end/64) {
				word &= ^uint64(0) >> (63 - end%64)
			}
			for word != 0 {
				bit := 63 - bits.LeadingZeros64(word)
				if !yield(uint16(i*64 + bit)) {
					return
				}
				word &^= 1 << bit
			}
		}
	}
}
