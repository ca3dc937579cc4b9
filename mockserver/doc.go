// Package mockserver is a mock server of the StateSet Commerce Network API for tests, and
// for development without a key. It has state, a ledger, a clock, webhooks and faults.
//
// # Start a server
//
// [New] starts a server in memory. The server is closed when the test ends:
//
//	srv := mockserver.New(t)
//	account := srv.NewAccount()
//	client := account.Client()
//
// Requests without the SDK need the key of an account:
//
//	req, _ := http.NewRequest("GET", srv.URL()+"/v1/payments", nil)
//	req.Header.Set("Authorization", "Bearer "+account.Key())
//	resp, err := srv.HTTPClient().Do(req)
//
// The server requires no socket, so it works in a testing/synctest bubble. [WithTCP] makes
// it listen on a port. Each key sk_test_NAME has its own account, with the same test data.
// An account is created by its first write. Reads before that see the test data, which is
// as old as the first read.
//
// # Time
//
// The clock shows real time until a test moves it. [Clock.Advance] runs what becomes due in
// hours or days, and returns when it is done. With [WithSeed] and [WithTime] the same calls
// have the same responses, byte for byte.
//
// # Events and webhooks
//
// Events are delivered to endpoints, and to handlers in the same process, see
// [Webhooks.DeliverTo]. [Webhooks.Disturb] adds faults to deliveries. [Events.Wait] waits
// for an event.
//
// # Faults
//
// [Server.Fail] makes requests fail: before they are executed, after their effect is
// committed, or while the response is written. [Server.Stub] replaces a response.
//
// # Recorded requests
//
// [Account.Requests] lists requests with their bodies. Secrets are masked.
// [Account.Expect] fails the test if a request was not sent as expected.
//
// A page at /_mock/ui of a server with [WithTCP] shows accounts, requests and faults.
//
// When the test ends, the server checks that its ledger balances. A failed test logs the
// seed, the latest requests and the failed deliveries.
//
// # Data and networks
//
// [WithFixtures] fills accounts from JSON files. [Server.Snapshot] saves the state of a
// server, and [Server.Restore] returns to it.
//
// [WithTLS] makes the server use HTTPS. [WithControlToken] and [WithOpenControl] allow
// other machines to use the control interface at /_mock.
//
// Programs in other languages use the binary in stateset-mock.
//
// # Parallel tests
//
// Each test on a shared server uses its own account, see [Server.NewAccount]. An account
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
//   - The bounds of the recorded requests and of the stored responses of idempotency keys,
//     and the maximum number of endpoints that receive deliveries at once.
//
// With [WithSeed] the IDs of an account depend on the seed, the name of the account and
// its own calls, and not on other tests.
package mockserver
