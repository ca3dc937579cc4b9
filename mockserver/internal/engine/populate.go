package engine

import (
	"errors"
	"slices"
	"sort"
	"strings"
)

// Population fills accounts as one transaction over all of them. The zero value fills
// none.
type Population struct {
	Keys []AccountKey
	// Fill receives one transaction per key. It must not use the engine.
	Fill func(map[AccountKey]*Tx) error
}

// Populate fills accounts. If Fill returns an error, nothing changes, and no account is
// created. Requests see all of the population or nothing of it. Like the test data, a
// population has no events.
func (e *Engine) Populate(p Population) error {
	late, err := e.lockedPopulate(p)
	if late {
		e.RunDue()
	}
	return err
}

func (e *Engine) lockedPopulate(p Population) (late bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.populate(p)
}

// populate is Populate for a caller that holds the lock of the engine. late reports
// whether jobs may be due already.
func (e *Engine) populate(p Population) (late bool, err error) {
	var accounts []*Account
	var undo []func()
	for _, key := range sortedKeys(p.Keys) {
		account, ok := e.accounts[key]
		if !ok {
			first, viewed := e.viewed.find(key)
			var tardy bool
			account, tardy = e.createLocked(key)
			late = late || tardy
			undo = append(undo, func() { e.uncreate(account, first, viewed) })
		}
		accounts = append(accounts, account)
	}
	if len(accounts) == 0 {
		return false, nil
	}
	txs := map[AccountKey]*Tx{}
	err = together(accounts, txs, func() error { return p.Fill(txs) })
	if err != nil {
		for _, fn := range undo {
			fn()
		}
	}
	return late, err
}

// uncreate removes an account as if it had not been created.
func (e *Engine) uncreate(account *Account, first viewedAccount, viewed bool) {
	account.abandon()
	delete(e.accounts, account.key)
	if viewed {
		e.viewed.add(account.key, first.born, first.generation, account.invoiceOf)
	}
}

// sortedKeys returns the keys without duplicates, in the order in which their accounts
// are locked.
func sortedKeys(keys []AccountKey) []AccountKey {
	keys = slices.Clone(keys)
	sort.Slice(keys, func(a, b int) bool { return keys[a].String() < keys[b].String() })
	return slices.Compact(keys)
}

// together runs fn inside of one transaction per account. They commit together.
func together(accounts []*Account, txs map[AccountKey]*Tx, fn func() error) error {
	if len(accounts) == 0 {
		return fn()
	}
	first := accounts[0]
	return first.Update(func(tx *Tx) error {
		tx.silent = true
		txs[first.key] = tx
		return together(accounts[1:], txs, fn)
	})
}

// Call runs fn as one of several calls in the transaction. The next ID with the prefix is
// the given one, unless it is empty. Call returns ErrIDTaken if the account has such an
// object, and ErrIDUnused if fn drew no ID.
func (tx *Tx) Call(prefix, id string, fn func() error) error {
	if id != "" && tx.taken(prefix, id) {
		return ErrIDTaken
	}
	tx.height = 0 // of another on-chain transaction
	tx.chosen = chosenID{prefix, id}
	err := fn()
	left := tx.chosen
	tx.chosen = chosenID{}
	if err == nil && left.id != "" {
		return ErrIDUnused
	}
	return err
}

// Errors of the ID of [Tx.Call].
var (
	ErrIDTaken  = errors.New("is already the ID of an object of the account")
	ErrIDUnused = errors.New("is not used, because the call created no object")
)

// chosenID is the ID of the next object with the prefix. The zero value chooses none.
type chosenID struct{ prefix, id string }

// take returns the chosen ID if it has the prefix.
func (c *chosenID) take(prefix string) (id string, ok bool) {
	if c.id == "" || c.prefix != prefix {
		return "", false
	}
	id, c.id = c.id, ""
	return id, true
}

// taken reports whether the account has an object with the ID.
func (tx *Tx) taken(prefix, id string) bool {
	a := tx.account
	has := map[string]func(string) bool{
		"pay": in(&a.payments), "ref": in(&a.refunds), "ord": in(&a.orders), "inv": in(&a.invoices), "iss": in(&a.issuances),
		"red": in(&a.redemptions), "att": in(&a.attestations), "gord": in(&a.globalOrders), "cmp": in(&a.checks), "fac": in(&a.factorings),
		"pof": in(&a.poFinancings), "loan": in(&a.loans), "agent": in(&a.agents), "exec": in(&a.executions), "we": in(&a.endpoints),
	}[prefix]
	return has != nil && has(id)
}

func in[T any](c *Collection[T]) func(id string) bool {
	return func(id string) bool {
		_, found := c.Get(id)
		return found
	}
}

// Generated reports whether an ID has the form of those that the engine draws for the
// prefix, in either mode.
func Generated(prefix, id string) bool {
	drawn := func(begin string) bool {
		rest, ok := strings.CutPrefix(id, begin)
		return ok && consistsOf(rest, idLength, idLength, idAlphabet)
	}
	return drawn(prefix+"_test_") || drawn(prefix+"_")
}
