package faultmatrix

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// bookPage is the page size of the tests.
const bookPage = 3

// book is a server with some payments, and a client that lists them.
type book struct {
	srv     *mockserver.Server
	account *mockserver.Account
	client  *stateset.Client
	ids     []string // newest first
	before  int      // requests that created them
}

// newBook starts a server whose account has n payments, including the one of every
// account.
func newBook(t *testing.T, n int) *book {
	t.Helper()
	srv := mockserver.New(t)
	b := &book{srv: srv, account: srv.NewAccount()}
	b.client = b.account.Client()
	b.ids = []string{"pay_test_456"}
	for range n - 1 {
		p, err := b.client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1.00"), Recipient: recipient})
		require.NoError(t, err)
		b.ids = append([]string{p.ID}, b.ids...)
	}
	b.before = len(srv.Requests())
	return b
}

// listed returns the requests after the payments were created.
func (b *book) listed() []mockserver.Request { return b.srv.Requests()[b.before:] }

// walk returns the IDs of all payments, page by page, until an error.
func (b *book) walk(t *testing.T, params payments.ListParams, opts ...stateset.RequestOption) ([]string, error) {
	t.Helper()
	params.Limit = bookPage
	var seen []string
	for payment, err := range b.client.Payments.All(t.Context(), &params, opts...) {
		if err != nil {
			return seen, err
		}
		seen = append(seen, payment.ID)
	}
	return seen, nil
}

// failures are the faults of a page.
var failures = []struct {
	name string
	what failing
	is   error // empty for a list with an end
}{
	{"500", fail(mockserver.Status(500)), stateset.ErrServer},
	{"503 as HTML", fail(mockserver.Status(503).WithEnvelope("html")), stateset.ErrServer},
	{"reset", fail(mockserver.Reset()), nil},
	{"reset after the headers", fail(mockserver.Reset(), mockserver.AfterHeaders()), stateset.ErrResponseTruncated},
	{"429", fail(mockserver.RateLimit(2e9, mockserver.WaitSeconds)), stateset.ErrRateLimited},
	{"truncated", fail(mockserver.TruncatePercent(50, mockserver.CutFIN)), stateset.ErrResponseTruncated},
	{"silence", fail(mockserver.Stall(0)), stateset.ErrCallTimeout},
}

// bookPages is the number of pages in F52. The third one fails.
const bookPages = 7

func TestMatrixPageFails(t *testing.T) {
	t.Parallel()
	for _, ahead := range []bool{false, true} {
		var opts []stateset.RequestOption
		note := ""
		if ahead {
			opts, note = append(opts, stateset.WithPrefetch()), ", fetched ahead"
		}
		for _, f := range failures {
			t.Run("F52 page 3 of 7, once "+f.name+note, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					b := newBook(t, bookPages*bookPage)
					f.what.at(b.srv, "GET /payments", mockserver.Nth(3))
					seen, err := b.walk(t, payments.ListParams{}, opts...)
					require.NoError(t, err)
					require.Equal(t, b.ids, seen)
					require.Len(t, b.listed(), bookPages+1)
				})
			})
			t.Run("F52 page 3 of 7, always "+f.name+note, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					b := newBook(t, bookPages*bookPage)
					fault := f.what.at(b.srv, "GET /payments", mockserver.After(2))
					seen, err := b.walk(t, payments.ListParams{}, opts...)
					b.resume(t, seen, err, f.is)
					require.Equal(t, wireSends(err), fault.Fired())
					fault.Remove()
					rest, err := b.walk(t, payments.ListParams{StartingAfter: seen[len(seen)-1]}, opts...)
					require.NoError(t, err)
					require.Equal(t, b.ids, append(seen, rest...), "every payment once")
				})
			})
		}
	}
}

// resume checks that an iteration returned two pages and an error with the reason. It can
// continue from the last row.
func (b *book) resume(t *testing.T, seen []string, err, is error) {
	t.Helper()
	var e *stateset.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "Payments.List", e.Operation)
	require.Equal(t, stateset.StopAttempts, e.StopReason)
	require.Len(t, e.Attempts, 3)
	if is != nil {
		require.ErrorIs(t, err, is)
	}
	require.NotErrorIs(t, err, stateset.ErrOutcomeUnknown, "a read has no effect")
	require.Equal(t, b.ids[:2*bookPage], seen)
}

// wireSends returns how often the request of a failed call was sent.
func wireSends(err error) (sends int) {
	var e *stateset.Error
	if errors.As(err, &e) {
		for _, a := range e.Attempts {
			sends += a.WireSends
		}
	}
	return sends
}

// row returns a payment on the wire. pageOf returns a page of rows.
func row(id string) string {
	return fmt.Sprintf(`{"id":%q,"object":"payment","amount":1.00,"currency":"ssusd","status":"succeeded"}`, id)
}

func pageOf(rest string, ids ...string) string {
	rows := make([]string, len(ids))
	for i, id := range ids {
		rows[i] = row(id)
	}
	return `{"object":"list","data":[` + strings.Join(rows, ",") + `],` + rest + `}`
}

// A server repeats an invalid response instead of a page.
func TestMatrixHostilePages(t *testing.T) {
	t.Parallel()
	const more = `"has_more":true`
	for _, c := range []struct {
		name     string
		body     string
		seen     int // payments before the error
		requests int
		says     string
		is       error
	}{
		{"F53 cursor that repeats", pageOf(more, "pay_test_a", "pay_test_b"), 2, 2, `"pay_test_b" was returned twice`, stateset.ErrPageLoop},
		{"F53 next_cursor that repeats", pageOf(more+`,"next_cursor":"c1"`, "pay_test_a", "pay_test_b"), 2, 2, `"c1" was returned twice`, stateset.ErrPageLoop},
		{"F53 more after an empty page", pageOf(more), 0, 1, "without rows", stateset.ErrPageLoop},
		{"F53 next_cursor after an empty page, again and again", pageOf(more + `,"next_cursor":"c1"`), 0, 2, `"c1" was returned twice`, stateset.ErrPageLoop},
		{"F53 data that is null, and more", `{"object":"list","data":null,"has_more":true}`, 0, 1, "without rows", stateset.ErrPageLoop},
		{"F53 page larger than asked for", pageOf(`"has_more":false`, "pay_test_a", "pay_test_b", "pay_test_c", "pay_test_d", "pay_test_e"), 5, 1, "", nil},
		{"F53 next_cursor that is a number", pageOf(more+`,"next_cursor":7`, "pay_test_a"), 1, 2, "was returned twice", stateset.ErrPageLoop},
		{"F53 next_cursor that is an object", pageOf(more+`,"next_cursor":{"id":"x"}`, "pay_test_a"), 1, 2, "was returned twice", stateset.ErrPageLoop},
		{"F53 has_more that is a text", pageOf(`"has_more":"true"`, "pay_test_a"), 1, 2, "was returned twice", stateset.ErrPageLoop},
		{"F53 data that is an object", `{"object":"list","data":{},"has_more":false}`, 0, 1, "data", nil},
		{"F53 row that is null", `{"object":"list","data":[null],"has_more":false}`, 0, 1, "data[0]", nil},
		{"F53 row without an id", `{"object":"list","data":[{"object":"payment","amount":1,"currency":"ssusd"}],"has_more":false}`, 0, 1, "data[0]", nil},
		{"F53 an object in the place of a list", row("pay_test_a"), 0, 1, "not a list", nil},
		{"F53 a row in the place of a list", `[` + row("pay_test_a") + `]`, 0, 1, "", nil},
		{"F53 a cursor of control characters", strings.ReplaceAll(pageOf(more, "pay_test_!"), "!", `\u0000\u001b[31m`), 1, 2, `\x1b`, stateset.ErrPageLoop},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBook(t, 1)
				b.srv.Fail("GET /payments", mockserver.Status(200).WithBody(c.body))
				seen, err := b.walk(t, payments.ListParams{})
				require.Len(t, seen, c.seen, "%v", err)
				require.Len(t, b.listed(), c.requests)
				if c.says == "" && c.is == nil && c.requests == 1 && c.seen > 0 {
					require.NoError(t, err)
					return
				}
				require.Error(t, err)
				require.NotContains(t, err.Error(), "\x1b")
				require.ErrorContains(t, err, c.says)
				if c.is != nil {
					require.ErrorIs(t, err, c.is)
				}
			})
		})
	}
}

// A cursor whose object was deleted returns an error that names it, and ends the
// iteration.
func TestMatrixDeletedCursor(t *testing.T) {
	t.Parallel()
	t.Run("F53 cursor whose object was deleted", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			b := newBook(t, 10)
			seen, err := b.walk(t, payments.ListParams{StartingAfter: "pay_test_0000000000000000000000aa"})
			require.Empty(t, seen)
			var e *stateset.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, "starting_after", e.Param, "%v", err)
			require.Equal(t, stateset.OutcomeRejected, e.Outcome)
			require.Len(t, b.listed(), 1)
		})
	})
}

// A caller with a maximum number of rows gets no more rows from an endless list.
func TestMatrixEndlessList(t *testing.T) {
	t.Parallel()
	t.Run("F53 list without an end", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			b := newBook(t, 1)
			for n := range 20 {
				b.srv.Fail("GET /payments", mockserver.Status(200).WithBody(pageOf(`"has_more":true`, fmt.Sprintf("pay_test_%da", n), fmt.Sprintf("pay_test_%db", n))), mockserver.Times(1), mockserver.Optional())
			}
			all, err := stateset.Collect(b.client.Payments.All(t.Context(), nil), 9)
			require.ErrorIs(t, err, stateset.ErrTooMany)
			require.Len(t, all, 9)
			require.Len(t, b.listed(), 5)
		})
	})
}

// After a break no page is requested, and a prefetch has ended.
func TestMatrixEarlyBreak(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		after    int // number of rows
		opts     []stateset.RequestOption
		fault    failing // of the second page
		requests int
	}{
		{"F54 break at the first row", 1, nil, failing{}, 1},
		{"F54 break at the last row of a page", bookPage, nil, failing{}, 1},
		{"F54 break at the first row of a page", bookPage + 1, nil, failing{}, 2},
		{"F54 break while a page is fetched ahead", 1, []stateset.RequestOption{stateset.WithPrefetch()}, failing{}, 2},
		{"F54 break while a page that hangs is fetched ahead", 1, []stateset.RequestOption{stateset.WithPrefetch()}, fail(mockserver.Stall(0)), 2},
		{"F54 break while a page is fetched ahead again", 1, []stateset.RequestOption{stateset.WithPrefetch()}, fail(mockserver.RateLimit(30e9, mockserver.WaitSeconds)), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBook(t, bookPages*bookPage)
				if c.fault.set {
					c.fault.at(b.srv, "GET /payments", mockserver.Nth(2))
				}
				seen := 0
				for _, err := range b.client.Payments.All(t.Context(), &payments.ListParams{Limit: bookPage}, c.opts...) {
					require.NoError(t, err)
					if seen++; seen == c.after {
						synctest.Wait()
						break
					}
				}
				require.Len(t, b.listed(), c.requests)
				b.srv.HTTPClient().CloseIdleConnections()
				synctest.Wait()
				require.Len(t, b.listed(), c.requests)
				seen = 0
				for _, err := range b.client.Payments.All(t.Context(), nil) { // the client is still usable
					require.NoError(t, err)
					seen++
				}
				require.Equal(t, bookPages*bookPage, seen)
			})
		})
	}
}
