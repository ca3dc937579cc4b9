package records

import (
	"iter"
	"maps"
)

// Collection holds records in the order of their creation. The zero Collection is empty
// and ready to use. Stored records must not change. A Collection is not safe for
// concurrent use, and even [Collection.Select] changes its indices.
//
// Every record has a position, which it keeps when it is replaced. The position of a
// removed record stays empty.
type Collection[T any] struct {
	values  []*T           // by position, from base on; nil for removed records
	base    int            // the position of the first value
	index   map[string]int // positions by ID
	removed int            // number of nil values
	trimmed []string       // IDs of trimmed records that the index still has, oldest first

	byValue map[string]*valueIndex[T] // by field
	byTime  map[string]*timeIndex[T]  // by field
	uses    uint64                    // counts uses of indices by metadata, for their age
}

// Get returns the record with the ID.
func (c *Collection[T]) Get(id string) (*T, bool) {
	position, ok := c.index[id]
	if !ok {
		return nil, false
	}
	value := c.at(position)
	return value, value != nil
}

// at returns the record at a position, or nil.
func (c *Collection[T]) at(position int) *T {
	if position < c.base || position >= c.End() {
		return nil
	}
	return c.values[position-c.base]
}

// End returns the position of the next new record.
func (c *Collection[T]) End() int { return c.base + len(c.values) }

// HasPlace reports whether a record with the ID exists or existed. Such an ID is a
// valid argument of [Selection.OlderThan] and [Selection.NewerThan].
func (c *Collection[T]) HasPlace(id string) bool {
	_, ok := c.index[id]
	return ok
}

// IDs iterates over the IDs of all existing and removed records, in any order.
func (c *Collection[T]) IDs() iter.Seq[string] { return maps.Keys(c.index) }

// Len returns the number of records.
func (c *Collection[T]) Len() int { return len(c.values) - c.removed }

// Newest iterates over all records, newest first.
func (c *Collection[T]) Newest() iter.Seq[*T] { return c.Select(nil).Newest() }

// Oldest iterates over all records, oldest first.
func (c *Collection[T]) Oldest() iter.Seq[*T] { return c.From(0) }

// From iterates over the records at or after a position, oldest first.
func (c *Collection[T]) From(position int) iter.Seq[*T] { return c.Select(nil).ascending(position) }

// Position returns the position of an existing or removed record.
func (c *Collection[T]) Position(id string) (int, bool) {
	i, ok := c.index[id]
	return i, ok
}

// Put stores a record: a new one at the end, or a changed one at the position of its
// predecessor. The returned function undoes the change. Changes must be undone in
// reverse order. Put of a trimmed record does nothing.
func (c *Collection[T]) Put(id string, value *T) (undo func()) {
	if position, ok := c.index[id]; ok {
		if position < c.base {
			return func() {}
		}
		before := c.at(position)
		c.set(position, value)
		return func() { c.set(position, before) }
	}
	if c.index == nil {
		c.index = map[string]int{}
	}
	position := c.End()
	c.index[id] = position
	c.values = append(c.values, nil)
	c.removed++
	c.set(position, value)
	return func() {
		c.set(position, nil)
		c.values, c.removed = c.values[:len(c.values)-1], c.removed-1
		delete(c.index, id)
	}
}

// Remove removes the record with the ID, if there is one. The returned function undoes
// the change.
func (c *Collection[T]) Remove(id string) (undo func()) {
	before, ok := c.Get(id)
	if !ok {
		return func() {}
	}
	position := c.index[id]
	c.set(position, nil)
	return func() { c.set(position, before) }
}

// Trim removes the oldest record for good if there are more than keep records. id
// returns the ID of a record. The IDs of the last keep trimmed records stay valid
// arguments of [Selection.OlderThan] and [Selection.NewerThan]. Trim must not run before
// a change that may be undone.
func (c *Collection[T]) Trim(keep int, id func(*T) string) {
	for c.Len() > keep {
		if oldest := c.values[0]; oldest != nil {
			c.trimmed = append(c.trimmed, id(oldest))
			c.set(c.base, nil)
		}
		c.values, c.base, c.removed = c.values[1:], c.base+1, c.removed-1
	}
	for len(c.trimmed) > keep {
		delete(c.index, c.trimmed[0])
		c.trimmed = c.trimmed[1:]
	}
}

// set changes the record at a position and all indices. nil means no record.
func (c *Collection[T]) set(position int, value *T) {
	before := c.at(position)
	c.values[position-c.base] = value
	if before == nil {
		c.removed--
	}
	if value == nil {
		c.removed++
	}
	for _, index := range c.byValue {
		index.change(position, before, value)
	}
	for _, index := range c.byTime {
		index.change(position, before, value)
	}
}
