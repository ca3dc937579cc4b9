// Package agents creates AI agents that have a wallet and limits, and executes their
// actions.
//
//	execution, err := client.Agents.Execute(ctx, agent.ID, &agents.ExecuteParams{
//		Task: agents.Transfer{To: "stateset1…", Amount: stateset.SSUSD("25.00")},
//	})
//	if err == nil {
//		err = execution.Err()
//	}
//
// Use the [Service] in the field Agents of a client. The [Config] of an agent sets its
// limits per transaction, day and month, its allowed actions and recipients, and the
// amount above which an approval is required. Days and months follow the calendar in UTC.
//
// An action that the configuration does not allow is an error of [Service.Execute]. An
// action that fails later is an [Execution] with the status failed: [Execution.Err]
// returns the reason.
package agents

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
