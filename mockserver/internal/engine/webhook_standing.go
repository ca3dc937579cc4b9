package engine

import (
	"fmt"

	"github.com/stateset/stateset-go/webhook"
)

// standingEndpoint is an endpoint that every account has.
type standingEndpoint struct {
	params webhook.CreateParams
	secret webhook.Secret
}

// AddEndpoint gives every account an endpoint with that secret, also those that come
// into being later or after a reset.
func (e *Engine) AddEndpoint(params webhook.CreateParams, secret webhook.Secret) error {
	s := standingEndpoint{params, secret}
	if err := checkCallback(params.URL); err != nil {
		return err
	}
	e.mu.Lock()
	if len(e.standing) >= maxEndpoints {
		e.mu.Unlock()
		return fmt.Errorf("an account has %d webhook endpoints at most", maxEndpoints)
	}
	e.standing = append(e.standing, s)
	var accounts []*Account
	for _, a := range e.accounts {
		accounts = append(accounts, a)
	}
	e.mu.Unlock()
	for _, a := range accounts {
		a.addStanding([]standingEndpoint{s})
	}
	return nil
}

// addStanding adds endpoints to an account; those for which it has no room are left
// out.
func (a *Account) addStanding(endpoints []standingEndpoint) {
	for _, s := range endpoints {
		_, _ = a.AddEndpoint(s.params, s.secret)
	}
}

// AddEndpoint gives the account an endpoint with a secret of the caller's.
func (a *Account) AddEndpoint(params webhook.CreateParams, secret webhook.Secret) (e *webhook.Endpoint, err error) {
	err = a.Update(func(tx *Tx) error {
		e, err = tx.addEndpoint(&params, secret)
		return err
	})
	return e, err
}
