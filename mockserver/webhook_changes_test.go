package mockserver_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func TestChangesOfAnEndpointOnTheWay(t *testing.T) {
	t.Parallel()
	disabled, elsewhere := webhook.StatusDisabled, "https://handler-2.invalid/"
	for name, test := range map[string]struct {
		change        func(client *stateset.Client, id string) error
		first, second int // requests that the receivers get
		statuses      []webhook.DeliveryStatus
	}{
		"another URL": {func(c *stateset.Client, id string) error {
			_, err := c.Webhooks.Update(t.Context(), id, &webhook.UpdateParams{URL: &elsewhere})
			return err
		}, 1, 1, []webhook.DeliveryStatus{webhook.DeliverySucceeded}},
		"disabled": {func(c *stateset.Client, id string) error {
			_, err := c.Webhooks.Update(t.Context(), id, &webhook.UpdateParams{Status: &disabled})
			return err
		}, 1, 0, []webhook.DeliveryStatus{webhook.DeliveryFailed}},
		"deleted": {func(c *stateset.Client, id string) error { return c.Webhooks.Delete(t.Context(), id) }, 1, 0, []webhook.DeliveryStatus{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHooked(t, answering(500))
			other := newReceiver(t, h.srv, nil)
			h.account.Webhooks().DeliverTo(other, hookSecret, webhook.OrderPaid)
			pay(t, h.client)
			require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
			page, err := h.client.Webhooks.List(t.Context(), nil)
			require.NoError(t, err)
			require.NoError(t, test.change(h.client, page.Data[1].ID))
			require.NoError(t, h.srv.Clock().Advance(24*time.Hour))
			require.Len(t, h.receiver.all(), test.first)
			require.Len(t, other.all(), test.second)
			require.Equal(t, test.statuses, statuses(h.account.Webhooks().Deliveries()))
		})
	}
}

// A secret that leaked signs no delivery after the rotation.
func TestLeakedSecretEndsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHooked(t, nil)
	_, err := h.client.Webhooks.RotateSecret(t.Context(), h.endpoint(t).ID, &webhook.RotateSecretParams{ExpiresIn: new(time.Duration(0))})
	require.NoError(t, err)
	pay(t, h.client)
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	require.ErrorIs(t, h.receiver.all()[0].err, webhook.ErrSignatureMismatch)
}

func TestRotatedSecrets(t *testing.T) {
	t.Parallel()
	h := newHooked(t, nil)
	rotated, err := h.client.Webhooks.RotateSecret(t.Context(), h.endpoint(t).ID, &webhook.RotateSecretParams{ExpiresIn: new(time.Hour)})
	require.NoError(t, err)
	current, err := webhook.NewVerifier(rotated.Secret.Reveal())
	require.NoError(t, err)
	// A raw signature is checked against the event's time.
	atServer, err := webhook.NewVerifier(rotated.Secret.Reveal(), webhook.AcceptRaw(), webhook.WithClock(h.srv.Clock().Now))
	require.NoError(t, err)
	for n, move := range []time.Duration{0, time.Hour} {
		require.NoError(t, h.srv.Clock().Advance(move))
		pay(t, h.client)
		require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
		got := h.receiver.all()[n]
		require.Equal(t, move == 0, got.err == nil, "the old one signs until it expires")
		_, err := current.Verify([]byte(got.body), got.header)
		require.NoError(t, err)
		got.header.Del("Stateset-Signature")
		_, err = atServer.Verify([]byte(got.body), got.header)
		require.NoError(t, err, "the raw signature is the present secret's")
	}
}

func TestSignaturesAndMovedClocks(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * time.Hour
	for name, test := range map[string]struct {
		opts []mockserver.Option
		want error
	}{
		"real time":     {nil, nil},
		"server's time": {[]mockserver.Option{mockserver.WithServerTimeSignatures()}, webhook.ErrTimestampTooOld},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHooked(t, nil, test.opts...)
			require.NoError(t, h.srv.Clock().Advance(year))
			pay(t, h.client)
			require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
			got := h.receiver.all()[0]
			require.ErrorIs(t, got.err, test.want)
			atServer, err := webhook.NewVerifier(hookSecret, webhook.WithClock(h.srv.Clock().Now))
			require.NoError(t, err)
			_, err = atServer.Verify([]byte(got.body), got.header)
			require.Equal(t, test.want != nil, err == nil)
		})
	}
}

func TestReplay(t *testing.T) {
	t.Parallel()
	h := newHooked(t, func(n int) int { return map[bool]int{true: 500, false: 200}[n == 2] })
	pay(t, h.client)
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	event := h.account.Events().All()[1]
	require.Zero(t, event.PendingWebhooks)
	replayed, err := h.client.Webhooks.ReplayEvent(t.Context(), event.ID)
	require.NoError(t, err)
	require.Equal(t, 1, replayed.PendingWebhooks)
	require.NoError(t, h.srv.Clock().Advance(10*time.Second))
	got := h.receiver.all()
	require.Len(t, got, 3)
	require.Equal(t, got[0].body, got[2].body)
	require.NotEqual(t, got[0].header.Get("X-StateSet-Delivery"), got[1].header.Get("X-StateSet-Delivery"))
	require.Equal(t, got[1].header.Get("X-StateSet-Delivery"), got[2].header.Get("X-StateSet-Delivery"))
	require.Zero(t, h.account.Events().All()[1].PendingWebhooks)
}

// An endpoint of the server receives the events of all accounts, including later ones and
// those after a reset. An endpoint of an account receives its events until a reset.
func TestReceiversOfServerAndAccount(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	all, one := newReceiver(t, srv, nil), newReceiver(t, srv, nil)
	first := srv.NewAccount()
	pay(t, first.Client())
	srv.Webhooks().DeliverTo(all, hookSecret, webhook.PaymentSucceeded)
	first.Webhooks().DeliverTo(one, hookSecret, webhook.PaymentSucceeded)
	pay(t, first.Client())
	pay(t, srv.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.Len(t, all.all(), 2)
	require.Len(t, one.all(), 1)
	srv.Reset()
	pay(t, first.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	require.Len(t, all.all(), 3)
	require.Len(t, one.all(), 1)
}

// Deliveries that run during a reset or a close end without an effect.
func TestResetAndCloseWithDeliveriesUnderWay(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*mockserver.Server){
		"reset": func(s *mockserver.Server) { s.Reset() },
		"close": (*mockserver.Server).Close,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				began, ended := make(chan struct{}), make(chan struct{})
				account := srv.NewAccount()
				account.Webhooks().DeliverTo(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
					close(began)
					<-req.Context().Done()
					close(ended)
				}), hookSecret, webhook.PaymentSucceeded)
				start := time.Now()
				client := account.Client()
				pay(t, client)
				pay(t, client) // waits for its turn
				<-began
				end(srv)
				<-ended
				synctest.Wait()
				require.Zero(t, time.Since(start))
				if name == "reset" {
					require.Empty(t, account.Webhooks().Deliveries())
				}
			})
		})
	}
}

func TestManyPaymentsAreAllDelivered(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	r := newReceiver(t, srv, nil)
	srv.Webhooks().DeliverTo(r, hookSecret, webhook.PaymentSucceeded)
	accounts := []*mockserver.Account{srv.NewAccount(), srv.NewAccount()}
	var wg sync.WaitGroup
	for i := range 64 {
		client := accounts[i%2].Client()
		wg.Go(func() {
			_, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1.00"), Recipient: recipient})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	seen := map[string]bool{}
	for _, got := range r.all() {
		require.NoError(t, got.err)
		seen[got.event.Data.ResourceID] = true
	}
	require.Len(t, seen, 64)
	require.Len(t, r.all(), 64)
}

// First attempts to one endpoint keep the order of the events, and the bodies are the
// same in every run.
func TestSameSeedSameDeliveries(t *testing.T) {
	t.Parallel()
	bodies := map[string]bool{}
	for range 2 {
		srv := mockserver.New(t, mockserver.WithTime(noon), mockserver.WithSeed(3))
		r := newReceiver(t, srv, nil)
		srv.Webhooks().DeliverTo(r, hookSecret)
		client := srv.Account("a").Client()
		for i := range 20 {
			_, err := client.Payments.Create(t.Context(), &payments.CreateParams{
				Amount: stateset.SSUSD("1.00"), Recipient: recipient}, stateset.WithIdempotencyKey("key"+string(rune('a'+i))))
			require.NoError(t, err)
		}
		require.NoError(t, srv.Webhooks().Settle(t.Context()))
		var all string
		for i, got := range r.all() {
			require.Equal(t, srv.Events().All()[i].ID, got.event.ID)
			all += got.header.Get("X-StateSet-Delivery") + got.body
		}
		bodies[all] = true
	}
	require.Len(t, bodies, 1)
}

func TestBadReceivers(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	ok := http.NotFoundHandler()
	require.Panics(t, func() { srv.Webhooks().DeliverTo(nil, hookSecret) })
	require.PanicsWithValue(t, `mockserver: webhook.NewVerifier: secret is too short: must have at least 16 characters after "whsec_"`,
		func() { srv.Webhooks().DeliverTo(ok, "short") })
	require.Panics(t, func() { srv.NewAccount().Webhooks().DeliverTo(ok, hookSecret, webhook.Type("payment.flown")) })
	for url, fault := range map[string]string{"http://example.com/": "https", "": "required", "https://u:p@example.com": "user info"} {
		err := srv.Webhooks().SendTo(url, hookSecret)
		require.ErrorContains(t, err, fault)
		require.NotContains(t, err.Error(), hookSecret)
	}
	require.NoError(t, srv.Webhooks().SendTo("http://127.0.0.1:9/", hookSecret, webhook.OrderDelivered))
}
