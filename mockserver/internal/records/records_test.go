package records

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// row is a record. Its fields cover every kind of condition.
type row struct {
	id       string
	status   string
	from, to string
	created  time.Time
	metadata map[string]string
	amount   int
}

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// query describes a filter.
type query struct {
	status, party []string
	low, high     int64
	metadata      map[string][]string
	least         int
}

func (q query) filter() Filter[*row] {
	var f Filter[*row]
	Equal(&f, "status", q.status, func(r *row) string { return r.status })
	EqualAny(&f, q.party, map[string]func(*row) string{
		"from": func(r *row) string { return r.from },
		"to":   func(r *row) string { return r.to },
	})
	Times(&f, "created", q.low, q.high, func(r *row) time.Time { return r.created })
	Metadata(&f, q.metadata, func(r *row) map[string]string { return r.metadata })
	if q.least > 0 {
		f.Where(func(r *row) bool { return r.amount >= q.least })
	}
	return f
}

// matches is a simple implementation of the filter.
func (q query) matches(r *row) bool {
	at := r.created.Unix()
	if len(q.status) > 0 && !slices.Contains(q.status, r.status) || at < q.low || at > q.high || r.amount < q.least {
		return false
	}
	if len(q.party) > 0 && !slices.Contains(q.party, r.from) && !slices.Contains(q.party, r.to) {
		return false
	}
	for key, values := range q.metadata {
		if value, ok := r.metadata[key]; !ok || !slices.Contains(values, value) {
			return false
		}
	}
	return true
}

// model is a collection as a list.
type model struct {
	ids   []string // of every record that exists or existed, by position
	rows  map[string]*row
	first int // the number of trimmed positions
}

func (m *model) selected(q query) (list []*row) {
	for _, id := range m.ids {
		if r := m.rows[id]; r != nil && q.matches(r) {
			list = append(list, r)
		}
	}
	return list
}

var (
	statuses = []string{"open", "paid", "void"}
	parties  = []string{"", "ann", "bob", "cyd"}
)

func someRow(t *rapid.T, id string, n int) *row {
	r := &row{
		id: id, status: rapid.SampledFrom(statuses).Draw(t, "status"),
		from: rapid.SampledFrom(parties).Draw(t, "from"), to: rapid.SampledFrom(parties).Draw(t, "to"),
		created: start.Add(time.Duration(n+rapid.IntRange(-9, 0).Draw(t, "late")) * time.Second),
		amount:  rapid.IntRange(0, 9).Draw(t, "amount"),
	}
	if tag := rapid.IntRange(0, 3).Draw(t, "tag"); tag > 0 {
		r.metadata = map[string]string{"tag": strconv.Itoa(tag), "x" + strconv.Itoa(n%20): ""}
	}
	return r
}

func someQuery(t *rapid.T, n int) query {
	q := query{low: math.MinInt64, high: math.MaxInt64}
	has := func(name string) bool { return rapid.IntRange(0, 2).Draw(t, name) == 0 }
	if has("by status") {
		q.status = rapid.SliceOfN(rapid.SampledFrom(append(statuses, "lost")), 1, 3).Draw(t, "statuses")
	}
	if has("by party") {
		q.party = rapid.SliceOfN(rapid.SampledFrom(parties), 1, 2).Draw(t, "parties")
	}
	if has("after") {
		q.low = start.Unix() + int64(rapid.IntRange(-10, n).Draw(t, "low"))
	}
	if has("before") {
		q.high = start.Unix() + int64(rapid.IntRange(-10, n).Draw(t, "high"))
	}
	if has("by tag") {
		q.metadata = map[string][]string{"tag": rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "9"}), 1, 2).Draw(t, "tags")}
	}
	if has("by other") {
		q.metadata = map[string][]string{"x" + strconv.Itoa(rapid.IntRange(0, 19).Draw(t, "key")): {""}}
	}
	if has("by amount") {
		q.least = rapid.IntRange(1, 9).Draw(t, "least")
	}
	return q
}

func rowID(r *row) string { return r.id }

// changeOne makes a random change in the collection and in the model.
func changeOne(t *rapid.T, c *Collection[*row], m *model) (undo func()) {
	id, n := "r"+strconv.Itoa(len(m.ids)), len(m.ids)
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	if kind >= 2 && n > m.first {
		id = m.ids[rapid.IntRange(m.first, n-1).Draw(t, "position")]
	} else if kind < 3 {
		m.ids = append(m.ids, id)
	}
	before, existed := m.rows[id]
	var takeBack func()
	switch {
	case kind == 3:
		delete(m.rows, id)
		takeBack = c.Remove(id).Run
	case kind == 0:
		m.rows[id] = someRow(t, id, n)
		takeBack = c.Append(m.rows[id], rowID).Run
	default:
		m.rows[id] = someRow(t, id, n)
		takeBack = c.Put(id, m.rows[id]).Run
	}
	return func() {
		takeBack()
		m.ids = m.ids[:n]
		if delete(m.rows, id); existed {
			m.rows[id] = before
		}
	}
}

// transaction makes some changes, and undoes them in some cases.
func transaction(t *rapid.T, c *Collection[*row], m *model) {
	var undos []func()
	for range rapid.IntRange(1, 5).Draw(t, "changes") {
		undos = append(undos, changeOne(t, c, m))
		if rapid.IntRange(0, 3).Draw(t, "look") == 0 {
			check(t, c, m) // an index may be built within a transaction
		}
	}
	if rapid.Bool().Draw(t, "undo") {
		for _, undo := range slices.Backward(undos) {
			undo()
		}
	}
}

// rows is a source of a collection.
type rows []*row

func (r rows) Len() int { return len(r) }

func (r rows) Position(id string) (int, bool) {
	i := slices.IndexFunc(r, func(r *row) bool { return r.id == id })
	return i, i >= 0
}

func (r rows) Records() (ids []string, records []*row) {
	for _, r := range r {
		ids = append(ids, r.id)
	}
	return ids, slices.Clone(r)
}

// trim removes the oldest records.
func trim(t *rapid.T, c *Collection[*row], m *model) {
	keep := rapid.IntRange(len(m.rows)*9/10, len(m.rows)+1).Draw(t, "keep")
	c.Trim(keep, rowID)
	for len(m.rows) > keep {
		delete(m.rows, m.ids[m.first])
		m.first++
	}
}

// page returns up to n records.
func page(walk iter.Seq[*row], n int) (ids []string) {
	for r := range walk {
		if len(ids) == n {
			break
		}
		ids = append(ids, r.id)
	}
	return ids
}

// idsOf returns the IDs of at most n records from an offset on.
func idsOf(list []*row, offset, n int) (ids []string) {
	for _, r := range list[min(offset, len(list)):min(offset+n, len(list))] {
		ids = append(ids, r.id)
	}
	return ids
}

func reversed(list []*row) []*row {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// check compares one selection with the plain list: total, pages, cursors and offsets.
func check(t *rapid.T, c *Collection[*row], m *model) {
	q := someQuery(t, len(m.ids))
	want := m.selected(q)
	s := c.Select(q.filter())
	require.Equal(t, len(want), s.Total(), "total of %+v", q)
	require.Equal(t, len(m.rows), c.Len())
	limit := rapid.IntRange(1, 20).Draw(t, "limit")
	require.Equal(t, idsOf(reversed(want), 0, limit), page(s.Newest(), limit), "newest of %+v", q)
	require.Equal(t, idsOf(want, 0, limit), page(s.Oldest(), limit), "oldest of %+v", q)
	offset := rapid.IntRange(0, len(want)+3).Draw(t, "offset")
	require.Equal(t, idsOf(reversed(want), offset, limit), idsOf(s.Page(offset, limit, false), 0, limit), "from %d on", offset)
	require.Equal(t, idsOf(want, offset, limit), idsOf(s.Page(offset, limit, true), 0, limit), "from %d on", offset)
	if len(m.ids) == 0 {
		return
	}
	at := rapid.IntRange(max(m.first-1, 0), len(m.ids)-1).Draw(t, "cursor") // the last trimmed record is a cursor too
	if cursor := m.ids[at]; c.HasPlace(cursor) {
		position := map[string]int{}
		for i, id := range m.ids {
			position[id] = i
		}
		older := slices.DeleteFunc(slices.Clone(want), func(r *row) bool { return position[r.id] >= at })
		newer := slices.DeleteFunc(slices.Clone(want), func(r *row) bool { return position[r.id] <= at })
		require.Equal(t, idsOf(reversed(older), 0, limit), page(s.OlderThan(cursor), limit), "older than %s", cursor)
		require.Equal(t, idsOf(newer, 0, limit), page(s.NewerThan(cursor), limit), "newer than %s", cursor)
	} else {
		require.Less(t, at, m.first, "only trimmed records lose their place")
	}
}

// Any sequence of transactions, trims and queries has the same results as a plain list,
// at sizes around every limit of the index.
func TestSelectionsEqualScans(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, scanBelow - 3, zoneSize - 2, blockSize - 2, 2*blockSize + 100} {
		t.Run(strconv.Itoa(size), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				c, m := &Collection[*row]{}, &model{rows: map[string]*row{}}
				var all rows
				for n := range size {
					id := "r" + strconv.Itoa(n)
					r := &row{id: id, status: statuses[n%7%3], from: parties[n%4], to: parties[n%11%4], created: start.Add(time.Duration(n) * time.Second), amount: n % 10}
					m.ids, m.rows[id] = append(m.ids, id), r
					all = append(all, r)
				}
				deferred := rapid.IntRange(0, size).Draw(t, "deferred")
				*c = Defer[*row](all[:deferred])
				for _, r := range all[deferred:] {
					c.Append(r, rowID)
				}
				for range rapid.IntRange(1, 8).Draw(t, "steps") {
					if rapid.IntRange(0, 4).Draw(t, "trim") == 0 {
						trim(t, c, m)
					} else {
						transaction(t, c, m)
					}
					check(t, c, m)
				}
			})
		})
	}
}

// A block changes between list and mask in both directions and keeps its positions.
func TestPositionsEqualMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var set positions
		want := map[int]bool{}
		for range rapid.IntRange(1, 6).Draw(t, "runs") {
			first := rapid.IntRange(0, 3*blockSize).Draw(t, "first")
			step := rapid.IntRange(1, 9).Draw(t, "step")
			add := rapid.IntRange(0, 2).Draw(t, "add") > 0
			for i := range rapid.IntRange(1, 600).Draw(t, "n") {
				position := first + i*step
				if add == want[position] {
					continue
				}
				if add {
					set.add(position)
					want[position] = true
				} else {
					set.remove(position)
					delete(want, position)
				}
			}
		}
		n := 0
		for _, b := range set.blocks {
			var m mask
			b.addTo(&m)
			require.Positive(t, b.n)
			require.Equal(t, b.n, m.count())
			require.True(t, b.n > listMax/2 || b.mask == nil, "a mask of few positions becomes a list")
			require.True(t, b.n <= listMax || b.mask != nil)
			for at := range m.ascending(0) {
				require.True(t, want[b.number*blockSize+int(at)])
				n++
			}
		}
		require.Equal(t, len(want), n)
		require.Equal(t, n, set.n)
	})
}

// Clients choose the keys of metadata, so the number of those indices is bounded.
func TestMetadataIndicesAreBounded(t *testing.T) {
	t.Parallel()
	c := &Collection[*row]{}
	for n := range scanBelow {
		c.Put(strconv.Itoa(n), &row{metadata: map[string]string{"even": strconv.FormatBool(n%2 == 0)}})
	}
	total := func(key, value string) int {
		return c.Select(query{low: math.MinInt64, high: math.MaxInt64, metadata: map[string][]string{key: {value}}}.filter()).Total()
	}
	for n := range 10 * maxOwned {
		require.Equal(t, scanBelow/2, total("even", "true"))
		require.Zero(t, total("other"+strconv.Itoa(n), ""))
		require.LessOrEqual(t, len(c.byValue), maxOwned)
		require.Contains(t, c.byValue, "metadata[even]", "a used index stays")
	}
	require.Len(t, c.byValue, maxOwned)
}

// Values that no record has any more leave nothing in an index.
func TestIndicesDropValues(t *testing.T) {
	t.Parallel()
	c := &Collection[*row]{}
	put := func(n int, status string) { c.Put(strconv.Itoa(n), &row{status: status}) }
	for n := range scanBelow {
		put(n, fmt.Sprint("status", n))
	}
	c.Select(query{status: []string{"none"}, high: math.MaxInt64, low: math.MinInt64}.filter())
	require.Len(t, c.byValue["status"].sets, scanBelow)
	for n := range scanBelow {
		put(n, "same")
	}
	require.Len(t, c.byValue["status"].sets, 1)
}

// A trimmed collection keeps a bounded number of IDs and drops everything else.
func TestTrimBoundsMemory(t *testing.T) {
	t.Parallel()
	for name, store := range map[string]func(c *Collection[*row], r *row){
		"put":    func(c *Collection[*row], r *row) { c.Put(r.id, r) },
		"append": func(c *Collection[*row], r *row) { c.Append(r, rowID) },
		"both": func(c *Collection[*row], r *row) {
			if n := c.End(); n == 9850 || n == 9950 {
				c.Put(r.id, r)
			} else {
				c.Append(r, rowID)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &Collection[*row]{}
			for n := range 10_000 {
				store(c, &row{id: strconv.Itoa(n)})
				c.Trim(100, rowID)
			}
			require.Equal(t, 100, c.Len())
			require.True(t, c.HasPlace("9800"))
			require.False(t, c.HasPlace("9799"))
			require.Len(t, c.index, 200)
			require.LessOrEqual(t, cap(c.values), 1000)
			require.Equal(t, []string{"9900", "9901"}, page(c.Select(nil).NewerThan("9800"), 2))
			require.Empty(t, page(c.Select(nil).OlderThan("9800"), 2))
			c.Put("9850", &row{id: "9850"}).Run()
			_, found := c.Get("9850")
			require.False(t, found, "a trimmed record stays trimmed")
		})
	}
}

// Appended records enter the index when an ID is used.
func TestAppendedRecordsAreIndexedLate(t *testing.T) {
	t.Parallel()
	uses := map[string]func(c *Collection[*row]){
		"position": func(c *Collection[*row]) { require.True(t, c.HasPlace("3")) },
		"cursor":   func(c *Collection[*row]) { require.Equal(t, []string{"4"}, page(c.Select(nil).NewerThan("3"), 9)) },
		"put":      func(c *Collection[*row]) { c.Put("3", &row{id: "3"}).Run() },
		"fork":     func(c *Collection[*row]) { c.Fork() },
		"save":     func(c *Collection[*row]) { require.Len(t, Save(c, func(r *row) *row { return r }).Past, 2) },
	}
	for name, use := range uses {
		c := &Collection[*row]{}
		for n := range 5 {
			c.Append(&row{id: strconv.Itoa(n)}, rowID)
		}
		c.Append(&row{id: "undone"}, rowID).Run()
		c.Trim(3, rowID)
		require.Empty(t, c.index, name)
		use(c)
		require.Equal(t, map[string]int{"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}, c.index, name)
	}
}

// A fork shares its records until it changes, and the original never changes.
func TestForks(t *testing.T) {
	t.Parallel()
	var c Collection[*row]
	for n := range 5 {
		c.Put(strconv.Itoa(n), &row{id: strconv.Itoa(n)})
	}
	changes := map[string]func(*Collection[*row]) func(){
		"put":    func(f *Collection[*row]) func() { return f.Put("9", &row{id: "9"}).Run },
		"change": func(f *Collection[*row]) func() { return f.Put("1", &row{id: "1", status: "paid"}).Run },
		"remove": func(f *Collection[*row]) func() { return f.Remove("4").Run },
		"trim": func(f *Collection[*row]) func() {
			f.Trim(3, rowID)
			return func() {}
		},
	}
	before := page(c.Oldest(), 10)
	for name, change := range changes {
		first, second := c.Fork(), c.Fork()
		undo := change(&first)
		require.NotEqual(t, slices.Collect(c.Oldest()), slices.Collect(first.Oldest()), name)
		require.Equal(t, before, page(c.Oldest(), 10), name)
		require.Equal(t, slices.Collect(c.Oldest()), slices.Collect(second.Oldest()), name)
		undo()
		require.Equal(t, before, page(second.Oldest(), 10), name)
	}
}

// A source makes its records only when one of them is needed.
func TestSourceIsReadLate(t *testing.T) {
	t.Parallel()
	made := func(touch func(c *Collection[*row])) bool {
		c := Defer[*row](rows{{id: "a"}, {id: "b"}})
		c.Append(&row{id: "c"}, rowID)
		touch(&c)
		return c.source == nil
	}
	for name, touch := range map[string]func(c *Collection[*row]){
		"a new record":     func(c *Collection[*row]) { c.Put("d", &row{id: "d"}).Run() },
		"a changed one":    func(c *Collection[*row]) { c.Put("c", &row{id: "c", status: "paid"}).Run() },
		"an unknown ID":    func(c *Collection[*row]) { c.Get("z") },
		"a later record":   func(c *Collection[*row]) { c.Get("c") },
		"a removed record": func(c *Collection[*row]) { c.Remove("c").Run() },
		"the length":       func(c *Collection[*row]) { require.Equal(t, 3, c.Len()) },
		"the end":          func(c *Collection[*row]) { require.Equal(t, 3, c.End()) },
		"a position": func(c *Collection[*row]) {
			position, ok := c.Position("b")
			require.True(t, ok)
			require.Equal(t, 1, position)
		},
		"no trim": func(c *Collection[*row]) { c.Trim(3, rowID) },
	} {
		require.False(t, made(touch), name)
	}
	for name, touch := range map[string]func(c *Collection[*row]){
		"a record":    func(c *Collection[*row]) { c.Get("b") },
		"its change":  func(c *Collection[*row]) { c.Put("b", &row{id: "b"}) },
		"its removal": func(c *Collection[*row]) { c.Remove("b") },
		"a list":      func(c *Collection[*row]) { require.Equal(t, []string{"c", "b", "a"}, page(c.Newest(), 9)) },
		"a trim": func(c *Collection[*row]) {
			var dropped []string
			c.Trim(1, func(r *row) string {
				dropped = append(dropped, r.id)
				return r.id
			})
			require.Equal(t, []string{"a", "b"}, dropped)
		},
		"a fork": func(c *Collection[*row]) { c.Fork() },
	} {
		require.True(t, made(touch), name)
	}
}

// A mask can have fewer positions than a list: a block changes its form late.
func TestIntersectionOfMaskAndLargerList(t *testing.T) {
	t.Parallel()
	c := &Collection[*row]{}
	put := func(n int, status, from string) {
		c.Put(strconv.Itoa(n), &row{id: strconv.Itoa(n), status: status, from: from})
	}
	for n := range 300 {
		put(n, "paid", "bob")
	}
	both := Filter[*row]{}
	Equal(&both, "status", []string{"paid"}, func(r *row) string { return r.status })
	Equal(&both, "from", []string{"ann"}, func(r *row) string { return r.from })
	require.Zero(t, c.Select(both).Total())
	for n := range 150 { // status: a mask of 150; from: a list of 200
		put(n, "void", "bob")
	}
	for n := 100; n < 300; n++ {
		put(n, c.values[n].status, "ann")
	}
	require.NotNil(t, c.byValue["status"].sets["paid"].blocks[0].mask)
	require.Nil(t, c.byValue["from"].sets["ann"].blocks[0].mask)
	s := c.Select(both)
	require.Equal(t, 150, s.Total())
	require.Len(t, slices.Collect(s.Newest()), 150)
}
