package mockserver

// ResetOption changes what a reset does.
type ResetOption func(*resetConfig)

type resetConfig struct{ restartIDs bool }

func newResetConfig(opts []ResetOption) (c resetConfig) {
	for _, opt := range opts {
		opt(&c)
	}
	return c
}

// RestartIDs repeats the IDs, hashes and secrets that a new server with the same seed
// would make. Default: after a reset they are new. Use RestartIDs to compare the bytes
// of two runs. Do not use it while a program under test remembers IDs: a receiver of
// webhooks that stores event IDs drops a repeated event as a duplicate.
func RestartIDs() ResetOption { return func(c *resetConfig) { c.restartIDs = true } }

// Reset removes all accounts, registered keys, stored responses, faults and recorded
// requests. It sets the clock to real time, or to the time of [WithTime] or
// [WithStartTime]. Accounts start again with their test data at their next use. Running deliveries are canceled.
// Endpoints of the server's [Webhooks.DeliverTo] stay. Delivery faults are removed.
//
// IDs, transaction hashes and secrets after a reset differ from those before, unless
// [RestartIDs] is given. The test data has the same IDs in every account, such as
// ord_test_789. Order and invoice numbers count from 1 in every account.
//
// Objects such as payments and orders stay until a reset. Events, deliveries, idempotency
// keys and recorded requests have bounds, see [WithMaxEvents] and the options after it.
//
// Fixtures of [WithFixtures] are applied again.
func (s *Server) Reset(opts ...ResetOption) {
	s.reportReset(s.face.Reset(newResetConfig(opts).restartIDs))
}

// Reset is [Server.Reset] for this account and for the accounts that it acts for. Other
// accounts and the clock are not affected. Reset removes their data, jobs, deliveries,
// webhook endpoints, stored responses and recorded requests. It also removes the faults
// of [Account.Fail], and the registered keys and connections. Then it applies the
// fixtures of these accounts again.
func (a *Account) Reset(opts ...ResetOption) {
	a.server.reportReset(a.server.face.ResetAccount(*a.key(), newResetConfig(opts).restartIDs))
}
