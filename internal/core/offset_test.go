package core_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/wiretest"
)

var rows = &core.Lister[thing]{
	Op: spec.Lookup("Stablecoin.ListTransactions"), Object: core.Object[*thing]{ID: func(v *thing) string { return v.ID }}, ByOffset: true,
}

// drawer is a list with offsets like that of the API. "t_1" is the newest row.
type drawer struct{ ids []string }

func (d drawer) answer(r *http.Request) (*http.Response, error) {
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil {
		limit = 20
	}
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	begin := min(offset, len(d.ids))
	end := min(begin+limit, len(d.ids))
	return wiretest.Respond(200, pageAt(len(d.ids), limit, offset, end < len(d.ids), d.ids[begin:end]...))(r)
}

func pageAt(total, limit, offset int, more bool, ids ...string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = `{"id":"` + id + `"}`
	}
	return fmt.Sprintf(`{"transactions":[%s],"pagination":{"total":%d,"limit":%d,"offset":%d,"has_more":%t}}`,
		strings.Join(list, ","), total, limit, offset, more)
}

// slot returns the arguments of a list.
func slot(pairs ...string) core.Args {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return core.Args{Query: q}
}

func TestOffsetOnePage(t *testing.T) {
	t.Parallel()
	s := wiretest.New(drawer(newShelf(7)).answer)
	page, err := rows.List(t.Context(), core.NewService(newClient(t, s)), slot("limit", "3", "offset", "2"), nil)
	require.NoError(t, err)
	require.Equal(t, []string{"t_3", "t_4", "t_5"}, ids(page.Data))
	require.True(t, page.HasMore)
	require.Equal(t, 7, page.TotalCount)
	require.Equal(t, "/v1/stablecoin/transactions", s.Only(t).Path)
}

// Next and Prev lead from every page to its neighbors and back to the same rows.
func TestOffsetNextAndPrev(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(drawer(newShelf(7)).answer))
	first, err := rows.List(t.Context(), core.NewService(c), slot("limit", "3", "type", "issue"), nil)
	require.NoError(t, err)
	_, err = first.Prev(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
	second, err := first.Next(t.Context())
	require.NoError(t, err)
	third, err := second.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"t_7"}, ids(third.Data))
	_, err = third.Next(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
	back, err := third.Prev(t.Context())
	require.NoError(t, err)
	require.Equal(t, ids(second.Data), ids(back.Data))
	back, err = back.Prev(t.Context())
	require.NoError(t, err)
	require.Equal(t, ids(first.Data), ids(back.Data))
}

// Going back from the middle, the first page is shorter. The pages after it have the full
// size again.
func TestOffsetPrevNearTheStart(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(drawer(newShelf(9)).answer))
	page, err := rows.List(t.Context(), core.NewService(c), slot("limit", "3", "offset", "2"), nil)
	require.NoError(t, err)
	first, err := page.Prev(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"t_1", "t_2"}, ids(first.Data))
	_, err = first.Prev(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
	again, err := first.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"t_3", "t_4", "t_5"}, ids(again.Data))
}

// A server may return a page below its limit because of its size in bytes. No row is
// skipped or repeated.
func TestOffsetPagesThatEndEarly(t *testing.T) {
	t.Parallel()
	shelf := newShelf(23)
	for _, early := range []func(offset int) int{
		func(int) int { return 1 },
		func(int) int { return 4 },
		func(offset int) int { return 1 + offset%5 },
		func(offset int) int { return 5 - offset%5 },
	} {
		c := newClient(t, wiretest.New(func(r *http.Request) (*http.Response, error) {
			offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
			limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
			begin := min(offset, len(shelf.ids))
			end := min(begin+min(limit, early(offset)), len(shelf.ids))
			return wiretest.Respond(200, pageAt(len(shelf.ids), limit, offset, end < len(shelf.ids), shelf.ids[begin:end]...))(r)
		}))
		page, err := rows.List(t.Context(), core.NewService(c), slot("limit", "6"), nil)
		require.NoError(t, err)
		older := ids(page.Data)
		for page.HasMore {
			page, err = page.Next(t.Context())
			require.NoError(t, err)
			older = append(older, ids(page.Data)...)
		}
		require.Equal(t, shelf.ids, older)
		newer := ids(page.Data)
		for {
			page, err = page.Prev(t.Context())
			if errors.Is(err, api.ErrNoMorePages) {
				break
			}
			require.NoError(t, err)
			newer = append(ids(page.Data), newer...)
		}
		require.Equal(t, shelf.ids, newer)
	}
}

func TestOffsetBeyondTheEnd(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(drawer(newShelf(5)).answer))
	page, err := rows.List(t.Context(), core.NewService(c), slot("limit", "3", "offset", "100"), nil)
	require.NoError(t, err)
	require.Empty(t, page.Data)
	last, err := page.Prev(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"t_3", "t_4", "t_5"}, ids(last.Data))
}

func TestOffsetAll(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 19, 20, 21, 45} {
		shelf := newShelf(n)
		s := wiretest.New(drawer(shelf).answer)
		all := rows.All(t.Context(), core.NewService(newClient(t, s)), core.Args{}, nil)
		for range 2 { // an iterator can be used twice
			got, err := api.Collect(all, 100)
			require.NoError(t, err)
			require.Equal(t, append([]string{}, shelf.ids...), ids(got))
		}
	}
}

func TestOffsetAllFromTheMiddle(t *testing.T) {
	t.Parallel()
	got, err := api.Collect(rows.All(t.Context(), core.NewService(newClient(t, wiretest.New(drawer(newShelf(7)).answer))), slot("limit", "2", "offset", "3"), nil), 100)
	require.NoError(t, err)
	require.Equal(t, []string{"t_4", "t_5", "t_6", "t_7"}, ids(got))
}

func TestOffsetPagesPrefetch(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(drawer(newShelf(7)).answer))
	var sizes []int
	for page, err := range rows.Pages(t.Context(), core.NewService(c), slot("limit", "3"), []api.RequestOption{core.OptionFunc(func(o *core.CallOptions) error {
		o.Prefetch = true
		return nil
	})}) {
		require.NoError(t, err)
		sizes = append(sizes, len(page.Data))
	}
	require.Equal(t, []int{3, 3, 1}, sizes)
}

// The iteration ends with an error if a server ignores offsets or has no last page.
func TestOffsetRefusesCircles(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"the offset is ignored": pageAt(9, 2, 0, true, "t_1", "t_2"),
		"nothing, and more":     pageAt(9, 2, 0, true),
	} {
		_, err := api.Collect(rows.All(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(200, answer)))), slot("limit", "2"), nil), 100)
		require.ErrorIs(t, err, api.ErrPageLoop, name)
	}
}

func TestOffsetNoList(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{}`:                            `it has no member "transactions"`,
		`{"data":[]}`:                   `it has no member "transactions"`,
		`{"transactions":[{}]}`:         "data[0] has no id",
		`{"transactions":"x"}`:          "unexpected",
		`{"transactions":[],"pagin`:     "unexpected end",
		`{"transactions":[{"id":null}]`: "unexpected end",
		`{"transactions":[],"pagination":{"offset":-1,"has_more":false}}`: "pagination.offset: unexpected negative number",
	} {
		_, err := rows.List(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(200, body)))), core.Args{}, nil)
		var unread *api.DecodeError
		require.True(t, errors.As(err, &unread), "%s: %v", body, err)
		require.ErrorContains(t, err, want)
	}
	page, err := rows.List(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(200, `{"transactions":null}`)))), core.Args{}, nil)
	require.NoError(t, err)
	require.Empty(t, page.Data)
	require.Equal(t, -1, page.TotalCount)
}
