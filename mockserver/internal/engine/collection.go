package engine

import (
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/orders"
)

// Collection holds the records of one kind. Read a collection only inside of
// [Account.Update]. The records are immutable and may be read later.
type Collection[T any] = records.Collection[*T]

// put stores a new or changed record.
func put[R any](tx *Tx, c *records.Collection[R], id string, value R) {
	tx.undo = append(tx.undo, c.Put(id, value))
	if order, ok := any(value).(*orders.Order); ok {
		tx.followOrder(order)
	}
}

// add is put of a record with an ID that was drawn for it, and that few readers use. id
// returns the ID of a record.
func add[R any](tx *Tx, c *records.Collection[R], value R, id func(R) string) {
	tx.undo = append(tx.undo, c.Append(value, id))
}

// remove removes the record with the ID, if there is one.
func remove[R any](tx *Tx, c *records.Collection[R], id string) {
	tx.undo = append(tx.undo, c.Remove(id))
}
