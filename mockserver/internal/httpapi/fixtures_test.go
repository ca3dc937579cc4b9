package httpapi

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// fixtureOf returns a file with the call of a row of the conformance suite.
func fixtureOf(t *testing.T, row *conformance.Operation, ids conformance.IDs, id string) string {
	t.Helper()
	operation := spec.Lookup(row.Name)
	call := map[string]any{"op": row.Name}
	if id != "" {
		call["id"] = id
	}
	if operation.Method != http.MethodDelete {
		call["body"] = json.RawMessage(cmp.Or(strings.NewReplacer("<id>", ids.ID, "<parent>", ids.Parent).Replace(row.Request), "{}"))
	}
	path := map[string]string{}
	for i, name := range operation.Params() {
		path[name] = []string{cmp.Or(ids.Parent, ids.ID), ids.ID}[i]
	}
	call["path"] = path
	text, err := json.Marshal(map[string]any{"accounts": map[string]any{"abc": map[string]any{"calls": []any{call}}}})
	require.NoError(t, err)
	return string(text)
}

// TestFixturesOfEveryOperation runs the valid call of every operation as a fixture, with
// a chosen ID if the operation allows one.
func TestFixturesOfEveryOperation(t *testing.T) {
	t.Parallel()
	for _, row := range conformance.All() {
		operation, known := handlers()[row.Name]
		if !known || !spec.Lookup(row.Name).Mutates() || operation.handle == nil {
			continue
		}
		t.Run(row.Name, func(t *testing.T) {
			t.Parallel()
			f := newTestServer(t)
			require.NoError(t, f.engine.SetTime(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)))
			client, err := stateset.New("sk_test_abc", stateset.WithBaseURL("http://localhost"), stateset.WithHTTPClient(&http.Client{Transport: direct{f.server}}))
			require.NoError(t, err)
			ids, err := row.IDs(t.Context(), client)
			require.NoError(t, err)
			prefix, id := chosenPrefixes[row.Name], ""
			if prefix != "" {
				id = prefix + "_chosen"
			}
			text := fixtureOf(t, row, ids, id)
			fixtures, err := ReadFixtures("f.json", []byte(text))
			if row.Name == "Webhooks.SendTest" || row.Name == "Webhooks.ReplayEvent" {
				require.ErrorContains(t, err, "fixtures create no events")
				return
			}
			require.NoError(t, err, text)
			before := f.call("GET", "/v1/events", "").body
			require.NoError(t, f.server.apply(fixtures, false), text)
			require.Equal(t, before, f.call("GET", "/v1/events", "").body)
			if id != "" {
				require.EqualError(t, f.server.apply(fixtures, false), "f.json: accounts.abc.calls[0].id: is already the ID of an object of the account")
			}
		})
	}
}

func TestFixtureIDOfARepeatedDeposit(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	read := func(id string) *Fixtures {
		fixtures, err := ReadFixtures("", []byte(`{"accounts":{"abc":{"calls":[{"op":"Stablecoin.Issue","id":"`+id+`","body":{"recipient":"stateset1customer","amount":"1000.00","reference_id":"DEP-1"}}]}}}`))
		require.NoError(t, err)
		return fixtures
	}
	require.NoError(t, f.server.apply(read("iss_1"), false))
	require.EqualError(t, f.server.apply(read("iss_2"), false), "accounts.abc.calls[0].id: is not used, because the call created no object")
}

// Fixtures of a caller on another machine cannot register endpoints on this machine.
func TestFixturesOfARemoteCaller(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	fixtures, err := ReadFixtures("", []byte(`{"accounts":{"abc":{"calls":[{"op":"Webhooks.Create","body":{"url":"http://localhost:3000/hooks","events":["*"]}}]}}}`))
	require.NoError(t, err)
	require.ErrorContains(t, f.server.apply(fixtures, true), "accounts.abc.calls[0].body.url: ")
	require.NoError(t, f.server.apply(fixtures, false))
}

func FuzzFixtures(f *testing.F) {
	for _, row := range conformance.All() {
		if _, known := handlers()[row.Name]; known && spec.Lookup(row.Name).Mutates() && strings.HasPrefix(row.Request, "{") {
			f.Add([]byte(`{"accounts":{"demo":{"calls":[{"op":"` + row.Name + `","path":{"id":"ord_123"},"body":` + row.Request + `}]}}}`))
		}
	}
	f.Add([]byte(`{"accounts":{"demo":{"balances":{"ssusd":"1.00","usdc":"0"},"wallets":{"stateset1customer":{"ssusd":"3"}},"keys":[{"key":"rk_test_demo","scopes":["orders:read"]}]},"demo/acct_shop":{}}}`))
	f.Add([]byte(`{"accounts":{"demo":{"calls":[{"op":"orders.cancel","path":{"id":"ord_123"},"body":{"reason":"other"},"id":"ord_x","error":"card_declined"}]}}}`))
	f.Add([]byte("{\n\"accounts\": \xff}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e := engine.New(engine.Options{Clock: clock.NewFrozen(begin), Seed: 7})
		server := New(Options{Engine: e})
		fixtures, err := ReadFixtures("f.json", data)
		if err == nil {
			err = server.apply(fixtures, false)
		}
		require.NoError(t, e.CheckLedger())
		if err == nil {
			return
		}
		var fault *FixtureError
		require.True(t, errors.As(err, &fault), "%v", err)
		require.True(t, strings.HasPrefix(err.Error(), "f.json"), "%v", err)
		require.NotContains(t, err.Error(), "\n")
		require.Nil(t, e.ExistingAccount(engine.AccountKey{Name: "demo"}), "a failure creates no account")
	})
}
