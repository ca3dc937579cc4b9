package checker

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/conformance"
)

// maxPages is the maximum number of pages that are requested to find the end of a list.
const maxPages = 5

// pages iterates over a list forward and backward, one row at a time, and compares the
// pages of both servers.
func (c *check) pages(ctx context.Context) error {
	if c.row.Spec().Method != http.MethodGet || !strings.Contains(c.row.Answer, "[{") {
		return nil
	}
	want, err := walk(func(query string) (*response, error) {
		return c.reference.send(ctx, c.page(c.ids.reference, query))
	})
	if err != nil {
		return err
	}
	got, err := walk(func(query string) (*response, error) {
		return c.target.send(ctx, c.page(c.ids.target, query))
	})
	if err != nil {
		return c.noResponse(ctx, "pages", err)
	}
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			c.result.differ("pages", Difference{Kind: Pagination, Path: want[i].query, Want: want[i].found, Got: got[i].found})
			return nil // the other pages depend on this one
		}
	}
	return nil
}

func (c *check) page(ids conformance.IDs, query string) request {
	r := c.good(ids)
	r.query = strings.TrimPrefix(r.query+"&"+query, "&")
	return r
}

// page is the content of a page, and its query.
type page struct{ query, found string }

// walk requests pages of one row: the first, the next by cursor and by offset, and the
// previous.
func walk(get func(query string) (*response, error)) (pages []page, err error) {
	var first, second string
	for _, step := range []struct {
		query  string
		cursor *string // the value of the query
		id     *string // receives the ID of the row
	}{
		{"limit=1", nil, &first},
		{"limit=1&starting_after=", &first, &second},
		{"limit=1&ending_before=", &second, nil},
		{"limit=1&offset=1", nil, nil},
	} {
		query := step.query
		if step.cursor != nil {
			if *step.cursor == "" {
				continue
			}
			query += url.QueryEscape(*step.cursor)
		}
		r, err := get(query)
		if err != nil {
			return nil, err
		}
		ids, more := rowsOf(r)
		found := fmt.Sprintf("%d rows, has_more %s", len(ids), jsonType(more))
		switch {
		case r.status >= http.StatusBadRequest:
			found = describeCode(r)
		case len(ids) == 1 && step.id == &first:
			first = ids[0]
			found = fmt.Sprintf("1 row, has_more %v", more) // both servers have further rows, or none
		case len(ids) == 1 && ids[0] == first:
			found += ", the first row"
		case len(ids) == 1 && ids[0] == second:
			found += ", the second row"
		}
		if step.id == &second && len(ids) == 1 && ids[0] != first {
			second = ids[0]
		}
		pages = append(pages, page{step.query, found})
	}
	last, err := end(get)
	return append(pages, page{"limit=100", last}), err
}

// end follows has_more to the last page of a list, for up to maxPages pages. It reports
// a page without rows after has_more true.
func end(get func(query string) (*response, error)) (found string, err error) {
	query, seen := "", 0
	for range maxPages {
		r, err := get("limit=100" + query)
		if err != nil {
			return "", err
		}
		ids, more := rowsOf(r)
		if seen > 0 && len(ids) == 0 && r.status < http.StatusBadRequest {
			return "has_more true, then a page without rows", nil
		}
		if seen += len(ids); more != true || len(ids) == 0 {
			break
		}
		query = "&starting_after=" + url.QueryEscape(ids[len(ids)-1])
		if _, ok := r.value.(map[string]any)["pagination"]; ok { // pages by offset
			query = "&offset=" + strconv.Itoa(seen)
		}
	}
	return "has_more false on the last page", nil
}

func describeCode(r *response) string {
	return fmt.Sprintf("status %d %s", r.status, shown(errorIn(r).code))
}

// rowsOf returns the IDs of the rows of a list, and has_more.
func rowsOf(r *response) (ids []string, more any) {
	members, _ := r.value.(map[string]any)
	for _, name := range sortedNames(members) {
		switch member := members[name].(type) {
		case []any:
			for _, row := range objects(member) {
				id, _ := row["id"].(string)
				ids = append(ids, id)
			}
		case map[string]any: // the pagination of a list of transactions
			if value, ok := member["has_more"]; ok {
				more = value
			}
		}
		if name == "has_more" {
			more = members[name]
		}
	}
	return ids, more
}
