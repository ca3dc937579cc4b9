package journal_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const megabyte = 1 << 20

// add adds n entries of an account, with bodies of the size.
func add(j *journal.Journal, account string, n, size int) {
	for range n {
		j.Add(&journal.Entry{Account: account, RequestBody: journal.NewContent(make([]byte, size))})
	}
}

func count(j *journal.Journal, account string) int {
	return len(ids(j, &journal.Filter{Account: account}))
}

func ids(j *journal.Journal, f *journal.Filter) (ids []int64) {
	entries, _ := j.List(f)
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestOldestEntriesGoFirst(t *testing.T) {
	t.Parallel()
	j := journal.New(3, megabyte)
	add(j, "test/a", 5, 0)
	require.Equal(t, []int64{3, 4, 5}, ids(j, nil))
	for i := range 5 {
		add(j, fmt.Sprintf("test/%d", i), 1, 0)
	}
	require.Equal(t, []int64{8, 9, 10}, ids(j, nil), "of equal shares the oldest entry goes first")
}

func TestFloodEvictsItsOwnEntries(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int{"many entries": 0, "large bodies": 60_000} {
		j := journal.New(100, megabyte)
		add(j, "test/quiet", 4, 100)
		add(j, "test/flood", 1000, size)
		add(j, "", 1000, size)
		require.Equal(t, 4, count(j, "test/quiet"), name)
		flood, other := count(j, "test/flood"), len(ids(j, nil))-4-count(j, "test/flood")
		require.InDelta(t, flood, other, 1, "%s: equal shares", name)
		require.NotZero(t, flood, name)
	}
}

func TestBytesAreBounded(t *testing.T) {
	t.Parallel()
	j := journal.New(100, megabyte)
	add(j, "test/a", 100, 60_000)
	require.Equal(t, 17, count(j, "test/a"))
	add(j, "test/a", 99, 0)
	require.Equal(t, 100, count(j, "test/a"), "small entries replace large ones")

	small := journal.New(10, 1000)
	add(small, "test/a", 1, 0)
	small.Add(&journal.Entry{Account: "test/a", RequestBody: journal.NewContent(make([]byte, 5000)), RequestID: "large"})
	entries, _ := small.List(nil)
	require.Equal(t, "large", entries[len(entries)-1].RequestID)
	require.Equal(t, journal.Content{Size: 5000}, entries[len(entries)-1].RequestBody, "a body that does not fit is left out")
}

func TestCursorsStayValid(t *testing.T) {
	t.Parallel()
	j := journal.New(10, megabyte)
	add(j, "test/a", 5, 0)
	_, last := j.List(nil)
	add(j, "test/a", 12, 0)
	require.Equal(t, []int64{8, 9, 10, 11, 12, 13, 14, 15, 16, 17}, ids(j, &journal.Filter{After: last}))
	j.Clear()
	add(j, "test/a", 1, 0)
	require.Equal(t, []int64{18}, ids(j, &journal.Filter{After: last}))
	_, last = j.List(&journal.Filter{Account: "b"})
	require.Equal(t, int64(18), last, "also when nothing is selected")
}

func TestClearAccount(t *testing.T) {
	t.Parallel()
	j := journal.New(10, megabyte)
	for _, account := range []string{"test/a", "test/a/acct_b", "test/ab", "live/a", ""} {
		add(j, account, 1, 0)
	}
	require.Equal(t, []int64{1}, ids(j, &journal.Filter{Account: "a"}))
	require.Equal(t, []int64{2}, ids(j, &journal.Filter{Account: "a/acct_b"}))
	j.ClearAccount("a")
	require.Equal(t, []int64{3, 4, 5}, ids(j, nil))
	add(j, "test/ab", 9, 0)
	require.Equal(t, 8, count(j, "ab"), "the entries are counted rightly afterwards")
}

func TestZeroEntriesTurnItOff(t *testing.T) {
	t.Parallel()
	j := journal.New(0, megabyte)
	add(j, "test/a", 3, 0)
	require.Empty(t, ids(j, nil))
}

func TestFilter(t *testing.T) {
	t.Parallel()
	j := journal.New(10, megabyte)
	at := time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)
	for i, e := range []journal.Entry{
		{Account: "test/a", Operation: "Payments.Create", Method: "POST", Path: "/v1/payments", Status: 201, IdempotencyKey: "k"},
		{Account: "live/a", Operation: "Payments.Get", Method: "GET", Path: "/v1/payments/pay_1", Status: 404},
		{Method: "GET", Path: "/nowhere", Status: 0},
	} {
		e.Time = at.Add(time.Duration(i) * time.Second)
		j.Add(&e)
	}
	for _, test := range []struct {
		filter journal.Filter
		want   []int64
	}{
		{journal.Filter{}, []int64{1, 2, 3}},
		{journal.Filter{Account: "a"}, []int64{1}},
		{journal.Filter{Account: "test/a"}, []int64{1}},
		{journal.Filter{Account: "live/a"}, []int64{2}},
		{journal.Filter{Operation: "payments.create"}, []int64{1}},
		{journal.Filter{Operation: "Payments.*"}, []int64{1, 2}},
		{journal.Filter{Method: "get"}, []int64{2, 3}},
		{journal.Filter{Path: "/payments/*"}, []int64{2}},
		{journal.Filter{Path: "/v1/payments"}, []int64{1}},
		{journal.Filter{Status: []string{"201", "404"}}, []int64{1, 2}},
		{journal.Filter{Status: []string{"4xx"}}, []int64{2}},
		{journal.Filter{Status: []string{"0"}}, []int64{3}},
		{journal.Filter{IdempotencyKey: "k"}, []int64{1}},
		{journal.Filter{After: 1}, []int64{2, 3}},
		{journal.Filter{Since: at.Add(time.Second)}, []int64{2, 3}},
	} {
		require.Equal(t, test.want, ids(j, &test.filter), "%+v", test.filter)
	}
}

func TestView(t *testing.T) {
	t.Parallel()
	marshal := func(body string) string {
		view := journal.NewView(&journal.Entry{RequestBody: journal.NewContent([]byte(body))})
		text, err := view.RequestBody.MarshalJSON()
		require.NoError(t, err)
		return string(text)
	}
	require.Equal(t, `null`, marshal(""))
	require.Equal(t, `{"amount":10.00}`, marshal(`{"amount":10.00}`))
	require.Equal(t, `{"cvc":"****"}`, marshal(`{"cvc":"123"}`))
	require.Equal(t, `"a=b"`, marshal("a=b"))
	require.Equal(t, `"�"`, marshal("\xff"))
	long := marshal(`{"a":"` + strings.Repeat("x", 100) + `","b":"` + strings.Repeat("y", 70_000) + `"}`)
	require.Equal(t, `"{\"a\":\"`+strings.Repeat("x", 100)+`\",\"b\"…[cut: the body has 70115 bytes]"`, long)
}

// The sizes stay correct under concurrent changes.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	j := journal.New(50, megabyte)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for n := range 500 {
				add(j, fmt.Sprintf("test/%d", (i+n)%7), 1, n)
				if n%97 == 0 {
					j.ClearAccount("test/3")
					_, _ = j.List(nil)
				}
			}
		})
	}
	group.Wait()
	j.Clear()
	require.Empty(t, ids(j, nil))
	add(j, "test/a", 60, 0)
	require.Len(t, ids(j, nil), 50)
}
