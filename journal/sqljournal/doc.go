// Package sqljournal implements journal.Store in a database that several processes share.
// If the process of a write crashes, another process recovers the write.
//
//	db, err := sql.Open("pgx", dsn)
//	store, err := sqljournal.New(db, sqljournal.PostgreSQL)
//	err = store.CreateSchema(ctx) // or run store.Schema() in a migration
//	client, err := stateset.New(key, stateset.WithJournal(store, "tenant-42"))
//
// The package uses [database/sql] with any driver for PostgreSQL (9.5 or later) or SQLite
// (3.35). It imports no driver. Use the database of the application, so that
// Client.Enqueue can store a write in the application's transaction.
//
// A SQLite file requires three settings, even for one process: transactions that begin as
// writers, a busy_timeout, and WAL. With modernc.org/sqlite they are
//
//	file:shop.db?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)
//
// With synchronous=NORMAL a power failure can lose the last entries of a SQLite file. A
// crash of the process cannot.
//
// # Transactions of the caller
//
// A call of a client with a journal stores its entry in its own transaction, which must
// not wait for a transaction of the caller. Do not make such a call inside a transaction:
// on SQLite, and in a pool with one connection, it returns an error after
// journal.StoreTimeout. Use Client.Enqueue there.
//
// # Growth
//
// The table has one row per write. Rows of settled writes have no body. Call
// [Store.Prune] regularly, for example once an hour.
package sqljournal
