package httpapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const newAgent = `{"name":"Buyer","initial_funding":{"value":"100.00"},"config":{"temperature":"0.20","limits":{"daily":{"value":"50.00"}}}}`

func agentTransfer(to, amount, more string) string {
	return `{"action":"transfer","parameters":{"to":"` + to + `","amount":{"value":"` + amount + `"}}` + more + `}`
}

func TestAgentFromCreationToActivity(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	a := f.call("POST", "/v1/agents/create", newAgent).ok()
	require.Equal(t, []any{201, "agent", "active", "100.00", "0.20", "null", "null", "50.00", "null", "{}"},
		[]any{a.status, a.at("object"), a.at("status"), a.at("balance.value"), a.at("config.temperature"), a.at("capabilities"),
			a.at("config.permissions.allowed_actions"), a.at("config.limits.daily.value"), a.at("config.limits.monthly"), a.at("metadata")})
	path := "/v1/agents/" + a.at("id")
	require.Equal(t, a.body, f.call("GET", path, "").ok().body)
	const shop = "stateset1shop00000001"
	x := f.call("POST", path+"/execute", agentTransfer(shop, "30.00", ""), "Idempotency-Key", "k").ok()
	require.Equal(t, []any{201, "completed", "30.00", "null", `{"amount":{"value":"30.00"},"to":"stateset1shop00000001"}`},
		[]any{x.status, x.at("status"), x.at("result.amount.value"), x.at("error"), x.at("parameters")})
	require.Equal(t, x.body, f.call("POST", path+"/execute", agentTransfer(shop, "30.00", ""), "Idempotency-Key", "k").ok().body)
	require.Equal(t, x.body, f.call("GET", path+"/executions/"+x.at("id"), "").ok().body)
	over := f.call("POST", path+"/execute", agentTransfer(shop, "20.01", "")).refused(402, "agent_limit_exceeded", "null")
	require.Contains(t, over.at("error.message"), "20.00 ssusd of 50.00 ssusd are left")

	queued := f.call("POST", path+"/execute", agentTransfer(shop, "5.00", `,"async":true`)).ok()
	require.Equal(t, []any{202, "queued", "null"}, []any{queued.status, queued.at("status"), queued.at("started_at")})
	f.advance(2 * time.Second)
	require.Equal(t, "completed", f.call("GET", path+"/executions/"+queued.at("id"), "").at("status"))
	echo := f.call("POST", "/v1/agents", `{"name":"Other","capabilities":["reorder"]}`).ok()
	x = f.call("POST", "/v1/agents/"+echo.at("id")+"/execute", `{"action":"reorder","parameters":{"qty":1.50}}`).ok()
	require.Equal(t, `{"qty":1.50}`, x.at("result.echo"))
	f.call("GET", path+"/executions/"+x.at("id"), "").refused(404, "resource_not_found", "null")

	rows := f.call("GET", path+"/activity?limit=2", "").ok()
	require.Equal(t, []string{"6", "true", path + "/activity", "execution.completed", queued.at("id"), "5.00"},
		[]string{rows.at("total_count"), rows.at("has_more"), rows.at("url"), rows.at("data.0.type"), rows.at("data.0.execution_id"), rows.at("data.0.amount.value")})
	refused := f.call("GET", path+"/activity?type=limit.exceeded", "").ok()
	require.Equal(t, []string{"1", "null", "20.01"}, []string{refused.at("total_count"), refused.at("data.0.execution_id"), refused.at("data.0.amount.value")})
	f.call("GET", "/v1/agents/"+echo.at("id")+"/activity?starting_after="+rows.at("data.0.id"), "").refused(400, "parameter_invalid", "starting_after")
	list := f.call("GET", "/v1/agents?limit=1", "").ok()
	require.Equal(t, []string{"2", echo.at("id"), "/v1/agents"}, []string{list.at("total_count"), list.at("data.0.id"), list.at("url")})
	require.Equal(t, "35.00", f.call("GET", "/v1/agents?starting_after="+echo.at("id"), "").at("data.0.spending.today.value"))
}

func TestAgentConfigIsAMergePatch(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	path := "/v1/agents/" + f.call("POST", "/v1/agents", newAgent).ok().at("id")
	a := f.call("PATCH", path+"/config", `{"model":"m","limits":{"monthly":{"value":"90"}},"permissions":{"allowed_actions":[],"allowed_recipients":["`+seededWallet+`"]}}`).ok()
	require.Equal(t, []string{"m", "50.00", "90.00", "[]", `["` + seededWallet + `"]`, "0.20"},
		[]string{a.at("config.model"), a.at("config.limits.daily.value"), a.at("config.limits.monthly.value"),
			a.at("config.permissions.allowed_actions"), a.at("config.permissions.allowed_recipients"), a.at("config.temperature")})
	f.call("POST", path+"/execute", `{"action":"check_balance"}`).refused(403, "action_not_allowed", "action")
	a = f.call("PATCH", path+"/config", `{"model":null,"temperature":0,"limits":{"daily":null},"permissions":{"allowed_actions":null}}`).ok()
	require.Equal(t, []string{"stateset-agent-1", "0", "null", "90.00", "null", `["` + seededWallet + `"]`},
		[]string{a.at("config.model"), a.at("config.temperature"), a.at("config.limits.daily"), a.at("config.limits.monthly.value"),
			a.at("config.permissions.allowed_actions"), a.at("config.permissions.allowed_recipients")})
	f.call("POST", path+"/execute", agentTransfer(magicFunds, "1", "")).refused(403, "recipient_not_allowed", "parameters.to")
	a = f.call("PATCH", path+"/config", `{"limits":null,"permissions":null,"temperature":null,"status":"paused"}`).ok()
	require.Equal(t, []string{"null", "null", "1", "paused"},
		[]string{a.at("config.limits.monthly"), a.at("config.permissions.allowed_recipients"), a.at("config.temperature"), a.at("status")})
	f.call("POST", path+"/execute", `{"action":"check_balance"}`).refused(409, "agent_paused", "null")
	require.Equal(t, "active", f.call("PATCH", path+"/config", `{"status":null}`).ok().at("status"))
}

func TestApprovalByTheControlInterface(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	path := "/v1/agents/" + f.call("POST", "/v1/agents", `{"name":"A","initial_funding":{"value":"9"},"config":{"permissions":{"require_approval_above":{"value":"0"}}}}`).ok().at("id")
	wait := func() string {
		x := f.call("POST", path+"/execute", agentTransfer(seededWallet, "1", "")).ok()
		require.Equal(t, []string{"requires_approval", "true", "null"}, []string{x.at("status"), x.at("requires_approval"), x.at("completed_at")})
		return "/agents/executions/" + x.at("id")
	}
	first := wait()
	require.Equal(t, "completed", f.control("POST", first+"/approve", `{"account":"abc"}`).ok().at("status"))
	f.control("POST", first+"/approve", `{"account":"abc"}`).refused(409, "invalid_state", "null")
	require.Equal(t, "approval_rejected", f.control("POST", wait()+"/reject", `{"account":"abc"}`).ok().at("error.code"))
	f.control("POST", first+"/reject", `{"account":"other"}`).refused(404, "resource_not_found", "null")
	f.control("POST", first+"/approve", `{}`).refused(400, "parameter_missing", "account")
	require.Equal(t, "8.00", f.call("GET", path, "").at("balance.value"))
}

func TestBadAgents(t *testing.T) {
	t.Parallel()
	const missing, bad, unknown = "parameter_missing", "parameter_invalid", "parameter_unknown"
	f := newTestServer(t)
	path := "/v1/agents/" + f.call("POST", "/v1/agents", newAgent).ok().at("id")
	config := func(members string) string { return `{"name":"A","config":{` + members + `}}` }
	for _, test := range []struct{ method, path, body, code, param string }{
		{"POST", "/v1/agents", `{}`, missing, "name"},
		{"POST", "/v1/agents", `{"name":""}`, bad, "name"},
		{"POST", "/v1/agents", `{"name":"A","capabilities":[1]}`, bad, "capabilities[0]"},
		{"POST", "/v1/agents", `{"name":"A","initial_funding":{"value":"0"}}`, bad, "initial_funding.value"},
		{"POST", "/v1/agents", `{"name":"A","initial_funding":{"value":"1","denom":"usd"}}`, bad, "initial_funding.denom"},
		{"POST", "/v1/agents", `{"name":"A","instructions":"a","config":{"instructions":"b"}}`, bad, "instructions"},
		{"POST", "/v1/agents", config(`"temperature":"2.01"`), bad, "config.temperature"},
		{"POST", "/v1/agents", config(`"temperature":"-1"`), bad, "config.temperature"},
		{"POST", "/v1/agents", config(`"schedule":"daily"`), bad, "config.schedule"},
		{"POST", "/v1/agents", config(`"schedule":"60 * * * *"`), bad, "config.schedule"},
		{"POST", "/v1/agents", config(`"notify_url":"http://example.com"`), bad, "config.notify_url"},
		{"POST", "/v1/agents", config(`"limits":{"daily":{"value":"1","denom":"eur"}}`), bad, "config.limits.daily.denom"},
		{"POST", "/v1/agents", config(`"limits":{"weekly":{"value":"1"}}`), unknown, "config.limits.weekly"},
		{"POST", "/v1/agents", config(`"permissions":{"allowed_recipients":["x"]}`), "INVALID_WALLET_ADDRESS", "config.permissions.allowed_recipients[0]"},
		{"POST", "/v1/agents", config(`"status":"paused"`), unknown, "config.status"},
		{"PATCH", path + "/config", `{"status":"gone"}`, bad, "status"},
		{"PATCH", path + "/config", `{"temperature":"hot"}`, bad, "temperature"},
		{"POST", path + "/execute", `{}`, missing, "action"},
		{"POST", path + "/execute", `{"action":"transfer"}`, missing, "parameters.to"},
		{"POST", path + "/execute", `{"action":"transfer","parameters":[]}`, bad, "parameters"},
		{"POST", path + "/execute", agentTransfer("nowhere", "1", ""), "INVALID_WALLET_ADDRESS", "parameters.to"},
		{"POST", path + "/execute", agentTransfer(seededWallet, "-1", ""), bad, "parameters.amount.value"},
		{"POST", path + "/execute", `{"action":"pay_order","parameters":{}}`, missing, "parameters.order_id"},
		{"POST", path + "/execute", `{"action":"check_balance","parameters":{"a":1}}`, unknown, "parameters.a"},
		{"POST", path + "/execute", `{"action":"create_order","parameters":{"items":[{"colour":1}]}}`, unknown, "parameters.items[0].colour"},
		{"GET", path + "/activity?type=slept", "", bad, "type"},
		{"GET", path + "/activity?status=x", "", unknown, "status"},
		{"GET", "/v1/agents?status=x", "", bad, "status"},
	} {
		f.call(test.method, test.path, test.body).refused(400, test.code, test.param)
	}
	for _, unknownID := range [][2]string{{"GET", ""}, {"GET", "/activity"}, {"GET", "/executions/x"}, {"PATCH", "/config"}} {
		f.call(unknownID[0], "/v1/agents/agent_no"+unknownID[1], "").refused(404, "resource_not_found", "null")
	}
	require.Equal(t, "1", f.call("GET", "/v1/agents", "").at("total_count"), "nothing was made")
	require.Equal(t, "1", f.call("GET", path+"/activity", "").at("total_count"), "what is malformed is no refusal of the agent")
}
