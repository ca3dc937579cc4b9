package engine

import (
	"fmt"
	"net/url"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/webhook"
)

// commonEndpoint is an endpoint that every account has.
type commonEndpoint struct {
	params webhook.CreateParams
	secret webhook.Secret
}

// AddEndpoint adds an endpoint with the secret to every account, including accounts
// that are created later or after a reset.
func (e *Engine) AddEndpoint(params webhook.CreateParams, secret webhook.Secret) error {
	s := commonEndpoint{params, secret}
	if err := e.checkReceiver(params.URL); err != nil {
		return err
	}
	e.mu.Lock()
	if len(e.common) >= maxEndpoints {
		e.mu.Unlock()
		return fmt.Errorf("all accounts together can have at most %d shared webhook endpoints", maxEndpoints)
	}
	e.common = append(e.common, s)
	var accounts []*Account
	for _, a := range e.accounts {
		accounts = append(accounts, a)
	}
	e.mu.Unlock()
	for _, a := range accounts {
		a.addCommonEndpoints([]commonEndpoint{s})
	}
	return nil
}

// addCommonEndpoints adds endpoints to an account, regardless of its number of
// endpoints.
func (a *Account) addCommonEndpoints(endpoints []commonEndpoint) {
	_ = a.Update(func(tx *Tx) error { // cannot fail
		for _, s := range endpoints {
			id, known := tx.restoredCommon(s)
			if !known {
				id = tx.addEndpoint(&s.params, s.secret).ID
			}
			store(&a.common, id, true)
		}
		return nil
	})
}

// restoredCommon finds the endpoint in an account that was restored from a snapshot of a
// server with the same common endpoint. It sets the secret of this server.
func (tx *Tx) restoredCommon(s commonEndpoint) (id string, known bool) {
	for endpoint := range tx.account.endpoints.Oldest() {
		if taken, common := tx.account.common[endpoint.ID]; !common || taken || endpoint.URL != s.params.URL {
			continue
		}
		if endpoint.Secret.Reveal() != s.secret.Reveal() {
			changed := *endpoint
			changed.Secret = s.secret
			put(tx, &tx.account.endpoints, changed.ID, &changed)
		}
		return endpoint.ID, true
	}
	return "", false
}

// checkReceiver requires a URL that the Sender accepts.
func (e *Engine) checkReceiver(url string) error {
	switch {
	case url == "":
		return missing("url")
	case core.IsCallbackURL(url), e.plainHTTP && core.IsPlainCallbackURL(url):
		return nil
	case core.IsPlainCallbackURL(url):
		return invalid("url", "The 'url' must be an https URL, or an http one of this machine: for http to another machine start the server with -webhook-private-networks (WithPrivateWebhooks)")
	}
	return invalid("url", "The 'url' must be an https or http URL without user info, fragment and IPv6 zone")
}

// checkReceiver is the same check for a caller of the API. A remote caller must not make
// the server call its own machine.
func (tx *Tx) checkReceiver(text string) error {
	e := tx.account.engine
	if err := e.checkReceiver(text); err != nil || !tx.Remote || e.plainHTTP {
		return err
	}
	if u, err := url.Parse(text); err == nil && core.IsLoopbackHost(u.Hostname()) {
		return invalid("url", "The 'url' must not be on the mock server's own machine when another machine registers it: start the server with -webhook-private-networks (WithPrivateWebhooks)")
	}
	return nil
}

// AddEndpoint adds an endpoint with the caller's secret to the account.
func (a *Account) AddEndpoint(params webhook.CreateParams, secret webhook.Secret) (e *webhook.Endpoint, err error) {
	if err := a.engine.checkReceiver(params.URL); err != nil {
		return nil, err
	}
	err = a.Update(func(tx *Tx) error {
		if err := tx.checkEndpointCount(); err != nil {
			return err
		}
		e = tx.addEndpoint(&params, secret)
		return nil
	})
	return e, err
}
