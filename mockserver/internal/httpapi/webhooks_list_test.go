package httpapi

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestListsOfWebhooks(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	var ids []string
	for i := range 5 {
		ids = append(ids, f.call("POST", hooksPath, fmt.Sprintf(`{"url":"%s","events":["*"],"metadata":{"n":"%d"}}`, hookURL, i)).ok().at("id"))
		f.advance(time.Minute)
	}
	f.call("PATCH", hooksPath+"/"+ids[1], `{"status":"disabled"}`).ok()
	list := func(path string) []string {
		var page struct {
			Data []struct{ ID, Secret string }
		}
		require.NoError(t, json.Unmarshal([]byte(f.call("GET", path, "").ok().body), &page))
		found := []string{}
		for _, row := range page.Data {
			require.Empty(t, row.Secret)
			found = append(found, row.ID)
		}
		return found
	}
	require.Equal(t, []string{ids[4], ids[3]}, list(hooksPath+"?limit=2"))
	require.Equal(t, []string{ids[2], ids[1]}, list(hooksPath+"?limit=2&starting_after="+ids[3]))
	require.Equal(t, []string{ids[3], ids[2]}, list(hooksPath+"?limit=2&ending_before="+ids[1]))
	require.Equal(t, []string{ids[1]}, list(hooksPath+"?status=disabled"))
	require.Equal(t, []string{ids[3]}, list(hooksPath+"?metadata[n]=3"))
	require.Equal(t, []string{ids[4], ids[3]}, list(hooksPath+"?created[gte]=2024-01-15T10:33:00Z"))
	f.call("DELETE", hooksPath+"/"+ids[2], "")
	require.Equal(t, []string{ids[1], ids[0]}, list(hooksPath+"?starting_after="+ids[2]), "the place of what was deleted")
	require.Equal(t, []string{ids[4], ids[3], ids[1], ids[0]}, list(hooksPath))
}

func TestEventsAndDeliveries(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	id := f.addEndpoint("payment.*").at("id")
	path := hooksPath + "/" + id
	var events []string
	for _, kind := range []string{"payment.succeeded", "order.paid", "agent.execution.failed", "webhook.test"} {
		got := f.call("POST", path+"/test", `{"type":"`+kind+`"}`, "X-Request-Id", "req_"+kind, "Idempotency-Key", "k-"+kind).ok()
		require.Equal(t, []any{200, "event", kind, "false", "2024-01-01", "req_" + kind, "k-" + kind, "1"},
			[]any{got.status, got.at("object"), got.at("type"), got.at("livemode"), got.at("api_version"), got.at("request.id"), got.at("request.idempotency_key"), got.at("pending_webhooks")})
		require.Equal(t, got.body, f.call("GET", "/v1/events/"+got.at("id"), "").ok().body)
		events = append(events, got.at("id"))
		f.advance(time.Second)
	}
	list := func(path string) []string {
		var page struct{ Data []struct{ ID string } }
		require.NoError(t, json.Unmarshal([]byte(f.call("GET", path, "").ok().body), &page))
		found := []string{}
		for _, row := range page.Data {
			found = append(found, row.ID)
		}
		return found
	}
	require.Equal(t, []string{events[3], events[2], events[1], events[0]}, list("/v1/events"))
	require.Equal(t, []string{events[0]}, list("/v1/events?type=payment.*"))
	require.Equal(t, []string{events[1], events[0]}, list("/v1/events?type=payment.succeeded,order.paid"))
	require.Equal(t, []string{events[2], events[1]}, list("/v1/events?type=order.*&type=agent.*"))
	require.Equal(t, []string{events[3]}, list("/v1/events?type=*&limit=1"))
	require.Equal(t, []string{}, list("/v1/events?type=loan.*"))
	require.Equal(t, []string{events[0]}, list("/v1/events?starting_after="+events[1]))
	require.Equal(t, []string{events[3]}, list("/v1/events?created[gt]=2024-01-15T10:30:02Z"))

	all := f.call("GET", path+"/deliveries", "").ok()
	require.Equal(t, []string{"4", path + "/deliveries", "webhook_delivery", id, events[3], "pending"},
		[]string{all.at("total_count"), all.at("url"), all.at("data.0.object"), all.at("data.0.endpoint_id"), all.at("data.0.event_id"), all.at("data.0.status")})
	deliveries := list(path + "/deliveries")
	require.Equal(t, deliveries[2:3], list(path+"/deliveries?event_id="+events[1]))
	require.Equal(t, deliveries[1:3], list(path+"/deliveries?limit=2&starting_after="+deliveries[0]))
	require.Equal(t, deliveries[:1], list(path+"/deliveries?created[gte]=2024-01-15T10:30:03Z"))
	require.Empty(t, list(path+"/deliveries?status=succeeded"))
	require.Len(t, list(path+"/deliveries?status=pending,failed"), 4)

	replayed := f.call("POST", "/v1/events/"+events[0]+"/replay", "").ok()
	require.Equal(t, []any{200, events[0], "2"}, []any{replayed.status, replayed.at("id"), replayed.at("pending_webhooks")})
	require.Equal(t, events[0], f.call("GET", path+"/deliveries", "").at("data.0.event_id"))
	require.Equal(t, "1", f.call("POST", "/v1/events/"+events[1]+"/replay", "").ok().at("pending_webhooks"), "no endpoint selects order.paid")
	require.Len(t, list(path+"/deliveries"), 5)
	f.call("PATCH", path, `{"status":"disabled"}`).ok()
	f.call("POST", path+"/test", "").refused(409, "invalid_state", "null")
	require.Len(t, list(path+"/deliveries?status=failed"), 5)
}
