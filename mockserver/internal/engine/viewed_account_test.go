package engine

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
)

func viewKey(n int) AccountKey { return AccountKey{Name: strconv.Itoa(n)} }

// Failed reads of any number of accounts leave nothing.
func TestFailedViewsLeaveNothing(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	for n := range 1000 {
		e.EndView(e.View(viewKey(n)), false)
	}
	require.Equal(t, viewedAccounts{accounts: map[AccountKey]*viewedAccount{}, added: 1000}, e.viewed)
	require.Zero(t, e.clock.Pending())
}

// The number of stored accounts without a write is bounded.
func TestViewsAreBounded(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	for n := range maxViewed + 10 {
		e.EndView(e.View(viewKey(n)), true)
	}
	require.Len(t, e.viewed.accounts, maxViewed)
	require.Len(t, e.viewed.order, maxViewed)
	require.Len(t, e.viewed.links, maxViewed)
	_, viewed := e.viewed.find(viewKey(9))
	require.False(t, viewed)
	_, viewed = e.viewed.find(viewKey(10))
	require.True(t, viewed)
}

// Concurrent first reads see test data of the same time, for every order and outcome.
func TestConcurrentViewsShareTheTime(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	failing := e.View(viewKey(1))
	require.NoError(t, e.Advance(time.Minute))
	shown := e.View(viewKey(1))
	e.EndView(failing, false)
	require.NoError(t, e.Advance(time.Minute))
	e.EndView(shown, true)
	require.NoError(t, e.Advance(time.Minute))
	for _, a := range []*Account{failing, shown, e.View(viewKey(1)), e.Account(viewKey(1))} {
		require.Equal(t, birth, a.origin.born)
	}
}

// A read that ends after the account was created or reset changes nothing.
func TestViewsOutliveTheirAccount(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	late := e.View(viewKey(1))
	e.Account(viewKey(1))
	e.EndView(late, true)
	require.Empty(t, e.viewed.accounts)
	late = e.View(viewKey(2))
	require.NoError(t, e.ResetAccount(viewKey(2), false, Population{}))
	again := e.View(viewKey(2))
	e.EndView(late, true)
	e.EndView(again, false)
	require.Empty(t, e.viewed.accounts)
	late = e.View(viewKey(3))
	require.NoError(t, e.Reset(true, Population{}))
	again = e.View(viewKey(3))
	e.EndView(late, true)
	e.EndView(again, false)
	require.Empty(t, e.viewed.accounts)
	require.Empty(t, e.viewed.links)
}
