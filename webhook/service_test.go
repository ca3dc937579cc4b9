package webhook_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// forAll returns params for an endpoint that receives all events.
func forAll(url string) *webhook.CreateParams {
	return &webhook.CreateParams{URL: url, Events: webhook.Types(webhook.AllTypes)}
}

func TestEndpointFromCreatedToDeleted(t *testing.T) {
	t.Parallel()
	ctx, hooks := t.Context(), mockserver.New(t).Client().Webhooks
	made, err := hooks.Create(ctx, &webhook.CreateParams{
		URL: shopURL, Events: webhook.Types(webhook.PaymentSucceeded, webhook.Type("order.*")), Description: "d", Metadata: map[string]string{"a": "1", "b": "2"},
	})
	require.NoError(t, err)
	require.Equal(t, []any{"webhook_endpoint", webhook.StatusEnabled, webhook.SchemeBoth, "2024-01-01"}, []any{made.Object, made.Status, made.Scheme, made.APIVersion})
	require.Len(t, made.Secret.Reveal(), len("whsec_")+32)
	got, err := hooks.Get(ctx, made.ID)
	require.NoError(t, err)
	want := *made
	want.Secret = webhook.Secret{}
	got.Secret = webhook.Secret{}
	require.Equal(t, &want, got)

	changed, err := hooks.Update(ctx, made.ID, &webhook.UpdateParams{
		URL: new(shopURL + "2"), Events: webhook.Types(webhook.AllTypes), Description: new(""), Status: new(webhook.StatusDisabled), Scheme: new(webhook.SchemeRaw),
		Metadata: map[string]*string{"a": nil, "c": new("3")},
	})
	require.NoError(t, err)
	require.Equal(t, []any{shopURL + "2", []webhook.Type{"*"}, "", webhook.StatusDisabled, webhook.SchemeRaw, map[string]string{"b": "2", "c": "3"}, ""},
		[]any{changed.URL, changed.Events, changed.Description, changed.Status, changed.Scheme, changed.Metadata, changed.Secret.Reveal()})
	_, err = hooks.SendTest(ctx, made.ID, nil)
	require.ErrorIs(t, err, stateset.ErrConflict, "it is disabled")

	require.NoError(t, hooks.Delete(ctx, made.ID))
	for name, call := range map[string]func() error{
		"get":        func() error { return second(hooks.Get(ctx, made.ID)) },
		"update":     func() error { return second(hooks.Update(ctx, made.ID, &webhook.UpdateParams{})) },
		"delete":     func() error { return hooks.Delete(ctx, made.ID) },
		"rotate":     func() error { return second(hooks.RotateSecret(ctx, made.ID, nil)) },
		"test":       func() error { return second(hooks.SendTest(ctx, made.ID, nil)) },
		"deliveries": func() error { return second(hooks.ListDeliveries(ctx, made.ID, nil)) },
		"event":      func() error { return second(hooks.GetEvent(ctx, "evt_test_none")) },
		"replay":     func() error { return second(hooks.ReplayEvent(ctx, "evt_test_none")) },
	} {
		require.ErrorIs(t, call(), stateset.ErrNotFound, name)
	}
}

// receiver verifies deliveries with its present verifier.
type receiver struct {
	*httptest.Server
	verifier atomic.Pointer[webhook.Verifier]
	events   chan *webhook.Event
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{events: make(chan *webhook.Event, 10)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		event, err := r.verifier.Load().Verify(body, request.Header)
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		r.events <- event
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) trust(t *testing.T, secrets ...webhook.Secret) {
	var texts []string
	for _, s := range secrets {
		texts = append(texts, s.Reveal())
	}
	v, err := webhook.NewVerifier(texts[0], webhook.PreviousSecrets(texts[1:]...))
	require.NoError(t, err)
	r.verifier.Store(v)
}

// TestSecretsVerifyWhatTheySign performs a rotation. The receiver gets the new secret
// after it has started to sign.
func TestSecretsVerifyWhatTheySign(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	ctx, hooks, r := t.Context(), srv.Client().Webhooks, newReceiver(t)
	made, err := hooks.Create(ctx, forAll(r.URL))
	require.NoError(t, err)
	r.trust(t, made.Secret)
	send := func() *webhook.Event {
		t.Helper()
		sent, err := hooks.SendTest(ctx, made.ID, nil)
		require.NoError(t, err)
		require.NoError(t, srv.Webhooks().Settle(ctx))
		select {
		case got := <-r.events:
			require.Equal(t, sent.ID, got.ID)
			return got
		default:
			require.Fail(t, "the receiver refused it")
			return nil
		}
	}
	require.Equal(t, webhook.SchemeTimestamped, send().Scheme())
	rotated, err := hooks.RotateSecret(ctx, made.ID, nil)
	require.NoError(t, err)
	require.NotEqual(t, made.Secret.Reveal(), rotated.Secret.Reveal())
	send() // verified with the old secret
	r.trust(t, rotated.Secret, made.Secret)
	require.Equal(t, 0, send().SecretIndex())
	endpoint, err := webhook.Object(send(), webhook.Test)
	require.NoError(t, err)
	require.Equal(t, made.ID, endpoint.ID)
}

func TestListsPage(t *testing.T) {
	t.Parallel()
	ctx, hooks := t.Context(), mockserver.New(t).Client().Webhooks
	var made []string
	for i := range 7 {
		endpoint, err := hooks.Create(ctx, &webhook.CreateParams{URL: fmt.Sprintf("%s/%d", shopURL, i), Events: webhook.Types(webhook.Test), Metadata: map[string]string{"even": fmt.Sprint(i%2 == 0)}})
		require.NoError(t, err)
		made = append([]string{endpoint.ID}, made...)
	}
	walk := func(params *webhook.ListParams) []string {
		all, err := stateset.Collect(hooks.All(ctx, params), 100)
		require.NoError(t, err)
		ids := []string{}
		for _, e := range all {
			require.Empty(t, e.Secret.Reveal())
			ids = append(ids, e.ID)
		}
		return ids
	}
	require.Equal(t, made, walk(nil))
	require.Equal(t, made, walk(&webhook.ListParams{Limit: 3}))
	require.Equal(t, made[4:], walk(&webhook.ListParams{Limit: 2, StartingAfter: made[3]}))
	require.Len(t, walk(&webhook.ListParams{Metadata: stateset.MetadataFilter{"even": "true"}}), 4)
	require.Empty(t, walk(&webhook.ListParams{Status: webhook.StatusDisabled}))

	var sizes []int
	for page, err := range hooks.Pages(ctx, &webhook.ListParams{Limit: 3}) {
		require.NoError(t, err)
		sizes = append(sizes, len(page.Data))
	}
	require.Equal(t, []int{3, 3, 1}, sizes)
	for _, err := range hooks.AllDeliveries(ctx, "we_test_none", nil) {
		require.ErrorIs(t, err, stateset.ErrNotFound)
	}
	for _, err := range hooks.AllEvents(ctx, &webhook.ListEventsParams{StartingAfter: "evt_test_none"}) {
		require.ErrorIs(t, err, stateset.ErrInvalidRequest)
	}
}

// lossy drops the response to the first attempt of every write.
type lossy struct {
	next  http.RoundTripper
	calls atomic.Int32
}

func (l *lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := l.next.RoundTrip(r)
	if err != nil || r.Method == http.MethodGet || l.calls.Add(1)%2 == 0 {
		return response, err
	}
	_ = response.Body.Close()
	return nil, errors.New("connection lost")
}

// The secret in a lost response is returned again, and no write is executed twice.
func TestLostAnswersComeAgain(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	account := srv.NewAccount()
	ctx := t.Context()
	plain := account.Client().Webhooks
	hooks := account.Client(stateset.WithHTTPClient(&http.Client{Transport: &lossy{next: srv.HTTPClient().Transport}}),
		stateset.WithRetryPolicy(stateset.RetryPolicy{BaseDelay: 1, MaxDelay: 1})).Webhooks
	made, err := hooks.Create(ctx, forAll(shopURL))
	require.NoError(t, err)
	require.NotEmpty(t, made.Secret.Reveal())
	page, err := plain.List(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, 1, page.TotalCount)
	rotated, err := hooks.RotateSecret(ctx, made.ID, nil)
	require.NoError(t, err)
	require.NotEqual(t, made.Secret.Reveal(), rotated.Secret.Reveal())
	require.NoError(t, hooks.Delete(ctx, made.ID), "what the lost attempt deleted is no error of the second")
	require.ErrorIs(t, plain.Delete(ctx, made.ID), stateset.ErrNotFound)
}

// TestSecretsDoNotPrint checks the ways in which secrets could get into logs.
func TestSecretsDoNotPrint(t *testing.T) {
	t.Parallel()
	endpoint := fullEndpoint()
	endpoint.Secret = webhook.NewSecret(endpointSecret)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.3v"} {
		for _, v := range []any{endpoint, *endpoint, endpoint.Secret, &endpoint.Secret, []webhook.Secret{endpoint.Secret}} {
			require.NotContains(t, fmt.Sprintf(verb, v), endpointSecret[6:20], verb)
		}
	}
	require.Equal(t, "whsec_…stuv", endpoint.Secret.String())
	require.Equal(t, "whsec_…", webhook.NewSecret("whsec_short").String())
	require.Equal(t, []string{"", ""}, []string{webhook.Secret{}.String(), webhook.Secret{}.Reveal()})
	text, err := json.Marshal(map[string]any{"endpoint": endpoint, "secret": endpoint.Secret})
	require.NoError(t, err)
	require.NotContains(t, string(text), endpointSecret[6:20])
	var read webhook.Endpoint
	require.NoError(t, json.Unmarshal([]byte(`{"id":"we_1","secret":"`+endpointSecret+`"}`), &read))
	require.Equal(t, endpointSecret, read.Secret.Reveal())
}

// Every endpoint has a different secret.
func TestEverySecretIsItsOwn(t *testing.T) {
	t.Parallel()
	ctx, hooks := t.Context(), mockserver.New(t).Client().Webhooks
	var seen []string
	for range 10 {
		endpoint, err := hooks.Create(ctx, forAll(shopURL))
		require.NoError(t, err)
		require.False(t, slices.Contains(seen, endpoint.Secret.Reveal()))
		seen = append(seen, endpoint.Secret.Reveal())
	}
}
