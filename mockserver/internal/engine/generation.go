package engine

import "fmt"

// generation distinguishes the IDs that an account draws from those that the account
// with the same key drew before a reset. It counts the resets of the server, of the
// account, and of the connected account. It begins with zeros.
type generation struct {
	seed                       uint64 // of the engine
	server, account, connected uint64
}

// String returns a text that is empty for the first generation and otherwise unique.
func (g generation) String() string {
	if g.server == 0 && g.account == 0 && g.connected == 0 {
		return ""
	}
	return fmt.Sprintf("%d %d %d ", g.server, g.account, g.connected)
}

// resetMark is the latest reset of the server or of an account.
type resetMark struct {
	order     uint64 // among all resets
	count     uint64
	restarted bool // the IDs begin with the first generation again
}

// generations determines the generation of new accounts. No generation repeats, except
// for the first one after a restart.
type generations struct {
	seed     uint64 // of the engine
	resets   uint64
	server   resetMark
	accounts map[AccountKey]resetMark // since the latest reset of the server
}

// of returns the generation of an account. The latest reset that concerns the account
// decides whether it is the first one again.
func (g *generations) of(key AccountKey) generation {
	owner, connected := g.accounts[key.owner()], resetMark{}
	if key.Connected != "" {
		connected = g.accounts[key]
	}
	latest := g.server
	for _, mark := range []resetMark{owner, connected} {
		if mark.order > latest.order {
			latest = mark
		}
	}
	if latest.restarted {
		return generation{seed: g.seed}
	}
	return generation{g.seed, g.server.count, owner.count, connected.count}
}

// resetServer begins a new generation for all accounts.
func (g *generations) resetServer(restart bool) {
	g.server = g.after(g.server, restart)
	g.accounts = nil
}

// restore begins a new generation for all accounts. It is later than those of an engine
// whose generation was saved.
func (g *generations) restore(saved uint64) {
	g.server.count = max(g.server.count, saved)
	g.resetServer(false)
}

// resetAccount begins a new generation for an account and the accounts that it acts for.
func (g *generations) resetAccount(key AccountKey, restart bool) {
	if g.accounts == nil {
		g.accounts = map[AccountKey]resetMark{}
	}
	g.accounts[key] = g.after(g.accounts[key], restart)
}

func (g *generations) after(mark resetMark, restart bool) resetMark {
	g.resets++
	return resetMark{order: g.resets, count: mark.count + 1, restarted: restart}
}
