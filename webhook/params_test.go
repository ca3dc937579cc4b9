package webhook_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/webhook"
)

const shopURL = "https://shop.example.com/webhooks"

type sentRequest struct{ method, path, query, body string }

func second[T any](_ T, err error) error { return err }

func TestRequests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		call func(s *webhook.Service) error
		want sentRequest
	}{
		"create": {func(s *webhook.Service) error {
			return second(s.Create(t.Context(), &webhook.CreateParams{URL: shopURL, Events: webhook.Types(webhook.AllTypes)}))
		}, sentRequest{"POST", "/v1/webhooks", "", `{"url":"` + shopURL + `","events":["*"]}`}},
		"create, everything": {func(s *webhook.Service) error {
			return second(s.Create(t.Context(), &webhook.CreateParams{URL: "http://[::1]:8080/hook?a=b", Events: webhook.Types(webhook.OrderPaid, webhook.Type("payment.*"), webhook.Type("moon.landed")),
				Description: "d", Scheme: webhook.SchemeRaw, Metadata: map[string]string{"k": "v"}}))
		}, sentRequest{"POST", "/v1/webhooks", "",
			`{"url":"http://[::1]:8080/hook?a=b","events":["order.paid","payment.*","moon.landed"],"description":"d","signature_scheme":"raw","metadata":{"k":"v"}}`}},
		"get":            {func(s *webhook.Service) error { return second(s.Get(t.Context(), "we_1")) }, sentRequest{"GET", "/v1/webhooks/we_1", "", ""}},
		"update nothing": {func(s *webhook.Service) error { return second(s.Update(t.Context(), "we_1", &webhook.UpdateParams{})) }, sentRequest{"PATCH", "/v1/webhooks/we_1", "", `{}`}},
		"update everything": {func(s *webhook.Service) error {
			return second(s.Update(t.Context(), "we_1", &webhook.UpdateParams{URL: new(shopURL), Events: webhook.Types(webhook.OrderPaid), Description: new(""),
				Status: new(webhook.StatusDisabled), Scheme: new(webhook.SchemeBoth), Metadata: map[string]*string{"gone": nil}}))
		}, sentRequest{"PATCH", "/v1/webhooks/we_1", "",
			`{"url":"` + shopURL + `","events":["order.paid"],"description":null,"status":"disabled","signature_scheme":"both","metadata":{"gone":null}}`}},
		"delete": {func(s *webhook.Service) error { return s.Delete(t.Context(), "we_1") }, sentRequest{"DELETE", "/v1/webhooks/we_1", "", ""}},
		"rotate": {func(s *webhook.Service) error { return second(s.RotateSecret(t.Context(), "we_1", nil)) }, sentRequest{"POST", "/v1/webhooks/we_1/rotate_secret", "", "{}"}},
		"rotate, the default": {func(s *webhook.Service) error {
			return second(s.RotateSecret(t.Context(), "we_1", &webhook.RotateSecretParams{}))
		}, sentRequest{"POST", "/v1/webhooks/we_1/rotate_secret", "", `{}`}},
		"rotate in seconds": {func(s *webhook.Service) error {
			return second(s.RotateSecret(t.Context(), "we_1", &webhook.RotateSecretParams{ExpiresIn: new(time.Hour)}))
		}, sentRequest{"POST", "/v1/webhooks/we_1/rotate_secret", "", `{"expires_in":3600}`}},
		"rotate at once": {func(s *webhook.Service) error {
			return second(s.RotateSecret(t.Context(), "we_1", &webhook.RotateSecretParams{ExpiresIn: new(time.Duration(0))}))
		}, sentRequest{"POST", "/v1/webhooks/we_1/rotate_secret", "", `{"expires_in":0}`}},
		"test": {func(s *webhook.Service) error { return second(s.SendTest(t.Context(), "we_1", nil)) }, sentRequest{"POST", "/v1/webhooks/we_1/test", "", "{}"}},
		"test of a type": {func(s *webhook.Service) error {
			return second(s.SendTest(t.Context(), "we_1", &webhook.SendTestParams{Type: webhook.Type(webhook.OrderPaid)}))
		}, sentRequest{"POST", "/v1/webhooks/we_1/test", "", `{"type":"order.paid"}`}},
		"get event": {func(s *webhook.Service) error { return second(s.GetEvent(t.Context(), "evt_1")) }, sentRequest{"GET", "/v1/events/evt_1", "", ""}},
		"replay":    {func(s *webhook.Service) error { return second(s.ReplayEvent(t.Context(), "evt_1")) }, sentRequest{"POST", "/v1/events/evt_1/replay", "", "{}"}},
		"list":      {func(s *webhook.Service) error { return second(s.List(t.Context(), nil)) }, sentRequest{"GET", "/v1/webhooks", "", ""}},
		"list, everything": {func(s *webhook.Service) error {
			return second(s.List(t.Context(), &webhook.ListParams{Limit: 5, EndingBefore: "we_9", Status: webhook.StatusEnabled,
				Created: api.Since(time.Unix(0, 0)), Metadata: api.MetadataFilter{"k": "v"}}))
		}, sentRequest{"GET", "/v1/webhooks", "created%5Bgte%5D=1970-01-01T00%3A00%3A00Z&ending_before=we_9&limit=5&metadata%5Bk%5D=v&status=enabled", ""}},
		"deliveries": {func(s *webhook.Service) error {
			return second(s.ListDeliveries(t.Context(), "we_1", &webhook.ListDeliveriesParams{Limit: 1, StartingAfter: "dlv_1", Status: webhook.DeliveryFailed, EventID: "evt_1", Created: api.Before(time.Unix(0, 0))}))
		}, sentRequest{"GET", "/v1/webhooks/we_1/deliveries", "created%5Blt%5D=1970-01-01T00%3A00%3A00Z&event_id=evt_1&limit=1&starting_after=dlv_1&status=failed", ""}},
		"events": {func(s *webhook.Service) error {
			return second(s.ListEvents(t.Context(), &webhook.ListEventsParams{Limit: 100, StartingAfter: "evt_1", Type: api.AnyOf[webhook.Type]("agent.execution.*", "order.paid")}))
		}, sentRequest{"GET", "/v1/events", "limit=100&starting_after=evt_1&type=agent.execution.%2A%2Corder.paid", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wiretest.New()
			require.Error(t, test.call(w.Client(t).Webhooks))
			r := w.Only(t)
			require.Equal(t, test.want, sentRequest{r.Method, r.Path, r.Query.Encode(), r.Body})
			require.Equal(t, r.Method == "GET", r.Key() == "")
		})
	}
}

func create(t *testing.T, edit func(p *webhook.CreateParams)) func(*webhook.Service) error {
	params := &webhook.CreateParams{URL: shopURL, Events: webhook.Types(webhook.AllTypes)}
	edit(params)
	return func(s *webhook.Service) error { return second(s.Create(t.Context(), params)) }
}

func change(t *testing.T, params webhook.UpdateParams) func(*webhook.Service) error {
	return func(s *webhook.Service) error { return second(s.Update(t.Context(), "we_1", &params)) }
}

const (
	badURL      = "url: must be an https URL, or an http one of this machine, without user info and fragment"
	plainURL    = "url: must be an https URL, or an http one of this machine; a client with WithPlainHTTP accepts http to other machines"
	wantPattern = `: must be one such as "payment.succeeded", a pattern such as "payment.*", or "*" for all`
)

// TestBadInputs checks that every message names the field and the rule. Nothing is sent.
func TestBadInputs(t *testing.T) {
	t.Parallel()
	type call = func(*webhook.Service) error
	url := func(text string) call { return create(t, func(p *webhook.CreateParams) { p.URL = text }) }
	events := func(types ...webhook.Type) call {
		return create(t, func(p *webhook.CreateParams) { p.Events = types })
	}
	rotate := func(d time.Duration) call {
		return func(s *webhook.Service) error {
			return second(s.RotateSecret(t.Context(), "we_1", &webhook.RotateSecretParams{ExpiresIn: &d}))
		}
	}
	for name, test := range map[string]struct {
		call call
		want string
	}{
		"nil params":        {func(s *webhook.Service) error { return second(s.Create(t.Context(), nil)) }, "params: must not be nil: this call has required fields"},
		"no url":            {url(""), "url: is required"},
		"url http":          {url("http://shop.example.com/"), plainURL},
		"url http private":  {url("http://192.168.0.1/"), plainURL},
		"url like local":    {url("http://localhost.example.com/"), plainURL},
		"url user info":     {url("https://me:hunter2@shop.example.com/"), badURL},
		"url fragment":      {url("https://shop.example.com/#top"), badURL},
		"url relative":      {url("/webhooks"), badURL},
		"url ftp":           {url("ftp://shop.example.com/"), badURL},
		"url no host":       {url("https:///webhooks"), badURL},
		"url newline":       {url("https://shop.example.com/\n"), badURL},
		"url scheme alone":  {url("https://"), badURL},
		"url not UTF-8":     {url("https://shop.example.com/\xff"), "url: is not valid UTF-8 at byte 25"},
		"url long":          {url(shopURL + strings.Repeat("x", 2048)), "url: must have at most 2048 characters, got 2081"},
		"no events":         {events(), `events: is required: name the types, or "*" for all`},
		"event empty":       {events("*", ""), "events[1]: is required"},
		"event misspelt":    {events("payment.suceeded!"), `events[0]: is unknown: "payment.suceeded!"; did you mean "payment.succeeded"?`},
		"event one word":    {events("payment"), `events[0]: is unknown: "payment"` + wantPattern},
		"event pattern":     {events("order.paid", "payment*"), `events[1]: is unknown: "payment*"` + wantPattern},
		"event star inside": {events("payment.*.x"), `events[0]: is unknown: "payment.*.x"` + wantPattern},
		"event star first":  {events("*.succeeded"), `events[0]: is unknown: "*.succeeded"` + wantPattern},
		"event points":      {events("payment..x"), `events[0]: is unknown: "payment..x"` + wantPattern},
		"event points end":  {events("moonlanding."), `events[0]: is unknown: "moonlanding."` + wantPattern},
		"event capitals":    {events("Payment.*"), `events[0]: is unknown: "Payment.*"` + wantPattern},
		"101 events":        {events(make([]webhook.Type, 101)...), `events: has 101 entries: must have at most 100, or "*" for all`},
		"description": {create(t, func(p *webhook.CreateParams) { p.Description = strings.Repeat("d", 501) }),
			"description: must have at most 500 characters, got 501"},
		"scheme":   {create(t, func(p *webhook.CreateParams) { p.Scheme = "timestampd" }), `signature_scheme: is unknown: "timestampd"; did you mean "timestamped"?`},
		"metadata": {create(t, func(p *webhook.CreateParams) { p.Metadata = map[string]string{"": ""} }), `metadata: key "" must have 1 to 40 characters, got 0`},

		"update nil":         {func(s *webhook.Service) error { return second(s.Update(t.Context(), "we_1", nil)) }, "params: must not be nil: set the fields to change"},
		"update no id":       {func(s *webhook.Service) error { return second(s.Update(t.Context(), "", &webhook.UpdateParams{})) }, "id: is empty: an id is required"},
		"update url":         {change(t, webhook.UpdateParams{URL: new("")}), "url: is required"},
		"update url http":    {change(t, webhook.UpdateParams{URL: new("http://shop.example.com/")}), plainURL},
		"update events":      {change(t, webhook.UpdateParams{Events: []webhook.Type{}}), "events: is empty: name the types, or disable the endpoint"},
		"update event":       {change(t, webhook.UpdateParams{Events: webhook.Types(webhook.Type("x"))}), `events[0]: is unknown: "x"` + wantPattern},
		"update status":      {change(t, webhook.UpdateParams{Status: new(webhook.Status("disable"))}), `status: is unknown: "disable"; did you mean "disabled"?`},
		"update status, no":  {change(t, webhook.UpdateParams{Status: new(webhook.Status(""))}), "status: is required"},
		"update scheme":      {change(t, webhook.UpdateParams{Scheme: new(webhook.SignatureScheme("none"))}), `signature_scheme: is unknown: "none": must be one of raw, timestamped, both`},
		"update description": {change(t, webhook.UpdateParams{Description: new("a\x00")}), "description: has a NUL at byte 1"},
		"update metadata":    {change(t, webhook.UpdateParams{Metadata: map[string]*string{strings.Repeat("k", 41): nil}}), `metadata: key "` + strings.Repeat("k", 41) + `" must have 1 to 40 characters, got 41`},

		"delete no id":    {func(s *webhook.Service) error { return s.Delete(t.Context(), "") }, "id: is empty: an id is required"},
		"rotate no id":    {func(s *webhook.Service) error { return second(s.RotateSecret(t.Context(), "..", nil)) }, `id: must not contain ".." as a part, got ".."`},
		"rotate negative": {rotate(-time.Second), "expires_in: must be whole seconds, at most 168h0m0s, got -1s"},
		"rotate parts":    {rotate(1500 * time.Millisecond), "expires_in: must be whole seconds, at most 168h0m0s, got 1.5s"},
		"rotate long":     {rotate(7*24*time.Hour + time.Second), "expires_in: must be whole seconds, at most 168h0m0s, got 168h0m1s"},
		"test pattern": {func(s *webhook.Service) error {
			return second(s.SendTest(t.Context(), "we_1", &webhook.SendTestParams{Type: "payment.*"}))
		}, `type: is unknown: "payment.*": must be one such as "payment.succeeded"`},
		"test near": {func(s *webhook.Service) error {
			return second(s.SendTest(t.Context(), "we_1", &webhook.SendTestParams{Type: "Order.paid"}))
		}, `type: is unknown: "Order.paid"; did you mean "order.paid"?`},

		"list: status": {func(s *webhook.Service) error {
			return second(s.List(t.Context(), &webhook.ListParams{Status: "enabled,"}))
		}, `status: has an empty value: leave it out, got "enabled,"`},
		"list: cursor": {func(s *webhook.Service) error {
			return second(s.List(t.Context(), &webhook.ListParams{StartingAfter: "evt_1"}))
		}, `starting_after: must be an id of this list (we_…), got "evt_1"`},
		"list: limit":         {func(s *webhook.Service) error { return second(s.List(t.Context(), &webhook.ListParams{Limit: 101})) }, "limit: must be 1 to 100, or 0 for the default of 10, got 101"},
		"deliveries: no id":   {func(s *webhook.Service) error { return second(s.ListDeliveries(t.Context(), "", nil)) }, "id: is empty: an id is required"},
		"deliveries: cursors": {deliveries(t, webhook.ListDeliveriesParams{StartingAfter: "dlv_1", EndingBefore: "dlv_2"}), "starting_after: must not be set together with ending_before"},
		"deliveries: status":  {deliveries(t, webhook.ListDeliveriesParams{Status: ",failed"}), `status: has an empty value: leave it out, got ",failed"`},
		"deliveries: event":   {deliveries(t, webhook.ListDeliveriesParams{EventID: "evt_\x00"}), "event_id: has a NUL at byte 4"},
		"events: type": {func(s *webhook.Service) error {
			return second(s.ListEvents(t.Context(), &webhook.ListEventsParams{Type: "payment.succeeded,Order:paid"}))
		}, `type: is unknown: "Order:paid"; did you mean "order.paid"?`},
		"events: cursor": {func(s *webhook.Service) error {
			return second(s.ListEvents(t.Context(), &webhook.ListEventsParams{EndingBefore: "dlv_1"}))
		}, `ending_before: must be an id of this list (evt_…), got "dlv_1"`},
		"replay no id": {func(s *webhook.Service) error { return second(s.ReplayEvent(t.Context(), "")) }, "id: is empty: an id is required"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := wiretest.New()
			err := test.call(w.Client(t).Webhooks)
			var fault *stateset.ParamError
			require.ErrorAs(t, err, &fault)
			require.NotEmpty(t, fault.Operation)
			require.EqualError(t, err, "stateset: "+fault.Operation+": "+test.want)
			require.Empty(t, w.Requests(), "nothing is sent")
		})
	}
}

func deliveries(t *testing.T, params webhook.ListDeliveriesParams) func(*webhook.Service) error {
	return func(s *webhook.Service) error { return second(s.ListDeliveries(t.Context(), "we_1", &params)) }
}

// TestParamsAreNotWrittenTo shares params between calls. The race detector finds writes.
func TestParamsAreNotWrittenTo(t *testing.T) {
	t.Parallel()
	params := &webhook.CreateParams{URL: shopURL, Events: webhook.Types(webhook.OrderPaid), Metadata: map[string]string{"k": "v"}}
	client, _ := wiretest.Serve(t, `{"id":"we_1"}`)
	done := make(chan error)
	go func() { done <- second(client.Webhooks.Create(t.Context(), params)) }()
	require.NoError(t, second(client.Webhooks.Create(t.Context(), params)))
	require.NoError(t, <-done)
	require.Equal(t, &webhook.CreateParams{URL: shopURL, Events: []webhook.Type{"order.paid"}, Metadata: map[string]string{"k": "v"}}, params)
}
