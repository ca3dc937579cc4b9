package engine

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/records"
	"github.com/stateset/stateset-go/webhook"
)

// fieldsInState maps every field of the engine's state to its name in a snapshot, or to
// "-" and the reason why it is missing.
var fieldsInState = []struct {
	of, in reflect.Type
	fields map[string]string
}{
	{reflect.TypeFor[Engine](), reflect.TypeFor[State](), map[string]string{
		"clock": "Clock", "accounts": "Accounts", "viewed": "Viewed", "sequence": "Sequence", "transactions": "Latest", "generations": "Resets",
		"publicURL": "- option", "sender": "- option", "plainHTTP": "- option", "attempted": "- option",
		"maxEvents": "- option", "maxDeliveries": "- option", "common": "- option",
		"faults": "- belongs to the test", "attempts": "- running", "gate": "- running", "emitted": "- running", "takeMu": "- lock",
		"links": "- of the accounts", "catalogMu": "- lock", "base": "- running", "cancel": "- running", "workDone": "- running", "mu": "- lock", "catalog": "- cache",
	}},
	{reflect.TypeFor[Account](), reflect.TypeFor[accountState](), map[string]string{
		"key": "Key", "clock": "Clock", "ledger": "Ledger", "timers": "Jobs",
		"payments": "Payments", "refunds": "Refunds", "orders": "Orders", "invoices": "Invoices", "customers": "Customers", "products": "Products",
		"transactions": "Transactions", "issuances": "Issuances", "redemptions": "Redemptions", "attestations": "Attestations", "references": "References",
		"agents": "Agents", "executions": "Executions", "globalOrders": "GlobalOrders", "checks": "Checks", "rates": "Rates",
		"factorings": "Factorings", "collected": "Collected", "poFinancings": "POFinancings", "loans": "Loans",
		"events": "Events", "endpoints": "Endpoints", "formerSecrets": "FormerSecrets", "common": "Common", "remote": "Remote",
		"deliveries": "Deliveries", "endpointIDs": "Deliveries", "held": "Held", "postponed": "Postponed",
		"paymentsOf": "PaymentsOf", "refundsOf": "RefundsOf", "invoiceOf": "InvoiceOf", "globalOf": "GlobalOf",
		"origin": "- of records that a snapshot has", "engine": "- its owner", "treasury": "- follows from the key", "ownMethod": "- cache", "callerIDs": "- new generation", "ids": "- new generation", "webhookIDs": "- new generation",
		"abandoned": "- by a reset", "view": "- not stored", "mu": "- lock", "sendCtx": "- running", "cancelSends": "- running", "takePositions": "- cache",
	}},
	{reflect.TypeFor[Event](), reflect.TypeFor[eventState](), map[string]string{
		"id": "ID", "kind": "Type", "created": "CreatedAt", "live": "- of the key", "taken": "Taken", "request": "Request",
		"object": "Data", "sequence": "Sequence", "cause": "Cause", "sent": "Made",
	}},
	{reflect.TypeFor[deliveryCount](), reflect.TypeFor[eventState](), map[string]string{
		"announced": "Announced", "succeeded": "Succeeded", "made": "Made", "encode": "- cache", "body": "- cache", "err": "- cache",
	}},
	{reflect.TypeFor[Agent](), reflect.TypeFor[agentState](), map[string]string{
		"Agent": "Agent", "denom": "Denom", "spent": "Today", "activity": "Activity",
	}},
	{reflect.TypeFor[spent](), reflect.TypeFor[agentState](), map[string]string{"day": "Day", "today": "Today", "month": "Month"}},
	{reflect.TypeFor[execution](), reflect.TypeFor[executionState](), map[string]string{"Execution": "Execution", "task": "Task"}},
	{reflect.TypeFor[attestation](), reflect.TypeFor[attestationState](), map[string]string{"answer": "Answer", "public": "Public"}},
	{reflect.TypeFor[complianceRecord](), reflect.TypeFor[complianceState](), map[string]string{
		"check": "Check", "origin": "Origin", "destination": "Destination", "orderID": "OrderID",
	}},
	{reflect.TypeFor[rateRecord](), reflect.TypeFor[rateState](), map[string]string{"rate": "Rate", "quote": "Quote"}},
	{reflect.TypeFor[formerSecret](), reflect.TypeFor[formerSecretState](), map[string]string{"secret": "Secret", "expires": "Expires"}},
	{reflect.TypeFor[reference](), reflect.TypeFor[referenceState](), map[string]string{"kind": "Kind", "id": "ID"}},
	{reflect.TypeFor[referenced](), reflect.TypeFor[referenceState](), map[string]string{"params": "Params", "object": "Object"}},
	{reflect.TypeFor[job](), reflect.TypeFor[jobState](), map[string]string{"kind": "Kind", "object": "Object", "detail": "Detail"}},
	{reflect.TypeFor[viewedAccounts](), reflect.TypeFor[State](), map[string]string{
		"accounts": "Viewed", "links": "Viewed", "order": "Viewed", "added": "- numbers anew",
	}},
	{reflect.TypeFor[viewedAccount](), reflect.TypeFor[viewedState](), map[string]string{
		"number": "- numbers anew", "born": "Born", "token": "Token", "generation": "Seed", "readers": "- running", "shown": "- those that were",
	}},
	{reflect.TypeFor[generation](), reflect.TypeFor[viewedState](), map[string]string{
		"seed": "Seed", "server": "Server", "account": "Account", "connected": "Connected",
	}},
}

// A new field of the state must be in snapshots, or be listed here with a reason.
func TestSnapshotsHaveEveryField(t *testing.T) {
	t.Parallel()
	for _, c := range fieldsInState {
		for i := range c.of.NumField() {
			_, listed := c.fields[c.of.Field(i).Name]
			require.True(t, listed, "%s.%s is not in snapshots", c.of, c.of.Field(i).Name)
		}
		require.Len(t, c.fields, c.of.NumField(), "%s has lost a field", c.of)
		for field, stored := range c.fields {
			_, found := c.in.FieldByName(stored)
			require.True(t, found || strings.HasPrefix(stored, "- "), "%s.%s: %s has no field %s", c.of, field, c.in, stored)
		}
	}
}

func TestEveryJobKindRuns(t *testing.T) {
	t.Parallel()
	for _, kind := range jobKinds {
		if kind == jobAttempt {
			continue
		}
		e := New(Options{Clock: clock.NewFrozen(birth)})
		func() {
			defer func() { _ = recover() }() // some jobs require their object
			_ = e.Account(AccountKey{Name: "a"}).Update(func(tx *Tx) error {
				err := job{kind: kind, object: "none"}.run(tx)
				if err != nil {
					require.NotContains(t, err.Error(), "unknown job")
				}
				return err
			})
		}()
	}
	require.ErrorContains(t, job{kind: "other"}.run(nil), `unknown job "other"`)
}

func TestStatesThatAreRefused(t *testing.T) {
	t.Parallel()
	e := New(Options{Clock: clock.NewFrozen(birth)})
	e.Account(AccountKey{Name: "a"})
	for want, spoil := range map[string]func(*State){
		"account test/a: appears twice":     func(s *State) { s.Accounts = append(s.Accounts, s.Accounts[0]) },
		`account test/a: unknown job "tea"`: func(s *State) { s.Accounts[0].Jobs[0].Kind = "tea" },
		"account test/a: Payments: ": func(s *State) {
			s.Accounts[0].Payments.Records = append(s.Accounts[0].Payments.Records, s.Accounts[0].Payments.Records...)
		},
		"account test/a: entry 0: ledger: ":    func(s *State) { s.Accounts[0].Ledger = s.Accounts[0].Ledger[5:]; s.Accounts[0].Ledger[0].Height = 9 },
		"account test/a: Deliveries: records:": func(s *State) { s.Accounts[0].Deliveries = append(s.Accounts[0].Deliveries, deliveriesTwice) },
	} {
		s, err := e.Save()
		require.NoError(t, err)
		spoil(s)
		_, err = e.Prepare(s)
		require.ErrorContains(t, err, want)
	}
}

var deliveriesTwice = deliveriesState{Deliveries: records.Saved[*webhook.Delivery]{Records: make([]records.Entry[*webhook.Delivery], 2)}}

// A restore begins a new generation, later than those of both engines.
func TestGenerationsAfterRestores(t *testing.T) {
	t.Parallel()
	key, seen := AccountKey{Name: "a"}, map[string]bool{}
	draw := func(e *Engine) {
		for _, prefix := range []string{"pay", "we"} {
			id := e.Account(key).NewID(prefix)
			require.False(t, seen[id], "an ID was repeated")
			seen[id] = true
		}
	}
	e := New(Options{Clock: clock.NewFrozen(birth), Seed: 7})
	e.Reset(false, Population{})
	draw(e)
	s, err := e.Save()
	require.NoError(t, err)
	restore := func(e *Engine) {
		prepared, err := e.Prepare(s)
		require.NoError(t, err)
		e.Restore(prepared)
		draw(e)
	}
	restore(e)
	restore(e)
	e.ResetAccount(key, false, Population{})
	draw(e)
	restore(e)
	for range 3 {
		e.Reset(false, Population{})
	}
	restore(e)
	later := New(Options{Clock: clock.NewFrozen(birth.Add(time.Hour)), Seed: 8})
	restore(later)
	require.Equal(t, birth, later.Clock().Now())
}
