// Package sqlstore is a webhook.Store in a database that programs share: an event that
// is delivered to several processes at once is handled by one of them, and one that
// was being handled when its process died is handled by another.
//
//	db, err := sql.Open("pgx", dsn)
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
//	err = store.CreateSchema(ctx) // or a migration of yours with store.Schema()
//	http.Handle("/webhooks", verifier.Handler(mux, webhook.WithStore(store)))
//
// It works on [database/sql] with any driver for PostgreSQL (9.5 or later), SQLite
// (3.24) or MySQL (5.7, MariaDB 10.2) and imports none.
//
// A SQLite file needs three settings, also for one process, as its handlers write at
// the same time: transactions that begin as writers, a busy_timeout, and WAL. A
// transaction that reads first and writes later, with [Store.DoneTx] say, is otherwise
// refused at once when another has written meanwhile: "database is locked", whatever the
// timeout. With modernc.org/sqlite they are
//
//	file:shop.db?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)
//
// and with github.com/mattn/go-sqlite3
//
//	file:shop.db?_txlock=immediate&_busy_timeout=5000&_journal_mode=WAL
//
// # Who handles what
//
// Of the stores with one table and one consumer, one handles an event. Where a second
// service, or a second route of this one, has work of its own to do for the same events,
// each gets a name, or they take events from one another:
//
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL, sqlstore.WithConsumer("mail"))
//
// # Once and for all
//
// When the handler's own work is in the same database, mark the event in the same
// transaction: then they happen both or neither, whatever dies when.
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
// # Time
//
// Claims and marks expire by the clock of the database, so that it does not matter
// how the clocks of the processes differ. [WithClock] takes another one, for tests.
//
// # Growth
//
// The table has a row for each event of the last week, and for each consumer. Call
// [Store.Prune] now and then, once an hour say: nothing is wrong when it is late.
package sqlstore
