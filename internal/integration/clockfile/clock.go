// Package clockfile is a clock that several processes share: a file with its time. Only
// the test advances the clock, so leases expire exactly when the test decides.
package clockfile

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Clock is the path of the file. A process receives it from the test.
type Clock string

// New returns a clock that stands still.
func New(t testing.TB) Clock {
	t.Helper()
	c := Clock(filepath.Join(t.TempDir(), "clock"))
	c.set(t, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	return c
}

// Advance moves the clock for all processes.
func (c Clock) Advance(t testing.TB, by time.Duration) {
	t.Helper()
	c.set(t, c.Now().Add(by))
}

// set replaces the file as a whole, because processes read it at any time.
func (c Clock) set(t testing.TB, now time.Time) {
	t.Helper()
	require.NoError(t, os.WriteFile(string(c)+".new", []byte(now.Format(time.RFC3339)), 0o600))
	require.NoError(t, os.Rename(string(c)+".new", string(c)))
}

// Now returns the time of the clock.
func (c Clock) Now() time.Time {
	text, err := os.ReadFile(string(c))
	if err != nil {
		panic(err)
	}
	now, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		panic(err)
	}
	return now
}
