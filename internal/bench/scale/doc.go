// Scale measures how the mock server behaves with many records, accounts and connections,
// and prints a table with the target of every row:
//
//	go run ./internal/bench/scale [-rows regexp] [-n records] [-time duration]
//
// -rows selects rows by name. -n is the number of payments of the large account (default
// 1,000,000); memory rows use a part of it. -time is the duration of each throughput row
// (default 6s).
//
// Throughput is that of the mock server divided by that of a bare net/http handler, which
// returns the same status, headers and body. Each runs in its own process, in turns of a
// second. The client is this process. All rows depend little on the load of the machine,
// because they are ratios, medians or bytes.
//
// The files, in reading order: main.go (the table), local.go (calls without a network),
// lists.go, memory.go, start.go, remote.go (servers in their own processes), load.go (the
// client), throughput.go.
package main
