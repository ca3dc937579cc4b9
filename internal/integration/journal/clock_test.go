package journal

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clock is a file with the time of the journal, in minutes. All processes read it, and
// only the test advances it. So leases expire exactly when the test decides.
type clock string

func newClock(t *testing.T) clock {
	t.Helper()
	c := clock(filepath.Join(t.TempDir(), "clock"))
	require.NoError(t, os.WriteFile(string(c), []byte("0"), 0o600))
	return c
}

// advance lets all leases expire.
func (c clock) advance(t *testing.T) {
	t.Helper()
	require.NoError(t, os.WriteFile(string(c)+".new", []byte(strconv.Itoa(c.minute()+1)), 0o600))
	require.NoError(t, os.Rename(string(c)+".new", string(c)))
}

func (c clock) minute() int {
	text, err := os.ReadFile(string(c))
	if err != nil {
		panic(err)
	}
	n, err := strconv.Atoi(string(text))
	if err != nil {
		panic(err)
	}
	return n
}

func (c clock) now() time.Time {
	return time.Date(2026, 1, 1, 0, c.minute(), 0, 0, time.UTC)
}
