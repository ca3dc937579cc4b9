package agents_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/golden"
)

var made = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

func fullAgent() agents.Agent {
	return agents.Agent{
		ID: "agent_1", Object: "agent", Name: "Buyer", Description: "Buys", Role: "purchasing", Status: agents.StatusActive,
		Capabilities: agents.Allowed[agents.Action]{agents.ActionTransfer, "reorder"}, WalletAddress: supplier, Balance: api.SSUSD("99.50"),
		Config: agents.Config{
			Model: "m", Temperature: api.Dec("0.20"), Instructions: "Reorder", Schedule: "0 9 * * 1-5",
			Limits: agents.Limits{PerTransaction: api.SSUSD("10.00"), Daily: api.SSUSD("20.00"), Monthly: api.USD("300.00")},
			Permissions: agents.Permissions{
				AllowedActions: agents.Allowed[agents.Action]{}, AllowedRecipients: agents.Allowed[string]{supplier}, RequireApprovalAbove: api.SSUSD("5.00"),
			},
			NotifyURL: "https://example.com/hook",
		},
		Spending:        agents.Spending{Today: api.SSUSD("0.50"), ThisMonth: api.SSUSD("0.50")},
		ExecutionsCount: 1, Metadata: map[string]string{"team": "ops"}, CreatedAt: made, UpdatedAt: made, LastActiveAt: made,
	}
}

func fullExecution() agents.Execution {
	return agents.Execution{
		ID: "exec_1", Object: "agent_execution", AgentID: "agent_1", Action: agents.ActionPayInvoice, Status: agents.ExecutionCompleted,
		Parameters: json.RawMessage(`{"invoice_id":"inv_1"}`), DryRun: true,
		Result:      &agents.Result{Amount: api.SSUSD("9.50"), Discount: api.SSUSD("0.50"), PaymentID: "pmt_1", InvoiceID: "inv_1"},
		Error:       &agents.Failure{Code: "INSUFFICIENT_FUNDS", Message: "too little"},
		Transaction: &api.Transaction{TxHash: "AB", BlockHeight: 7, Timestamp: made, GasUsed: "65000", Chain: "stateset"},

		RequiresApproval: true, Metadata: map[string]string{}, CreatedAt: made, StartedAt: made, CompletedAt: made,
	}
}

func fullActivity() agents.Activity {
	return agents.Activity{
		ID: "act_1", Object: "agent_activity", AgentID: "agent_1", Type: agents.ActivityCompleted, Description: "transfer completed",
		ExecutionID: "exec_1", Amount: api.SSUSD("1.00"), CreatedAt: made,
	}
}

func TestWireForm(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"agent": fullAgent(), "agent_unset": agents.Agent{}, "execution": fullExecution(), "execution_unset": agents.Execution{},
		"activity": fullActivity(), "activity_unset": agents.Activity{},
	} {
		golden.JSON(t, name, value)
	}
}

func TestReadWireForm(t *testing.T) {
	t.Parallel()
	var agent, unset agents.Agent
	require.NoError(t, json.Unmarshal(golden.Read(t, "agent.json"), &agent))
	require.Equal(t, fullAgent(), agent, "an empty list is not a nil one")
	require.NoError(t, json.Unmarshal(golden.Read(t, "agent_unset.json"), &unset))
	require.Nil(t, unset.Capabilities)
	var execution agents.Execution
	require.NoError(t, json.Unmarshal(golden.Read(t, "execution.json"), &execution))
	require.JSONEq(t, `{"invoice_id":"inv_1"}`, string(execution.Parameters))
	execution.Parameters = fullExecution().Parameters
	require.Equal(t, fullExecution(), execution)
	var activity agents.Activity
	require.NoError(t, json.Unmarshal(golden.Read(t, "activity.json"), &activity))
	require.Equal(t, fullActivity(), activity)
}

func TestExecutionErr(t *testing.T) {
	t.Parallel()
	execution := fullExecution()
	require.NoError(t, execution.Err(), "it did not fail")
	execution.Status = agents.ExecutionFailed
	require.ErrorIs(t, execution.Err(), agents.ErrInsufficientFunds)
	require.Equal(t, "stateset: agent execution failed: INSUFFICIENT_FUNDS: too little", fmt.Sprintf("%v", execution.Err()))
	require.NotErrorIs(t, execution.Err(), agents.ErrPaused)
	execution.Error = nil
	require.Error(t, execution.Err())
}

func TestKnown(t *testing.T) {
	t.Parallel()
	require.True(t, agents.StatusPaused.Known() && agents.ActionTransfer.Known() && agents.ExecutionQueued.Known() && agents.ActivityFailed.Known())
	require.False(t, agents.Status("x").Known() || agents.Action("x").Known() || agents.ExecutionStatus("x").Known() || agents.ActivityType("x").Known())
	require.False(t, agents.ExecutionRunning.Final())
}
