package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// ErrNoMorePages reports that there is no next or previous page.
var ErrNoMorePages = errors.New("stateset: no more pages")

// ErrPageLoop reports that the pages of a server would never end: a page leads back to an
// earlier page, or has no rows but reports that more follow.
var ErrPageLoop = errors.New("stateset: pages do not end")

// Page is one page of a list, newest first.
type Page[T any] struct {
	Data       []*T
	HasMore    bool // whether more rows follow in the direction of the request
	TotalCount int  // the number of rows that match the filters; -1 if the server does not report it

	next, prev func(context.Context) (*Page[T], error)
}

// NewPage returns a page of the rows. next and prev fetch the neighboring pages; nil
// means no such page. HasMore is true if next is not nil, and TotalCount is -1. Both may
// be changed. Use NewPage in tests to fake a list.
func NewPage[T any](data []*T, next, prev func(context.Context) (*Page[T], error)) *Page[T] {
	return &Page[T]{Data: data, HasMore: next != nil, TotalCount: -1, next: next, prev: prev}
}

// Format prints the rows and the counts for every verb.
func (p Page[T]) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "{Data:%v HasMore:%t TotalCount:%d}", p.Data, p.HasMore, p.TotalCount)
}

// Next fetches the next page, with older rows. Without a next page it returns
// [ErrNoMorePages].
func (p *Page[T]) Next(ctx context.Context) (*Page[T], error) {
	if p == nil {
		return nil, errNilPage
	}
	return fetchPage(ctx, p.next)
}

// Prev fetches the previous page, with newer rows. Without a previous page it returns
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

// ErrTooMany reports that a list has more rows than the maximum of [Collect].
var ErrTooMany = errors.New("stateset: more rows than the maximum")

// Collect returns the rows of a list as a slice of at most max rows. If the list has more
// rows, it returns max rows and [ErrTooMany]. On an error it returns the rows before the
// error. A max below 1 returns no rows.
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
