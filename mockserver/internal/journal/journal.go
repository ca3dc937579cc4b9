package journal

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/stateset/stateset-go/mockserver/internal/indexheap"
)

// Bounds of a journal, and the limits of bounds that users set.
const (
	DefaultEntries = 1000
	MaxEntries     = 1_000_000
	DefaultBytes   = 16 << 20
	MinBytes       = 1 << 20
)

// Journal stores the latest requests. When it is full, the account with the largest share
// of the entries or of the bytes loses its oldest entry. So an account with many requests
// does not remove the entries of others. A Journal is safe for concurrent use.
type Journal struct {
	maxEntries int
	maxBytes   int64

	mu       sync.Mutex
	last     int64 // ID of the latest entry; it never goes back
	entries  int
	bytes    int64
	accounts map[string]*share
	largest  indexheap.Heap[*share]
	clears   int64         // how often entries were cleared
	changed  chan struct{} // closed at the next change; nil without a waiter
}

// New returns an empty journal. With zero entries it stores nothing.
func New(maxEntries int, maxBytes int64) *Journal {
	return &Journal{maxEntries: maxEntries, maxBytes: maxBytes, accounts: map[string]*share{}}
}

// Stores reports whether the journal stores anything.
func (j *Journal) Stores() bool { return j.maxEntries > 0 }

// Add stores an entry and sets its ID.
func (j *Journal) Add(e *Entry) {
	if !j.Stores() {
		return
	}
	size := e.size()
	if size > j.maxBytes {
		e.shrink()
		size = e.size()
	}
	e.bytes = size
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	e.ID = j.last
	s := j.accounts[e.Account]
	if s == nil {
		s = &share{journal: j, account: e.Account}
		j.accounts[e.Account] = s
		j.largest.Push(s)
	}
	s.entries = append(s.entries, e)
	j.count(s, 1, size)
	for j.entries > j.maxEntries || j.bytes > j.maxBytes && j.entries > 1 {
		j.evict()
	}
	j.wake()
}

// Changed returns a channel that is closed at the next change, and the number of calls
// of Clear and ClearAccount. Call Changed before List.
func (j *Journal) Changed() (changed <-chan struct{}, clears int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.changed == nil {
		j.changed = make(chan struct{})
	}
	return j.changed, j.clears
}

func (j *Journal) wake() {
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
}

// count changes the number of entries and bytes of an account.
func (j *Journal) count(s *share, entries int, bytes int64) {
	j.entries += entries
	j.bytes += bytes
	s.bytes += bytes
	j.largest.Fix(s)
}

// evict removes the oldest entry of the account with the largest share.
func (j *Journal) evict() {
	s := j.largest[0]
	oldest := s.entries[0]
	s.entries[0] = nil
	s.entries = s.entries[1:]
	if len(s.entries) == 0 {
		j.remove(s)
		j.entries--
		j.bytes -= oldest.bytes
		return
	}
	j.count(s, -1, -oldest.bytes)
}

func (j *Journal) remove(s *share) {
	delete(j.accounts, s.account)
	j.largest.Remove(s)
}

// List returns the selected entries, oldest first, and the ID of the latest entry that was
// ever added. A nil filter selects all.
func (j *Journal) List(f *Filter) (entries []*Entry, last int64) {
	var all []*Entry
	j.mu.Lock()
	for _, s := range j.accounts {
		begin := 0
		if f != nil {
			begin, _ = s.find(f.After + 1)
		}
		all = append(all, s.entries[begin:]...)
	}
	last = j.last
	j.mu.Unlock()
	if f != nil {
		all = slices.DeleteFunc(all, func(e *Entry) bool { return !f.Matches(e) })
	}
	slices.SortFunc(all, func(a, b *Entry) int { return int(a.ID - b.ID) })
	return all, last
}

// Get returns the entry with the ID, or nil.
func (j *Journal) Get(id int64) *Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, s := range j.accounts {
		if at, found := s.find(id); found {
			return s.entries[at]
		}
	}
	return nil
}

// Clear removes the entries of all accounts.
func (j *Journal) Clear() { j.clear(func(string) bool { return true }) }

// ClearAccount removes the entries of an account and of the accounts that it acted for.
// The default mode of a name is test mode.
func (j *Journal) ClearAccount(name string) {
	name = withMode(name)
	j.clear(func(account string) bool { return account == name || strings.HasPrefix(account, name+"/") })
}

func (j *Journal) clear(selects func(account string) bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.clears++
	defer j.wake()
	for account, s := range j.accounts {
		if !selects(account) {
			continue
		}
		j.entries -= len(s.entries)
		j.bytes -= s.bytes
		j.remove(s)
	}
}

// share is the part of the journal that an account uses.
type share struct {
	journal *Journal
	account string
	entries []*Entry // oldest first, never empty in the journal
	bytes   int64
	place   int // in the heap
}

// find returns the index of the first entry with the ID or a later one.
func (s *share) find(id int64) (at int, found bool) {
	return slices.BinarySearchFunc(s.entries, id, func(e *Entry, id int64) int { return cmp.Compare(e.ID, id) })
}

// part returns the used part of the bounds, of that which is more exhausted.
func (s *share) part() float64 {
	return max(float64(len(s.entries))/float64(s.journal.maxEntries), float64(s.bytes)/float64(s.journal.maxBytes))
}

// Before puts the account with the largest share first, and of equal ones that with the
// oldest entry.
func (s *share) Before(other *share) bool {
	x, y := s.part(), other.part()
	if x == y && len(s.entries) > 0 && len(other.entries) > 0 {
		return s.entries[0].ID < other.entries[0].ID
	}
	return x > y
}

// Index implements [indexheap.Element].
func (s *share) Index() *int { return &s.place }
