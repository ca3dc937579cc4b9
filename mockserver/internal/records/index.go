package records

import "math"

// Limits of the indices.
const (
	scanBelow = 256 // smaller collections are scanned
	zoneSize  = 512 // positions per zone of an index by time
	maxOwned  = 16  // indices by fields that clients choose; the least recently used one is dropped
)

// valueIndex holds the positions of the records by the value of a field.
type valueIndex[R any] struct {
	key   Key[R]
	sets  map[string]*positions
	owned bool
	used  uint64 // time of the last use, in uses
}

// change updates the index.
func (x *valueIndex[R]) change(position int, to change[R]) {
	var before, after string
	had, has := to.had, to.has
	if had {
		before, had = x.key(to.before)
	}
	if has {
		after, has = x.key(to.after)
	}
	if had && has && before == after {
		return
	}
	if had {
		set := x.sets[before]
		if set.remove(position); set.n == 0 {
			delete(x.sets, before)
		}
	}
	if has {
		set := x.sets[after]
		if set == nil {
			set = &positions{}
			x.sets[after] = set
		}
		set.add(position)
	}
}

// valueIndexOf returns the index of a field. The first use builds it.
func (c *Collection[R]) valueIndexOf(field indexed[R]) *valueIndex[R] {
	c.uses++
	if x := c.byValue[field.field]; x != nil {
		x.used = c.uses
		return x
	}
	x := &valueIndex[R]{key: field.key, sets: map[string]*positions{}, owned: field.owned, used: c.uses}
	c.each(x.change)
	if field.owned {
		c.dropOldest()
	}
	if c.byValue == nil {
		c.byValue = map[string]*valueIndex[R]{}
	}
	c.byValue[field.field] = x
	return x
}

// each calls fn for every record, as a change from nothing.
func (c *Collection[R]) each(fn func(position int, to change[R])) {
	for position := c.base; position < c.End(); position++ {
		if value, ok := c.at(position); ok {
			fn(position, change[R]{after: value, has: true})
		}
	}
}

// dropOldest makes room for an index by a field that a client chose.
func (c *Collection[R]) dropOldest() {
	n, oldest, used := 0, "", uint64(math.MaxUint64)
	for field, x := range c.byValue {
		if !x.owned {
			continue
		}
		if n++; x.used < used {
			oldest, used = field, x.used
		}
	}
	if n >= maxOwned {
		delete(c.byValue, oldest)
	}
}

// timeIndex holds bounds of the times in each zone of positions. It serves any order of
// times, and prunes well if later records have later times.
type timeIndex[R any] struct {
	of     func(R) int64
	zones  []zone // of zoneSize positions each
	blocks []zone // of blockSize positions each
}

// zone describes a range of positions. The bounds may be wider than the times.
type zone struct {
	low, high int64
	n         int // number of records
}

// change updates the index.
func (x *timeIndex[R]) change(position int, to change[R]) {
	var at int64
	if to.has {
		at = x.of(to.after)
	}
	for _, z := range []*zone{zoneAt(&x.zones, position/zoneSize), zoneAt(&x.blocks, position/blockSize)} {
		if to.had {
			z.n--
		}
		if to.has {
			z.n++
			z.low, z.high = min(z.low, at), max(z.high, at)
		}
	}
}

// zoneAt returns a zone, and adds zones up to it.
func zoneAt(zones *[]zone, i int) *zone {
	for i >= len(*zones) {
		*zones = append(*zones, zone{math.MaxInt64, math.MinInt64, 0})
	}
	return &(*zones)[i]
}

// zonesOf returns the zones of a block.
func (x *timeIndex[R]) zonesOf(number int) []zone {
	const perBlock = blockSize / zoneSize
	return x.zones[min(number*perBlock, len(x.zones)):min((number+1)*perBlock, len(x.zones))]
}

// timeIndexOf returns the index of a time. The first use builds it.
func (c *Collection[R]) timeIndexOf(span *interval[R]) *timeIndex[R] {
	if x := c.byTime[span.field]; x != nil {
		return x
	}
	x := &timeIndex[R]{of: span.of}
	c.each(x.change)
	if c.byTime == nil {
		c.byTime = map[string]*timeIndex[R]{}
	}
	c.byTime[span.field] = x
	return x
}

// coverage is the part of the records of a zone that is in an interval.
type coverage int

const (
	none coverage = iota
	some
	all
)

func (s *interval[R]) has(record R) bool {
	at := s.of(record)
	return s.low <= at && at <= s.high
}

func (s *interval[R]) covers(z zone) coverage {
	switch {
	case z.n == 0 || z.high < s.low || s.high < z.low:
		return none
	case s.low <= z.low && z.high <= s.high:
		return all
	}
	return some
}
