package core

import (
	"context"
	"fmt"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
)

// All iterates over the rows of a list. It fetches a page when its first row is needed.
// From EndingBefore it goes toward newer rows, the nearest first. The iterator can be
// used again, from the start. An error ends it.
func (l *Lister[T]) All(ctx context.Context, s *Service, args Args, opts []api.RequestOption) iter.Seq2[*T, error] {
	backwards := args.Query.Get("ending_before") != ""
	return func(yield func(*T, error) bool) {
		for page, err := range l.Pages(ctx, s, args, opts) {
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Data {
				if backwards {
					i = len(page.Data) - 1 - i
				}
				if !yield(page.Data[i], nil) {
					return
				}
			}
		}
	}
}

// Pages iterates over the pages of a list. It fetches a page on demand, or in advance
// with WithPrefetch. Empty pages are skipped, and a repeated cursor is an error. The
// iterator can be used again, from the start. An error ends it.
func (l *Lister[T]) Pages(ctx context.Context, s *Service, args Args, opts []api.RequestOption) iter.Seq2[*api.Page[T], error] {
	return func(yield func(*api.Page[T], error) bool) {
		l.list().each(ctx, s, args, opts, func(page *leaf, err error) bool {
			if err != nil {
				return yield(nil, err)
			}
			return yield(pageOf[T](page), nil)
		})
	}
}

// each calls yield for the pages of a list, see Pages.
func (l list) each(ctx context.Context, s *Service, args Args, opts []api.RequestOption, yield func(*leaf, error) bool) {
	c, o, err := begin(ctx, s, opts)
	if err != nil {
		yield(nil, InOperation(l.op.Name, err))
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := &walk{operation: l.op.Name, param: "starting_after", seen: map[string]struct{}{}, ahead: o.Prefetch}
	if args.Query.Get("ending_before") != "" {
		w.param = "ending_before"
	}
	page, err := l.fetchPage(ctx, c, args, opts)
	w.run(ctx, cancel, page, err, yield)
}

// begin checks the arguments of an iteration.
func begin(ctx context.Context, s *Service, opts []api.RequestOption) (*Client, *CallOptions, error) {
	if ctx == nil {
		return nil, nil, errNoContext
	}
	o, err := collect(opts)
	if err != nil {
		return nil, nil, err
	}
	if o.Prefetch && o.Response != nil {
		return nil, nil, badParam("WithResponse", "must not be set together with WithPrefetch: the next response would be written to it while this one is read")
	}
	c, err := s.Client()
	return c, o, err
}

// walk is one iteration over a list.
type walk struct {
	operation string
	param     string              // the direction of the iteration
	seen      map[string]struct{} // the cursors that were used
	ahead     bool                // whether the next page is fetched in advance
}

// run yields the page and those that follow it.
func (w *walk) run(ctx context.Context, cancel func(), page *leaf, err error, yield func(*leaf, error) bool) {
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
		var wait func() (*leaf, error)
		if cursor != "" {
			wait = w.fetch(ctx, page, cursor)
		}
		if !yield(page, nil) {
			cancel()
			if wait != nil && w.ahead {
				_, _ = wait() // a page in the background must not outlive the iteration
			}
			return
		}
		if wait == nil {
			return
		}
		page, err = wait()
	}
}

// next returns the cursor of the next page, or "" at the end. It returns an error for a
// repeated cursor, and for a page that reports more rows without a cursor.
func (w *walk) next(page *leaf) (string, error) {
	if !page.hasMore {
		return "", nil
	}
	cursor := page.older
	if w.param == "ending_before" {
		cursor = page.newer
	}
	if cursor == "" {
		return "", fmt.Errorf("%w: a page without rows reports that more follow", api.ErrPageLoop)
	}
	if _, ok := w.seen[cursor]; ok {
		return "", fmt.Errorf("%w: the cursor %s was returned twice", api.ErrPageLoop, quote.Short(cursor))
	}
	w.seen[cursor] = struct{}{}
	return cursor, nil
}

// fetch returns a function that returns the page at the cursor. With prefetch the request
// starts immediately in the background, otherwise when the function is called.
func (w *walk) fetch(ctx context.Context, page *leaf, cursor string) func() (*leaf, error) {
	from := page.at
	if !w.ahead {
		return func() (*leaf, error) { return from(ctx, w.param, cursor) }
	}
	type result struct {
		page     *leaf
		err      error
		panicked any
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			r.panicked = recover() // of a function of the caller, such as a key source
			done <- r
		}()
		r.page, r.err = from(ctx, w.param, cursor)
	}()
	return func() (*leaf, error) {
		r := <-done
		if r.panicked != nil {
			panic(r.panicked) // in the goroutine of the caller, which can recover it
		}
		return r.page, r.err
	}
}
