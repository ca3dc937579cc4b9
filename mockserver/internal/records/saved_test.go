package records

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A loaded collection has the records, the positions and the known IDs of the saved one,
// and continues like it.
func TestLoadedCollectionIsTheSame(t *testing.T) {
	t.Parallel()
	type value struct{ n int }
	id := func(v *value) string { return fmt.Sprint(v.n) }
	unchanged := func(v *value) *value { return v }
	rapid.Check(t, func(rt *rapid.T) {
		var c Collection[*value]
		change := func(c *Collection[*value], kind, n int) {
			switch kind {
			case 0, 1, 2:
				c.Put(fmt.Sprint(n), &value{n})
			case 3:
				c.Remove(fmt.Sprint(n))
			case 4:
				c.Append(&value{100 + c.End()}, id)
			default:
				c.Trim(n/2, id)
			}
		}
		changes := rapid.SliceOf(rapid.Custom(func(rt *rapid.T) [2]int {
			return [2]int{rapid.IntRange(0, 5).Draw(rt, "kind"), rapid.IntRange(0, 20).Draw(rt, "n")}
		}))
		for _, step := range changes.Draw(rt, "before") {
			change(&c, step[0], step[1])
		}
		loaded, err := Load(Save(&c, unchanged), unchanged)
		require.NoError(rt, err)
		for _, step := range append([][2]int{{3, 99}}, changes.Draw(rt, "after")...) {
			change(&c, step[0], step[1])
			change(&loaded, step[0], step[1])
			require.Equal(rt, slices.Collect(c.Oldest()), slices.Collect(loaded.Oldest()))
			require.Equal(rt, c.Len(), loaded.Len())
			for n := range 200 {
				position, known := c.Position(fmt.Sprint(n))
				same, also := loaded.Position(fmt.Sprint(n))
				require.Equal(rt, known, also, n)
				require.Equal(rt, position, same, n)
			}
		}
	})
}
