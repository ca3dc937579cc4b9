// Package sqlstore implements webhook.Store in a database that processes share. An event
// that is delivered to several processes at once is handled by one of them. An event whose
// process died is handled by another one.
//
//	db, err := sql.Open("pgx", dsn)
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
//	err = store.CreateSchema(ctx) // or run store.Schema() in a migration
//	http.Handle("/webhooks", verifier.Handler(mux, webhook.WithStore(store)))
//
// The package uses [database/sql] with any driver for PostgreSQL (9.5 or later), SQLite
// (3.24) or MySQL (5.7, MariaDB 10.2). It imports no driver.
//
// A SQLite file needs three settings, also in one process: transactions that begin as
// writers, a busy_timeout, and WAL. Otherwise a transaction that reads first and writes
// later, for example with [Store.DoneTx], fails at once when another one has written
// meanwhile: "database is locked", whatever the timeout. With modernc.org/sqlite they are
//
//	file:shop.db?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)
//
// and with github.com/mattn/go-sqlite3
//
//	file:shop.db?_txlock=immediate&_busy_timeout=5000&_journal_mode=WAL
//
// # Consumers
//
// All stores with one table and one consumer share the events: one of them handles each
// event. When a second service or route has other work for the same events, give each a
// name:
//
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL, sqlstore.WithConsumer("mail"))
//
// # Mark and work in one transaction
//
// When the work of the function is in the same database, mark the event in the same
// transaction. Then either both happen or neither:
//
//	func paid(ctx context.Context, e *webhook.Event, p *payments.Payment) error {
//		tx, err := db.BeginTx(ctx, nil)
//		if err != nil {
//			return err
//		}
//		defer tx.Rollback()
//		// … what the payment changes, in tx …
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
// deadlocks of MySQL. [Store.DoneTx] is not retried, because the transaction is the
// caller's.
//
// # Time
//
// Claims and marks expire by the clock of the database, so the clocks of the processes may
// differ. [WithClock] sets another clock, for tests.
//
// # Growth
//
// The table has a row for each event of the last week and for each consumer. Call
// [Store.Prune] regularly, for example once an hour.
package sqlstore
