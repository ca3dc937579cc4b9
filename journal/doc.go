// Package journal stores writes before they are sent. If a process crashes between a
// request and its response, another process repeats the write with the same idempotency
// key. The server then returns the first response.
//
//	store, err := sqljournal.New(db, sqljournal.PostgreSQL)
//	client, err := stateset.New(key, stateset.WithJournal(store, "tenant-42"))
//	report, err := client.Recover(ctx) // when the program starts, then from a worker
//
// The parts, in reading order:
//
//	entry.go     Entry: one write, and its State
//	store.go     Store: the storage of entries; Filter, Settlement and the errors
//	memory.go    MemoryStore: a Store for tests
//	options.go   Scope and the options of a client's journal
//	recovery.go  the options and the Report of Client.Recover
//
// Package sqljournal is a store for PostgreSQL and SQLite. Package journaltest tests any
// store.
//
// # States
//
//	queued     stored in the caller's transaction; no byte was sent
//	sending    stored before the first byte; the age of the key starts here
//	succeeded  the write took effect
//	rejected   the server reported that the write had no effect
//	abandoned  no byte was sent, or a Decide function abandoned the write
//	expired    no response within 23 hours; repeating the write is no longer safe
//
// A call starts in the state sending, or in queued with Client.Enqueue. Succeeded and
// rejected are final. Abandoned and expired can only be replaced by succeeded or
// rejected.
package journal
