package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// ErrNoMorePages says that a page has no neighbor on that side.
var ErrNoMorePages = errors.New("stateset: no more pages")

// ErrPageLoop says that a server's pages would never end: one leads back to a page
// that was there before, or has no rows but says that more follow.
var ErrPageLoop = errors.New("stateset: pages do not end")

// Page is one page of a list, newest first.
type Page[T any] struct {
	Data       []*T
	HasMore    bool // whether rows follow in the direction of the request
	TotalCount int  // of the rows that the filters select; -1 when the server does not say

	next, prev func(context.Context) (*Page[T], error)
}

// NewPage returns a page of the rows, with the functions that fetch its neighbors; nil
// for a neighbor that does not exist. HasMore is true when next is not nil, and
// TotalCount is -1; both may be changed. Tests use NewPage to fake a list.
func NewPage[T any](data []*T, next, prev func(context.Context) (*Page[T], error)) *Page[T] {
	return &Page[T]{Data: data, HasMore: next != nil, TotalCount: -1, next: next, prev: prev}
}

// Format prints the rows and the numbers for every verb.
func (p Page[T]) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "{Data:%v HasMore:%t TotalCount:%d}", p.Data, p.HasMore, p.TotalCount)
}

// Next fetches the page after this one, that of older rows. Without one it returns
// [ErrNoMorePages].
func (p *Page[T]) Next(ctx context.Context) (*Page[T], error) {
	if p == nil {
		return nil, errNilPage
	}
	return fetchPage(ctx, p.next)
}

// Prev fetches the page before this one, that of newer rows. Without one it returns
// [ErrNoMorePages].
func (p *Page[T]) Prev(ctx context.Context) (*Page[T], error) {
	if p == nil {
		return nil, errNilPage
	}
	return fetchPage(ctx, p.prev)
}

func fetchPage[T any](ctx context.Context, fetch func(context.Context) (*Page[T], error)) (*Page[T], error) {
	if fetch == nil {
		return nil, ErrNoMorePages
	}
	return fetch(ctx)
}

// errNilPage is the error of a method of a nil Page.
var errNilPage = fmt.Errorf("%w: the page is nil", ErrNoMorePages)

// ErrTooMany says that a list has more rows than [Collect] was allowed to take.
var ErrTooMany = errors.New("stateset: more rows than the maximum")

// Collect takes the rows of a list into a slice, at most max of them. When there
// are more it returns those max rows and [ErrTooMany]; on an error, the rows before
// it. A max below one takes nothing.
func Collect[T any](seq iter.Seq2[*T, error], max int) ([]*T, error) {
	var rows []*T
	for row, err := range seq {
		if err != nil {
			return rows, err
		}
		if len(rows) >= max {
			return rows, ErrTooMany
		}
		rows = append(rows, row)
	}
	return rows, nil
}
