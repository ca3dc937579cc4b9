package engine

import "time"

// maxViewed is the maximum number of accounts in viewedAccounts.
const maxViewed = 10_000

// viewedAccounts holds the accounts that were read before their creation, so that their
// test data keeps the time of the first read. A read that fails shows no test data, so
// its account is dropped with its last reader. Of the others, the oldest account is
// dropped for a new one. The engine guards it.
type viewedAccounts struct {
	accounts map[AccountKey]*viewedAccount
	links    map[string]AccountKey // by the token of a public link
	order    []shownAccount        // oldest first; some are not in accounts any more
	added    uint64
}

type viewedAccount struct {
	number  uint64 // distinguishes it from later ones with the same key
	born    time.Time
	token   string // "" for an account that was not shown yet
	readers int
	shown   bool

	generation generation // of the IDs in the test data
}

type shownAccount struct {
	key    AccountKey
	number uint64
}

// begin adds a reader of an account, and the account if it is new.
func (v *viewedAccounts) begin(key AccountKey, now time.Time, g generation) *viewedAccount {
	entry := v.accounts[key]
	if entry == nil {
		v.added++
		entry = &viewedAccount{number: v.added, born: now, generation: g}
		store(&v.accounts, key, entry)
	}
	entry.readers++
	return entry
}

// end removes a reader. shown reports that the reader saw test data, with the links.
func (v *viewedAccounts) end(key AccountKey, number uint64, shown bool, links map[string]string) {
	entry := v.accounts[key]
	if entry == nil || entry.number != number {
		return // created or reset meanwhile
	}
	entry.readers--
	switch {
	case shown:
		v.show(key, entry, links)
	case entry.readers == 0 && !entry.shown:
		delete(v.accounts, key)
	}
}

// add adds an account that was shown with its public links.
func (v *viewedAccounts) add(key AccountKey, born time.Time, g generation, links map[string]string) {
	v.added++
	entry := &viewedAccount{number: v.added, born: born, generation: g}
	store(&v.accounts, key, entry)
	v.show(key, entry, links)
}

func (v *viewedAccounts) show(key AccountKey, entry *viewedAccount, links map[string]string) {
	if entry.shown {
		return
	}
	if len(v.order) == maxViewed {
		oldest := v.order[0]
		if known := v.accounts[oldest.key]; known != nil && known.number == oldest.number {
			v.take(oldest.key)
		}
		v.order = v.order[1:]
	}
	for token := range links { // test data has at most one
		entry.token = token
		store(&v.links, token, key)
	}
	entry.shown = true
	v.order = append(v.order, shownAccount{key, entry.number})
}

// find returns the account.
func (v *viewedAccounts) find(key AccountKey) (entry viewedAccount, viewed bool) {
	if found := v.accounts[key]; found != nil {
		return *found, true
	}
	return entry, false
}

// take removes the account and returns it.
func (v *viewedAccounts) take(key AccountKey) (entry viewedAccount, viewed bool) {
	entry, viewed = v.find(key)
	if viewed {
		delete(v.accounts, key)
		delete(v.links, entry.token)
	}
	return entry, viewed
}

// forget removes the account and the accounts that it acts for.
func (v *viewedAccounts) forget(key AccountKey) {
	for k := range v.accounts {
		if k.Within(key) {
			v.take(k)
		}
	}
}

// viewedLink returns the account with a public link that was not created yet.
func (e *Engine) viewedLink(token string) (AccountKey, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	key, found := e.viewed.links[token]
	return key, found
}
