// Command agentpay gives an AI agent a wallet with limits and has it buy: what it
// may do it does, what it may not is refused, and what is large waits for a human.
//
//	go run ./examples/agentpay
//
// It talks to a mock server in memory, whose clock it moves.
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
	stranger = "stateset1somebodyelse001"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	srv, err := mockserver.Start(ctx, mockserver.WithTime(time.Date(2026, time.January, 15, 9, 0, 0, 0, time.UTC)))
	if err != nil {
		return err
	}
	defer srv.Close()
	client := srv.Client()
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
		return err
	}
	fmt.Fprintf(out, "created   %s with %s, at most %s a day\n", agent.Name, agent.Balance, agent.Config.Limits.Daily)
	b := &buying{client: client, agent: agent.ID, out: out}
	for _, step := range []struct {
		name   string
		params *agents.ExecuteParams
	}{
		{"dry run", &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}, DryRun: true}},
		{"order", &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}}},
		{"again", &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}}},
		{"transfer", &agents.ExecuteParams{Task: agents.Transfer{To: supplier, Amount: stateset.SSUSD("60.00"), Memo: "Paper"}}},
		{"stranger", &agents.ExecuteParams{Task: agents.Transfer{To: stranger, Amount: stateset.SSUSD("1.00")}}},
		{"too much", &agents.ExecuteParams{Task: agents.Transfer{To: supplier, Amount: stateset.SSUSD("40.01")}}},
	} {
		if err := b.execute(ctx, step.name, step.params); err != nil {
			return err
		}
	}
	return b.nextDay(ctx, srv)
}

// buying is an agent at work.
type buying struct {
	client *stateset.Client
	agent  string
	out    io.Writer
}

// execute has the agent act and prints what came of it.
func (b *buying) execute(ctx context.Context, name string, params *agents.ExecuteParams) error {
	execution, err := b.client.Agents.Execute(ctx, b.agent, params)
	switch {
	case errors.Is(err, agents.ErrLimitExceeded):
		fmt.Fprintf(b.out, "%-8s  refused: over a limit\n", name)
		return nil
	case errors.Is(err, agents.ErrRecipientNotAllowed):
		fmt.Fprintf(b.out, "%-8s  refused: not a recipient it may pay\n", name)
		return nil
	case err != nil:
		return err
	case execution.Error != nil:
		fmt.Fprintf(b.out, "%-8s  %s: %s\n", name, execution.Status, execution.Error.Code)
		return nil
	}
	fmt.Fprintf(b.out, "%-8s  %s: %s\n", name, execution.Status, execution.Result.Amount)
	return nil
}

// nextDay begins with a new daily limit, and with a payment that needs an approval.
func (b *buying) nextDay(ctx context.Context, srv *mockserver.Server) error {
	if err := srv.Clock().Advance(20 * time.Hour); err != nil {
		return err
	}
	large := &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "order_1234567890"}, Async: true}
	started, err := b.client.Agents.Execute(ctx, b.agent, large)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "next day  %s\n", started.Status)
	if err := srv.Clock().Advance(2 * time.Second); err != nil {
		return err
	}
	waited, err := b.client.Agents.WaitExecution(ctx, b.agent, started.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "waited    %s\n", waited.Status)
	agent, err := b.client.Agents.Get(ctx, b.agent)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "agent     has %s, spent %s today and %s this month\n", agent.Balance, agent.Spending.Today, agent.Spending.ThisMonth)
	fmt.Fprintln(b.out, "activity  (newest first)")
	page, err := b.client.Agents.ListActivity(ctx, b.agent, &agents.ListActivityParams{Limit: 3})
	if err != nil {
		return err
	}
	for _, row := range page.Data {
		fmt.Fprintf(b.out, "  %-27s  %s\n", row.Type, row.Amount)
	}
	return nil
}
