package httpapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The store holds responses up to its exact bound, and removes the oldest ones for a new
// one.
func TestStoreDropsTheOldestResponses(t *testing.T) {
	t.Parallel()
	s := newReplayStore(100, 10)
	for _, step := range []struct {
		key  string
		size int
		kept []string
	}{
		{"a", 4, []string{"a"}},
		{"b", 6, []string{"a", "b"}},
		{"c", 0, []string{"a", "b", "c"}},
		{"d", 5, []string{"c", "d"}},
		{"e", 10, []string{"e"}},
		{"f", 11, nil},
	} {
		r, a := use(step.key, strings.Repeat("x", step.size))
		_, refused := s.begin(r)
		require.Nil(t, refused)
		s.complete(r, a, nil)
		var kept []string
		size := 0
		for r := s.oldest; r != nil; r = r.newer {
			replay, err := r.answer()
			require.NoError(t, err)
			kept = append(kept, r.requestID)
			size += len(replay.body)
		}
		require.Equal(t, step.kept, kept, step.key)
		require.Len(t, s.records, len(kept), step.key)
		require.Equal(t, size, s.bytes, step.key)
	}
}
