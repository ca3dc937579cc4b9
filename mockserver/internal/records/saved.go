package records

import (
	"fmt"
	"maps"
	"sort"
)

// Saved is the content of a collection as data, for snapshots. The indices are not part
// of it, because they are built on first use. T is a pointer, as the records are.
type Saved[T any] struct {
	Base    int        // the position of the first record
	Records []Entry[T] // by position
	Past    []Place    // of records before Base whose IDs are still known
}

// Entry is a record and its ID.
type Entry[T any] struct {
	ID    string
	Value T // nil: the record was removed
}

// Place is the position of a record that was trimmed, or removed before.
type Place struct {
	ID       string
	Position int
	Removed  bool
}

// Save returns the content of a collection, with its records converted.
func Save[R, T any](c *Collection[R], convert func(R) T) (s Saved[T]) {
	if c.content == nil {
		return s
	}
	c.indexAppended()
	if c.source != nil { // the collection goes on without its records
		c = c.loaded()
	}
	trimmed := map[string]bool{}
	for _, id := range c.trimmed {
		trimmed[id] = true
	}
	s.Base, s.Records = c.base, make([]Entry[T], len(c.values))
	for id, position := range c.index {
		if position < c.base {
			s.Past = append(s.Past, Place{id, position, !trimmed[id]})
			continue
		}
		entry := &s.Records[position-c.base]
		if entry.ID = id; !c.removed[position] {
			entry.Value = convert(c.values[position-c.base])
		}
	}
	sort.Slice(s.Past, func(a, b int) bool { return s.Past[a].Position < s.Past[b].Position })
	return s
}

// loaded returns a collection with the same records that needs no source.
func (c *Collection[R]) loaded() *Collection[R] {
	same := &Collection[R]{&content[R]{
		values: c.values, base: c.base, source: c.source,
		index: maps.Clone(c.index), indexed: c.indexed, removed: maps.Clone(c.removed),
	}}
	same.load()
	return same
}

// Load returns a collection with the content, with its records converted back.
func Load[T, R any](s Saved[T], convert func(T) R) (c Collection[R], err error) {
	if s.Base == 0 && len(s.Records) == 0 {
		return c, nil
	}
	c.content = &content[R]{base: s.Base, index: make(map[string]int, len(s.Records)+len(s.Past))}
	for _, place := range s.Past {
		c.index[place.ID] = place.Position
		if !place.Removed {
			c.trimmed = append(c.trimmed, place.ID)
		}
	}
	for i, entry := range s.Records {
		position := s.Base + i
		c.index[entry.ID] = position
		var value R
		if any(entry.Value) != any(*new(T)) {
			value = convert(entry.Value)
		} else {
			if c.removed == nil {
				c.removed = map[int]bool{}
			}
			c.removed[position] = true
		}
		c.values = append(c.values, value)
	}
	c.indexed = c.End()
	if len(c.index) != len(s.Records)+len(s.Past) {
		return c, fmt.Errorf("records: an ID appears twice")
	}
	return c, nil
}
