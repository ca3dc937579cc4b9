package agents_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/mockserver"
)

const supplier = "stateset1supplier0001"

// connect returns a client of a mock server in memory whose clock does not advance. With
// the real API: stateset.New("sk_test_…").
func connect() (*stateset.Client, *mockserver.Server) {
	start := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1), mockserver.WithTime(start))
	if err != nil {
		log.Fatal(err)
	}
	return srv.Client(), srv
}

// buyer creates an agent with 500.00 ssusd and a daily limit of 100.00.
func buyer(client *stateset.Client) *agents.Agent {
	agent, err := client.Agents.Create(context.Background(), &agents.CreateParams{
		Name: "Buyer", InitialFunding: stateset.SSUSD("500.00"),
		Config: &agents.ConfigParams{Limits: agents.Limits{Daily: stateset.SSUSD("100.00")}},
	})
	if err != nil {
		log.Fatal(err)
	}
	return agent
}

func ExampleService_Create() {
	client, srv := connect()
	defer srv.Close()

	agent, err := client.Agents.Create(context.Background(), &agents.CreateParams{
		Name:           "Buyer",
		Instructions:   "Reorder what runs low",
		InitialFunding: stateset.SSUSD("500.00"),
		Config: &agents.ConfigParams{
			Temperature: new(stateset.Dec("0.2")),
			Schedule:    "0 9 * * mon-fri",
			Limits:      agents.Limits{PerTransaction: stateset.SSUSD("50.00"), Daily: stateset.SSUSD("100.00")},
			Permissions: agents.Permissions{AllowedRecipients: []string{supplier}, RequireApprovalAbove: stateset.SSUSD("40.00")},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(agent.Name, agent.Status, agent.Balance, agent.Config.Limits.Daily)
	// Output: Buyer active 500.00 ssusd 100.00 ssusd
}

func ExampleService_Get() {
	client, srv := connect()
	defer srv.Close()
	id := buyer(client).ID

	agent, err := client.Agents.Get(context.Background(), id)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(agent.Balance, agent.Spending.Today, agent.ExecutionsCount)
	// Output: 500.00 ssusd 0.00 ssusd 0
}

func ExampleService_List() {
	client, srv := connect()
	defer srv.Close()
	buyer(client)

	page, err := client.Agents.List(context.Background(), &agents.ListParams{Status: agents.StatusActive})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.Data[0].Name)
	// Output: 1 Buyer
}

func ExampleService_All() {
	client, srv := connect()
	defer srv.Close()
	buyer(client)

	for agent, err := range client.Agents.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(agent.Name, agent.Balance)
	}
	// Output: Buyer 500.00 ssusd
}

func ExampleService_Execute() {
	client, srv := connect()
	defer srv.Close()
	id := buyer(client).ID

	execution, err := client.Agents.Execute(context.Background(), id, &agents.ExecuteParams{
		Task: agents.Transfer{To: supplier, Amount: stateset.SSUSD("80.00"), Memo: "Paper"},
	})
	if err == nil {
		err = execution.Err() // the reason of a failed execution, or nil
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(execution.Status, execution.Result.Amount)

	_, err = client.Agents.Execute(context.Background(), id, &agents.ExecuteParams{
		Task: agents.Transfer{To: supplier, Amount: stateset.SSUSD("20.01")},
	})
	fmt.Println(errors.Is(err, agents.ErrLimitExceeded))
	// Output:
	// completed 80.00 ssusd
	// true
}

func ExampleService_GetExecution() {
	client, srv := connect()
	defer srv.Close()
	id := buyer(client).ID
	started, err := client.Agents.Execute(context.Background(), id, &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "order_1234567890"}, Async: true})
	if errors.Is(err, agents.ErrLimitExceeded) { // 150.00 exceeds the daily limit
		started, err = client.Agents.Execute(context.Background(), id, &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}, Async: true})
	}
	if err != nil {
		log.Fatal(err)
	}

	execution, err := client.Agents.GetExecution(context.Background(), id, started.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(execution.Action, execution.Status)
	// Output: pay_order queued
}

func ExampleService_WaitExecution() {
	client, srv := connect()
	defer srv.Close()
	id := buyer(client).ID
	started, err := client.Agents.Execute(context.Background(), id, &agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_123"}, Async: true})
	if err != nil {
		log.Fatal(err)
	}
	if err := srv.Clock().Advance(2 * time.Second); err != nil { // not needed with a real server
		log.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	execution, err := client.Agents.WaitExecution(ctx, id, started.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(execution.Status, execution.Result.OrderID, execution.Result.Amount)
	// Output: completed ord_123 100.00 ssusd
}

func ExampleService_ListActivity() {
	client, srv := connect()
	defer srv.Close()
	id := buyer(client).ID

	page, err := client.Agents.ListActivity(context.Background(), id, &agents.ListActivityParams{Type: agents.ActivityAgentCreated})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.Data[0].Type, page.Data[0].Amount)
	// Output: agent.created 500.00 ssusd
}

func ExampleService_UpdateConfig() {
	client, srv := connect()
	defer srv.Close()
	id := buyer(client).ID

	agent, err := client.Agents.UpdateConfig(context.Background(), id, &agents.UpdateConfigParams{
		Limits: agents.LimitsUpdate{
			PerTransaction: new(stateset.SSUSD("25.00")),
			Daily:          new(stateset.Money{}), // removes the daily limit
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(agent.Config.Limits.PerTransaction, agent.Config.Limits.Daily.IsSet())
	// Output: 25.00 ssusd false
}
