// Package records stores the records of one kind in the order of their creation, and
// selects among them. The cost of a page does not depend on the number of records,
// except for the filters that have no index.
//
// In reading order:
//
//	collection.go  Collection: records and their changes
//	undo.go        Undo: reverts a change
//	source.go      Source: makes the first records when one of them is needed
//	saved.go       Saved: the content of a collection as data
//	filter.go      Filter: the conditions of a list
//	positions.go   sets of positions
//	index.go       indices by value and by time
//	selection.go   Selection: the records that a filter selects
package records
