package mockserver

import (
	"fmt"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/httpapi"
)

// Account is an account of test mode, or a connected account that such an account acts
// for.
type Account struct {
	server    *Server
	name      string
	connected string
}

// NewAccount returns a new account with a unique name. Like every account it begins with
// the test data.
func (s *Server) NewAccount() *Account {
	for {
		a := s.Account(fmt.Sprintf("account_%d", s.accounts.Add(1)))
		if s.engine.ExistingAccount(*a.key()) == nil { // a restored snapshot may have it
			return a
		}
	}
}

// Account returns the account with the name: the part of its key after sk_test_. An
// account is created by its first write. Reads before that see the test data, which is as
// old as the first read.
func (s *Server) Account(name string) *Account { return &Account{server: s, name: name} }

// Connected returns the connected account that this account acts for when its requests
// have the header X-Account-Id with the ID. The methods of the result, such as Balance,
// Fund, Fail, Events and Webhooks, concern the connected account only. Its Client has
// the option [stateset.WithAccount].
//
// IDs that begin with acct_test_ are connected to every account. For other IDs call
// [Server.Connect]. Each account acts for its own connected accounts: two accounts that
// name the same ID see different data. Requests record a connected account as
// "test/name/acct_1". Connected panics if the ID does not begin with acct_.
func (a *Account) Connected(id string) *Account {
	if !httpapi.Connectable(id) {
		panic(fmt.Sprintf("mockserver: connected account %q: the ID must begin with acct_, as in acct_123", id))
	}
	return &Account{server: a.server, name: a.name, connected: id}
}

// Name returns the part of the account's key after sk_test_. A connected account has the
// name of the account that acts for it.
func (a *Account) Name() string { return a.name }

// Key returns the account's secret key. A connected account has the key of the account
// that acts for it.
func (a *Account) Key() string { return "sk_test_" + a.name }

// key names the account to the engine.
func (a *Account) key() *engine.AccountKey {
	return &engine.AccountKey{Name: a.name, Connected: a.connected}
}

func (a *Account) engine() *engine.Account { return a.server.engine.Account(*a.key()) }

// Treasury returns the address of the account's own wallet, from which payments are made
// by default.
func (a *Account) Treasury() string { return a.engine().Treasury() }

// Fund issues ssusd or usdc to a wallet. It returns an error for an invalid address or
// amount.
func (a *Account) Fund(address string, amount stateset.Money) error {
	return a.engine().Update(func(tx *engine.Tx) error { return tx.Fund(address, amount) })
}

// Balance returns the balance of a wallet in ssusd or usdc. Default: zero.
func (a *Account) Balance(address, denom string) stateset.Money {
	var balance stateset.Money
	_ = a.engine().Update(func(tx *engine.Tx) error { // reading does not fail
		balance = tx.WalletBalance(address, denom)
		return nil
	})
	return balance
}
