package mockserver

import (
	"fmt"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// Account is an account of test mode.
type Account struct {
	server *Server
	name   string
}

// NewAccount makes an account that nobody else uses, with the test data that every
// account has.
func (s *Server) NewAccount() *Account {
	return s.Account(fmt.Sprintf("account_%d", s.accounts.Add(1)))
}

// Account is the account of that name: what follows sk_test_ in its key. It
// springs into existence at its first use.
func (s *Server) Account(name string) *Account { return &Account{server: s, name: name} }

// Name is what follows sk_test_ in the account's key.
func (a *Account) Name() string { return a.name }

// Key is the account's secret key.
func (a *Account) Key() string { return "sk_test_" + a.name }

func (a *Account) engine() *engine.Account {
	return a.server.engine.Account(engine.AccountKey{Name: a.name})
}

// Treasury is the address of the account's own wallet.
func (a *Account) Treasury() string { return a.engine().Treasury() }

// Fund issues ssusd or usdc into a wallet. A bad address or amount is an error.
func (a *Account) Fund(address string, amount stateset.Money) error {
	return a.engine().Update(func(tx *engine.Tx) error { return tx.Fund(address, amount) })
}

// Balance is what a wallet holds of ssusd or usdc. A wallet that nobody funded
// holds zero.
func (a *Account) Balance(address, denom string) stateset.Money {
	var balance stateset.Money
	_ = a.engine().Update(func(tx *engine.Tx) error { // reading does not fail
		balance = tx.WalletBalance(address, denom)
		return nil
	})
	return balance
}
