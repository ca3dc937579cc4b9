package core

import (
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// A table grows to two generations at most, for any number of keys. It never removes a
// state in use, nor the most recently used other states.
func TestTableIsBounded(t *testing.T) {
	t.Parallel()
	type state struct{ name *string }
	var states table[string, state]
	get := func(key string) *state { return states.get(key, func() *state { return &state{&key} }) }
	held := get("held")
	for i := range 10 * generation {
		get(strconv.Itoa(i))
	}
	runtime.GC()
	states.forget()
	require.LessOrEqual(t, len(states.all), 2*generation+1)
	require.LessOrEqual(t, len(states.young)+len(states.old), 2*generation)
	require.Same(t, held, get("held"))

	last := get("last")
	name := last.name
	for i := range generation - 1 {
		get("later " + strconv.Itoa(i))
	}
	runtime.GC()
	require.Same(t, name, get("last").name, "one of the most recently used")
	runtime.KeepAlive(held)
}

// A key that is used repeatedly is kept, although no client holds it.
func TestTableKeepsWhatIsUsed(t *testing.T) {
	t.Parallel()
	type state struct{ _ *string }
	var states table[int, state]
	var made int
	for i := range 4 * generation {
		for _, key := range []int{-1, i} {
			states.get(key, func() *state {
				if key == -1 {
					made++
				}
				return &state{}
			})
		}
		if i%generation == 0 {
			runtime.GC()
		}
	}
	require.Equal(t, 1, made)
}
