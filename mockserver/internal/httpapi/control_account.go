package httpapi

import (
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Formats of accounts in calls of the control interface.
var (
	accountFormat   = input.Format{Name: "account", Want: "what follows sk_test_ in the account's key", Accept: accountName}
	connectedFormat = input.Format{Name: "account_id", Want: "the id of an account such as acct_123", Accept: Connectable}
)

// readAccount reads the test account of a call, or the account that it acts for.
func readAccount(o *input.Object) engine.AccountKey {
	return engine.AccountKey{
		Name:      o.String("account", input.Required, accountFormat),
		Connected: o.String("connected", connectedFormat),
	}
}

// readOptionalAccount is readAccount for a call that concerns all accounts by default. It
// returns nil then.
func readOptionalAccount(o *input.Object) *engine.AccountKey {
	key := engine.AccountKey{Name: o.String("account", accountFormat), Connected: o.String("connected", connectedFormat)}
	if key == (engine.AccountKey{}) {
		return nil
	}
	if key.Name == "" {
		o.Conflict("connected", "requires the parameter 'account'")
	}
	return &key
}
