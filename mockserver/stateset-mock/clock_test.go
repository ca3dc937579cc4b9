package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

func TestClockFlags(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 15, 10, 0, 0, 5e8, time.UTC)
	for _, test := range []struct {
		args        []string
		environment map[string]string
		start       time.Time // zero: real time
		runs        bool
	}{
		{nil, nil, time.Time{}, true},
		{[]string{"-time", "2026-01-15T11:00:00.5+01:00"}, nil, start, true},
		{[]string{"-freeze"}, nil, time.Time{}, false},
		{[]string{"-freeze"}, map[string]string{"STATESET_MOCK_TIME": "2026-01-15T10:00:00.5Z"}, start, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			set := newSettings()
			_, err := parse(set.table(), test.args, func(name string) string { return test.environment[name] })
			require.NoError(t, err)
			srv, err := mockserver.Start(context.Background(), set.clock.options()...)
			require.NoError(t, err)
			defer srv.Close()
			want := test.start
			if want.IsZero() {
				want = time.Now()
			}
			for range 2 {
				now := want
				require.True(t, now.Equal(srv.Clock().Now()), test.args)
				<-time.After(time.Minute)
				if test.runs {
					now = now.Add(time.Minute)
				}
				require.True(t, now.Equal(srv.Clock().Now()), test.args)
				if srv.Reset(); test.start.IsZero() && test.runs {
					want = time.Now()
				}
			}
		})
	}
	for _, bad := range []string{"tomorrow", "2026-01-15", "0001-01-01T00:00:00Z"} {
		got := runWith(t, nil, "-time", bad)
		require.Equal(t, exitBadFlags, got.status)
		require.Equal(t, "stateset-mock: -time (STATESET_MOCK_TIME): must be a time as in 2026-01-15T10:00:00Z, got \""+bad+"\"\n", got.stderr)
	}
}
