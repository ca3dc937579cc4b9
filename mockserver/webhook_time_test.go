package mockserver_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// hanging is a receiver that does not respond.
var hanging = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })

// ask posts a body, with or without the key of an account, and returns the status and the
// body of the response.
func ask(t *testing.T, srv *mockserver.Server, key, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := srv.HTTPClient().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

// Stalled receivers delay clock moves and waits for deliveries. These calls still receive
// their responses.
func TestControlCallsOutlastReceivers(t *testing.T) {
	t.Parallel()
	for path, test := range map[string]struct {
		body     string
		payments int
		took     time.Duration
	}{
		"/clock/advance":   {`{"seconds":90000}`, 1, 70 * time.Second},
		"/webhooks/settle": {"", 9, 90 * time.Second},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t, mockserver.WithTime(noon))
				account := srv.NewAccount()
				account.Webhooks().DeliverTo(hanging, hookSecret, webhook.PaymentSucceeded)
				client := account.Client()
				for range test.payments {
					pay(t, client)
				}
				began := time.Now()
				status, body := ask(t, srv, "", "/_mock"+path, test.body)
				require.Equal(t, 200, status, body)
				require.Equal(t, test.took, time.Since(began))
				status, _ = ask(t, srv, "", "/_mock"+path, `{"minutes":1}`)
				require.Equal(t, 400, status, "the connection goes on")
			})
		})
	}
}

// A delivery whose hold ends while another attempt runs is attempted once. Its schedule
// begins with that attempt.
func TestHeldDeliveryIsAttemptedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		account := srv.NewAccount()
		requests := 0
		account.Webhooks().DeliverTo(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if requests++; requests == 1 { // the delivery that overtakes
				<-time.After(8 * time.Second)
				return
			}
			w.WriteHeader(http.StatusInternalServerError)
		}), hookSecret, webhook.PaymentSucceeded)
		account.Webhooks().Disturb(webhook.PaymentSucceeded, mockserver.OutOfOrder(), mockserver.Times(1))
		client := account.Client()
		began := time.Now()
		pay(t, client)
		<-time.After(5 * time.Second)
		pay(t, client)
		<-time.After(2 * time.Minute)
		var at []time.Duration
		for _, attempt := range account.Webhooks().Deliveries()[0].Attempts {
			at = append(at, attempt.At.Sub(began))
		}
		require.Equal(t, []time.Duration{13 * time.Second, 23 * time.Second, 83 * time.Second}, at)
		require.Equal(t, 4, requests)
	})
}

// Stalled receivers do not delay the other receivers of any account.
func TestHangingReceiversDoNotHoldUpOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		slow, other := srv.NewAccount(), srv.NewAccount()
		for range 60 {
			slow.Webhooks().DeliverTo(hanging, hookSecret, webhook.PaymentSucceeded)
		}
		quick := newReceiver(t, srv, nil)
		slow.Webhooks().DeliverTo(quick, hookSecret, webhook.PaymentSucceeded)
		other.Webhooks().DeliverTo(quick, hookSecret, webhook.PaymentSucceeded)
		began := time.Now()
		pay(t, slow.Client())
		pay(t, other.Client())
		synctest.Wait()
		require.Len(t, quick.all(), 2)
		require.Zero(t, time.Since(began))
	})
}
