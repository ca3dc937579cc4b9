package cron

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, good := range []string{
		"* * * * *", "0 9 * * 1-5", "*/15 8-18 1,15 jan-MAR,12 mon-fri", "59 23 31 12 7", "0-30/10 0 1 1 0", "  5  4\t* * sun ",
	} {
		require.NoError(t, Check(good), good)
	}
	for bad, want := range map[string]string{
		"": "five fields", "* * * *": "five fields", "* * * * * *": "five fields", "@daily": "five fields",
		"60 * * * *": "minute", "-1 * * * *": "minute", "+5 * * * *": "minute", "5/2 * * * *": "minute", "*/0 * * * *": "minute", "1,,2 * * * *": "minute",
		"* 24 * * *": "hour", "* 9-5 * * *": "hour", "* * 0 * *": "day of the month", "* * 32 * *": "day of the month",
		"* * * 13 *": "month", "* * * foo *": "month", "* * * * 8": "day of the week", "* * * * mon-": "day of the week", "007 * * * *": "minute",
	} {
		require.ErrorContains(t, Check(bad), want, bad)
	}
}
