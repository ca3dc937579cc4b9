package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `created   Office buyer with 400.00 ssusd, at most 200.00 ssusd a day
dry run   completed: 100.00 ssusd
order     completed: 100.00 ssusd
again     failed: ORDER_ALREADY_PAID
transfer  completed: 60.00 ssusd
stranger  refused: not a recipient it may pay
too much  refused: over a limit
next day  queued
waited    requires_approval
agent     has 240.00 ssusd, spent 0.00 ssusd today and 160.00 ssusd this month
activity  (newest first)
  execution.approval_required  150.00 ssusd
  execution.started            150.00 ssusd
  limit.exceeded               40.01 ssusd
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
