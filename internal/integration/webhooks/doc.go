// Package webhooks tests the receiving of webhooks where several processes share a
// database: PostgreSQL, which it starts for itself, and a file of SQLite.
//
// STATESET_TEST_POSTGRES may hold the connection string of a PostgreSQL server to use
// instead. Without it, initdb and postgres have to be installed (on Debian: apt-get
// install postgresql), and the tests fail if they are not.
package webhooks
