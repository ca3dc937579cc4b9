package core

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
)

// A list with offsets has the same pages and iterators as a list with cursors: its
// cursors are offsets. If rows are added at the beginning, offsets shift and a row may
// appear twice. A list in ascending order does not shift.

// offsetEnvelope is a page with offsets on the wire. There is one such list, and it calls
// its rows transactions.
type offsetEnvelope[W any] struct {
	Rows       []W
	Pagination pagination
	pageMarks
}

type pagination struct {
	Total   *int
	Limit   int
	Offset  *int
	HasMore bool
}

// DecodeWire decodes a page.
func (e *offsetEnvelope[W]) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "transactions":
			d.Must(&o, 0)
			readRows(&e.Rows, &e.pageMarks, d)
		case "pagination":
			d.Must(&o, 1)
			e.Pagination.DecodeWire(d)
		default:
			e.readOther(d, &o)
		}
	}
}

// DecodeWire decodes the position of a page.
func (p *pagination) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "total":
			d.Side(&o, 0)
			wire.ReadPointer(&p.Total, d, wire.ReadInt)
		case "limit":
			d.Side(&o, 1)
			wire.ReadInt(&p.Limit, d)
		case "offset":
			d.Must(&o, 2)
			wire.ReadPointer(&p.Offset, d, wire.ReadInt)
		case "has_more":
			d.Must(&o, 3)
			wire.ReadBool(&p.HasMore, d)
		default:
			d.Unknown(&o)
		}
	}
}

// defaultOffsetPage is the default page size of lists with offsets.
const defaultOffsetPage = 20

func (l *Lister[T]) listByOffset(ctx context.Context, c *Client, args Args, opts []api.RequestOption) (*leaf[T], error) {
	offset, _ := strconv.Atoi(args.Query.Get("offset"))
	var read offsetEnvelope[T]
	var page *api.Page[T]
	err := c.call(ctx, l.Op, args, opts, func(r *transport.Response) (err error) {
		if err = decode(r, &read); err != nil {
			return err
		}
		if !read.isList {
			return errors.New("the response is not a list: it has no member \"transactions\"")
		}
		at := read.Pagination.Offset
		if at != nil && *at != offset {
			return fmt.Errorf("%w: requested offset %d, got %d", api.ErrPageLoop, offset, *at)
		}
		page, err = l.page(&envelope[T]{Data: read.Rows, HasMore: read.Pagination.HasMore, TotalCount: read.Pagination.Total})
		return err
	})
	if err != nil {
		return nil, err
	}
	return l.linkByOffset(page, c, args, opts, offset, read.Pagination.Limit), nil
}

// linkByOffset adds the neighbors to the page. The previous page ends where this page
// begins, so near the start of the list it is shorter.
func (l *Lister[T]) linkByOffset(page *api.Page[T], c *Client, args Args, opts []api.RequestOption, at, size int) *leaf[T] {
	older, newer := "", ""
	if args.pageSize == 0 {
		args.pageSize = firstPositive(limitOf(args.Query), size, defaultOffsetPage)
	}
	if page.HasMore && len(page.Data) > 0 {
		older = strconv.Itoa(at + len(page.Data))
	}
	end := at
	if page.TotalCount >= 0 {
		end = min(at, page.TotalCount) // beyond the end, the previous page is the last one
	}
	if end > 0 {
		newer = strconv.Itoa(max(0, end-args.pageSize))
	}
	return newLeaf(page, older, newer, func(ctx context.Context, param, cursor string) (*leaf[T], error) {
		if param == "ending_before" {
			return l.fetchBefore(ctx, c, args, opts, end)
		}
		begin, _ := strconv.Atoi(cursor)
		return l.fetchPage(ctx, c, args.rows(begin, args.pageSize), opts)
	})
}

// fetchBefore fetches the page that ends at a row. A server may return a shorter page
// because of its size in bytes. Then the same number of rows directly before that row is
// requested.
func (l *Lister[T]) fetchBefore(ctx context.Context, c *Client, args Args, opts []api.RequestOption, end int) (*leaf[T], error) {
	for size := min(args.pageSize, end); ; {
		page, err := l.fetchPage(ctx, c, args.rows(end-size, size), opts)
		if err != nil {
			return nil, err
		}
		came := len(page.Data)
		if came == 0 || came >= size || !page.HasMore {
			return page, nil
		}
		size = came
	}
}

// rows returns the arguments for another range of rows. The query is copied, because
// several goroutines may fetch pages.
func (a Args) rows(begin, size int) Args {
	query := maps.Clone(a.Query)
	if query == nil {
		query = url.Values{}
	}
	query.Set("offset", strconv.Itoa(begin))
	query.Set("limit", strconv.Itoa(size))
	a.Query = query
	return a
}

func limitOf(query url.Values) int {
	n, _ := strconv.Atoi(query.Get("limit"))
	return n
}

func firstPositive(numbers ...int) int {
	for _, n := range numbers {
		if n > 0 {
			return n
		}
	}
	return 0
}
