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
// with the same test data; what follows sk_test_ is the account's name.
//
// The server's time is real time until a test moves it: what would take hours or
// days happens while [Clock.Advance] runs. With [WithSeed] and [WithTime] the same
// calls give the same answers, to the byte.
//
// Events are delivered to endpoints, and to handlers in the same process, see
// [Webhooks.DeliverTo]; tests can disturb deliveries and wait for events, without
// sleeping.
//
// [Server.Fail] makes the server fail on purpose: before a request is executed, after
// its effect is committed, or while its answer is written. [Server.Stub] replaces a
// response.
//
// [Account.Requests] lists what was sent, with bodies and with secrets masked.
// [Account.Expect] fails the test if a request was not sent as expected.
//
// When the test ends, the server checks that its ledger balances, and when the test
// has failed it logs the seed, the last requests and the failed deliveries.
//
// [WithTLS] makes the server use HTTPS. [WithControlToken] and [WithOpenControl] allow
// other machines to use the control interface at /_mock.
//
// Other programs, and other languages, use the binary in stateset-mock.
//
// # Parallel tests
//
// Tests that share a server take an account each, with [Server.NewAccount]. An account
// has its own data, events, webhook endpoints, deliveries, idempotency keys and rate
// limit. These calls concern one account:
//
//   - [Account.Clock] moves the time of the account. Moves of different accounts run at
//     the same time, and none waits for the deliveries of another account.
//   - [Account.Fail], [Account.Stub], [Account.Requests], [Account.Expect], and the
//     methods of [Account.Webhooks] and [Account.Events].
//   - [Account.Reset].
//
// Tests that share a server also share:
//
//   - The clock of the server. [Clock.Advance], [Clock.Set] and [Clock.Freeze] change the
//     time of all accounts. [Clock.Advance] and [Clock.Set] wait for the running
//     deliveries and moves of all accounts.
//   - Everything that is called on [Server]: faults of [Server.Fail], endpoints and
//     delivery faults of [Server.Webhooks], the events of [Server.Events], the options of
//     the server, and [Server.Reset].
//   - The bounds of the record of requests and of the stored responses of idempotency
//     keys, and the number of endpoints that are delivered to at once.
//
// With [WithSeed] the IDs of an account depend on the seed, the name of the account and
// its own calls, and not on other tests.
package mockserver
