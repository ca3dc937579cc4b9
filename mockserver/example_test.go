package mockserver_test

import (
	"context"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/mockserver"
)

// An asynchronous execution takes two seconds of the account's time. After the move the
// first request of WaitExecution finds it finished, so that the test does not wait.
func ExampleAccountClock_Advance() {
	ctx := context.Background()
	srv, err := mockserver.Start(ctx, mockserver.WithTime(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	account := srv.NewAccount()
	client := account.Client()
	agent, err := client.Agents.Create(ctx, &agents.CreateParams{Name: "Payer", InitialFunding: stateset.SSUSD("100.00")})
	if err != nil {
		log.Fatal(err)
	}
	started, err := client.Agents.Execute(ctx, agent.ID, &agents.ExecuteParams{
		Task: agents.Transfer{To: "stateset1merchantaddress123", Amount: stateset.SSUSD("10.00")}, Async: true,
	})
	if err != nil {
		log.Fatal(err)
	}

	if err := account.Clock().Advance(2 * time.Second); err != nil {
		log.Fatal(err)
	}
	execution, err := client.Agents.WaitExecution(ctx, agent.ID, started.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(started.Status, execution.Status)
	fmt.Println(account.Clock().Now().Sub(srv.Clock().Now()))
	// Output:
	// queued completed
	// 2s
}

// Two tests share a server. A reset of one account does not concern the other.
func ExampleAccount_Reset() {
	srv, err := mockserver.Start(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	mine, theirs := srv.Account("mine"), srv.Account("theirs")
	for _, account := range []*mockserver.Account{mine, theirs} {
		if err := account.Fund("stateset1payerwallet000001", stateset.SSUSD("20.00")); err != nil {
			log.Fatal(err)
		}
	}

	mine.Reset()
	fmt.Println(mine.Balance("stateset1payerwallet000001", "ssusd"))
	fmt.Println(theirs.Balance("stateset1payerwallet000001", "ssusd"))
	// Output:
	// 0.00 ssusd
	// 20.00 ssusd
}
