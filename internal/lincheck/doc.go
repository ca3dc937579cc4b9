// Package lincheck checks histories of concurrent calls for linearizability. Eight
// clients of the SDK share a few orders, payments and wallets of a mock server. A seed
// determines their operations and the faults. The responses are compared with a model of
// each object, and with the final balances of the server.
//
//	go test ./internal/lincheck                                            # 20,000 operations
//	LINCHECK_SEED=7 go test -run TestHistories ./internal/lincheck         # one plan
//	LINCHECK_OPS=1000000 go test -run TestHistories ./internal/lincheck    # a long run
//
// A plan lists the calls of each client and the faults of their attempts. A run of a plan
// produces a history: the calls of each client, their responses, and the times of both.
// The history of each object must be linearizable: there is an order of its operations in
// which each takes effect once, between call and response, and every response matches the
// model. An operation with an unknown outcome may take effect at any time after its
// start, or never.
//
// A plan that fails is shrunk while it still fails. The test prints the result as a story
// and as JSON. A copy in testdata/plans becomes a regression test. Goroutines interleave
// differently in each run, so a plan passes only after several runs.
//
// The files in reading order:
//
//	plan.go      operations and faults
//	generate.go  a plan from a seed
//	amounts.go   names and amounts that all operations share
//	call.go      the call of an operation through the SDK
//	wire.go      the network between clients and server, which records attempts
//	run.go       the run of a plan
//	history.go   what the run recorded
//	model.go     the model of an object
//	linear.go    the search for a linear order
//	books.go     the balances of the server
//	audit.go     the comparison of history and balances
//	shrink.go    smaller plans that still fail
//	story.go     a failure as text
//	figures.go   totals of a run
package lincheck
