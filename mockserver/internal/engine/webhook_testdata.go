package engine

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/webhook"
)

// testObject returns the object of a test event of the type, and its previous state.
// The object comes from a scenario in a separate account with test data, so the
// caller's account is unchanged.
func (tx *Tx) testObject(kind webhook.Type, endpoint *webhook.Endpoint) (object, former wire.Writer, err error) {
	if kind == webhook.Type(webhook.Test) {
		return endpoint, nil, nil
	}
	act, ok := scenarios[kind]
	if !ok {
		return nil, nil, invalid("type", "There is no test data of the type '%s': name one of the types of events", excerpt(string(kind)))
	}
	r := newScenario(tx)
	defer r.engine.Close()
	act(r)
	for e := range r.account.events.Newest() {
		if e.Type() == kind && r.err == nil {
			object, former = e.objects()
			return object, former, nil
		}
	}
	if tx.now.AddDate(1, 0, 0).After(lastSecond) {
		return nil, nil, invalid("type", "The test data of the type '%s' would be later than the year %d: set the clock back", kind, lastYear)
	}
	return nil, nil, fmt.Errorf("engine: test data of %s: %w", kind, errors.Join(r.err, errors.New("no such event was told")))
}

// scenario is a separate account in which an event of a type is produced.
type scenario struct {
	engine  *Engine
	account *Account
	err     error // of the first failed step
}

// newScenario creates an account at the time of the transaction. Its seed is drawn, so
// that its IDs differ from those of the caller's account and of other scenarios.
func newScenario(tx *Tx) *scenario {
	key := tx.account.key
	key.Live = false // for the test data
	e := New(Options{Clock: clock.NewFrozen(tx.now), Seed: tx.account.webhookIDs.seed(), PublicURL: tx.account.engine.publicURL})
	return &scenario{engine: e, account: e.Account(key)}
}

// do runs a step. An error with Keep counts as success.
func (r *scenario) do(step func(tx *Tx) error) {
	if r.err != nil {
		return
	}
	err := r.account.Update(step)
	if refusal := (*Error)(nil); errors.As(err, &refusal) && refusal.Keep {
		return
	}
	r.err = err
}

// wait advances the clock of the scenario.
func (r *scenario) wait(d time.Duration) {
	if r.err == nil {
		r.err = r.engine.Advance(d)
	}
}

// step returns a step that makes a call and ignores its result.
func step[P, T any](call func(*Tx, P) (T, error), params P) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := call(tx, params)
		return err
	}
}

// stepOn returns a step that makes a call on the object with the ID.
func stepOn[P, T any](call func(*Tx, string, P) (T, error), id string, params P) func(*Tx) error {
	return step(func(tx *Tx, params P) (T, error) { return call(tx, id, params) }, params)
}

// steps returns a scenario that runs the steps.
func steps(steps ...func(tx *Tx) error) func(*scenario) {
	return func(r *scenario) {
		for _, step := range steps {
			r.do(step)
		}
	}
}

// newest returns the ID of the newest record of a collection, or "".
func newest[T any](c *Collection[T], id func(*T) string) string {
	for value := range c.Newest() {
		return id(value)
	}
	return ""
}

// scenarios maps the types of events to the scenarios that produce them.
var scenarios = mergeScenarios(
	paymentScenarios(), orderScenarios(), invoiceScenarios(), moneyScenarios(), agentScenarios(), globalScenarios(),
)

func mergeScenarios(groups ...map[string]func(*scenario)) map[webhook.Type]func(*scenario) {
	all := map[webhook.Type]func(*scenario){}
	for _, group := range groups {
		for kinds, act := range group {
			for kind := range strings.FieldsSeq(kinds) {
				all[webhook.Type(kind)] = act
			}
		}
	}
	return all
}
