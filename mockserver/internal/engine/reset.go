package engine

import (
	"context"
	"fmt"
)

// Reset removes all accounts and jobs, and sets the clock to its initial state: real
// time, or the initial time of a frozen clock. Running transactions end in accounts
// that are no longer reachable. Requests of deliveries are canceled.
//
// The accounts after a reset draw IDs that no account before the reset has drawn. With
// restartIDs they draw those of a new engine with the same seed.
func (e *Engine) Reset(restartIDs bool) {
	e.mu.Lock() // held for the whole reset, so that no new account loses its jobs
	defer e.mu.Unlock()
	for _, account := range e.accounts {
		account.abandon()
	}
	e.accounts = map[AccountKey]*Account{}
	e.links.Clear()
	e.generations.next(restartIDs)
	e.faults.forget()
	e.clock.Reset()
	e.cancelSends() // last, so that queued attempts find their account abandoned
	e.sendCtx, e.cancelSends = context.WithCancel(e.base)
}

// generation distinguishes the IDs that an account draws from those that the account
// with the same key drew before a reset. The zero value is the first generation.
type generation struct{ reset uint64 }

// String returns a text that is empty for the first generation and otherwise unique.
func (g generation) String() string {
	if g == (generation{}) {
		return ""
	}
	return fmt.Sprintf("%d ", g.reset)
}

// generations determines the generation of new accounts.
type generations struct {
	resets    uint64
	restarted bool // since the latest reset, accounts have the first generation
}

func (g *generations) of(AccountKey) generation {
	if g.restarted {
		return generation{}
	}
	return generation{g.resets}
}

// next begins a new generation. With restart it begins the first one again. A later
// generation differs from all before in either case.
func (g *generations) next(restart bool) {
	g.resets++
	g.restarted = restart
}
