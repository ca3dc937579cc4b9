package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/webhook"
)

// errClosed ends a wait when the engine is closed.
var errClosed = errors.New("the server was closed")

// TakeEvent waits for the oldest event of the types that was not taken yet, and takes
// it. Without types it takes any event. A nil key means all accounts.
func (e *Engine) TakeEvent(ctx context.Context, key *AccountKey, types []webhook.Type) (*Event, error) {
	wanted := newSelection(types)
	for {
		changed := e.emitted.wait()
		if event := e.take(key, wanted); event != nil {
			return event, nil
		}
		select {
		case <-changed:
		case <-e.base.Done():
			return nil, e.noEvent(key, types, errClosed)
		case <-ctx.Done():
			return nil, e.noEvent(key, types, ctx.Err())
		}
	}
}

// selection is the filter of a wait.
type selection struct {
	name    string // equal for equal types
	selects func(webhook.Type) bool
}

func newSelection(types []webhook.Type) selection {
	return selection{fmt.Sprint(types), func(kind webhook.Type) bool {
		return len(types) == 0 || slices.ContainsFunc(types, func(t webhook.Type) bool { return t.Selects(kind) })
	}}
}

// take takes the oldest event.
func (e *Engine) take(key *AccountKey, wanted selection) *Event {
	e.takeMu.Lock()
	defer e.takeMu.Unlock()
	var oldest *Event
	var owner *Account
	for _, a := range e.accountsOf(key) {
		if event := a.oldestUntaken(wanted); event != nil && (oldest == nil || event.sequence < oldest.sequence) {
			oldest, owner = event, a
		}
	}
	if oldest != nil {
		owner.markTaken(oldest)
	}
	return oldest
}

// accountsOf returns the account with the key, or all accounts for a nil key.
func (e *Engine) accountsOf(key *AccountKey) []*Account {
	if key != nil {
		return []*Account{e.Account(*key)}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	accounts := make([]*Account, 0, len(e.accounts))
	for _, a := range e.accounts {
		accounts = append(accounts, a)
	}
	return accounts
}

// oldestUntaken returns the oldest selected event that was not taken. The search begins
// where the last one with the same types ended, because taken events stay taken.
func (a *Account) oldestUntaken(wanted selection) *Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	for event := range a.events.From(a.takePositions[wanted.name]) {
		if !event.taken && wanted.selects(event.Type()) {
			position, _ := a.events.Position(event.ID())
			store(&a.takePositions, wanted.name, position)
			return event
		}
	}
	store(&a.takePositions, wanted.name, a.events.End())
	return nil
}

func (a *Account) markTaken(event *Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	event.taken = true
}

// Events returns the events of an account, oldest first. A nil key means all accounts.
func (e *Engine) Events(key *AccountKey) []*Event {
	var all []*Event
	for _, a := range e.accountsOf(key) {
		a.mu.Lock()
		all = slices.AppendSeq(all, a.events.Oldest())
		a.mu.Unlock()
	}
	slices.SortFunc(all, func(a, b *Event) int { return cmp.Compare(a.sequence, b.sequence) })
	return all
}

// AccountDelivery is a delivery with its account, the type of its event, and the URL of
// its endpoint.
type AccountDelivery struct {
	*webhook.Delivery
	Account AccountKey
	Type    webhook.Type
	URL     string
}

// Deliveries returns the deliveries of an account, ordered by endpoint and then by age,
// oldest first. A nil key means all accounts.
func (e *Engine) Deliveries(key *AccountKey) []AccountDelivery {
	var all []AccountDelivery
	accounts := e.accountsOf(key)
	slices.SortFunc(accounts, func(a, b *Account) int { return strings.Compare(a.key.String(), b.key.String()) })
	for _, a := range accounts {
		all = append(all, a.allDeliveries()...)
	}
	return all
}

func (a *Account) allDeliveries() []AccountDelivery {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []AccountDelivery
	for _, endpointID := range a.endpointIDs {
		endpoint, _ := a.endpoints.Get(endpointID)
		for d := range a.deliveries[endpointID].Oldest() {
			delivery := AccountDelivery{Delivery: d, Account: a.key}
			if endpoint != nil {
				delivery.URL = endpoint.URL
			}
			if event, ok := a.events.Get(d.EventID); ok {
				delivery.Type = event.Type()
			}
			all = append(all, delivery)
		}
	}
	return all
}

// noEvent returns the error of a wait without a result. The error lists the events that
// occurred.
func (e *Engine) noEvent(key *AccountKey, types []webhook.Type, reason error) error {
	var came []string
	for _, event := range e.Events(key) {
		came = append(came, string(event.Type()))
	}
	const shown = 20
	if len(came) > shown {
		came = append([]string{"…"}, came[len(came)-shown:]...)
	}
	wanted := "event"
	if len(types) > 0 {
		wanted = fmt.Sprint(types)
	}
	return fmt.Errorf("no %s that was not taken: %w; the events so far: %v", wanted, reason, came)
}
