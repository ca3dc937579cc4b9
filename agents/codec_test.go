package agents_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/codectest"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/orders"
)

func fuzz[T any, P codectest.Codec[T]](f *testing.F, name string, computed ...string) {
	f.Add(golden.Read(f, name+".json"))
	f.Add(golden.Read(f, name+"_unset.json"))
	f.Fuzz(func(t *testing.T, text []byte) { codectest.RoundTrip[T, P](t, text, computed...) })
}

func FuzzAgent(f *testing.F) {
	fuzz[agents.Agent](f, "agent", "balance{}", "per_transaction{}", "daily{}", "monthly{}", "require_approval_above{}", "today{}", "this_month{}")
}

func FuzzExecution(f *testing.F) {
	fuzz[agents.Execution](f, "execution", "balance{}", "amount{}", "discount{}")
}

func FuzzActivity(f *testing.F) { fuzz[agents.Activity](f, "activity", "amount{}") }

func TestReadErrorsNameTheMember(t *testing.T) {
	t.Parallel()
	for text, test := range map[string]struct {
		into any
		want string
	}{
		`{"balance":true}`: {new(agents.Agent), "balance: unexpected bool"},
		`{"config":{"limits":{"daily":{"value":"5"}}}}`:       {new(agents.Agent), "config.limits.daily"},
		`{"status":"active","status":"paused"}`:               {new(agents.Agent), "status: appears twice"},
		`{"agent_id":5}`:                                      {new(agents.Execution), "agent_id: unexpected number"},
		`{"dry_run":"maybe"}`:                                 {new(agents.Execution), "dry_run: unexpected string"},
		`{"result":{"amount":{"value":"x","denom":"ssusd"}}}`: {new(agents.Execution), `result.amount.value: number "x" is invalid or out of range`},
		`{"amount":[]}`:                                       {new(agents.Activity), "amount: unexpected array"},
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), test.into), "stateset: "+test.want, text)
	}
}

func TestReadSkipsSideMembers(t *testing.T) {
	t.Parallel()
	var execution agents.Execution
	skipped, err := wire.Decode([]byte(`{"id":"exec_1","status":"completed","result":{"order_id":7,"new":1},"metadata":[],"action":{}}`), &execution, wire.Options{})
	require.NoError(t, err)
	require.Equal(t, []wire.Skipped{{Path: "result.order_id", Kind: "number"}, {Path: "metadata", Kind: "array"}, {Path: "action", Kind: "object"}}, skipped)
	require.Equal(t, agents.Execution{ID: "exec_1", Status: agents.ExecutionCompleted, Result: &agents.Result{Extra: `"new":1`}}, execution)
}

// Params decode the JSON of the API, and encode the same JSON again.
func TestCreateParamsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	var params agents.CreateParams
	rewrite(t, &params, `{"name":"A","description":"d","role":"r","instructions":"i","capabilities":[],`+
		`"config":{"model":"m","temperature":"0.2","instructions":"j","schedule":"0 9 * * 1-5","limits":{"per_transaction":{"value":"1.00","denom":"ssusd"},"monthly":{"value":"9.00","denom":"USD"}},`+
		`"permissions":{"allowed_actions":["transfer"],"allowed_recipients":[],"require_approval_above":{"value":"0.00","denom":"ssusd"}},"notify_url":"https://example.com"},`+
		`"initial_funding":{"value":"10.00","denom":"ssusd"},"metadata":{"k":"v"}}`)
	require.Equal(t, agents.Allowed[agents.Action]{}, params.Capabilities, "an empty list is not a nil one")
	require.Equal(t, api.USD("9"), params.Config.Limits.Monthly)
	for text, want := range map[string]string{
		`{"capability":[]}`:                     "capability: unknown member",
		`{"capabilities":"transfer"}`:           "capabilities: unexpected string",
		`{"config":{"limits":{"weekly":null}}}`: "config.limits.weekly: unknown member",
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), &params), want)
	}
}

// A restriction that cannot be decoded must not become "no restriction".
func TestRestrictionsAreEssential(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"capabilities":"transfer"}`:                                   "capabilities: unexpected string",
		`{"config":[]}`:                                                 "config: unexpected array",
		`{"config":{"limits":[]}}`:                                      "config.limits: unexpected array",
		`{"config":{"limits":{"daily":"5.00"}}}`:                        "config.limits.daily: unexpected string",
		`{"config":{"permissions":true}}`:                               "config.permissions: unexpected bool",
		`{"config":{"permissions":{"allowed_actions":{}}}}`:             "config.permissions.allowed_actions: unexpected object",
		`{"config":{"permissions":{"allowed_actions":["transfer",5]}}}`: "config.permissions.allowed_actions[1]: unexpected number",
		`{"config":{"permissions":{"allowed_recipients":"w"}}}`:         "config.permissions.allowed_recipients: unexpected string",
		`{"config":{"permissions":{"require_approval_above":5}}}`:       "config.permissions.require_approval_above: unexpected number",
	} {
		var agent agents.Agent
		_, err := wire.Decode([]byte(text), &agent, wire.Options{})
		require.EqualError(t, err, want, text)
	}
	var agent agents.Agent
	skipped, err := wire.Decode([]byte(`{"id":"a","status":"active","capabilities":null,"config":{"limits":null,"permissions":null,"model":5}}`), &agent, wire.Options{})
	require.NoError(t, err)
	require.Equal(t, []wire.Skipped{{Path: "config.model", Kind: "number"}}, skipped)
	require.True(t, agent.Config.Permissions.IsZero() && agent.Config.Limits.IsZero() && agent.Capabilities == nil)
}

// Absent, a value and null are different. null instead of all limits or permissions
// removes each of them.
func TestUpdateConfigParamsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]agents.UpdateConfigParams{
		`{}`: {},
		`{"status":"paused","model":null,"temperature":"0","instructions":"i","notify_url":null}`: {
			Status: new(agents.StatusPaused), Model: new(""), Temperature: new(api.Dec("0")), Instructions: new("i"), NotifyURL: new(""),
		},
		`{"status":null,"temperature":null,"schedule":null}`: {Status: new(agents.Status("")), Temperature: new(api.Decimal{}), Schedule: new("")},
		`{"limits":{"daily":{"value":"5.00","denom":"ssusd"},"monthly":null}}`: {
			Limits: agents.LimitsUpdate{Daily: new(api.SSUSD("5")), Monthly: new(api.Money{})},
		},
		`{"permissions":{"allowed_actions":null,"allowed_recipients":[],"require_approval_above":{"value":"0.00","denom":"ssusd"}}}`: {
			Permissions: agents.PermissionsUpdate{AllowedActions: new(agents.Allowed[agents.Action](nil)), AllowedRecipients: &agents.Allowed[string]{}, RequireApprovalAbove: new(api.SSUSD("0"))},
		},
	} {
		var params agents.UpdateConfigParams
		rewrite(t, &params, text)
		require.Equal(t, want, params)
	}
	for text, want := range map[string]string{
		`{"limits":null}`:                `{"limits":{"per_transaction":null,"daily":null,"monthly":null}}`,
		`{"permissions":null}`:           `{"permissions":{"allowed_actions":null,"allowed_recipients":null,"require_approval_above":null}}`,
		`{"limits":{},"permissions":{}}`: `{}`,
	} {
		var params agents.UpdateConfigParams
		require.NoError(t, json.Unmarshal([]byte(text), &params))
		written, err := json.Marshal(params)
		require.NoError(t, err)
		require.Equal(t, want, string(written))
	}
	for text, want := range map[string]string{
		`{"limits":{"weekly":null}}`:                "limits.weekly: unknown member",
		`{"limits":5}`:                              "limits: unexpected number",
		`{"permissions":{"allowed_actions":"all"}}`: "permissions.allowed_actions: unexpected string",
		`{"reset":["model"]}`:                       "reset: unknown member",
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), new(agents.UpdateConfigParams)), want)
	}
}

// The type of a task is that of its action, in any position.
func TestExecuteParamsAreReadFromJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]agents.Task{
		`{"action":"transfer","parameters":{"to":"w","amount":{"value":"5.00","denom":"ssusd"},"memo":"m"}}`: agents.Transfer{To: "w", Amount: api.SSUSD("5"), Memo: "m"},
		`{"action":"pay_order","parameters":{"order_id":"ord_1"},"dry_run":true}`:                            agents.PayOrder{OrderID: "ord_1"},
		`{"action":"pay_invoice","parameters":{"invoice_id":"inv_1","early_payment_discount":true}}`:         agents.PayInvoice{InvoiceID: "inv_1", EarlyPaymentDiscount: true},
		`{"action":"check_balance","async":true,"metadata":{"k":"v"}}`:                                       agents.CheckBalance{},
		`{"action":"reorder","parameters":{"sku":12345678901234567890}}`:                                     agents.Custom{Action: "reorder", Parameters: map[string]any{"sku": json.Number("12345678901234567890")}},
		`{"action":"reorder"}`: agents.Custom{Action: "reorder"},
		`{"action":"create_order","parameters":{"items":[{"name":"Mug","quantity":1,"price":{"value":"10.00","denom":"ssusd"}}],"customer_id":"cust_1"}}`: agents.CreateOrder{
			Order: &orders.CreateParams{CustomerID: "cust_1", Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: api.SSUSD("10")}}}},
	} {
		var params agents.ExecuteParams
		rewrite(t, &params, text)
		require.Equal(t, want, params.Task)
	}
	var params agents.ExecuteParams
	require.NoError(t, json.Unmarshal([]byte(`{"parameters":{"order_id":"ord_1"},"dry_run":true,"action":"pay_order"}`), &params))
	require.Equal(t, agents.ExecuteParams{Task: agents.PayOrder{OrderID: "ord_1"}, DryRun: true}, params)
	for text, want := range map[string]string{
		`{"action":"transfer","parameters":{"from":"w"}}`:       "parameters.from: unknown member",
		`{"action":"check_balance","parameters":{"denom":"x"}}`: "parameters.denom: unknown member",
		`{"action":"reorder","parameters":[1]}`:                 "parameters: must be an object",
		`{"action":5}`:                                          "action: unexpected number",
		`{"task":"transfer"}`:                                   "task: unknown member",
		`{"action":"a","action":"b"}`:                           "action: appears twice",
		`{"action":"a","async":"soon"}`:                         "async: unexpected string",
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), &params), want)
	}
}

func rewrite(t *testing.T, params any, text string) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), params))
	written, err := json.Marshal(params)
	require.NoError(t, err)
	require.Equal(t, text, string(written))
}
