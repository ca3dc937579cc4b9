package core

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
)

// Lister is an operation that lists objects of type T.
type Lister[T any] struct {
	Op        *spec.Operation
	Object[T] // the ID of a row is its cursor
	// ByOffset selects pages by limit and offset instead of cursors.
	ByOffset bool
}

// envelope is a page on the wire.
type envelope[W any] struct {
	Object     string
	Data       []W
	HasMore    bool
	TotalCount *int
	NextCursor string // undocumented; followed if a server sends it
	pageMarks
}

// pageMarks are the members of a page other than its rows.
type pageMarks struct {
	isList bool // the page has a list of rows, or null, which some servers write for no rows
	failed bool // the page has "success": false
}

func (m *pageMarks) refused() bool { return m.failed }

// readRows decodes the list of rows.
func readRows[W any](rows *[]W, m *pageMarks, d *wire.Decoder) {
	m.isList = true
	wire.ReadRows(rows, d, func(row *W, d *wire.Decoder) { any(row).(wire.Reader).DecodeWire(d) })
}

// readOther decodes an undocumented member of a page.
func (m *pageMarks) readOther(d *wire.Decoder, o *wire.Object) {
	if string(d.Key(o)) != "success" {
		d.Unknown(o)
		return
	}
	succeeded := true
	d.Side(o, 63)
	wire.ReadBool(&succeeded, d)
	m.failed = !succeeded
}

// DecodeWire decodes a page.
func (e *envelope[W]) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "object":
			d.Side(&o, 0)
			wire.ReadString(&e.Object, d)
		case "data":
			d.Must(&o, 1)
			readRows(&e.Data, &e.pageMarks, d)
		case "has_more":
			d.Must(&o, 2)
			wire.ReadBool(&e.HasMore, d)
		case "total_count":
			d.Side(&o, 3)
			wire.ReadPointer(&e.TotalCount, d, wire.ReadInt)
		case "next_cursor":
			d.Side(&o, 4)
			wire.ReadString(&e.NextCursor, d)
		default:
			e.readOther(d, &o)
		}
	}
}

// Query encodes the fields of a params struct. check rejects invalid values. Nil params
// select everything.
func Query(params any, check func(*Check)) (url.Values, error) {
	if v := reflect.ValueOf(params); v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, nil
	}
	var c Check
	check(&c)
	if err := c.Err(); err != nil {
		return nil, err
	}
	values, err := query.Values(params)
	if err != nil {
		return nil, badParam("params", strings.TrimPrefix(err.Error(), "stateset: "))
	}
	return values, nil
}

// defaultPage and maxPage are the API's page sizes.
const (
	defaultPage = 10
	maxPage     = 100
)

// List fetches one page.
func (l *Lister[T]) List(ctx context.Context, s *Service, args Args, opts []api.RequestOption) (*api.Page[T], error) {
	c, err := s.clientFor(l.Op)
	if err != nil {
		return nil, err
	}
	leaf, err := l.fetchPage(ctx, c, args, opts)
	if err != nil {
		return nil, err
	}
	return leaf.Page, nil
}

// leaf is a page with its place in the list.
type leaf[T any] struct {
	*api.Page[T]
	older, newer string // the cursors of the neighboring pages; "" for no such page
	at           fetch[T]
}

// fetch fetches the page at a cursor: param is starting_after or ending_before.
type fetch[T any] func(ctx context.Context, param, cursor string) (*leaf[T], error)

// newLeaf adds the neighbors to a page. More rows may follow although the cursor of the
// next page is unknown, so HasMore is not changed.
func newLeaf[T any](page *api.Page[T], older, newer string, at fetch[T]) *leaf[T] {
	neighbor := func(param, cursor string) func(context.Context) (*api.Page[T], error) {
		if cursor == "" {
			return nil
		}
		return func(ctx context.Context) (*api.Page[T], error) {
			next, err := at(ctx, param, cursor)
			if err != nil {
				return nil, err
			}
			return next.Page, nil
		}
	}
	linked := api.NewPage(page.Data, neighbor("starting_after", older), neighbor("ending_before", newer))
	linked.HasMore, linked.TotalCount = page.HasMore, page.TotalCount
	return &leaf[T]{linked, older, newer, at}
}

// fetchPage fetches one page.
func (l *Lister[T]) fetchPage(ctx context.Context, c *Client, args Args, opts []api.RequestOption) (*leaf[T], error) {
	fetch := l.listByCursor
	if l.ByOffset {
		fetch = l.listByOffset
	}
	page, err := fetch(ctx, c, args, opts)
	if failed, ok := err.(*api.Error); ok && errors.Is(failed.Err, api.ErrResponseTooLarge) {
		failed.Err = fmt.Errorf("%w: request a smaller limit", failed.Err)
	}
	return page, err
}

func (l *Lister[T]) listByCursor(ctx context.Context, c *Client, args Args, opts []api.RequestOption) (*leaf[T], error) {
	wire := envelope[T]{Data: make([]T, 0, pageSize(args.Query))}
	var page *api.Page[T]
	err := c.call(ctx, l.Op, args, opts, func(r *transport.Response) (err error) {
		if err = decode(r, &wire); err != nil {
			return err
		}
		if !wire.isList {
			return errors.New("the response is not a list: it has no member \"data\"")
		}
		page, err = l.page(&wire)
		return err
	})
	if err != nil {
		return nil, err
	}
	return l.link(page, c, args, opts, wire.NextCursor), nil
}

// pageSize returns the number of rows to allocate.
func pageSize(query url.Values) int {
	n, err := strconv.Atoi(query.Get("limit"))
	if err != nil {
		return defaultPage
	}
	return max(1, min(n, maxPage))
}

func (l *Lister[T]) page(wire *envelope[T]) (*api.Page[T], error) {
	page := &api.Page[T]{Data: make([]*T, len(wire.Data)), HasMore: wire.HasMore, TotalCount: -1}
	if wire.TotalCount != nil {
		page.TotalCount = *wire.TotalCount
	}
	for i := range wire.Data {
		row := &wire.Data[i]
		if l.ID(row) == "" {
			return nil, fmt.Errorf("data[%d] has no id", i)
		}
		page.Data[i] = row
	}
	return page, nil
}

// link adds the neighbors to the page. A page that was fetched from a cursor always has
// the neighbor of that cursor. next is the server's cursor of the next page.
func (l *Lister[T]) link(page *api.Page[T], c *Client, args Args, opts []api.RequestOption, next string) *leaf[T] {
	backwards := args.Query.Get("ending_before") != ""
	newest, oldest := l.rowID(page, 0), l.rowID(page, len(page.Data)-1)
	older, newer := "", ""
	switch {
	case backwards && page.HasMore:
		older, newer = oldest, first(next, newest)
	case backwards:
		older = oldest
	case page.HasMore:
		older = first(next, oldest)
	}
	if args.Query.Get("starting_after") != "" {
		newer = newest
	}
	return newLeaf(page, older, newer, func(ctx context.Context, param, cursor string) (*leaf[T], error) {
		return l.fetchPage(ctx, c, args.at(param, cursor), opts)
	})
}

func (l *Lister[T]) rowID(page *api.Page[T], i int) string {
	if len(page.Data) == 0 {
		return ""
	}
	return l.ID(page.Data[i])
}

// at returns the arguments for another cursor. The query is copied, because several
// goroutines may fetch pages.
func (a Args) at(name, id string) Args {
	q := url.Values{}
	for key, values := range a.Query {
		if key != "starting_after" && key != "ending_before" {
			q[key] = values
		}
	}
	q.Set(name, id)
	a.Query = q
	return a
}
