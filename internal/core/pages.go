package core

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
)

// All walks the rows of a list, page by page, and asks for a page only when its
// first row is wanted. A walk from EndingBefore goes towards newer rows, the
// nearest first. It can be ranged again, from the start. An error ends it.
func (l *Lister[T]) All(ctx context.Context, s *Service, args Args, opts []api.RequestOption) iter.Seq2[*T, error] {
	backwards := args.Query.Get("ending_before") != ""
	return func(yield func(*T, error) bool) {
		for page, err := range l.Pages(ctx, s, args, opts) {
			if err != nil {
				yield(nil, err)
				return
			}
			rows := page.Data
			if backwards {
				rows = slices.Clone(rows)
				slices.Reverse(rows)
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// Pages walks the pages of a list, and asks for one only when it is wanted, or with
// WithPrefetch while the caller works on the one before. It goes on over empty
// pages, and refuses to walk in a circle. It can be ranged again, from the start.
// An error ends it.
func (l *Lister[T]) Pages(ctx context.Context, s *Service, args Args, opts []api.RequestOption) iter.Seq2[*api.Page[T], error] {
	return func(yield func(*api.Page[T], error) bool) {
		c, o, err := begin(ctx, s, opts)
		if err != nil {
			yield(nil, InOperation(l.Op.Name, err))
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		w := &walk[T]{operation: l.Op.Name, param: "starting_after", seen: map[string]struct{}{}, ahead: o.Prefetch}
		if args.Query.Get("ending_before") != "" {
			w.param = "ending_before"
		}
		page, err := l.fetchPage(ctx, c, args, opts)
		w.run(ctx, cancel, page, err, yield)
	}
}

// begin checks what a walk is called with.
func begin(ctx context.Context, s *Service, opts []api.RequestOption) (*Client, *CallOptions, error) {
	if ctx == nil {
		return nil, nil, errNoContext
	}
	o, err := collect(opts)
	if err != nil {
		return nil, nil, err
	}
	if o.Prefetch && o.Response != nil {
		return nil, nil, badParam("WithResponse", "must not be set together with WithPrefetch: the next answer would be written to it while this one is read")
	}
	c, err := s.Client()
	return c, o, err
}

// walk is one pass over a list.
type walk[T any] struct {
	operation string
	param     string              // the direction
	seen      map[string]struct{} // the cursors that were followed
	ahead     bool                // whether to ask for a page before it is wanted
}

// run yields the page and those that follow it.
func (w *walk[T]) run(ctx context.Context, cancel func(), page *leaf[T], err error, yield func(*api.Page[T], error) bool) {
	for {
		cursor := ""
		if err == nil {
			cursor, err = w.next(page)
			err = InOperation(w.operation, err)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		var wait func() (*leaf[T], error)
		if cursor != "" {
			wait = w.fetch(ctx, page, cursor)
		}
		if !yield(page.Page, nil) {
			cancel()
			if wait != nil && w.ahead {
				_, _ = wait() // a page that was asked for ahead shall not outlive the walk
			}
			return
		}
		if wait == nil {
			return
		}
		page, err = wait()
	}
}

// next is the cursor of the page after this one, empty at the end. A cursor that
// was followed before would lead in a circle, and a page that says that more
// follows but not where, nowhere.
func (w *walk[T]) next(page *leaf[T]) (string, error) {
	if !page.HasMore {
		return "", nil
	}
	cursor := page.older
	if w.param == "ending_before" {
		cursor = page.newer
	}
	if cursor == "" {
		return "", fmt.Errorf("%w: a page without rows says that more follow", api.ErrPageLoop)
	}
	if _, ok := w.seen[cursor]; ok {
		return "", fmt.Errorf("%w: the cursor %s came twice", api.ErrPageLoop, quote.Short(cursor))
	}
	w.seen[cursor] = struct{}{}
	return cursor, nil
}

// fetch gets the page at the cursor when the returned function is called, or, when
// the walk runs ahead, at once in the background.
func (w *walk[T]) fetch(ctx context.Context, page *leaf[T], cursor string) func() (*leaf[T], error) {
	from := page.at
	if !w.ahead {
		return func() (*leaf[T], error) { return from(ctx, w.param, cursor) }
	}
	type result struct {
		page *leaf[T]
		err  error
	}
	done := make(chan result, 1)
	go func() {
		next, err := from(ctx, w.param, cursor)
		done <- result{next, err}
	}()
	return func() (*leaf[T], error) {
		r := <-done
		return r.page, r.err
	}
}
