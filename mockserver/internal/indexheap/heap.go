// Package indexheap is a priority queue whose elements store their index. The owner can
// therefore move or remove any element in logarithmic time.
package indexheap

import "container/heap"

// Element is what a Heap holds. Before orders the elements. Index returns where the
// element stores its index, which is NotQueued outside of a heap.
type Element[E any] interface {
	Before(E) bool
	Index() *int
}

// NotQueued is the index of an element that no heap holds.
const NotQueued = -1

// Heap holds the first element at index 0. The zero value is empty. A Heap is not safe
// for concurrent use.
type Heap[E Element[E]] []E

// Push adds an element.
func (h *Heap[E]) Push(e E) { heap.Push((*order[E])(h), e) }

// Pop removes and returns the first element of a heap that is not empty.
func (h *Heap[E]) Pop() E { return heap.Pop((*order[E])(h)).(E) }

// Fix moves a queued element to its place after a change of its order.
func (h *Heap[E]) Fix(e E) { heap.Fix((*order[E])(h), *e.Index()) }

// Remove removes a queued element.
func (h *Heap[E]) Remove(e E) { heap.Remove((*order[E])(h), *e.Index()) }

// order implements [heap.Interface].
type order[E Element[E]] []E

func (o order[E]) Len() int           { return len(o) }
func (o order[E]) Less(i, j int) bool { return o[i].Before(o[j]) }

func (o order[E]) Swap(i, j int) {
	o[i], o[j] = o[j], o[i]
	*o[i].Index(), *o[j].Index() = i, j
}

func (o *order[E]) Push(x any) {
	e := x.(E)
	*e.Index() = len(*o)
	*o = append(*o, e)
}

func (o *order[E]) Pop() any {
	last := len(*o) - 1
	e := (*o)[last]
	clear((*o)[last:])
	*o = (*o)[:last]
	*e.Index() = NotQueued
	return e
}
