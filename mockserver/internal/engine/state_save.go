package engine

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/webhook"
)

// Still calls fn while no job runs, no delivery is attempted and no clock moves. A
// webhook handler must not call Still: it would wait for its own delivery.
func (e *Engine) Still(fn func()) {
	defer e.gate.changed.broadcast()
	e.clock.Still(fn)
}

// Save returns the state at one moment: it holds the locks of all accounts. Call Save in
// [Engine.Still]. The records of the state are those of the accounts.
func (e *Engine) Save() (*State, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	accounts := slices.SortedFunc(maps.Values(e.accounts), func(a, b *Account) int {
		return cmp.Or(strings.Compare(a.key.String(), b.key.String()))
	})
	for _, a := range accounts {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	s := &State{Clock: e.clock.Save(), Resets: e.generations.server.count, Sequence: e.sequence.Load(), Latest: e.transactions.Load(), Viewed: e.viewed.save()}
	for _, a := range accounts {
		account, err := a.save()
		if err != nil {
			return nil, err
		}
		s.Accounts = append(s.Accounts, account)
	}
	s.numberJobs()
	return s, nil
}

// numberJobs numbers the jobs of all accounts from 1, so that equal states have the same
// numbers.
func (s *State) numberJobs() {
	var all []*jobState
	for i := range s.Accounts {
		for k := range s.Accounts[i].Jobs {
			all = append(all, &s.Accounts[i].Jobs[k])
		}
	}
	slices.SortStableFunc(all, func(x, y *jobState) int { return cmp.Compare(x.Sequence, y.Sequence) })
	for i, j := range all {
		j.Sequence = uint64(i + 1)
	}
}

// unchanged is the conversion of records that snapshots contain unchanged.
func unchanged[T any](record T) T { return record }

// save returns the state of the account. The caller holds the account.
func (a *Account) save() (accountState, error) {
	var failed error
	s := accountState{
		Key: a.key, Clock: a.clock.Save(), Ledger: a.ledger.Save(), Jobs: a.saveJobs(),

		Payments: records.Save(&a.payments, unchanged), Refunds: records.Save(&a.refunds, unchanged),
		Orders: records.Save(&a.orders, unchanged), Invoices: records.Save(&a.invoices, unchanged),
		Customers: records.Save(&a.customers, unchanged), Products: records.Save(&a.products, unchanged),

		Transactions: records.Save(&a.transactions, unchanged), Issuances: records.Save(&a.issuances, unchanged),
		Redemptions: records.Save(&a.redemptions, unchanged), Attestations: records.Save(&a.attestations, (*attestation).save),
		References: a.saveReferences(),

		Agents: records.Save(&a.agents, (*Agent).save), Executions: records.Save(&a.executions, (*execution).save),

		GlobalOrders: records.Save(&a.globalOrders, unchanged), Checks: records.Save(&a.checks, (*complianceRecord).save),
		Rates: records.Save(&a.rates, (*rateRecord).save),

		Factorings: records.Save(&a.factorings, unchanged), Collected: records.Save(&a.collected, unchanged),
		POFinancings: records.Save(&a.poFinancings, unchanged), Loans: records.Save(&a.loans, unchanged),

		Events: records.Save(&a.events, func(e *Event) *eventState {
			event, err := e.save()
			failed = cmp.Or(failed, err)
			return event
		}),
		Endpoints: records.Save(&a.endpoints, unchanged), FormerSecrets: records.Save(&a.formerSecrets, saveSecrets),
		Common: slices.Sorted(maps.Keys(a.common)), Remote: records.Save(&a.remote, unchanged),
		Deliveries: a.saveDeliveries(), Held: maps.Clone(a.held), Postponed: maps.Clone(a.postponed),

		PaymentsOf: maps.Clone(a.paymentsOf), RefundsOf: maps.Clone(a.refundsOf),
		InvoiceOf: maps.Clone(a.invoiceOf), GlobalOf: maps.Clone(a.globalOf),
	}
	return s, failed
}

// saveJobs returns the waiting jobs in their order. If the end of the server interrupted
// an attempt, its pending delivery has no job and is attempted again.
func (a *Account) saveJobs() (jobs []jobState) {
	for j, waiting := range a.timers {
		due, sequence, _ := a.clock.Waiting(waiting)
		jobs = append(jobs, jobState{string(j.kind), j.object, j.detail, due, sequence})
	}
	sort.Slice(jobs, func(a, b int) bool { return jobs[a].Sequence < jobs[b].Sequence })
	if a.engine.sender == nil {
		return jobs
	}
	for _, endpointID := range a.endpointIDs {
		for d := range a.deliveries[endpointID].Oldest() {
			j := attemptOf(d)
			if _, waits := a.timers[j]; !waits && d.Status == webhook.DeliveryPending {
				jobs = append(jobs, jobState{Kind: string(j.kind), Object: j.object, Detail: j.detail, Due: d.NextAttemptAt})
			}
		}
	}
	return jobs
}

func (a *Account) saveReferences() (all []referenceState) {
	for ref, used := range a.references {
		all = append(all, referenceState{ref.kind, ref.id, used.params, used.object})
	}
	sort.Slice(all, func(a, b int) bool {
		return cmp.Or(strings.Compare(all[a].Kind, all[b].Kind), strings.Compare(all[a].ID, all[b].ID)) < 0
	})
	return all
}

func (a *Account) saveDeliveries() (all []deliveriesState) {
	for _, id := range a.endpointIDs {
		all = append(all, deliveriesState{id, records.Save(a.deliveries[id], unchanged)})
	}
	return all
}

func (a *attestation) save() *attestationState { return &attestationState{a.answer, a.public} }

func (a *Agent) save() *agentState {
	return &agentState{a.Agent, a.denom, a.spent.day, a.spent.today, a.spent.month, records.Save(a.activity, unchanged)}
}

func (x *execution) save() *executionState { return &executionState{x.Execution, x.task} }

func (r *complianceRecord) save() *complianceState {
	return &complianceState{r.check, r.origin, r.destination, r.orderID}
}

func (r *rateRecord) save() *rateState { return &rateState{r.rate, r.quote} }

func (e *Event) save() (*eventState, error) {
	data, err := e.data()
	if err != nil {
		return nil, err
	}
	s := &eventState{
		ID: e.id, Type: e.kind, CreatedAt: e.CreatedAt(), Taken: e.taken, Request: e.request, Sequence: e.sequence, Cause: e.cause,
		Data: eventDataState{data.Object, data.PreviousAttributes, data.ResourceID, data.Amount, data.Currency, data.Status},
	}
	if sent := e.sent.Load(); sent != nil {
		s.Announced, s.Succeeded, s.Made = sent.announced.Load(), sent.succeeded.Load(), sent.made.Load()
	}
	return s, nil
}

func saveSecrets(former *[]formerSecret) *formerSecretsState {
	s := &formerSecretsState{}
	for _, f := range *former {
		s.Secrets = append(s.Secrets, formerSecretState{f.secret, f.expires})
	}
	return s
}

// save returns the accounts that were shown, oldest first.
func (v *viewedAccounts) save() (all []viewedState) {
	for _, shown := range v.order {
		if entry := v.accounts[shown.key]; entry != nil && entry.number == shown.number {
			g := entry.generation
			all = append(all, viewedState{shown.key, entry.born, entry.token, g.seed, g.server, g.account, g.connected})
		}
	}
	return all
}
