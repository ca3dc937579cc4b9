package golden_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/golden"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("x\n", 9)
	for _, tt := range []struct{ name, want, got, diff string }{
		{"equal", "a\nb\n", "a\nb\n", ""},
		{"a changed line", "a\nb\nc\n", "a\nB\nc\n", "line 2:\n- want: b\n+ got:  B\n"},
		{"a new line", "a\nc\n", "a\nb\nc\n", "line 2:\n+ got:  b\n"},
		{"a lost line", "a\nb\nc\n", "a\nc\n", "line 2:\n- want: b\n"},
		{"a repeated line", "a\na\n", "a\n", "line 2:\n- want: a\n"},
		{"the end of the line", "a", "a\n", "line 2:\n+ got:  \n"},
		{"nothing at all", "", "a", "line 1:\n- want: \n+ got:  a\n"},
		{"many lines", "", many, "line 1:\n" + strings.Repeat("+ got:  x\n", 5) + "+ got:  … and 4 more lines\n"},
		{"a long line", "", strings.Repeat("é", 200), "line 1:\n- want: \n+ got:  " + strings.Repeat("é", 150) + "…\n"},
	} {
		require.Equal(t, tt.diff, golden.Diff(tt.want, tt.got), tt.name)
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"a", "c"}, golden.Missing(map[string]int{"c": 1, "a": 1, "b": 1}, map[string]bool{"b": true, "d": true}))
	require.Empty(t, golden.Missing(map[string]int{}, map[string]bool{"b": true}))
}

func TestTimeOfOtherTextsPanics(t *testing.T) {
	t.Parallel()
	require.Equal(t, int64(1768471200), golden.Time("2026-01-15T10:00:00Z").Unix())
	require.Panics(t, func() { golden.Time("yesterday") })
}
