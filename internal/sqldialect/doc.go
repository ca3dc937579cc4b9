// Package sqldialect holds what the stores of this module need to know of databases:
// webhook/sqlstore and journal/sqljournal.
//
//	dialect.go  Dialect: the clock, parameters, names and placeholders of a database
//	table.go    Table: creating a table once, by any number of processes
//	check.go    whether an existing table fits
//	retry.go    statements that the database rolled back because of another one
package sqldialect
