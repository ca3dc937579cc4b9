// Package sqldialect contains the differences between databases for the stores of this
// module: webhook/sqlstore and journal/sqljournal.
//
//	dialect.go  Dialect: the clock, parameters, names and placeholders of a database
//	table.go    Table: creating a table once, by any number of processes
//	check.go    the check of an existing table
//	retry.go    statements that the database rolled back because of another one
package sqldialect
