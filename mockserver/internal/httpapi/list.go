package httpapi

import (
	"bytes"
	"iter"
	"net/http"
	"slices"
	"strconv"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
)

// selection is one page of a collection. R is a pointer to a record here and below, so all
// lists share their code.
type selection[R any] struct {
	objects []R  // from the cursor on
	back    bool // the objects are from older to newer
	more    bool // more objects follow in the direction of the page
	total   int  // number of selected objects in the collection
}

// selectPage returns a page. The cursor may be any object of the collection, even one
// that the filter excludes.
func selectPage[R any](c *records.Collection[R], page input.Page, filter records.Filter[R]) (selection[R], error) {
	found := c.Select(filter)
	walk, back, err := direction(c, found, page)
	if err != nil {
		return selection[R]{}, err
	}
	s := selection[R]{back: back, total: found.Total()}
	for object := range walk {
		if len(s.objects) == page.Limit {
			s.more = true
			break
		}
		s.objects = append(s.objects, object)
	}
	return s, nil
}

// direction returns the iterator for a page. back means from older to newer. Deleted
// objects are valid cursors.
func direction[R any](c *records.Collection[R], found *records.Selection[R], page input.Page) (walk iter.Seq[R], back bool, err error) {
	for name, id := range map[string]string{"starting_after": page.StartingAfter, "ending_before": page.EndingBefore} {
		if id != "" && !c.HasPlace(id) {
			return nil, false, input.Invalid(name, "must be the id of an object of this list: there is no %s in it", input.Quote(id))
		}
	}
	switch {
	case page.StartingAfter != "":
		return found.OlderThan(page.StartingAfter), false, nil
	case page.EndingBefore != "":
		return found.NewerThan(page.EndingBefore), true, nil
	}
	return found.Newest(), false, nil
}

// list returns an operation that lists a collection. read reads the parameters of
// this list only.
func list[R any](kind string, collection func(*engine.Tx) *records.Collection[R], read func(*input.Query) records.Filter[R]) operation {
	return operation{parameters: listing(kind, read), kind: kind, handle: func(c *call) (answer, error) {
		page := c.query.Page()
		filter := read(c.query)
		want := c.expansions(kind, true)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		var body []byte
		err := c.execute(func(tx *engine.Tx) error {
			found, err := selectPage(collection(tx), page, filter)
			if err != nil {
				return err
			}
			body, err = encodePage(newRenderer(tx), found, kind, want, c.canonicalPath())
			return err
		})
		return answer{http.StatusOK, body}, err
	}}
}

// listing describes the query of a list.
func listing[F any](kind string, read func(*input.Query) F) func() []input.Parameter {
	return func() []input.Parameter {
		return input.DescribeQuery(func(q *input.Query) F {
			q.Page()
			expansions(q, kind, true)
			return read(q)
		})
	}
}

func encodePage[R any](r *renderer, s selection[R], kind string, want tree, url string) ([]byte, error) {
	rows, err := encodeRows(s.objects, func(object R) ([]byte, error) { return r.render(object, kind, want) })
	if err != nil {
		return nil, err
	}
	more := s.more || len(rows) < len(s.objects)
	if s.back {
		slices.Reverse(rows)
	}
	out := []byte(`{"object":"list","data":[`)
	out = append(out, bytes.Join(rows, []byte{','})...)
	out = append(out, `],"has_more":`...)
	out = strconv.AppendBool(out, more)
	out = append(out, `,"url":`...)
	out = strconv.AppendQuote(out, url)
	out = append(out, `,"total_count":`...)
	out = strconv.AppendInt(out, int64(s.total), 10)
	return append(out, '}'), nil
}

const (
	// maxPageBytes bounds the body of a page.
	maxPageBytes = 4 << 20
	// pageFrame is more than the bytes of a page beside its objects.
	pageFrame = 1 << 10
)

// encodeRows encodes objects until the page is full. It encodes at least one, so that
// every page makes progress.
func encodeRows[R any](objects []R, encode func(R) ([]byte, error)) ([][]byte, error) {
	var rows [][]byte
	size := pageFrame
	for _, object := range objects {
		row, err := encode(object)
		if err != nil {
			return nil, err
		}
		if size += len(row) + 1; size > maxPageBytes && len(rows) > 0 {
			break
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// listOf returns an operation that lists a collection of another object, and converts
// its records.
func listOf[R, V any](find func(*call, *engine.Tx) (*records.Collection[R], error), read func(*input.Query) records.Filter[R], view func(*engine.Tx, R) V) operation {
	return operation{parameters: listing(kindPlain, read), handle: func(c *call) (answer, error) {
		page := c.query.Page()
		filter := read(c.query)
		want := c.expansions(kindPlain, true)
		if err := c.query.Err(); err != nil {
			return answer{}, err
		}
		var body []byte
		err := c.execute(func(tx *engine.Tx) error {
			rows, err := find(c, tx)
			if err != nil {
				return err
			}
			found, err := selectPage(rows, page, filter)
			if err != nil {
				return err
			}
			shown := selection[V]{back: found.back, more: found.more, total: found.total}
			for _, row := range found.objects {
				shown.objects = append(shown.objects, view(tx, row))
			}
			body, err = encodePage(newRenderer(tx), shown, kindPlain, want, c.canonicalPath())
			return err
		})
		return answer{http.StatusOK, body}, err
	}}
}
