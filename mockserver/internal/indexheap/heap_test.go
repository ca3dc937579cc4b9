package indexheap_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/stateset/stateset-go/mockserver/internal/indexheap"
)

type item struct{ rank, index int }

func (i *item) Before(other *item) bool { return i.rank < other.rank }
func (i *item) Index() *int             { return &i.index }

// The first element is the smallest after any sequence of changes, and every element
// stores its index.
func TestOrderAfterChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var heap indexheap.Heap[*item]
		var queued []*item
		pick := func(t *rapid.T) *item {
			if len(queued) == 0 {
				t.Skip("empty")
			}
			return rapid.SampledFrom(queued).Draw(t, "item")
		}
		forget := func(i *item) {
			queued = slices.DeleteFunc(queued, func(q *item) bool { return q == i })
			require.Equal(t, indexheap.NotQueued, i.index)
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				i := &item{rank: rapid.IntRange(0, 9).Draw(t, "rank"), index: indexheap.NotQueued}
				heap.Push(i)
				queued = append(queued, i)
			},
			"pop": func(t *rapid.T) {
				pick(t)
				forget(heap.Pop())
			},
			"remove": func(t *rapid.T) {
				i := pick(t)
				heap.Remove(i)
				forget(i)
			},
			"fix": func(t *rapid.T) {
				i := pick(t)
				i.rank = rapid.IntRange(0, 9).Draw(t, "rank")
				heap.Fix(i)
			},
			"": func(t *rapid.T) {
				require.Len(t, heap, len(queued))
				for at, i := range heap {
					require.Equal(t, at, i.index)
					require.Contains(t, queued, i)
					require.LessOrEqual(t, heap[0].rank, i.rank)
				}
			},
		})
	})
}
