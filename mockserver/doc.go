// Package mockserver is a StateSet Commerce Network in one process: it answers the
// API with real state, rules, money and time, for tests and for developing without
// a key.
//
// In a test one line starts it and its end is the test's end:
//
//	srv := mockserver.New(t)
//	account := srv.NewAccount()
//	req, _ := http.NewRequest("GET", srv.URL()+"/v1/payments", nil)
//	req.Header.Set("Authorization", "Bearer "+account.Key())
//	resp, err := srv.HTTPClient().Do(req)
//
// The server needs no socket, so it also works inside of a testing/synctest bubble.
// [WithTCP] makes it listen on a port. Every key sk_test_… is an account of its own
// with the same test data, so that parallel tests can share a server without seeing
// each other; what follows sk_test_ is the account's name.
//
// The server's time is real time until somebody moves it: what would take hours or
// days happens while [Clock.Advance] runs. With [WithSeed] and [WithTime] the same
// calls give the same answers, to the byte.
//
// Events are delivered to endpoints, and to handlers in the same process, see
// [Webhooks.DeliverTo]; tests can disturb deliveries and wait for events, without
// sleeping.
//
// [Server.Fail] makes the server fail on purpose: before a request is executed, after
// its effect is committed, or while its answer is written.
//
// When the test ends, the server checks that its ledger balances, and when the test
// has failed it logs the seed and the last requests.
//
// Other programs, and other languages, use the binary in stateset-mock.
package mockserver
