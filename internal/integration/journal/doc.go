// Package journal tests journals in databases that processes share: PostgreSQL, which it
// starts itself (see package postgres), and a file of SQLite. The processes are killed at
// random points, and leases expire when the test advances their clock. At the end every
// write has exactly one effect or a definite rejection.
package journal
