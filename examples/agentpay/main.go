// Command agentpay creates an AI agent with a wallet and spending limits, and lets it buy. The
// server executes the payments that the limits allow and rejects the others. A large
// payment waits for the approval of a human.
//
//	go run ./examples/agentpay
//
// The program uses a mock server in memory and moves its clock.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/mockserver"
)

const (
	supplier = "stateset1papersupplier01"
	stranger = "stateset1unknownseller01"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tasks are the tasks of the first day.
var tasks = []struct {
	name   string
	params *agents.ExecuteParams
}{
	{"check with a dry run that the agent can pay an order", &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}, DryRun: true}},
	{"pay the order", &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}}},
	{"pay the same order again", &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}}},
	{"transfer 60.00 ssusd to the supplier", &agents.ExecuteParams{Task: agents.Transfer{To: supplier, Amount: stateset.SSUSD("60.00"), Memo: "Paper"}}},
	{"transfer 1.00 ssusd to a stranger", &agents.ExecuteParams{Task: agents.Transfer{To: stranger, Amount: stateset.SSUSD("1.00")}}},
	{"transfer another 40.01 ssusd to the supplier, 200.01 ssusd on this day", &agents.ExecuteParams{Task: agents.Transfer{To: supplier, Amount: stateset.SSUSD("40.01")}}},
}

func run(ctx context.Context, out io.Writer) error {
	srv, err := mockserver.Start(ctx, mockserver.WithTime(time.Date(2026, time.January, 15, 9, 0, 0, 0, time.UTC)))
	if err != nil {
		return err
	}
	defer srv.Close()
	b, err := newBuyer(ctx, srv.Client(), out)
	if err != nil {
		return err
	}
	for _, task := range tasks {
		fmt.Fprintf(out, "Task: %s.\n", task.name)
		if err := b.execute(ctx, task.params); err != nil {
			return err
		}
	}
	if err := b.requestApproval(ctx, srv.Clock()); err != nil {
		return err
	}
	return b.report(ctx)
}

// buyer executes tasks as one agent.
type buyer struct {
	client *stateset.Client
	agent  string
	out    io.Writer
}

// newBuyer creates the agent with its limits.
func newBuyer(ctx context.Context, client *stateset.Client, out io.Writer) (*buyer, error) {
	agent, err := client.Agents.Create(ctx, &agents.CreateParams{
		Name: "Office buyer", Role: "purchasing", InitialFunding: stateset.SSUSD("400.00"),
		Config: &agents.ConfigParams{
			Schedule: "0 9 * * mon-fri",
			Limits:   agents.Limits{PerTransaction: stateset.SSUSD("150.00"), Daily: stateset.SSUSD("200.00")},
			Permissions: agents.Permissions{
				AllowedRecipients: []string{supplier}, RequireApprovalAbove: stateset.SSUSD("120.00"),
			},
		},
	})
	if err != nil {
		return nil, err
	}
	limits, permissions := agent.Config.Limits, agent.Config.Permissions
	fmt.Fprintf(out, "The agent %q starts with %s.\n", agent.Name, agent.Balance)
	fmt.Fprintf(out, "It may spend %s per transaction and %s per day.\n", limits.PerTransaction, limits.Daily)
	fmt.Fprintf(out, "It may transfer money to its paper supplier only. Payments above %s need an approval.\n\n", permissions.RequireApprovalAbove)

	return &buyer{client: client, agent: agent.ID, out: out}, nil
}

// execute executes a task and prints its result.
func (b *buyer) execute(ctx context.Context, params *agents.ExecuteParams) error {
	execution, err := b.client.Agents.Execute(ctx, b.agent, params)
	switch {
	case errors.Is(err, agents.ErrLimitExceeded):
		fmt.Fprintln(b.out, "  The server rejects the task: it would exceed a limit of the agent.")
	case errors.Is(err, agents.ErrRecipientNotAllowed):
		fmt.Fprintln(b.out, "  The server rejects the task: the agent may not pay this recipient.")
	case err != nil:
		return err
	case execution.Error != nil:
		fmt.Fprintf(b.out, "  The task failed with code %s.\n", execution.Error.Code)
	case execution.DryRun:
		fmt.Fprintf(b.out, "  The agent can pay %s. No money moved.\n", execution.Result.Amount)
	default:
		fmt.Fprintf(b.out, "  The agent paid %s.\n", execution.Result.Amount)
	}
	return nil
}

// requestApproval starts a payment on the next day, when the daily limit is available
// again. The payment is large and waits for an approval.
func (b *buyer) requestApproval(ctx context.Context, clock *mockserver.Clock) error {
	if err := clock.Advance(20 * time.Hour); err != nil {
		return err
	}
	large := &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "order_1234567890"}, Async: true}
	started, err := b.client.Agents.Execute(ctx, b.agent, large)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "\nNext day. Task: pay a large order in the background. Its status is %s.\n", started.Status)
	if err := clock.Advance(2 * time.Second); err != nil {
		return err
	}
	waited, err := b.client.Agents.WaitExecution(ctx, b.agent, started.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "  After two seconds its status is %s. No money moves before a human approves it.\n", waited.Status)
	return nil
}

// report prints the balance and the latest activity of the agent.
func (b *buyer) report(ctx context.Context) error {
	agent, err := b.client.Agents.Get(ctx, b.agent)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "\nThe agent has %s left. It spent %s today and %s this month.\n", agent.Balance, agent.Spending.Today, agent.Spending.ThisMonth)
	page, err := b.client.Agents.ListActivity(ctx, b.agent, &agents.ListActivityParams{Limit: 3})
	if err != nil {
		return err
	}
	fmt.Fprintln(b.out, "The latest entries of its activity log, newest first:")
	for _, entry := range page.Data {
		fmt.Fprintf(b.out, "  %-27s  %12s\n", entry.Type, entry.Amount)
	}
	return nil
}
