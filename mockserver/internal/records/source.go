package records

// Source makes the first records of a collection.
type Source[R any] interface {
	// Len returns the number of records.
	Len() int
	// Position returns the position of the record with the ID.
	Position(id string) (int, bool)
	// Records returns the IDs and the records by position.
	Records() ([]string, []R)
}

// Defer returns a collection with the records of a source, which makes them when one of
// them is needed.
func Defer[R any](source Source[R]) Collection[R] {
	return Collection[R]{&content[R]{source: source, base: source.Len(), indexed: source.Len()}}
}

// load makes the records of the source.
func (c *Collection[R]) load() {
	if c.content == nil || c.source == nil {
		return
	}
	ids, values := c.source.Records()
	c.source, c.base, c.values = nil, 0, append(values, c.values...)
	for position, id := range ids {
		c.enter(id, position)
	}
}

// enter stores the position of an ID.
func (c *Collection[R]) enter(id string, position int) {
	if c.index == nil {
		c.index = map[string]int{}
	}
	c.index[id] = position
}
