package webhook_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// The package storetest tests the guarantees of all stores.

func claim(t *testing.T, s webhook.Store, id string) webhook.Claim {
	t.Helper()
	c, err := s.Claim(t.Context(), id, time.Minute)
	require.NoError(t, err)
	return c
}

func finish(t *testing.T, s webhook.Store, ids ...string) {
	t.Helper()
	for _, id := range ids {
		c := claim(t, s, id)
		require.Equal(t, webhook.Claimed, c.State, id)
		require.NoError(t, s.Done(t.Context(), c))
	}
}

func TestMemoryStoreForgetsWhatWasDoneFirst(t *testing.T) {
	t.Parallel()
	s := webhook.NewMemoryStore(webhook.MaxEvents(4))
	held := claim(t, s, "evt_held") // the oldest entry, but a claim
	first := claim(t, s, "evt_1")
	finish(t, s, "evt_2", "evt_3")
	require.NoError(t, s.Done(t.Context(), first)) // claimed first, done last
	require.Equal(t, 4, s.Len())

	finish(t, s, "evt_4")
	require.Equal(t, 4, s.Len())
	for id, want := range map[string]webhook.ClaimState{"evt_1": webhook.AlreadyDone, "evt_3": webhook.AlreadyDone, "evt_4": webhook.AlreadyDone, "evt_held": webhook.Busy} {
		require.Equal(t, want, claim(t, s, id).State, id)
	}
	require.Equal(t, webhook.Claimed, claim(t, s, "evt_2").State, "forgotten")
	require.NoError(t, s.Done(t.Context(), held))
}

// The default size is sufficient for one event per second during the default time.
func TestMemoryStoreDefaultIsLargeEnough(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, webhook.DefaultMemoryEvents, int(webhook.DefaultRemember/time.Second))
}

func TestMemoryStoreNeverForgetsALiveClaim(t *testing.T) {
	t.Parallel()
	now := time.Unix(t0, 0)
	s := webhook.NewMemoryStore(webhook.MaxEvents(2), webhook.StoreClock(func() time.Time { return now }))
	claim(t, s, "evt_1")
	now = now.Add(time.Second)
	second := claim(t, s, "evt_2")
	_, err := s.Claim(t.Context(), "evt_3", time.Minute)
	require.ErrorContains(t, err, "MaxEvents")
	require.Equal(t, 2, s.Len())

	now = now.Add(59 * time.Second) // the first entry expires
	require.Equal(t, webhook.Claimed, claim(t, s, "evt_3").State)
	require.NoError(t, s.Done(t.Context(), second))
	require.Equal(t, webhook.Claimed, claim(t, s, "evt_1").State)
	require.Equal(t, 2, s.Len(), "a mark made room")
}

// A new claim of an expired event reuses the slot of that event only.
func TestMemoryStoreTakesOverInPlace(t *testing.T) {
	t.Parallel()
	now := time.Unix(t0, 0)
	s := webhook.NewMemoryStore(webhook.MaxEvents(2), webhook.StoreClock(func() time.Time { return now }))
	claim(t, s, "evt_1")
	finish(t, s, "evt_2")
	now = now.Add(time.Minute)
	require.Equal(t, webhook.Claimed, claim(t, s, "evt_1").State)
	require.Equal(t, webhook.AlreadyDone, claim(t, s, "evt_2").State)
	require.Equal(t, 2, s.Len())
}

// A mark that is set twice is remembered from the first time on, and removed once.
func TestMemoryStoreMarksOnce(t *testing.T) {
	t.Parallel()
	now := time.Unix(t0, 0)
	s := webhook.NewMemoryStore(webhook.Remember(time.Hour), webhook.StoreClock(func() time.Time { return now }))
	c := claim(t, s, "evt_1")
	require.NoError(t, s.Done(t.Context(), c))
	now = now.Add(time.Minute)
	require.NoError(t, s.Done(t.Context(), c))
	now = now.Add(time.Hour - time.Minute)
	require.Equal(t, webhook.Claimed, claim(t, s, "evt_1").State)
	require.Equal(t, 1, s.Len())
}

func TestMemoryStoreForgetsInTime(t *testing.T) {
	t.Parallel()
	now := time.Unix(t0, 0)
	s := webhook.NewMemoryStore(webhook.Remember(time.Hour), webhook.StoreClock(func() time.Time { return now }))
	for i := range 100 {
		finish(t, s, fmt.Sprint("evt_", i))
	}
	now = now.Add(time.Hour - 1)
	require.Equal(t, webhook.AlreadyDone, claim(t, s, "evt_99").State)
	now = now.Add(1)
	finish(t, s, "evt_99")
	require.Equal(t, 1, s.Len(), "the others went by the way")
}

func TestMemoryStoreNeedsNoMaking(t *testing.T) {
	t.Parallel()
	var s webhook.MemoryStore
	nobodys := webhook.Claim{EventID: "evt_1", Token: "made up"}
	require.ErrorIs(t, s.Done(t.Context(), nobodys), webhook.ErrClaimLost)
	require.ErrorIs(t, s.Release(t.Context(), nobodys), webhook.ErrClaimLost)
	require.NoError(t, s.Forget(t.Context(), "evt_1"))
	require.Zero(t, s.Len())
	finish(t, &s, "evt_1", "evt_2")
	require.Equal(t, webhook.AlreadyDone, claim(t, &s, "evt_1").State)
	require.Equal(t, 2, s.Len())
}

func TestMemoryStoreOptions(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]webhook.MemoryStoreOption{
		"no events": webhook.MaxEvents(0), "fewer": webhook.MaxEvents(-1), "no time": webhook.Remember(0), "less": webhook.Remember(-1), "no clock": webhook.StoreClock(nil),
	} {
		require.Panics(t, func() { webhook.NewMemoryStore(opt) }, name)
	}
	s := webhook.NewMemoryStore(webhook.MaxEvents(1), webhook.Remember(1)) // the minimum of each
	c, err := s.Claim(t.Context(), "evt_1", 1)
	require.NoError(t, err)
	require.Equal(t, webhook.Claimed, c.State)
}

func TestClaimStates(t *testing.T) {
	t.Parallel()
	require.Equal(t, "claimed, already done, busy, unknown", fmt.Sprintf("%s, %s, %s, %s", webhook.Claimed, webhook.AlreadyDone, webhook.Busy, webhook.ClaimState(0)))
	_, ok := webhook.ClaimOf(t.Context())
	require.False(t, ok)
}
