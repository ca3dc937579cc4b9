package main

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

const triggerSecret = "whsec_4f1cb3d5a8e24f6f9a7d"

// receiver verifies deliveries, stores the last event, and responds.
type receiver struct {
	*httptest.Server
	event    atomic.Pointer[webhook.Event]
	status   int
	response string
}

func newReceiver(t *testing.T) *receiver {
	verifier, err := webhook.NewVerifier(triggerSecret, webhook.AcceptRaw())
	require.NoError(t, err)
	r := &receiver{status: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		event, err := verifier.Verify(body, req.Header)
		if err != nil || req.Header.Get("X-StateSet-Event") != string(event.Type) || req.Header.Get("X-StateSet-Delivery") == "" {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		r.event.Store(event)
		w.WriteHeader(r.status)
		_, _ = io.WriteString(w, r.response)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) trigger(t *testing.T, args ...string) outcome {
	t.Helper()
	got := runWith(t, map[string]string{secretVariable: triggerSecret}, append([]string{"trigger", "-to", r.URL + "/hooks?token=hunter2"}, args...)...)
	require.NotContains(t, got.stdout+got.stderr, triggerSecret)
	require.NotContains(t, got.stdout+got.stderr, "hunter2")
	return got
}

func TestTriggerEveryType(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	for _, kind := range webhook.KnownTypes() {
		got := r.trigger(t, string(kind))
		require.Equal(t, exitOK, got.status, got.stderr)
		require.Empty(t, got.stderr)
		event := r.event.Load()
		require.Equal(t, kind, event.Type)
		require.False(t, event.Livemode)
		require.NotEmpty(t, event.Data.ResourceID)
		var object struct {
			Amount any `json:"amount"`
			Total  any `json:"total_amount"`
		}
		require.NoError(t, json.Unmarshal(event.Data.Object, &object))
		require.Equal(t, object.Amount != nil || object.Total != nil, event.Data.Amount != "" && event.Data.Currency != "", kind)
		require.Contains(t, got.stdout, "sent "+event.ID+" to "+r.URL+"/hooks\n")
		require.Contains(t, got.stdout, "  X-Stateset-Event: "+string(kind)+"\n")
		require.Contains(t, got.stdout, `"type":"`+string(kind)+`"`)
		require.True(t, strings.HasSuffix(got.stdout, "\nreceived 200 OK\n"), got.stdout)
	}
}

func TestTriggerSchemes(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	for scheme, headers := range map[string][]bool{"": {true, true}, "both": {true, true}, "timestamped": {true, false}, "raw": {false, true}} {
		args := []string{"order.paid"}
		if scheme != "" {
			args = append(args, "-scheme", scheme)
		}
		got := r.trigger(t, args...)
		require.Equal(t, exitOK, got.status, scheme)
		require.Equal(t, headers[0], strings.Contains(got.stdout, "  Stateset-Signature: t="), scheme)
		require.Equal(t, headers[1], strings.Contains(got.stdout, "  X-Stateset-Signature: "), scheme)
	}
}

func TestTriggerReportsTheResponse(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.status, r.response = http.StatusAccepted, "thanks \x1b[31mfor "+triggerSecret+"\nand bye"
	got := r.trigger(t, "order.paid")
	require.Equal(t, exitOK, got.status)
	require.True(t, strings.HasSuffix(got.stdout, "received 202 Accepted\n  thanks \\x1b[31mfor whsec_…\n"), got.stdout)
	for _, r.status = range []int{302, 400, 500} {
		got = r.trigger(t, "order.paid")
		require.Equal(t, exitFailed, got.status)
		require.Regexp(t, `^stateset-mock: trigger: the receiver responded with status \d+, expected 2xx\n$`, got.stderr)
	}
	r.Close()
	got = r.trigger(t, "order.paid")
	require.Equal(t, exitFailed, got.status)
	require.Contains(t, got.stderr, "stateset-mock: trigger: no response: ")
}

func TestTriggerSet(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	got := r.trigger(t, "order.created", "-set", "data.object.customer_id=cust_9", "-set", "data.object.metadata.cart=a=b <7>",
		"-set", "data.object.items[0].quantity=3", "-set", "livemode=true", "-set", `data.object.shipping={"carrier":"UPS"}`)
	require.Equal(t, exitOK, got.status, got.stderr)
	event := r.event.Load()
	require.True(t, event.Livemode)
	var order struct {
		Customer string `json:"customer_id"`
		Metadata map[string]string
		Items    []struct{ Quantity int }
	}
	require.NoError(t, json.Unmarshal(event.Data.Object, &order))
	require.Equal(t, "cust_9", order.Customer)
	require.Equal(t, "a=b <7>", order.Metadata["cart"])
	require.Equal(t, 3, order.Items[0].Quantity)
	require.Contains(t, got.stdout, "a=b <7>")

	got = r.trigger(t, "order.created", "-set", "id=evt_1", "-set", "type=order.archived")
	require.Equal(t, exitOK, got.status, got.stderr)
	require.Contains(t, got.stdout, "sent evt_1 to ")
	require.Equal(t, webhook.Type("order.archived"), r.event.Load().Type, "the header has the type, too")
}

func TestTriggerBadCalls(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	for want, args := range map[string][]string{
		`TYPE is missing, see -h`: {},
		`unknown event type "order.payd" (did you mean order.paid?): see stateset-mock trigger -h`: {"order.payd"},
		`unknown event type "order.*"`:                                                                                       {"order.*"},
		`unexpected argument "order.created" after TYPE`:                                                                     {"order.paid", "order.created"},
		`-scheme (STATESET_MOCK_SCHEME): must be both, timestamped or raw, got "bth"`:                                        {"order.paid", "-scheme", "bth"},
		`-to (STATESET_MOCK_TO): must be an http or https URL, without`:                                                      {"order.paid", "-to", "ftp://hunter2"},
		`-set (STATESET_MOCK_SET): must be path=value, as in data.object.amount=2500, got "x"`:                               {"order.paid", "-set", "x"},
		`-set data.object.custmer_id: data.object has no member "custmer_id" (did you mean customer_id?)`:                    {"order.paid", "-set", "data.object.custmer_id=1"},
		`-set dta.object: the event has no member "dta" (did you mean data?)`:                                                {"order.paid", "-set", "dta.object=1"},
		`-set data.x: data has no member "x": the members are amount, currency, `:                                            {"order.paid", "-set", "data.x=1"},
		`-set id.x: id has no members`:                                                                                       {"order.paid", "-set", "id.x=1"},
		`-set livemode: must be a JSON boolean, got "yes"`:                                                                   {"order.paid", "-set", "livemode=yes"},
		`-set data.object.items[0].quantity: must be a JSON number, got "2 3"`:                                               {"order.paid", "-set", "data.object.items[0].quantity=2 3"},
		`-set data.object.items[7]: data.object.items is a list: must be followed by an index below 2, as in [0], got "[7]"`: {"order.paid", "-set", "data.object.items[7]=1"},
		`-set data.object.items.sku: data.object.items is a list: must be followed by an index`:                              {"order.paid", "-set", "data.object.items.sku=1"},
	} {
		got := r.trigger(t, args...)
		require.Equal(t, exitBadFlags, got.status, args)
		require.Contains(t, got.stderr, "stateset-mock: trigger: "+want)
		require.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
		require.Empty(t, got.stdout)
	}
	require.Nil(t, r.event.Load(), "nothing was sent")
	got := runWith(t, nil, "trigger", "order.paid", "-to", r.URL)
	require.Equal(t, "stateset-mock: trigger: -secret is missing: set STATESET_WEBHOOK_SECRET\n", got.stderr)
	got = runWith(t, nil, "trigger", "order.paid", "-secret", triggerSecret)
	require.Equal(t, "stateset-mock: trigger: -to is missing: set the URL of the receiver\n", got.stderr)
	got = runWith(t, nil, "trigger", "order.paid", "-to", r.URL, "-secret", "hunter2 hunter2 hunter2")
	require.Equal(t, exitBadFlags, got.status)
	require.NotContains(t, got.stderr, "hunter2")
	got = runWith(t, nil, "trigger", "order.paid", "-to", r.URL, "-secret", "tooshort")
	require.Contains(t, got.stderr, "-secret (STATESET_WEBHOOK_SECRET): secret is too short: ")
}

func TestTriggerTrustsNoUnknownCertificate(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	args := []string{"trigger", "webhook.test", "-to", server.URL, "-secret", triggerSecret}
	require.Contains(t, runWith(t, nil, args...).stderr, "no response: tls: failed to verify certificate")
	require.Equal(t, exitOK, runWith(t, nil, append(args, "-insecure")...).status)
}
