package records

// Undo reverts one change of a collection. It is a value, so that a transaction can list
// its changes without an allocation for each.
type Undo struct {
	of       undoer
	position int
	id       string // of an added record
	added    bool
	before   any // the record before the change, or nil
}

type undoer interface{ undo(Undo) }

// UndoFunc returns an Undo that calls fn.
func UndoFunc(fn func()) Undo { return Undo{of: undoFunc(fn)} }

type undoFunc func()

func (f undoFunc) undo(Undo) { f() }

// Run reverts the change. Changes must be reverted in reverse order.
func (u Undo) Run() {
	if u.of != nil {
		u.of.undo(u)
	}
}

func (c *Collection[R]) undo(u Undo) {
	before, had := u.before.(R)
	c.set(u.position, before, had)
	if u.added {
		delete(c.removed, u.position)
		c.values = c.values[:len(c.values)-1]
		delete(c.index, u.id)
		c.indexed = min(c.indexed, u.position)
	}
}
