package core

import (
	"sync"
	"weak"
)

// generation is half the number of unused entries that a table keeps.
const generation = 5_000

// table maps keys to states. A state that a client or a call uses is always found. The
// table also keeps the most recently used of the other states: at least one generation,
// at most two. The zero table is empty.
type table[K comparable, T any] struct {
	mu         sync.Mutex
	young, old map[K]*T // old only keeps its states from being collected
	all        map[K]weak.Pointer[T]
}

// get returns the state of the key. The first call creates it.
func (t *table[K, T]) get(key K, first func() *T) *T {
	t.mu.Lock()
	defer t.mu.Unlock()
	if state, ok := t.young[key]; ok {
		return state
	}
	if t.all == nil {
		t.all, t.young = map[K]weak.Pointer[T]{}, map[K]*T{}
	}
	state := t.all[key].Value()
	if state == nil {
		state = first()
		t.all[key] = weak.Make(state)
	}
	if len(t.young) == generation {
		t.old, t.young = t.young, map[K]*T{}
		t.forget()
	}
	t.young[key] = state
	return state
}

// forget removes the states that were collected. It runs once per generation, so its cost
// per new state is constant.
func (t *table[K, T]) forget() {
	for key, state := range t.all {
		if state.Value() == nil {
			delete(t.all, key)
		}
	}
}
