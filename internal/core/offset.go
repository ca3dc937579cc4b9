package core

import (
	"context"
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
type offsetEnvelope struct {
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
func (e *offsetEnvelope) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "transactions":
			d.Must(&o, 0)
			e.readRows(d)
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

func (l list) listByOffset(ctx context.Context, c *Client, args Args, opts []api.RequestOption) (*leaf, error) {
	offset, _ := strconv.Atoi(args.Query.Get("offset"))
	read := offsetEnvelope{pageMarks: pageMarks{rows: l.rows(0)}}
	err := c.call(ctx, l.op, args, opts, func(r *transport.Response) error {
		if err := decode(r, &read); err != nil {
			return err
		}
		if at := read.Pagination.Offset; read.isList && at != nil && *at != offset {
			return fmt.Errorf("%w: requested offset %d, got %d", api.ErrPageLoop, offset, *at)
		}
		return read.check("transactions")
	})
	if err != nil {
		return nil, err
	}
	return l.linkByOffset(&read, c, args, opts, offset), nil
}

// linkByOffset adds the neighbors to the page. The previous page ends where this page
// begins, so near the start of the list it is shorter.
func (l list) linkByOffset(wire *offsetEnvelope, c *Client, args Args, opts []api.RequestOption, at int) *leaf {
	page := wire.leaf(wire.Pagination.HasMore, wire.Pagination.Total)
	if args.pageSize == 0 {
		args.pageSize = firstPositive(limitOf(args.Query), wire.Pagination.Limit, defaultOffsetPage)
	}
	if page.hasMore && page.len() > 0 {
		page.older = strconv.Itoa(at + page.len())
	}
	end := at
	if page.total >= 0 {
		end = min(at, page.total) // beyond the end, the previous page is the last one
	}
	if end > 0 {
		page.newer = strconv.Itoa(max(0, end-args.pageSize))
	}
	page.at = func(ctx context.Context, param, cursor string) (*leaf, error) {
		if param == "ending_before" {
			return l.fetchBefore(ctx, c, args, opts, end)
		}
		begin, _ := strconv.Atoi(cursor)
		return l.fetchPage(ctx, c, args.rows(begin, args.pageSize), opts)
	}
	return page
}

// fetchBefore fetches the page that ends at a row. A server may return a shorter page
// because of its size in bytes. Then the same number of rows directly before that row is
// requested.
func (l list) fetchBefore(ctx context.Context, c *Client, args Args, opts []api.RequestOption, end int) (*leaf, error) {
	for size := min(args.pageSize, end); ; {
		page, err := l.fetchPage(ctx, c, args.rows(end-size, size), opts)
		if err != nil {
			return nil, err
		}
		came := page.len()
		if came == 0 || came >= size || !page.hasMore {
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
