package journal_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// A write is queued and not sent. Recover sends it, also in another process with the same
// store and scope.
func Example() {
	ctx := context.Background()
	srv, err := mockserver.Start(ctx, mockserver.WithSeed(1))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	store := journal.NewMemoryStore(nil) // for tests; programs use sqljournal.New
	client := srv.Client(stateset.WithJournal(store, "tenant-42"))

	_, err = client.Enqueue(nil).Payments.Create(ctx, &payments.CreateParams{
		Amount:    stateset.SSUSD("25.00"),
		Recipient: "stateset1merchantaddress123",
	})
	fmt.Println(errors.Is(err, journal.ErrQueued))

	report, err := client.Recover(ctx, journal.OnSuccess("Payments.Create",
		func(_ context.Context, _ journal.Entry, p *payments.Payment) error {
			fmt.Println(p.Amount, p.Status)
			return nil
		}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report)
	// Output:
	// true
	// 25.00 ssusd succeeded
	// 1 succeeded
}
