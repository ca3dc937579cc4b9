// Package chaos looks for anomalies as no list of scenarios does: eight clients of
// the SDK work at once on a few orders, payments and wallets that they share, with
// operations and faults drawn from a seed, and what they were told is compared with
// a model of each object and with the server's books.
//
//	go test ./mockserver/internal/chaos                                    # 20,000 operations
//	CHAOS_SEED=7 go test -run TestChaos ./mockserver/internal/chaos        # one plan
//	CHAOS_OPS=1000000 go test -run TestChaos ./mockserver/internal/chaos   # as long as it takes
//
// A plan says who does what and which attempts fail how; it is all that a seed
// decides. Running it gives a history: what each client asked and was told, and when.
// The history of each object must be linearizable, which is to say that there is an
// order of its operations, each taking effect once between question and answer, in
// which every answer is the one that the model gives. An operation whose outcome the
// client does not know may take effect at any time after it began, or never.
//
// A plan that fails is made smaller for as long as it fails, and printed as a story
// with the plan in JSON: in testdata/plans it is run ever after. Goroutines take
// turns as they please, so a plan is tried several times before it is held to pass.
package chaos
