// Package webhooks tests webhook receivers of several processes that share a database:
// PostgreSQL, which it starts itself, and a file of SQLite.
//
// STATESET_TEST_POSTGRES can hold the connection string of a PostgreSQL server. Otherwise
// initdb and postgres must be installed (on Debian: apt-get install postgresql). Without
// them the tests fail.
package webhooks
