package engine

import "iter"

// Collection holds the records of one kind in the order of their creation. It may
// be read inside of [Account.Update] only; the records themselves are immutable
// and may be read later too.
type Collection[T any] struct {
	values  []*T // nil where one was removed: its place stays, for cursors
	index   map[string]int
	removed int // how many were removed
	// changed, unless nil, is told of every record that was stored, in its transaction.
	changed func(tx *Tx, value *T)
}

func newCollection[T any]() *Collection[T] { return &Collection[T]{index: map[string]int{}} }

// Get returns the record of that id.
func (c *Collection[T]) Get(id string) (*T, bool) {
	i, ok := c.index[id]
	if !ok || c.values[i] == nil {
		return nil, false
	}
	return c.values[i], true
}

// HasPlace reports whether there is or was a record of that id, from whose place
// OlderThan and NewerThan can walk.
func (c *Collection[T]) HasPlace(id string) bool {
	_, ok := c.index[id]
	return ok
}

// Len is the number of records.
func (c *Collection[T]) Len() int { return len(c.values) - c.removed }

// Newest walks all records, newest first.
func (c *Collection[T]) Newest() iter.Seq[*T] { return c.descending(len(c.values)) }

// OlderThan walks the records that were created before that of id, newest first.
// Without such a record it walks nothing.
func (c *Collection[T]) OlderThan(id string) iter.Seq[*T] { return c.descending(c.index[id]) }

// Oldest walks all records, oldest first.
func (c *Collection[T]) Oldest() iter.Seq[*T] { return c.ascending(0) }

// NewerThan walks the records that were created after that of id, oldest first.
// Without such a record it walks nothing.
func (c *Collection[T]) NewerThan(id string) iter.Seq[*T] {
	at, ok := c.index[id]
	if !ok {
		at = len(c.values)
	}
	return c.ascending(at + 1)
}

// ascending walks the records from the place begin on, oldest first.
func (c *Collection[T]) ascending(begin int) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := begin; i < len(c.values); i++ {
			if c.values[i] != nil && !yield(c.values[i]) {
				return
			}
		}
	}
}

// descending walks the records before the place end, newest first.
func (c *Collection[T]) descending(end int) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := end - 1; i >= 0; i-- {
			if c.values[i] != nil && !yield(c.values[i]) {
				return
			}
		}
	}
}

// put stores the record of that id: a new one at the end, a changed one in the
// place of its predecessor.
func put[T any](tx *Tx, c *Collection[T], id string, value *T) {
	store(tx, c, id, value)
	if c.changed != nil {
		c.changed(tx, value)
	}
}

func store[T any](tx *Tx, c *Collection[T], id string, value *T) {
	if i, ok := c.index[id]; ok {
		before := c.values[i]
		c.values[i] = value
		tx.undo = append(tx.undo, func() { c.values[i] = before })
		return
	}
	c.index[id] = len(c.values)
	c.values = append(c.values, value)
	tx.undo = append(tx.undo, func() {
		last := len(c.values) - 1
		delete(c.index, id)
		c.values[last] = nil
		c.values = c.values[:last]
	})
}

// remove takes the record of that id away; without one it does nothing.
func remove[T any](tx *Tx, c *Collection[T], id string) {
	before, ok := c.Get(id)
	if !ok {
		return
	}
	i := c.index[id]
	c.values[i] = nil
	c.removed++
	tx.undo = append(tx.undo, func() {
		c.values[i] = before
		c.removed--
	})
}
