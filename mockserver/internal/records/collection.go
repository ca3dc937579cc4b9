package records

import (
	"iter"
	"maps"
	"slices"
)

// Collection holds records in the order of their creation. The zero Collection is empty
// and ready to use. R is a pointer to a struct, so all collections share their code.
// Stored records must not change. A Collection is not safe for
// concurrent use, and even [Collection.Select] changes its indices.
//
// Every record has a position, which it keeps when it is replaced. The position of a
// removed record stays empty.
type Collection[R any] struct {
	*content[R] // nil at first
}

type content[R any] struct {
	values  []R            // by position, from base on
	base    int            // the position of the first value
	shared  bool           // several collections have this content, which does not change any more
	index   map[string]int // positions by ID
	indexed int            // the index lacks the positions from here on, none of which was removed
	idOf    func(R) string // returns the ID of an appended record
	removed map[int]bool   // positions of removed records
	trimmed []string       // IDs of trimmed records that are still known, oldest first

	byValue map[string]*valueIndex[R] // by field
	byTime  map[string]*timeIndex[R]  // by field
	uses    uint64                    // counts uses of indices by metadata, for their age

	source Source[R] // of the records before base; nil: there are none, or they were trimmed
}

// Fork returns a collection with the same records. The two share memory until one of
// them changes.
func (c *Collection[R]) Fork() Collection[R] {
	if c.load(); c.content != nil && !c.shared {
		c.indexAppended()
		c.shared = true
	}
	return *c
}

// own makes or copies the content before a change.
func (c *Collection[R]) own() {
	switch {
	case c.content == nil:
		c.content = &content[R]{}
	case c.shared:
		c.content = &content[R]{
			values: slices.Clone(c.values), base: c.base, index: maps.Clone(c.index), indexed: c.indexed, idOf: c.idOf,
			removed: maps.Clone(c.removed), trimmed: slices.Clone(c.trimmed),
		}
	}
}

// Get returns the record with the ID.
func (c *Collection[R]) Get(id string) (value R, ok bool) {
	position, ok := c.Position(id)
	if !ok {
		return value, false
	}
	if position < c.base {
		c.load()
	}
	return c.at(position)
}

// at returns the record at a position.
func (c *Collection[R]) at(position int) (value R, ok bool) {
	if position < c.base || position >= c.End() || c.removed[position] {
		return value, false
	}
	return c.values[position-c.base], true
}

// End returns the position of the next new record.
func (c *Collection[R]) End() int {
	if c.content == nil {
		return 0
	}
	return c.base + len(c.values)
}

// HasPlace reports whether a record with the ID exists or existed. Such an ID is a
// valid argument of [Selection.OlderThan] and [Selection.NewerThan].
func (c *Collection[R]) HasPlace(id string) bool {
	_, ok := c.Position(id)
	return ok
}

// Len returns the number of records.
func (c *Collection[R]) Len() int {
	if c.content == nil {
		return 0
	}
	n := len(c.values) - len(c.removed)
	if c.source != nil {
		n += c.source.Len()
	}
	return n
}

// Newest iterates over all records, newest first.
func (c *Collection[R]) Newest() iter.Seq[R] { return c.Select(nil).Newest() }

// Oldest iterates over all records, oldest first.
func (c *Collection[R]) Oldest() iter.Seq[R] { return c.From(0) }

// From iterates over the records at or after a position, oldest first.
func (c *Collection[R]) From(position int) iter.Seq[R] { return c.Select(nil).ascending(position) }

// Position returns the position of an existing or removed record.
func (c *Collection[R]) Position(id string) (int, bool) {
	if c.content == nil {
		return 0, false
	}
	c.indexAppended()
	i, ok := c.index[id]
	if !ok && c.source != nil {
		return c.source.Position(id)
	}
	return i, ok
}

// indexAppended adds the appended records to the index.
func (c *Collection[R]) indexAppended() {
	if c.indexed == c.End() {
		return
	}
	for i, id := range c.trimmed[len(c.trimmed)-max(c.base-c.indexed, 0):] {
		c.enter(id, c.indexed+i)
	}
	for position := max(c.base, c.indexed); position < c.End(); position++ {
		c.enter(c.idOf(c.values[position-c.base]), position)
	}
	c.indexed = c.End()
}

// Put stores a record: a new one at the end, or a changed one at the position of its
// predecessor. Put of a trimmed record does nothing.
func (c *Collection[R]) Put(id string, value R) Undo {
	position, ok := c.Position(id)
	c.own()
	if !ok {
		c.enter(id, c.End())
		c.indexed = c.End() + 1
		return c.append(id, value)
	}
	if position < c.base {
		c.load()
	}
	if position < c.base {
		return Undo{}
	}
	return c.replace(position, value, true)
}

// Append is Put of a record with an ID that the collection has never had. id returns the
// ID of a record. The next use of an ID adds the record to the index, because many
// records are never read by their ID.
func (c *Collection[R]) Append(value R, id func(R) string) Undo {
	c.own()
	c.idOf = id
	return c.append(id(value), value)
}

func (c *Collection[R]) append(id string, value R) Undo {
	position := c.End()
	c.values = append(c.values, value)
	c.change(position, change[R]{after: value, has: true})
	return Undo{of: c, position: position, id: id, added: true}
}

// Remove removes the record with the ID, if there is one.
func (c *Collection[R]) Remove(id string) Undo {
	if _, ok := c.Get(id); !ok {
		return Undo{}
	}
	c.own()
	var none R
	return c.replace(c.index[id], none, false)
}

// replace stores or removes the record at a position.
func (c *Collection[R]) replace(position int, value R, stored bool) Undo {
	change := Undo{of: c, position: position}
	if before, had := c.at(position); had {
		change.before = before
	}
	c.set(position, value, stored)
	return change
}

// Trim removes the oldest records for good while there are more than keep records. It
// calls drop for each of them, which returns the ID. The IDs of the last keep trimmed
// records stay valid arguments of [Selection.OlderThan] and [Selection.NewerThan]. After
// Trim no earlier change can be undone.
func (c *Collection[R]) Trim(keep int, drop func(R) (id string)) {
	var zero R
	if c.Len() <= keep {
		return
	}
	c.load()
	c.own()
	for c.Len() > keep {
		if oldest, ok := c.at(c.base); ok {
			c.trimmed = append(c.trimmed, drop(oldest))
			c.change(c.base, change[R]{before: oldest, had: true})
		}
		delete(c.removed, c.base)
		c.values[0] = zero
		c.values, c.base = c.values[1:], c.base+1
	}
	for len(c.trimmed) > keep {
		delete(c.index, c.trimmed[0])
		c.trimmed = c.trimmed[1:]
	}
	c.indexed = max(c.indexed, c.base-len(c.trimmed))
}

// set stores or removes the record at a position.
func (c *Collection[R]) set(position int, value R, stored bool) {
	before, had := c.at(position)
	if stored {
		c.values[position-c.base] = value
		delete(c.removed, position)
	} else {
		if c.removed == nil {
			c.removed = map[int]bool{}
		}
		var zero R
		c.values[position-c.base], c.removed[position] = zero, true
	}
	c.change(position, change[R]{before, value, had, stored})
}

// change is a change of the record at a position.
type change[R any] struct {
	before, after R
	had, has      bool // whether there is a record before and after
}

func (c *Collection[R]) change(position int, to change[R]) {
	for _, index := range c.byValue {
		index.change(position, to)
	}
	for _, index := range c.byTime {
		index.change(position, to)
	}
}
