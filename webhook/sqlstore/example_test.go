package sqlstore_test

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

// Several processes share the store, so each event is handled once by all of them
// together.
func Example() {
	ctx := context.Background()
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
	if err != nil {
		log.Fatal(err)
	}
	if err := store.CreateSchema(ctx); err != nil {
		log.Fatal(err)
	}

	verifier, err := webhook.NewVerifier(os.Getenv("STATESET_WEBHOOK_SECRET"))
	if err != nil {
		log.Fatal(err)
	}
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(ctx context.Context, e *webhook.Event, p *payments.Payment) error {
		log.Print("paid: ", p.ID)
		return nil
	})
	http.Handle("POST /webhooks", verifier.Handler(mux, webhook.WithStore(store)))
}
