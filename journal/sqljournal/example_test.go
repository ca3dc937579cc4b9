package sqljournal_test

import (
	"context"
	"database/sql"
	"log"
	"os"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/journal/sqljournal"
)

// The client stores each write before it is sent. After a crash, Recover finishes the
// open writes.
func Example() {
	ctx := context.Background()
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqljournal.New(db, sqljournal.PostgreSQL)
	if err != nil {
		log.Fatal(err)
	}
	if err := store.CreateSchema(ctx); err != nil {
		log.Fatal(err)
	}

	client, err := stateset.New(os.Getenv("STATESET_API_KEY"), stateset.WithJournal(store, "shop"))
	if err != nil {
		log.Fatal(err)
	}
	report, err := client.Recover(ctx) // at the start of the process, and from time to time
	log.Print(report, err)
}
