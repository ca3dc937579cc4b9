package engine

import "iter"

// Collection holds the records of one kind in the order of their creation. Read a
// collection only inside of [Account.Update]. The records are immutable and may be read
// later.
type Collection[T any] struct {
	values  []*T // nil for removed records, which keep their index for cursors
	index   map[string]int
	removed int // number of removed records
	// changed, if set, is called for every stored record, in the same transaction.
	changed func(tx *Tx, value *T)
}

func newCollection[T any]() *Collection[T] { return &Collection[T]{index: map[string]int{}} }

// Get returns the record with the ID.
func (c *Collection[T]) Get(id string) (*T, bool) {
	i, ok := c.index[id]
	if !ok || c.values[i] == nil {
		return nil, false
	}
	return c.values[i], true
}

// HasPlace reports whether a record with the ID exists or existed. Such an ID is a
// valid argument of OlderThan and NewerThan.
func (c *Collection[T]) HasPlace(id string) bool {
	_, ok := c.index[id]
	return ok
}

// Len returns the number of records.
func (c *Collection[T]) Len() int { return len(c.values) - c.removed }

// Newest iterates over all records, newest first.
func (c *Collection[T]) Newest() iter.Seq[*T] { return c.descending(len(c.values)) }

// OlderThan iterates over the records created before that with the ID, newest first. An
// unknown ID yields no records.
func (c *Collection[T]) OlderThan(id string) iter.Seq[*T] { return c.descending(c.index[id]) }

// Oldest iterates over all records, oldest first.
func (c *Collection[T]) Oldest() iter.Seq[*T] { return c.ascending(0) }

// NewerThan iterates over the records created after that with the ID, oldest first. An
// unknown ID yields no records.
func (c *Collection[T]) NewerThan(id string) iter.Seq[*T] {
	at, ok := c.index[id]
	if !ok {
		at = len(c.values)
	}
	return c.ascending(at + 1)
}

// ascending iterates from index begin, oldest first.
func (c *Collection[T]) ascending(begin int) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := begin; i < len(c.values); i++ {
			if c.values[i] != nil && !yield(c.values[i]) {
				return
			}
		}
	}
}

// descending iterates over the records before index end, newest first.
func (c *Collection[T]) descending(end int) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for i := end - 1; i >= 0; i-- {
			if c.values[i] != nil && !yield(c.values[i]) {
				return
			}
		}
	}
}

// put stores a record: a new one at the end, a changed one at the index of its
// predecessor.
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

// remove removes the record with the ID, if there is one.
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
