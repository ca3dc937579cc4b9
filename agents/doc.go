// Package agents creates AI agents that have a wallet and limits, and has them
// execute actions.
//
// Use the [Service] in the field Agents of a client. What an agent may do is in its
// [Config]: what it may spend a transaction, a day and a month, which actions it may
// take, whom it may pay, and above which amount a human has to approve. Days and months
// are those of the calendar in UTC.
//
// What is refused before it starts is an error of Execute: ErrLimitExceeded,
// ErrActionNotAllowed, ErrRecipientNotAllowed, ErrPaused. What fails once it has
// begun is an [Execution] with the status failed, whose Err says why:
//
//	execution, err := client.Agents.Execute(ctx, agent.ID, &agents.ExecuteParams{
//		Task: agents.Transfer{To: "stateset1…", Amount: stateset.SSUSD("25.00")},
//	})
//	if err == nil {
//		err = execution.Err()
//	}
package agents

//go:generate go run github.com/stateset/stateset-go/internal/wiregen
