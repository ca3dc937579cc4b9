package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/stateset/stateset-go/internal/integration/clockfile"
	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/sqlstore"
)

const (
	receiverVariable = "STATESET_TEST_RECEIVER"
	secret           = "whsec_test_5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4"
	sticky           = "evt_sticky" // a sticky receiver never finishes it
)

// receiver is a process that handles events. Its effects are rows of a table.
type receiver struct {
	Database database
	Name     string
	Lease    time.Duration
	Sticky   bool            // never finishes that event
	InOne    bool            // marks events in the transaction of their effect
	Clock    clockfile.Clock // of the store; empty for the clock of the database
}

// receive runs a receiver until its standard input ends.
func receive(config string) error {
	var r receiver
	if err := json.Unmarshal([]byte(config), &r); err != nil {
		return err
	}
	handle, end, err := r.handler()
	if err != nil {
		return err
	}
	defer end()
	verifier, err := webhook.NewVerifier(secret)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handle(verifier)}
	fmt.Println("http://" + listener.Addr().String())
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := server.Shutdown(context.Background()); err != nil {
		return err
	}
	if err := <-served; err != http.ErrServerClosed {
		return err
	}
	return nil
}

func (r *receiver) handler() (handle func(*webhook.Verifier) http.Handler, end func(), err error) {
	db, err := r.Database.open()
	if err != nil {
		return nil, nil, err
	}
	options := []sqlstore.Option{sqlstore.WithTable(r.Database.Table)}
	if r.Clock != "" {
		options = append(options, sqlstore.WithClock(r.Clock.Now))
	}
	store, err := sqlstore.New(db, r.Database.Dialect, options...)
	if err != nil {
		return nil, nil, err
	}
	events := func(ctx context.Context, e *webhook.Event) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if err := r.Database.addEffect(ctx, tx, e.ID, r.Name); err != nil {
			return err
		}
		if r.InOne {
			if err := store.DoneTx(ctx, tx); err != nil {
				return err
			}
		}
		if r.Sticky && e.ID == sticky {
			fmt.Println("stuck at", e.ID)
			select {}
		}
		return tx.Commit()
	}
	handle = func(v *webhook.Verifier) http.Handler {
		return v.Handler(webhook.EventFunc(events), webhook.WithStore(store),
			webhook.WithHandlerTimeout(r.Lease*9/10), webhook.WithClaimLease(r.Lease), webhook.WithStoreTimeout(30*time.Second))
	}
	return handle, func() { _ = db.Close() }, nil
}
