package core_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/wiretest"
)

var things = &core.Lister[thing]{
	Op: spec.Lookup("Payments.List"), Object: core.Object[*thing]{ID: func(v *thing) string { return v.ID }},
}

// pageOf returns a page of rows with the IDs; more are additional members.
func pageOf(hasMore bool, more string, ids ...string) string {
	rows := make([]string, len(ids))
	for i, id := range ids {
		rows[i] = `{"id":"` + id + `"}`
	}
	return fmt.Sprintf(`{"object":"list","data":[%s],"has_more":%t%s}`, strings.Join(rows, ","), hasMore, more)
}

// shelf is a list like that of the API. "t_1" is the newest row.
type shelf struct{ ids []string }

func newShelf(n int) shelf {
	var s shelf
	for i := range n {
		s.ids = append(s.ids, "t_"+strconv.Itoa(i+1))
	}
	return s
}

func (s shelf) answer(r *http.Request) (*http.Response, error) {
	q := r.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil {
		limit = 10
	}
	total := `,"total_count":` + strconv.Itoa(len(s.ids))
	if before := q.Get("ending_before"); before != "" {
		newer := s.ids[:slices.Index(s.ids, before)]
		from := max(0, len(newer)-limit)
		return wiretest.Respond(200, pageOf(from > 0, total, newer[from:]...))(r)
	}
	rest := s.ids[slices.Index(s.ids, q.Get("starting_after"))+1:]
	n := min(limit, len(rest))
	return wiretest.Respond(200, pageOf(n < len(rest), total, rest[:n]...))(r)
}

func ids(rows []*thing) []string {
	out := []string{}
	for _, row := range rows {
		out = append(out, row.ID)
	}
	return out
}

func argsOf(pairs ...string) core.Args {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return core.Args{Query: q}
}

func TestListOnePage(t *testing.T) {
	t.Parallel()
	s := wiretest.New(newShelf(7).answer)
	page, err := things.List(t.Context(), core.NewService(newClient(t, s)), argsOf("limit", "3", "starting_after", "t_2"), nil)
	require.NoError(t, err)
	require.Equal(t, []string{"t_3", "t_4", "t_5"}, ids(page.Data))
	require.True(t, page.HasMore)
	require.Equal(t, 7, page.TotalCount)
	r := s.Only(t)
	require.Equal(t, "/v1/payments", r.Path)
	require.Equal(t, url.Values{"limit": {"3"}, "starting_after": {"t_2"}}, r.Query)
}

func TestListWithoutParams(t *testing.T) {
	t.Parallel()
	s := wiretest.New(newShelf(0).answer)
	page, err := things.List(t.Context(), core.NewService(newClient(t, s)), core.Args{}, nil)
	require.NoError(t, err)
	require.Empty(t, page.Data)
	require.NotNil(t, page.Data)
	require.False(t, page.HasMore)
	require.Zero(t, page.TotalCount)
	require.Empty(t, s.Only(t).Query)
}

// Next and Prev lead from every page to its neighbors and back to the same rows.
func TestNextAndPrev(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(newShelf(7).answer))
	first, err := things.List(t.Context(), core.NewService(c), argsOf("limit", "3", "status", "failed"), nil)
	require.NoError(t, err)
	_, err = first.Prev(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)

	second, err := first.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"t_4", "t_5", "t_6"}, ids(second.Data))
	third, err := second.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"t_7"}, ids(third.Data))
	_, err = third.Next(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)

	back, err := third.Prev(t.Context())
	require.NoError(t, err)
	require.Equal(t, ids(second.Data), ids(back.Data))
	forth, err := back.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, ids(third.Data), ids(forth.Data))
	start, err := back.Prev(t.Context())
	require.NoError(t, err)
	require.Equal(t, ids(first.Data), ids(start.Data))
	_, err = start.Prev(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
}

func TestNextKeepsFiltersAndOptions(t *testing.T) {
	t.Parallel()
	s := wiretest.New(newShelf(5).answer)
	page, err := things.List(t.Context(), core.NewService(newClient(t, s)), argsOf("limit", "2", "status", "failed"), []api.RequestOption{
		option(func(o *core.CallOptions) { o.Expand = []string{"customer"}; o.Account = "acct_1" }),
	})
	require.NoError(t, err)
	_, err = page.Next(t.Context())
	require.NoError(t, err)
	r := s.Requests()[1]
	require.Equal(t, url.Values{"limit": {"2"}, "status": {"failed"}, "expand[]": {"customer"}, "starting_after": {"t_2"}}, r.Query)
	require.Equal(t, "acct_1", r.Header.Get("X-Account-Id"))
}

func TestNextWithADoneContext(t *testing.T) {
	t.Parallel()
	s := wiretest.New(newShelf(5).answer)
	page, err := things.List(t.Context(), core.NewService(newClient(t, s)), argsOf("limit", "2"), nil)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = page.Next(ctx)
	require.ErrorIs(t, err, context.Canceled)
	var nobody context.Context
	_, err = page.Next(nobody)
	require.EqualError(t, err, "stateset: Payments.List: ctx: must not be nil: use context.Background()")
	require.Len(t, s.Requests(), 1)
}

// A page that was not created by the SDK has no neighbors.
func TestPageOfNoServer(t *testing.T) {
	t.Parallel()
	page := api.Page[thing]{HasMore: true}
	_, err := page.Next(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
	_, err = page.Prev(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
}

func TestListShapes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, fault string }{
		{"total_count absent", `{"object":"list","data":[{"id":"a"}],"has_more":false}`, ""},
		{"data null", `{"object":"list","data":null,"has_more":false}`, ""},
		{"unknown members", `{"object":"list","data":[],"more":{"a":[1]}}`, ""},
		{"data absent", `{"object":"list","has_more":false}`, `the response is not a list: it has no member "data"`},
		{"another object", `{"id":"pay_1"}`, `the response is not a list: it has no member "data"`},
		{"data an object", `{"data":{"id":"a"}}`, "data: unexpected object"},
		{"data a string", `{"data":"x"}`, "unexpected string"},
		{"an array", `[{"id":"a"}]`, "unexpected array"},
		{"null", `null`, "unexpected null"},
		{"a row without an id", `{"data":[{"id":"a"},{"name":"b"}]}`, "data[1] has no id"},
		{"a row with an empty id", `{"data":[{"id":""}]}`, "data[0] has no id"},
		{"a null row", `{"data":[null]}`, "data[0] has no id"},
		{"a row that is no object", `{"data":[1]}`, "data[0]: unexpected number"},
		{"has_more a string", `{"data":[],"has_more":"maybe"}`, "has_more: unexpected string"},
		{"has_more in quotes", `{"data":[],"has_more":"false"}`, ""},
		{"total_count a fraction", `{"data":[],"total_count":1.5}`, ""},
		{"total_count below zero", `{"data":[],"total_count":-1}`, ""},
		{"next_cursor a number", `{"data":[],"next_cursor":5}`, ""},
		{"cut off", `{"data":[{"id":"a"}`, "unexpected end of JSON"},
		{"success", `{"success":true,"data":[]}`, ""},
	} {
		page, err := things.List(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(200, tt.body)))), core.Args{}, nil)
		if tt.fault == "" {
			require.NoError(t, err, tt.name)
			require.Equal(t, -1, page.TotalCount, tt.name)
			require.NotNil(t, page.Data)
			continue
		}
		require.Nil(t, page, tt.name)
		require.ErrorContains(t, err, tt.fault, tt.name)
		var unread *api.DecodeError
		require.ErrorAs(t, err, &unread, tt.name)
		require.NotErrorIs(t, err, api.ErrOutcomeUnknown)
	}
}

func TestListWithoutSuccess(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"object":"list","data":[],"success":false}`, `{"success":false,"error":"x"}`, `{"success":false,"data":5}`} {
		_, err := things.List(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(200, body)))), core.Args{}, nil)
		require.ErrorIs(t, err, api.ErrNoSuccess, body)
	}
}

// A page may be larger than requested. No row is lost.
func TestListTakesALargerPage(t *testing.T) {
	t.Parallel()
	many := newShelf(250).ids
	page, err := things.List(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(200, pageOf(false, "", many...))))), argsOf("limit", "2"), nil)
	require.NoError(t, err)
	require.Equal(t, many, ids(page.Data))
}

func TestPageThatIsTooLarge(t *testing.T) {
	t.Parallel()
	huge := `{"data":[],"x":"` + strings.Repeat("x", 8<<20) + `"}`
	_, err := things.List(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(200, huge)))), core.Args{}, nil)
	require.ErrorIs(t, err, api.ErrResponseTooLarge)
	require.ErrorContains(t, err, "response is too large: request a smaller limit")
}

func TestListFails(t *testing.T) {
	t.Parallel()
	_, err := things.List(t.Context(), core.NewService(newClient(t, wiretest.New(wiretest.Respond(400, `{"error":{"code":"parameter_invalid","message":"bad cursor"}}`)))), core.Args{}, nil)
	require.ErrorIs(t, err, api.ErrInvalidRequest)
	_, err = things.List(t.Context(), nil, core.Args{}, nil)
	require.EqualError(t, err, "stateset: Payments.List: no client: create one with stateset.New")
	s := wiretest.New(wiretest.Respond(200, `{}`))
	_, err = things.List(t.Context(), core.NewService(newClient(t, s)), core.Args{Err: &api.ParamError{Param: "limit", Message: "bad"}}, nil)
	require.EqualError(t, err, "stateset: Payments.List: limit: bad")
	require.Empty(t, s.Requests())
}

func TestQueryOfParams(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	values, err := core.Query(&rangeParams{Limit: 5, Created: api.Since(at)}, func(*core.Check) {})
	require.NoError(t, err)
	require.Equal(t, url.Values{"limit": {"5"}, "created[gte]": {"2024-01-01T00:00:00Z"}}, values)

	values, err = core.Query((*rangeParams)(nil), func(*core.Check) { t.Error("nil params have nothing to check") })
	require.NoError(t, err)
	require.Nil(t, values)

	_, err = core.Query(&rangeParams{}, func(c *core.Check) { c.Fail("limit", "is bad") })
	require.EqualError(t, err, "stateset: limit: is bad")
	_, err = core.Query(&rangeParams{Amount: api.AmountRange{GTE: api.USD("1.005")}}, func(*core.Check) {})
	require.EqualError(t, err, "stateset: params: 1.005 has more than the 2 decimals that USD can hold")
}

func TestRetriedPage(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(wiretest.Reset, newShelf(1).answer), func(_ *core.Settings, p *api.RetryPolicy) { p.MaxAttempts = 2; p.BaseDelay = 1 })
	page, err := things.List(t.Context(), core.NewService(c), core.Args{}, nil)
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
}
