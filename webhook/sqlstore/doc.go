// Package sqlstore implements webhook.Store in a database that several processes share.
// If an event is delivered to several processes concurrently, one of them handles it. If
// its process crashes, another one handles it.
//
//	db, err := sql.Open("pgx", dsn)
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
//	err = store.CreateSchema(ctx) // or run store.Schema() in a migration
//	http.Handle("/webhooks", verifier.Handler(mux, webhook.WithStore(store)))
//
// The package uses [database/sql] with any driver for PostgreSQL (9.5 or later), SQLite
// (3.24) or MySQL (5.7, MariaDB 10.2). It imports no driver.
//
// A SQLite file requires three settings, even for one process: transactions that begin as
// writers, a busy_timeout, and WAL. Otherwise a transaction that reads first and writes
// later, for example with [Store.DoneTx], fails immediately if another one has written in
// between: "database is locked", for every timeout. With modernc.org/sqlite the settings
// are
//
//	file:shop.db?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)
//
// and with github.com/mattn/go-sqlite3
//
//	file:shop.db?_txlock=immediate&_busy_timeout=5000&_journal_mode=WAL
//
// # Consumers
//
// All stores with the same table and consumer share the events: one of them handles each
// event. If a second service or route has other work for the same events, set a consumer
// name for each:
//
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL, sqlstore.WithConsumer("mail"))
//
// # Mark and work in one transaction
//
// If the work of the function uses the same database, mark the event in the same
// transaction. Then either both happen or neither:
//
//	func paid(ctx context.Context, e *webhook.Event, p *payments.Payment) error {
//		tx, err := db.BeginTx(ctx, nil)
//		if err != nil {
//			return err
//		}
//		defer tx.Rollback()
//		// … the changes for the payment, in tx …
//		if err := store.DoneTx(ctx, tx); err != nil {
//			return err
//		}
//		return tx.Commit()
//	}
//
// # Conflicts
//
// A statement that the database rolls back because of a concurrent one is retried up to
// ten times: serialization failures and deadlocks of PostgreSQL (40001, 40P01) and
// deadlocks of MySQL. [Store.DoneTx] is not retried, because the caller must repeat the
// whole transaction.
//
// # Time
//
// The clock of the database determines when claims and marks expire, so the clocks of the
// processes may differ. [WithClock] sets another clock, for tests.
//
// # Growth
//
// The table has one row per event of the last week and per consumer. Call [Store.Prune]
// regularly, for example once an hour.
package sqlstore
