package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `The agent "Office buyer" starts with 400.00 ssusd.
It may spend 150.00 ssusd per transaction and 200.00 ssusd per day.
It may transfer money to its paper supplier only. Payments above 120.00 ssusd need an approval.

Task: check with a dry run that the agent can pay an order.
  The agent can pay 100.00 ssusd. No money moved.
Task: pay the order.
  The agent paid 100.00 ssusd.
Task: pay the same order again.
  The task failed with code ORDER_ALREADY_PAID.
Task: transfer 60.00 ssusd to the supplier.
  The agent paid 60.00 ssusd.
Task: transfer 1.00 ssusd to a stranger.
  The server rejects the task: the agent may not pay this recipient.
Task: transfer another 40.01 ssusd to the supplier, 200.01 ssusd on this day.
  The server rejects the task: it would exceed a limit of the agent.

Next day. Task: pay a large order in the background. Its status is queued.
  After two seconds its status is requires_approval. No money moves before a human approves it.

The agent has 240.00 ssusd left. It spent 0.00 ssusd today and 160.00 ssusd this month.
The latest entries of its activity log, newest first:
  execution.approval_required  150.00 ssusd
  execution.started            150.00 ssusd
  limit.exceeded                40.01 ssusd
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
