package records

import "math"

// Limits of the indices.
const (
	scanBelow = 256 // smaller collections are scanned
	zoneSize  = 512 // positions per zone of an index by time
	maxOwned  = 16  // indices by fields that clients choose; the least recently used one is dropped
)

// valueIndex holds the positions of the records by the value of a field.
type valueIndex[T any] struct {
	key   Key[T]
	sets  map[string]*positions
	owned bool
	used  uint64 // time of the last use, in uses
}

// change replaces the record at a position. nil means no record.
func (x *valueIndex[T]) change(position int, before, after *T) {
	var old, value string
	var had, has bool
	if before != nil {
		old, had = x.key(before)
	}
	if after != nil {
		value, has = x.key(after)
	}
	if had && has && old == value {
		return
	}
	if had {
		set := x.sets[old]
		if set.remove(position); set.n == 0 {
			delete(x.sets, old)
		}
	}
	if has {
		set := x.sets[value]
		if set == nil {
			set = &positions{}
			x.sets[value] = set
		}
		set.add(position)
	}
}

// valueIndexOf returns the index of a field. The first use builds it.
func (c *Collection[T]) valueIndexOf(field indexed[T]) *valueIndex[T] {
	c.uses++
	if x := c.byValue[field.field]; x != nil {
		x.used = c.uses
		return x
	}
	x := &valueIndex[T]{key: field.key, sets: map[string]*positions{}, owned: field.owned, used: c.uses}
	for i, value := range c.values {
		x.change(c.base+i, nil, value)
	}
	if field.owned {
		c.dropOldest()
	}
	if c.byValue == nil {
		c.byValue = map[string]*valueIndex[T]{}
	}
	c.byValue[field.field] = x
	return x
}

// dropOldest makes room for an index by a field that a client chose.
func (c *Collection[T]) dropOldest() {
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
type timeIndex[T any] struct {
	of    func(*T) int64
	zones []zone
}

// zone describes zoneSize positions. The bounds may be wider than the times.
type zone struct {
	low, high int64
	n         int // number of records
}

// change replaces the record at a position. nil means no record.
func (x *timeIndex[T]) change(position int, before, after *T) {
	at := position / zoneSize
	for at >= len(x.zones) {
		x.zones = append(x.zones, zone{math.MaxInt64, math.MinInt64, 0})
	}
	z := &x.zones[at]
	if before != nil {
		z.n--
	}
	if after != nil {
		z.n++
		z.low, z.high = min(z.low, x.of(after)), max(z.high, x.of(after))
	}
}

// timeIndexOf returns the index of a time. The first use builds it.
func (c *Collection[T]) timeIndexOf(span *interval[T]) *timeIndex[T] {
	if x := c.byTime[span.field]; x != nil {
		return x
	}
	x := &timeIndex[T]{of: span.of}
	for i, value := range c.values {
		x.change(c.base+i, nil, value)
	}
	if c.byTime == nil {
		c.byTime = map[string]*timeIndex[T]{}
	}
	c.byTime[span.field] = x
	return x
}

// coverage says how many records of a zone are in an interval.
type coverage int

const (
	none coverage = iota
	some
	all
)

func (s *interval[T]) has(record *T) bool {
	at := s.of(record)
	return s.low <= at && at <= s.high
}

func (s *interval[T]) covers(z zone) coverage {
	switch {
	case z.n == 0 || z.high < s.low || s.high < z.low:
		return none
	case s.low <= z.low && z.high <= s.high:
		return all
	}
	return some
}
