package httpapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// authenticate reads the API key and finds its account. Without a key only open
// operations are allowed.
func (c *call) authenticate() error {
	given := c.request.Header.Values("Authorization")
	if len(given) == 0 || len(given) == 1 && strings.TrimSpace(given[0]) == "" {
		if c.route != nil && c.route.row.Access == spec.AccessOpen {
			return nil
		}
		return refuse(engine.CodeAPIKeyMissing, "", "No API key: send it as 'Authorization: Bearer sk_test_…'")
	}
	if len(given) > 1 {
		return refuse(engine.CodeInvalidAPIKey, "", "More than one Authorization header: send one")
	}
	scheme, text, _ := strings.Cut(strings.TrimSpace(given[0]), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return refuse(engine.CodeInvalidAPIKey, "", "The Authorization header must have the scheme Bearer: 'Bearer sk_test_…'")
	}
	key, ok := parseKey(strings.TrimSpace(text))
	if !ok {
		return refuse(engine.CodeInvalidAPIKey, "", "The API key is malformed: a key is sk_test_, pk_test_ or rk_test_, or the same with live, and then 1 to 255 printable ASCII characters")
	}
	if err := c.admit(key); err != nil {
		return err
	}
	c.key, c.owner = key, engine.AccountKey{Name: key.name, Live: key.live}
	c.account = c.server.engine.ExistingAccount(c.owner)
	c.caller = c.account
	return nil
}

// admit refuses unusable keys.
func (c *call) admit(key apiKey) error {
	if key.live && !c.server.opts.AcceptLiveKeys {
		return refuse(engine.CodeLiveKeyRefused, "", "%s is a live key and this is a mock server: use a test key", key.masked())
	}
	switch c.state.keys.find(key.text).Status {
	case KeyExpired:
		return refuse(engine.CodeAPIKeyExpired, "", "The API key %s has expired", key.masked())
	case KeyRevoked:
		return refuse(engine.CodeAPIKeyRevoked, "", "The API key %s was revoked", key.masked())
	}
	return nil
}

// authorize checks that the key may call the operation, and finds the connected account
// that the caller acts for.
func (c *call) authorize() error {
	if c.keyless() {
		return nil
	}
	if c.key.kind == keySecret && c.request.Header.Get("Origin") != "" && !c.server.opts.BrowserSecretKeys {
		return refuse(engine.CodePermissions, "", "Secret keys do not belong in a browser: this request has an Origin header, use a public key (pk_)")
	}
	if why := c.lacks(c.route.row); why != "" {
		return refuse(engine.CodePermissions, "", "%s", why)
	}
	return c.actFor(c.request.Header.Get("X-Account-Id"))
}

// lacks returns why the key may not call the operation, or "".
func (c *call) lacks(row *spec.Operation) string {
	switch {
	case row.Access == spec.AccessOpen, c.key.kind == keySecret:
		return ""
	case c.key.kind == keyPublic && row.Access != spec.AccessPublishable:
		return fmt.Sprintf("Public keys (pk_) cannot call %s %s: use a secret key on your server", row.Method, row.Template())
	case c.key.kind == keyRestricted && row.Scope != "" && !slices.Contains(c.state.keys.find(c.key.text).Scopes, row.Scope):
		return fmt.Sprintf("This restricted key lacks the scope '%s'", row.Scope)
	}
	return ""
}

const (
	connectedPrefix = "acct_"
	testConnected   = "acct_test_" // connected to every test account
)

// actFor makes the connected account the account of the request.
func (c *call) actFor(id string) error {
	if id == "" && len(c.request.Header.Values("X-Account-Id")) == 0 {
		return nil
	}
	free := strings.HasPrefix(id, testConnected) && len(id) > len(testConnected) && !c.key.live
	if !Connectable(id) || !free && !c.state.keys.connected(c.key.name, id) {
		return refuse(engine.CodeAccountNotConnected, "", "X-Account-Id names no connected account of yours: use acct_test_ and any name, or connect the account by POST /_mock/connections")
	}
	c.requestID() // drawn from the caller's account, also when acting for another
	c.owner.Connected = id
	c.account = c.server.engine.ExistingAccount(c.owner)
	return nil
}

// keyless reports whether the request has no key.
func (c *call) keyless() bool { return c.key == apiKey{} }

// open finds the account of the operation. The first write creates the account. Reads
// of an account that was not created yet see its test data.
func (c *call) open() error {
	switch {
	case c.account != nil || c.keyless():
	case c.route.row.Mutates():
		c.requestID() // from the server, like those of the reads before
		c.account = c.server.engine.Account(c.owner)
	default:
		c.requestID()
		c.account = c.server.engine.View(c.owner)
	}
	return nil
}

// Connectable reports whether the text has the form of an account ID.
func Connectable(id string) bool {
	return strings.HasPrefix(id, connectedPrefix) && accountName(strings.TrimPrefix(id, connectedPrefix))
}
