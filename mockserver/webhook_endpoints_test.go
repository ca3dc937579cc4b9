package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// A 410 from the former URL of an endpoint does not disable the endpoint.
func TestGoneAtTheFormerURL(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(noon))
	account := srv.NewAccount()
	client, moved := account.Client(), newReceiver(t, srv, nil)
	var id string
	account.Webhooks().DeliverTo(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := client.Webhooks.Update(r.Context(), id, &webhook.UpdateParams{URL: new("https://handler-2.invalid/")})
		if err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusGone)
	}), hookSecret, webhook.PaymentSucceeded)
	srv.NewAccount().Webhooks().DeliverTo(moved, hookSecret)
	page, err := client.Webhooks.List(t.Context(), nil)
	require.NoError(t, err)
	id = page.Data[0].ID
	pay(t, client)
	require.NoError(t, srv.Clock().Advance(schedule[1]))
	endpoint, err := client.Webhooks.Get(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, webhook.StatusEnabled, endpoint.Status)
	require.Len(t, moved.all(), 1, "the next attempt goes there")
}

// A failed delivery releases its hold, and the next delivery is held again.
func TestFaultsEndWithTheirDelivery(t *testing.T) {
	t.Parallel()
	h := newHooked(t, nil)
	h.account.Webhooks().Disturb(webhook.PaymentSucceeded, mockserver.OutOfOrder(), mockserver.Times(2))
	id := h.endpoint(t).ID
	for range 2 {
		pay(t, h.client)
		require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
		for _, status := range []webhook.Status{webhook.StatusDisabled, webhook.StatusEnabled} {
			_, err := h.client.Webhooks.Update(t.Context(), id, &webhook.UpdateParams{Status: &status})
			require.NoError(t, err)
		}
	}
	require.NoError(t, h.srv.Webhooks().CheckFaults())
	require.Empty(t, h.receiver.all())
	pay(t, h.client)
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	require.Len(t, h.receiver.all(), 1)
}

// An endpoint of the server receives events of an account with the maximum number of
// endpoints, and does not count toward that maximum.
func TestReceiversOfTheServerDoNotCount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	full, later := srv.NewAccount(), srv.NewAccount()
	create := func(account *mockserver.Account) error {
		_, err := account.Client().Webhooks.Create(t.Context(), &webhook.CreateParams{URL: "https://127.0.0.1:1/", Events: webhook.Types(webhook.InvoiceVoided)})
		return err
	}
	for range 64 {
		require.NoError(t, create(full))
	}
	all := newReceiver(t, srv, nil)
	srv.Webhooks().DeliverTo(all, hookSecret, webhook.PaymentSucceeded)
	pay(t, full.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.Len(t, all.all(), 1)
	for range 64 {
		require.NoError(t, create(later))
	}
	for _, account := range []*mockserver.Account{full, later} {
		require.ErrorContains(t, create(account), "at most 64 webhook endpoints")
		require.ErrorContains(t, account.Webhooks().SendTo("https://127.0.0.1:1/", hookSecret), "at most 64 webhook endpoints")
	}
	page, err := later.Client().Webhooks.List(t.Context(), &webhook.ListParams{Limit: 100})
	require.NoError(t, err)
	require.Len(t, page.Data, 65)
	require.NoError(t, later.Client().Webhooks.Delete(t.Context(), page.Data[64].ID), "that of the server, the oldest")
	require.Error(t, create(later), "which makes no room")
	require.NoError(t, later.Client().Webhooks.Delete(t.Context(), page.Data[0].ID))
	require.NoError(t, create(later))
}

// With private networks, endpoints may be http URLs of other machines, including
// endpoints registered by the API.
func TestReceiversOfOtherMachines(t *testing.T) {
	t.Parallel()
	const app = "http://app:8080/hooks"
	strict := mockserver.New(t)
	require.ErrorContains(t, strict.Webhooks().SendTo(app, hookSecret), "WithPrivateWebhooks")
	srv := mockserver.New(t, mockserver.WithPrivateWebhooks())
	account := srv.NewAccount()
	require.NoError(t, srv.Webhooks().SendTo(app, hookSecret, webhook.OrderPaid))
	require.NoError(t, account.Webhooks().SendTo(app, hookSecret, webhook.OrderPaid))
	for _, bad := range []string{"ftp://app/", "http://u:p@app/", "http://app/#a", "http://[fe80::1%25eth0]/", "http:///a", ""} {
		require.Error(t, srv.Webhooks().SendTo(bad, hookSecret), bad)
		require.Error(t, account.Webhooks().SendTo(bad, hookSecret), bad)
	}
	client := account.Client()
	page, err := client.Webhooks.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Data, 2)
	require.Equal(t, app, page.Data[0].URL)
	const create = `{"url":"http://app:8080/hooks","events":["*"]}`
	status, body := ask(t, srv, account.Key(), "/v1/webhooks", create)
	require.Equal(t, http.StatusCreated, status, body)
	status, body = ask(t, strict, strict.NewAccount().Key(), "/v1/webhooks", create)
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, body, "start the server with -webhook-private-networks")
}
