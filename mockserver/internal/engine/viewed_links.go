package engine

import "sync"

// maxViewedLinks is the maximum number of stored links.
const maxViewedLinks = 10_000

// viewedLinks holds the public links of test data that a client has seen before the
// account was created. The oldest link is dropped for a new one.
type viewedLinks struct {
	mu     sync.Mutex
	keys   map[string]AccountKey // by token
	tokens []string              // oldest first
}

func (v *viewedLinks) add(token string, key AccountKey) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, known := v.keys[token]; known {
		return
	}
	if v.keys == nil {
		v.keys = map[string]AccountKey{}
	}
	if len(v.tokens) == maxViewedLinks {
		delete(v.keys, v.tokens[0])
		v.tokens = v.tokens[1:]
	}
	v.keys[token] = key
	v.tokens = append(v.tokens, token)
}

func (v *viewedLinks) find(token string) (AccountKey, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	key, found := v.keys[token]
	return key, found
}

func (v *viewedLinks) clear() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.keys, v.tokens = nil, nil
}
