// Package journal stores writes before they are sent, so that a process that dies between
// a request and its response loses neither. Another process repeats the write with the
// same idempotency key, and the server returns what it did the first time.
//
//	store, err := sqljournal.New(db, sqljournal.PostgreSQL)
//	client, err := stateset.New(key, stateset.WithJournal(store, "tenant-42"))
//	report, err := client.Recover(ctx) // at the start, and then by a worker
//
// The parts, in reading order:
//
//	entry.go     Entry: one write, and its State
//	store.go     Store: where entries are; Filter, Settlement and the errors
//	memory.go    MemoryStore: a Store for tests
//	options.go   Scope and the options of a client's journal
//	recovery.go  the options and the Report of Client.Recover
//
// Package sqljournal has the store for PostgreSQL and SQLite. Package journaltest tests
// any store.
//
// # States
//
//	queued     stored in the caller's transaction; no byte was sent
//	sending    stored before the first byte; the age of the key counts from here
//	succeeded  the server did it
//	rejected   the server answered that it did nothing
//	abandoned  no byte was sent, or a Decide function gave the write up
//	expired    23 hours passed without an answer; repeating it is no longer safe
//
// A call begins in sending, or in queued with Client.Enqueue. Succeeded and rejected are
// final. The other two end states are replaced only by succeeded or rejected.
package journal
