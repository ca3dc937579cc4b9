package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/mockserver/internal/records"
)

// Restored is a state that was checked, with its accounts, ready for [Engine.Restore].
type Restored struct {
	state    *State
	accounts []*Account // in the order of the state
	byKey    map[AccountKey]*Account
}

// Prepare makes the accounts of a state. It changes nothing in the engine. The engine
// owns the records of the state afterwards.
func (e *Engine) Prepare(s *State) (*Restored, error) {
	r := &Restored{state: s, byKey: map[AccountKey]*Account{}}
	for i := range s.Accounts {
		a, err := e.load(&s.Accounts[i])
		if err == nil && r.byKey[a.key] != nil {
			err = errors.New("appears twice")
		}
		if err != nil {
			return nil, fmt.Errorf("account %s: %w", s.Accounts[i].Key, err)
		}
		r.byKey[a.key] = a
		r.accounts = append(r.accounts, a)
	}
	return r, nil
}

// Account returns the account with the key, or nil.
func (r *Restored) Account(key AccountKey) *Account { return r.byKey[key] }

// Restore replaces all accounts and the time of the clock. Running transactions end in
// accounts that are no longer reachable, and requests of deliveries are canceled.
// Delivery faults and the endpoints that every account has stay. IDs are of a new
// generation, so that none repeats.
func (e *Engine) Restore(r *Restored) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, account := range e.accounts {
		account.abandon()
	}
	e.generations.restore(r.state.Resets)
	e.clock.Restore(r.state.Clock)
	e.sequence.Store(r.state.Sequence)
	e.transactions.Store(max(e.transactions.Load(), r.state.Latest))
	e.links.Clear()
	e.accounts = map[AccountKey]*Account{}
	for i, a := range r.accounts {
		a.attach(&r.state.Accounts[i])
		e.accounts[a.key] = a
	}
	e.viewed.restore(r.state.Viewed)
	e.scheduleAll(r)
	for _, a := range r.accounts {
		a.addCommonEndpoints(e.common)
	}
	e.gate.changed.broadcast()
	e.emitted.broadcast()
}

// attach sets the clock and the sources of IDs of a loaded account.
func (a *Account) attach(s *accountState) {
	e := a.engine
	a.drawFrom(e.generations.of(a.key))
	a.clock = e.clock.RestoreAccount(s.Clock)
	a.clock.BeforeMove = func() { e.gate.drain(a) }
	for token := range a.invoiceOf {
		e.links.Store(token, a.key)
	}
}

// scheduleAll schedules the jobs of all accounts in their order.
func (e *Engine) scheduleAll(r *Restored) {
	type scheduled struct {
		*jobState
		account *Account
	}
	var all []scheduled
	for i, a := range r.accounts {
		for k := range r.state.Accounts[i].Jobs {
			all = append(all, scheduled{&r.state.Accounts[i].Jobs[k], a})
		}
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].Sequence < all[b].Sequence })
	for _, s := range all {
		s.account.enqueue(job{jobKind(s.Kind), s.Object, s.Detail}, s.Due)
	}
}

// loader loads the collections of an account and keeps the first error.
type loader struct{ err error }

func load[T, R any](l *loader, name string, s records.Saved[T], convert func(T) R) records.Collection[R] {
	c, err := records.Load(s, convert)
	if err != nil && l.err == nil {
		l.err = fmt.Errorf("%s: %w", name, err)
	}
	return c
}

// load returns the account of a state, without its clock.
func (e *Engine) load(s *accountState) (*Account, error) {
	l := &loader{}
	a := &Account{
		engine: e, key: s.Key, treasury: treasuryAddress(s.Key),

		payments: load(l, "Payments", s.Payments, unchanged), refunds: load(l, "Refunds", s.Refunds, unchanged),
		orders: load(l, "Orders", s.Orders, unchanged), invoices: load(l, "Invoices", s.Invoices, unchanged),
		customers: load(l, "Customers", s.Customers, unchanged), products: load(l, "Products", s.Products, unchanged),

		transactions: load(l, "Transactions", s.Transactions, unchanged), issuances: load(l, "Issuances", s.Issuances, unchanged),
		redemptions: load(l, "Redemptions", s.Redemptions, unchanged), attestations: load(l, "Attestations", s.Attestations, (*attestationState).load),

		agents: load(l, "Agents", s.Agents, l.agent), executions: load(l, "Executions", s.Executions, (*executionState).load),

		globalOrders: load(l, "GlobalOrders", s.GlobalOrders, unchanged), checks: load(l, "Checks", s.Checks, (*complianceState).load),
		rates: load(l, "Rates", s.Rates, (*rateState).load),

		factorings: load(l, "Factorings", s.Factorings, unchanged), collected: load(l, "Collected", s.Collected, unchanged),
		poFinancings: load(l, "POFinancings", s.POFinancings, unchanged), loans: load(l, "Loans", s.Loans, unchanged),

		events:    load(l, "Events", s.Events, func(e *eventState) *Event { return e.load(s.Key.Live) }),
		endpoints: load(l, "Endpoints", s.Endpoints, unchanged), formerSecrets: load(l, "FormerSecrets", s.FormerSecrets, loadSecrets),
		remote: load(l, "Remote", s.Remote, unchanged), held: s.Held, postponed: s.Postponed,

		paymentsOf: s.PaymentsOf, refundsOf: s.RefundsOf, invoiceOf: s.InvoiceOf, globalOf: s.GlobalOf,
	}
	a.loadReferences(s.References)
	a.loadDeliveries(l, s)
	loaded, err := ledger.Load(s.Ledger)
	a.ledger = loaded
	return a, cmp.Or(l.err, err, checkJobs(s.Jobs))
}

// checkJobs returns an error for an unknown job.
func checkJobs(jobs []jobState) error {
	for _, j := range jobs {
		if !slices.Contains(jobKinds, jobKind(j.Kind)) {
			return fmt.Errorf("unknown job %q", j.Kind)
		}
	}
	return nil
}

func (a *Account) loadReferences(all []referenceState) {
	for _, s := range all {
		store(&a.references, reference{s.Kind, s.ID}, referenced{s.Params, s.Object})
	}
}

func (a *Account) loadDeliveries(l *loader, s *accountState) {
	for _, id := range s.Common {
		store(&a.common, id, false)
	}
	for i := range s.Deliveries {
		c := load(l, "Deliveries", s.Deliveries[i].Deliveries, unchanged)
		store(&a.deliveries, s.Deliveries[i].EndpointID, &c)
		a.endpointIDs = append(a.endpointIDs, s.Deliveries[i].EndpointID)
	}
}

func (s *attestationState) load() *attestation { return &attestation{s.Answer, s.Public} }

func (l *loader) agent(s *agentState) *Agent {
	activity := load(l, "Activity", s.Activity, unchanged)
	return &Agent{s.Agent, s.Denom, spent{s.Day, s.Today, s.Month}, &activity}
}

func (s *executionState) load() *execution { return &execution{s.Execution, s.Task} }

func (s *complianceState) load() *complianceRecord {
	return &complianceRecord{s.Check, s.Origin, s.Destination, s.OrderID}
}

func (s *rateState) load() *rateRecord { return &rateRecord{s.Rate, s.Quote} }

func (s *eventState) load(live bool) *Event {
	d := &s.Data
	e := &Event{
		id: s.ID, kind: s.Type, created: s.CreatedAt.Unix(), live: live, taken: s.Taken, request: s.Request, sequence: s.Sequence, cause: s.Cause,
		object: &restored{
			Object: d.Object, PreviousAttributes: d.PreviousAttributes,
			ResourceID: d.ResourceID, Amount: d.Amount, Currency: d.Currency, Status: d.Status,
		},
	}
	if s.Made > 0 {
		sent := e.deliveries()
		sent.announced.Store(s.Announced)
		sent.succeeded.Store(s.Succeeded)
		sent.made.Store(s.Made)
	}
	return e
}

func loadSecrets(s *formerSecretsState) *[]formerSecret {
	former := []formerSecret{}
	for _, f := range s.Secrets {
		former = append(former, formerSecret{f.Secret, f.Expires})
	}
	return &former
}

// restore replaces the accounts.
func (v *viewedAccounts) restore(all []viewedState) {
	*v = viewedAccounts{added: v.added}
	for _, s := range all {
		links := map[string]string{}
		if s.Token != "" {
			links[s.Token] = ""
		}
		v.add(s.Key, s.Born, generation{seed: s.Seed, server: s.Server, account: s.Account, connected: s.Connected}, links)
	}
}
