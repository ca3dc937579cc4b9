package engine

// Reset removes all accounts and jobs, and sets the clock to its initial state: real
// time, or the initial time of a frozen clock. Running transactions end in accounts
// that are no longer reachable. Requests of deliveries are canceled.
//
// The accounts after a reset draw IDs that no account before the reset has drawn. With
// restartIDs they draw those of a new engine with the same seed.
//
// The population fills the accounts anew. If it fails, they start with their test data.
func (e *Engine) Reset(restartIDs bool, p Population) error {
	e.mu.Lock() // held for the whole reset, so that no new account loses its jobs
	defer e.mu.Unlock()
	for _, account := range e.accounts {
		account.abandon()
	}
	e.accounts = map[AccountKey]*Account{}
	e.links.Clear()
	e.viewed = viewedAccounts{added: e.viewed.added}
	e.generations.resetServer(restartIDs)
	e.faults.forget()
	e.clock.Reset()
	_, err := e.populate(p)
	return err
}

// ResetAccount is Reset for an account and the accounts that it acts for, or for one of
// the latter. The next call of Account creates the account again.
func (e *Engine) ResetAccount(key AccountKey, restartIDs bool, p Population) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for k, account := range e.accounts {
		if k.Within(key) {
			account.abandon()
			delete(e.accounts, k)
		}
	}
	e.viewed.forget(key)
	e.generations.resetAccount(key, restartIDs)
	e.faults.forgetAccount(key)
	_, err := e.populate(p)
	return err
}

// abandon ends an account that is no longer reachable: its jobs, its deliveries and its
// public links. A running transaction schedules nothing any more.
func (a *Account) abandon() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.abandoned.Store(true)
	a.clock.Close()
	for token := range a.invoiceOf {
		a.engine.links.Delete(token)
	}
	if a.cancelSends != nil {
		a.cancelSends() // last, so that queued attempts find the account abandoned
	}
}

// Abandoned reports whether a reset has removed the account.
func (a *Account) Abandoned() bool { return a.abandoned.Load() && a.view == 0 }
