package httpapi

import (
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Formats of accounts in calls of the control interface.
var (
	accountFormat = input.Format{
		Name: "account", Want: "the name of an account, which is what follows sk_test_ in its key, such as demo",
		Accept: func(text string) bool { _, ok := parseAccount(text); return ok },
	}
	connectedFormat = input.Format{Name: "account_id", Want: "the id of an account such as acct_123", Accept: Connectable}
)

// nameUnescaper decodes the name of an account in the form of [engine.AccountKey.String].
var nameUnescaper = strings.NewReplacer("%2F", "/", "%25", "%")

// parseAccount parses an account in the form of responses and of the journal. Default:
// test mode. So demo is test/demo, and demo/acct_shop is a connected account. It refuses
// an API key, which is not the name of an account.
func parseAccount(text string) (key engine.AccountKey, ok bool) {
	if _, isKey := parseKey(text); isKey {
		return key, false
	}
	rest, live := strings.CutPrefix(text, "live/")
	name, connected, acting := strings.Cut(strings.TrimPrefix(rest, "test/"), "/")
	key = engine.AccountKey{Name: nameUnescaper.Replace(name), Live: live, Connected: connected}
	return key, accountName(key.Name) && (!acting || Connectable(connected))
}

// accountReader reads the members or the parameters of a call.
type accountReader interface {
	Conflict(name, format string, args ...any)
}

// accountKey returns the account of the parameters account and connected.
func accountKey(from accountReader, account, connected string) engine.AccountKey {
	key, _ := parseAccount(account) // the format was checked
	switch {
	case connected == "":
	case account == "":
		from.Conflict("connected", "requires the parameter 'account'")
	case key.Connected != "" && key.Connected != connected:
		from.Conflict("connected", "must belong to the account of the parameter 'account'")
	default:
		key.Connected = connected
	}
	return key
}

// readAccount reads the account of a call, or the account that it acts for.
func readAccount(o *input.Object) engine.AccountKey {
	return accountKey(o, o.String("account", input.Required, accountFormat), o.String("connected", connectedFormat))
}

// readOptionalAccount is readAccount for a call that concerns all accounts by default. It
// returns nil then.
func readOptionalAccount(o *input.Object) *engine.AccountKey {
	return optional(accountKey(o, o.String("account", accountFormat), o.String("connected", connectedFormat)))
}

// queryAccount is readOptionalAccount for a query.
func queryAccount(q *input.Query) *engine.AccountKey {
	return optional(accountKey(q, q.Text("account", accountFormat), q.Text("connected", connectedFormat)))
}

func optional(key engine.AccountKey) *engine.AccountKey {
	if key.Name == "" {
		return nil
	}
	return &key
}
