package engine

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// hook adds an endpoint to the account.
func (b *bench) hook(types ...webhook.Type) *webhook.Endpoint {
	b.t.Helper()
	return must[*webhook.Endpoint](b)(run(b, func(tx *Tx) (*webhook.Endpoint, error) {
		return tx.CreateEndpoint(&webhook.CreateParams{URL: "https://example.com/hook", Events: types})
	}))
}

// Every event type has test data: an object of the type from a separate account. The
// caller's account receives only the event.
func TestTestDataOfEveryType(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	endpoint := b.hook("order.paid")
	request := &webhook.Request{ID: "req_1"}
	for _, kind := range webhook.KnownTypes() {
		var event *Event
		require.NoError(t, b.a.UpdateFor(request, func(tx *Tx) (err error) {
			orders, entries := tx.Orders().Len(), tx.account.ledger.Len()
			event, err = tx.SendTest(endpoint.ID, &webhook.SendTestParams{Type: kind})
			require.Equal(t, orders, tx.Orders().Len())
			require.Equal(t, entries, tx.account.ledger.Len())
			return err
		}), kind)
		public, err := event.Public()
		require.NoError(t, err)
		require.Equal(t, kind, public.Type)
		require.Equal(t, request, public.Request)
		require.Equal(t, 1, public.PendingWebhooks)
		require.NotEmpty(t, public.Data.ResourceID, kind)
		var object struct{ ID, Object, Secret string }
		require.NoError(t, json.Unmarshal(public.Data.Object, &object))
		require.Equal(t, public.Data.ResourceID, object.ID)
		require.NotEmpty(t, object.Object)
		require.Empty(t, object.Secret)
		_, taken := b.a.payments.Get(object.ID)
		require.False(t, taken && object.ID != scenarioPayment, "no id of the account's own")
	}
	require.Equal(t, len(webhook.KnownTypes()), b.a.deliveries[endpoint.ID].Len(), "subscribed or not")
	b.refused(CodeParameterInvalid, "type", func() error {
		return failing(run(b, func(tx *Tx) (*Event, error) {
			return tx.SendTest(endpoint.ID, &webhook.SendTestParams{Type: "order.flown"})
		}))
	})
	b.refused(CodeResourceNotFound, "", func() error {
		return failing(run(b, func(tx *Tx) (*Event, error) { return tx.SendTest("we_no", nil) }))
	})
}

func TestTestEventIsTheEndpointByDefault(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	endpoint := b.hook(webhook.AllTypes)
	event := must[*Event](b)(run(b, func(tx *Tx) (*Event, error) { return tx.SendTest(endpoint.ID, nil) }))
	require.Equal(t, webhook.Type("webhook.test"), event.Type())
	body, err := event.Body()
	require.NoError(t, err)
	require.NotContains(t, string(body), endpoint.Secret.Reveal())
	require.Contains(t, string(body), endpoint.ID)
}
