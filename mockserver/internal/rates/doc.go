// Package rates calculates tax, duty and shipping costs from tables of rates: the
// files in data. Each file names the source and the date of its numbers.
//
//	data.go      the tables, and exchange rates; load.go reads the files
//	tax.go       duty and tax of a trade
//	shipping.go  billable weights and shipping rates
//
// The package does not round: callers pass a rounding function.
package rates
