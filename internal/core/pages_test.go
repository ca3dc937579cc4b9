package core_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/wiretest"
)

var prefetch = option(func(o *core.CallOptions) { o.Prefetch = true })

// walk iterates over rows until an error, or until it has most rows.
func walk(seq iter.Seq2[*thing, error], most int) ([]string, error) {
	got := []string{}
	for row, err := range seq {
		if err != nil {
			return got, err
		}
		got = append(got, row.ID)
		if len(got) == most {
			break
		}
	}
	return got, nil
}

const everything = -1

// bothWays runs a test with and without prefetch.
func bothWays(t *testing.T, test func(t *testing.T, opts ...api.RequestOption)) {
	t.Parallel()
	t.Run("as wanted", func(t *testing.T) { t.Parallel(); test(t) })
	t.Run("ahead", func(t *testing.T) { t.Parallel(); test(t, prefetch) })
}

func TestAllWalksEveryRow(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		for _, n := range []int{0, 1, 2, 3, 4, 7, 9} {
			s := wiretest.New(newShelf(n).answer)
			seq := things.All(t.Context(), core.NewService(newClient(t, s)), argsOf("limit", "3"), opts)
			require.Empty(t, s.Requests(), "nothing is asked for before it is wanted")
			for range 2 { // twice, each time from the start
				got, err := walk(seq, everything)
				require.NoError(t, err)
				require.ElementsMatch(t, newShelf(n).ids, got)
				require.IsNonDecreasing(t, order(got))
			}
			require.Len(t, s.Requests(), 2*max(1, (n+2)/3))
		}
	})
}

// order returns the position of each ID on the shelf.
func order(got []string) []int {
	places := []int{0}
	for _, id := range got {
		for i, other := range newShelf(100).ids {
			if id == other {
				places = append(places, i)
			}
		}
	}
	return places
}

// After a break no further page is fetched.
func TestBreakStops(t *testing.T) {
	t.Parallel()
	for most, requests := range map[int]int{1: 1, 2: 1, 3: 1, 4: 2, 6: 2, 7: 3} {
		s := wiretest.New(newShelf(9).answer)
		got, err := walk(things.All(t.Context(), core.NewService(newClient(t, s)), argsOf("limit", "3"), nil), most)
		require.NoError(t, err)
		require.Equal(t, newShelf(9).ids[:most], got)
		require.Len(t, s.Requests(), requests, "after %d rows", most)
	}
}

func TestAllFromACursor(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		c := newClient(t, wiretest.New(newShelf(7).answer))
		got, err := walk(things.All(t.Context(), core.NewService(c), argsOf("limit", "2", "starting_after", "t_3"), opts), everything)
		require.NoError(t, err)
		require.Equal(t, []string{"t_4", "t_5", "t_6", "t_7"}, got)
	})
}

// Backward, the nearest rows come first, and pages are in the order of the server.
func TestAllBackwards(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		c := newClient(t, wiretest.New(newShelf(9).answer))
		args := argsOf("limit", "3", "ending_before", "t_9")
		got, err := walk(things.All(t.Context(), core.NewService(c), args, opts), everything)
		require.NoError(t, err)
		require.Equal(t, []string{"t_8", "t_7", "t_6", "t_5", "t_4", "t_3", "t_2", "t_1"}, got)
		var pages [][]string
		for page, err := range things.Pages(t.Context(), core.NewService(c), args, opts) {
			require.NoError(t, err)
			pages = append(pages, ids(page.Data))
		}
		require.Equal(t, [][]string{{"t_6", "t_7", "t_8"}, {"t_3", "t_4", "t_5"}, {"t_1", "t_2"}}, pages)
	})
}

func TestPagesCanBeTurned(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		c := newClient(t, wiretest.New(newShelf(5).answer))
		var kept []*api.Page[thing]
		for page, err := range things.Pages(t.Context(), core.NewService(c), argsOf("limit", "2"), opts) {
			require.NoError(t, err)
			kept = append(kept, page)
		}
		require.Len(t, kept, 3)
		next, err := kept[0].Next(t.Context()) // the iteration has ended, its pages are still usable
		require.NoError(t, err)
		require.Equal(t, ids(kept[1].Data), ids(next.Data))
		prev, err := kept[2].Prev(t.Context())
		require.NoError(t, err)
		require.Equal(t, ids(kept[1].Data), ids(prev.Data))
	})
}

// byCursor responds by the cursor of the request. "" is the first page.
func byCursor(pages map[string]string) wiretest.Response {
	return func(r *http.Request) (*http.Response, error) {
		q := r.URL.Query()
		page, ok := pages[q.Get("starting_after")+q.Get("ending_before")]
		if !ok {
			return wiretest.Respond(400, `{"error":{"message":"no such cursor"}}`)(r)
		}
		return wiretest.Respond(200, page)(r)
	}
}

func TestEmptyPages(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		c := newClient(t, wiretest.New(byCursor(map[string]string{
			"":   pageOf(true, `,"next_cursor":"c1"`),
			"c1": pageOf(true, `,"next_cursor":"c2"`, "t_1"),
			"c2": pageOf(true, `,"next_cursor":"c3"`),
			"c3": pageOf(false, `,"next_cursor":"c4"`, "t_2"),
		})))
		got, err := walk(things.All(t.Context(), core.NewService(c), core.Args{}, opts), everything)
		require.NoError(t, err)
		require.Equal(t, []string{"t_1", "t_2"}, got)
	})
}

func TestEmptyPagesBackwards(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		c := newClient(t, wiretest.New(byCursor(map[string]string{
			"t_9": pageOf(true, `,"next_cursor":"c1"`),
			"c1":  pageOf(false, "", "t_1", "t_2"),
		})))
		got, err := walk(things.All(t.Context(), core.NewService(c), argsOf("ending_before", "t_9"), opts), everything)
		require.NoError(t, err)
		require.Equal(t, []string{"t_2", "t_1"}, got)
	})
}

// A repeated or missing cursor ends the iteration with an error. No row is returned
// twice.
func TestPageLoops(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		for _, tt := range []struct {
			name  string
			pages map[string]string
			args  core.Args
			want  []string
			fault string
		}{
			{"no rows and no cursor", map[string]string{"": pageOf(true, "")}, core.Args{}, nil,
				"stateset: Payments.List: pages do not end: a page without rows reports that more follow"},
			{"no rows and no cursor, later", map[string]string{"": pageOf(true, "", "a"), "a": pageOf(true, "")}, core.Args{}, []string{"a"},
				"stateset: Payments.List: pages do not end: a page without rows reports that more follow"},
			{"the same page for ever", map[string]string{"": pageOf(true, "", "a", "b"), "b": pageOf(true, "", "a", "b")}, core.Args{}, []string{"a", "b"},
				`stateset: Payments.List: pages do not end: the cursor "b" was returned twice`},
			{"period of three", map[string]string{"": pageOf(true, "", "a"), "a": pageOf(true, "", "b"), "b": pageOf(true, "", "c"), "c": pageOf(true, "", "a")},
				core.Args{}, []string{"a", "b", "c"}, `stateset: Payments.List: pages do not end: the cursor "a" was returned twice`},
			{"a circle of empty pages", map[string]string{"": pageOf(true, `,"next_cursor":"x"`), "x": pageOf(true, `,"next_cursor":"y"`), "y": pageOf(true, `,"next_cursor":"x"`)},
				core.Args{}, nil, `stateset: Payments.List: pages do not end: the cursor "x" was returned twice`},
			{"backwards", map[string]string{"z": pageOf(true, "", "a", "b"), "a": pageOf(true, "", "a", "b")}, argsOf("ending_before", "z"), []string{"b", "a"},
				`stateset: Payments.List: pages do not end: the cursor "a" was returned twice`},
			{"back to where it began", map[string]string{"s": pageOf(true, "", "a"), "a": pageOf(true, "", "s")}, argsOf("starting_after", "s"), []string{"a", "s"},
				`stateset: Payments.List: pages do not end: the cursor "a" was returned twice`},
		} {
			s := wiretest.New(byCursor(tt.pages))
			got, err := walk(things.All(t.Context(), core.NewService(newClient(t, s)), tt.args, opts), everything)
			require.ErrorIs(t, err, api.ErrPageLoop, tt.name)
			require.EqualError(t, err, tt.fault, tt.name)
			require.Equal(t, append([]string{}, tt.want...), got, tt.name)
			require.LessOrEqual(t, len(s.Requests()), len(tt.pages)+1, tt.name)
		}
	})
}

// An error in the middle follows the rows before it, and ends the iteration.
func TestErrorHalfWay(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		for _, a := range []wiretest.Response{wiretest.Reset, wiretest.Respond(500, ""), wiretest.Respond(200, `{"data":[{"id":""}]}`), wiretest.Respond(200, "oops")} {
			s := wiretest.New(wiretest.Respond(200, pageOf(true, "", "t_1", "t_2")), a)
			seq := things.All(t.Context(), core.NewService(newClient(t, s)), core.Args{}, opts)
			got, errs := []string{}, 0
			for row, err := range seq {
				if err != nil {
					require.Nil(t, row)
					errs++
					continue // nothing follows
				}
				got = append(got, row.ID)
			}
			require.Equal(t, []string{"t_1", "t_2"}, got)
			require.Equal(t, 1, errs)
			require.Len(t, s.Requests(), 2)
		}
	})
}

func TestCancelBetweenPages(t *testing.T) {
	bothWays(t, func(t *testing.T, opts ...api.RequestOption) {
		cause := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		defer cancel(nil)
		s := wiretest.New(func(r *http.Request) (*http.Response, error) {
			if r.URL.Query().Get("starting_after") != "" { // a prefetched page waits until it is canceled
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return wiretest.Respond(200, pageOf(true, "", "t_1", "t_2"))(r)
		})
		got := []string{}
		var last error
		for row, err := range things.All(ctx, core.NewService(newClient(t, s)), core.Args{}, opts) {
			if err != nil {
				last = err
				break
			}
			got = append(got, row.ID)
			cancel(cause)
		}
		require.Equal(t, []string{"t_1", "t_2"}, got, "rows that are there are given")
		require.ErrorIs(t, last, context.Canceled)
		require.ErrorIs(t, last, cause)
	})
}

func TestWalksThatCannotBegin(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, pageOf(false, "")))
	c := newClient(t, s)
	var nobody context.Context
	bad := core.OptionFunc(func(*core.CallOptions) error { return errors.New("bad option") })
	for want, seq := range map[string]iter.Seq2[*thing, error]{
		"stateset: Payments.List: ctx: must not be nil: use context.Background()": things.All(nobody, core.NewService(c), core.Args{}, nil),
		"stateset: Payments.List: bad option":                                     things.All(t.Context(), core.NewService(c), core.Args{}, []api.RequestOption{bad}),
		"stateset: Payments.List: bad params":                                     things.All(t.Context(), core.NewService(c), core.Args{Err: errors.New("bad params")}, nil),
		"stateset: Payments.List: no client: create one with stateset.New":        things.All(t.Context(), nil, core.Args{}, nil),
		"stateset: Payments.List: WithResponse: must not be set together with WithPrefetch: the next response would be written to it while this one is read": things.All(
			t.Context(), core.NewService(c), core.Args{}, []api.RequestOption{prefetch, into(new(api.Response))}),
	} {
		got, err := walk(seq, everything)
		require.Empty(t, got)
		require.EqualError(t, err, want)
	}
	require.Empty(t, s.Requests())
}

// While the rows of a page are read, the Response is that of the page.
func TestResponseOfEachPage(t *testing.T) {
	t.Parallel()
	var r api.Response
	c := newClient(t, wiretest.New(wiretest.Respond(200, pageOf(true, "", "a"), "X-Request-Id", "req_1"), wiretest.Respond(200, pageOf(false, "", "b"), "X-Request-Id", "req_2")))
	var got []string
	for row, err := range things.All(t.Context(), core.NewService(c), core.Args{}, []api.RequestOption{into(&r)}) {
		require.NoError(t, err)
		got = append(got, row.ID+" "+r.RequestID)
	}
	require.Equal(t, []string{"a req_1", "b req_2"}, got)
}

// Goroutines can share params, because the SDK never writes to them.
func TestWalksShareParams(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(newShelf(25).answer))
	args := argsOf("limit", "2", "status", "failed")
	all := things.All(t.Context(), core.NewService(c), args, []api.RequestOption{prefetch})
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			got, err := walk(all, everything)
			if err != nil || len(got) != 25 {
				t.Errorf("%d rows, %v", len(got), err)
			}
		})
	}
	group.Wait()
	require.Equal(t, url.Values{"limit": {"2"}, "status": {"failed"}}, args.Query)
}

// Exactly one page is prefetched, even if the caller processes a page for a long time.
func TestPrefetchAsksOnePageAhead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for opts, ahead := range map[*[]api.RequestOption]int{{}: 0, {prefetch}: 1} {
			s := wiretest.New(newShelf(9).answer)
			n := 0
			for _, err := range things.Pages(t.Context(), core.NewService(newClient(t, s)), argsOf("limit", "2"), *opts) {
				require.NoError(t, err)
				n++
				synctest.Wait()
				require.Len(t, s.Requests(), min(n+ahead, 5))
			}
			require.Equal(t, 5, n)
		}
	})
}

// A break during a prefetch waits for its end. No goroutine is left.
func TestBreakWithAPageUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := false
		s := wiretest.New(wiretest.Respond(200, pageOf(true, "", "a")), func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			ended = true
			return nil, r.Context().Err()
		})
		start := time.Now()
		for range things.All(t.Context(), core.NewService(newClient(t, s)), core.Args{}, []api.RequestOption{prefetch}) {
			synctest.Wait()
			break
		}
		require.True(t, ended, "the request has ended, and its goroutine")
		require.Equal(t, start, time.Now(), "since it was cancelled")
	})
}

// The same applies to a caller that exits in the middle of its loop.
func TestExitWithAPageUnderWay(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	s := wiretest.New(func(r *http.Request) (*http.Response, error) {
		if r.URL.RawQuery == "" {
			return wiretest.Respond(200, pageOf(true, "", "a"))(r)
		}
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	seq := things.All(t.Context(), core.NewService(newClient(t, s)), core.Args{}, []api.RequestOption{prefetch})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range seq {
			runtime.Goexit()
		}
	}()
	<-done
	require.Panics(t, func() {
		for range seq {
			panic("stop")
		}
	})
	goleak.VerifyNone(t, ignore)
}

func TestCollect(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		max, requests int
		want          []string
		err           error
	}{
		{max: 7, requests: 4, want: newShelf(7).ids},
		{max: 100, requests: 4, want: newShelf(7).ids},
		{max: 6, requests: 4, want: newShelf(7).ids[:6], err: api.ErrTooMany},
		{max: 1, requests: 1, want: newShelf(7).ids[:1], err: api.ErrTooMany},
		{max: 0, requests: 1, want: []string{}, err: api.ErrTooMany},
		{max: -5, requests: 1, want: []string{}, err: api.ErrTooMany},
	} {
		s := wiretest.New(newShelf(7).answer)
		rows, err := api.Collect(things.All(t.Context(), core.NewService(newClient(t, s)), argsOf("limit", "2"), nil), tt.max)
		require.ErrorIs(t, err, tt.err, "max %d", tt.max)
		require.Equal(t, tt.want, ids(rows), "max %d", tt.max)
		require.Len(t, s.Requests(), tt.requests, "max %d", tt.max)
	}
	rows, err := api.Collect(things.All(t.Context(), core.NewService(newClient(t, wiretest.New(newShelf(0).answer))), core.Args{}, nil), 0)
	require.NoError(t, err, "none is not too many")
	require.Empty(t, rows)
	s := wiretest.New(wiretest.Respond(200, pageOf(true, "", "a", "b")), wiretest.Reset)
	rows, err = api.Collect(things.All(t.Context(), core.NewService(newClient(t, s)), core.Args{}, nil), 10)
	require.Equal(t, []string{"a", "b"}, ids(rows))
	require.ErrorContains(t, err, "connection reset")
}
