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

// Lister is an operation that lists objects of type T. Its methods are thin: they give
// the rows of a list, which does not depend on T, their type.
type Lister[T any] struct {
	Op         *spec.Operation
	Object[*T] // the ID of a row is its cursor
	// ByOffset selects pages by limit and offset instead of cursors.
	ByOffset bool
}

// List fetches one page.
func (l *Lister[T]) List(ctx context.Context, s *Service, args Args, opts []api.RequestOption) (*api.Page[T], error) {
	c, err := s.clientFor(l.Op)
	if err != nil {
		return nil, err
	}
	leaf, err := l.list().fetchPage(ctx, c, args, opts)
	if err != nil {
		return nil, err
	}
	return pageOf[T](leaf), nil
}

func (l *Lister[T]) list() list {
	return list{l.Op, l.ByOffset, func(size int) rows { return &rowsOf[T]{make([]T, 0, size), l.ID} }}
}

// rows are the rows of a page.
type rows interface {
	read(d *wire.Decoder)
	len() int
	id(row int) string
}

type rowsOf[T any] struct {
	all []T
	of  func(*T) string // the ID of a row
}

func (r *rowsOf[T]) read(d *wire.Decoder) {
	wire.ReadRows(&r.all, d, func(row *T, d *wire.Decoder) { any(row).(wire.Reader).DecodeWire(d) })
}

func (r *rowsOf[T]) len() int { return len(r.all) }

func (r *rowsOf[T]) id(row int) string { return r.of(&r.all[row]) }

// pageOf returns a page with the type of its rows.
func pageOf[T any](l *leaf) *api.Page[T] {
	rows := l.rows.(*rowsOf[T]).all
	data := make([]*T, len(rows))
	for i := range rows {
		data[i] = &rows[i]
	}
	page := api.NewPage(data, neighbor[T](l, "starting_after", l.older), neighbor[T](l, "ending_before", l.newer))
	page.HasMore, page.TotalCount = l.hasMore, l.total
	return page
}

// neighbor returns a function that fetches the page at a cursor, or nil without a cursor.
func neighbor[T any](l *leaf, param, cursor string) func(context.Context) (*api.Page[T], error) {
	if cursor == "" {
		return nil
	}
	return func(ctx context.Context) (*api.Page[T], error) {
		next, err := l.at(ctx, param, cursor)
		if err != nil {
			return nil, err
		}
		return pageOf[T](next), nil
	}
}

// envelope is a page on the wire.
type envelope struct {
	Object     string
	HasMore    bool
	TotalCount *int
	NextCursor string // undocumented; followed if a server sends it
	pageMarks
}

// pageMarks are the rows of a page, and the members that all forms of pages share.
type pageMarks struct {
	rows
	isList bool // the page has a list of rows, or null, which some servers write for no rows
	failed bool // the page has "success": false
}

func (m *pageMarks) refused() bool { return m.failed }

// readRows decodes the list of rows.
func (m *pageMarks) readRows(d *wire.Decoder) {
	m.isList = true
	m.rows.read(d)
}

// check returns an error for a page without a list of rows, which has the name, and for a
// row without an ID.
func (m *pageMarks) check(name string) error {
	if !m.isList {
		return fmt.Errorf("the response is not a list: it has no member %q", name)
	}
	for i := range m.len() {
		if m.id(i) == "" {
			return fmt.Errorf("data[%d] has no id", i)
		}
	}
	return nil
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
func (e *envelope) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "object":
			d.Side(&o, 0)
			wire.ReadString(&e.Object, d)
		case "data":
			d.Must(&o, 1)
			e.readRows(d)
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

// list is a Lister without the type of its rows.
type list struct {
	op       *spec.Operation
	byOffset bool
	rows     func(size int) rows // returns no rows, and memory for that many
}

// leaf is a page with its place in the list.
type leaf struct {
	rows
	hasMore      bool
	total        int
	older, newer string // the cursors of the neighboring pages; "" for no such page
	at           fetch
}

// fetch fetches the page at a cursor: param is starting_after or ending_before.
type fetch func(ctx context.Context, param, cursor string) (*leaf, error)

// fetchPage fetches one page.
func (l list) fetchPage(ctx context.Context, c *Client, args Args, opts []api.RequestOption) (*leaf, error) {
	fetch := l.listByCursor
	if l.byOffset {
		fetch = l.listByOffset
	}
	page, err := fetch(ctx, c, args, opts)
	if failed, ok := err.(*api.Error); ok && errors.Is(failed.Err, api.ErrResponseTooLarge) {
		failed.Err = fmt.Errorf("%w: request a smaller limit", failed.Err)
	}
	return page, err
}

func (l list) listByCursor(ctx context.Context, c *Client, args Args, opts []api.RequestOption) (*leaf, error) {
	wire := envelope{pageMarks: pageMarks{rows: l.rows(pageSize(args.Query))}}
	err := c.call(ctx, l.op, args, opts, func(r *transport.Response) error {
		if err := decode(r, &wire); err != nil {
			return err
		}
		return wire.check("data")
	})
	if err != nil {
		return nil, err
	}
	return l.link(&wire, c, args, opts), nil
}

// pageSize returns the number of rows to allocate.
func pageSize(query url.Values) int {
	n, err := strconv.Atoi(query.Get("limit"))
	if err != nil {
		return defaultPage
	}
	return max(1, min(n, maxPage))
}

// leaf returns the page without its neighbors.
func (m *pageMarks) leaf(hasMore bool, total *int) *leaf {
	page := &leaf{rows: m.rows, hasMore: hasMore, total: -1}
	if total != nil {
		page.total = *total
	}
	return page
}

// link adds the neighbors to the page. A page that was fetched from a cursor always has
// the neighbor of that cursor. More rows may follow although the cursor of the next page
// is unknown, so hasMore is not changed.
func (l list) link(wire *envelope, c *Client, args Args, opts []api.RequestOption) *leaf {
	page := wire.leaf(wire.HasMore, wire.TotalCount)
	backwards := args.Query.Get("ending_before") != ""
	newest, oldest := page.cursor(0), page.cursor(page.len()-1)
	switch {
	case backwards && page.hasMore:
		page.older, page.newer = oldest, first(wire.NextCursor, newest)
	case backwards:
		page.older = oldest
	case page.hasMore:
		page.older = first(wire.NextCursor, oldest)
	}
	if args.Query.Get("starting_after") != "" {
		page.newer = newest
	}
	page.at = func(ctx context.Context, param, cursor string) (*leaf, error) {
		return l.fetchPage(ctx, c, args.at(param, cursor), opts)
	}
	return page
}

// cursor returns the ID of a row, or "" for a page without rows.
func (l *leaf) cursor(row int) string {
	if l.len() == 0 {
		return ""
	}
	return l.id(row)
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
