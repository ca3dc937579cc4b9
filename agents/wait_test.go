package agents_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/mockserver"
)

// begin creates an agent and starts an asynchronous transfer, on a server in real time.
// In a synctest bubble this is the time of the bubble.
func begin(t *testing.T, config *agents.ConfigParams) (*mockserver.Server, *stateset.Client, *agents.Execution) {
	srv, err := mockserver.Start(t.Context())
	require.NoError(t, err)
	client := srv.Client()
	agent, err := client.Agents.Create(t.Context(), &agents.CreateParams{Name: "A", InitialFunding: stateset.SSUSD("100.00"), Config: config})
	require.NoError(t, err)
	started, err := client.Agents.Execute(t.Context(), agent.ID, &agents.ExecuteParams{
		Task: agents.Transfer{To: supplier, Amount: stateset.SSUSD("10.00")}, Async: true,
	})
	require.NoError(t, err)
	require.Equal(t, agents.ExecutionQueued, started.Status)
	return srv, client, started
}

func TestWaitExecution(t *testing.T) {
	t.Parallel()
	for want, config := range map[agents.ExecutionStatus]*agents.ConfigParams{
		agents.ExecutionCompleted:        nil,
		agents.ExecutionRequiresApproval: {Permissions: agents.Permissions{RequireApprovalAbove: stateset.SSUSD("0")}},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv, client, started := begin(t, config)
			defer srv.Close()
			before := time.Now()
			execution, err := client.Agents.WaitExecution(t.Context(), started.AgentID, started.ID)
			require.NoError(t, err)
			require.Equal(t, want, execution.Status)
			require.GreaterOrEqual(t, time.Since(before), time.Second)
			polls := 0
			for _, r := range srv.Requests() {
				if r.Method == "GET" {
					polls++
				}
			}
			require.LessOrEqual(t, polls, 6, "it backs off")
		})
	}
}

func TestWaitExecutionEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv, client, started := begin(t, nil)
		defer srv.Close()
		srv.Clock().Freeze()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		execution, err := client.Agents.WaitExecution(ctx, started.AgentID, started.ID)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, agents.ExecutionQueued, execution.Status, "as it was last seen")

		_, err = client.Agents.WaitExecution(t.Context(), started.AgentID, "exec_no")
		require.ErrorIs(t, err, stateset.ErrNotFound)
	})
}
