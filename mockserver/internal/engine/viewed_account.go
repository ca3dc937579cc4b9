package engine

import "time"

// maxViewed is the maximum number of accounts in viewedAccounts.
const maxViewed = 10_000

// viewedAccounts holds the accounts that were read before their creation, so that their
// test data keeps the time of the first read. The oldest account is dropped for a new
// one. The engine guards it.
type viewedAccounts struct {
	accounts map[AccountKey]viewedAccount
	links    map[string]AccountKey // by the token of a public link
	order    []viewedAccount       // oldest first; some are not in accounts any more
	added    uint64
}

type viewedAccount struct {
	key    AccountKey
	number uint64 // distinguishes it from later ones with the same key
	born   time.Time
	token  string
}

// add adds an account. links are its public links.
func (v *viewedAccounts) add(key AccountKey, born time.Time, links map[string]string) {
	if v.accounts == nil {
		v.accounts, v.links = map[AccountKey]viewedAccount{}, map[string]AccountKey{}
	}
	if len(v.order) == maxViewed {
		if oldest := v.order[0]; v.accounts[oldest.key] == oldest {
			v.take(oldest.key)
		}
		v.order = v.order[1:]
	}
	v.added++
	entry := viewedAccount{key: key, number: v.added, born: born}
	for token := range links { // test data has at most one
		entry.token = token
		v.links[token] = key
	}
	v.accounts[key] = entry
	v.order = append(v.order, entry)
}

// born returns the time of the account's test data.
func (v *viewedAccounts) born(key AccountKey) (time.Time, bool) {
	entry, viewed := v.accounts[key]
	return entry.born, viewed
}

// take removes the account and returns the time of its test data.
func (v *viewedAccounts) take(key AccountKey) (born time.Time, viewed bool) {
	entry, viewed := v.accounts[key]
	if viewed {
		delete(v.accounts, key)
		delete(v.links, entry.token)
	}
	return entry.born, viewed
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
