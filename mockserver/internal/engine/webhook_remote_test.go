package engine

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/clock"
	"github.com/stateset/stateset-go/webhook"
)

// recorder is a Sender that records whether a remote caller set the URL.
type recorder struct{ remote chan bool }

func (r recorder) Send(_ context.Context, s *Shipment) Outcome {
	r.remote <- s.Remote
	return Outcome{StatusCode: 200, Succeeded: true}
}

// remoteAccount returns an account with an endpoint that another machine registered.
func remoteAccount(t *testing.T, opts Options) (a *Account, endpoint *webhook.Endpoint) {
	t.Helper()
	opts.Clock = clock.NewFrozen(birth)
	e := New(opts)
	t.Cleanup(e.Close)
	a = e.Account(AccountKey{Name: "abc"})
	require.NoError(t, a.Update(func(tx *Tx) (err error) {
		tx.Remote = true
		endpoint, err = tx.CreateEndpoint(&webhook.CreateParams{URL: "https://example.com", Events: []webhook.Type{webhook.AllTypes}})
		return err
	}))
	return a, endpoint
}

func changeURL(a *Account, id, url string, remote bool) error {
	return a.Update(func(tx *Tx) error {
		tx.Remote = remote
		_, err := tx.UpdateEndpoint(id, &webhook.UpdateParams{URL: &url})
		return err
	})
}

func TestRemoteCallersAndThisMachine(t *testing.T) {
	t.Parallel()
	here := []string{"http://localhost:1/", "https://LOCALHOST/", "https://127.8.8.8/", "http://[::1]:80/", "https://[::ffff:127.0.0.1]/"}
	strict, endpoint := remoteAccount(t, Options{})
	private, another := remoteAccount(t, Options{PlainHTTP: true})
	for _, url := range here {
		err := strict.Update(func(tx *Tx) error {
			tx.Remote = true
			_, err := tx.CreateEndpoint(&webhook.CreateParams{URL: url})
			return err
		})
		require.ErrorContains(t, err, "own machine", url)
		require.ErrorContains(t, changeURL(strict, endpoint.ID, url, true), "own machine", url)
		require.NoError(t, changeURL(private, another.ID, url, true), url)
		require.NoError(t, changeURL(strict, endpoint.ID, url, false), url)
	}
	require.ErrorContains(t, changeURL(strict, endpoint.ID, "http://app:8080/", false), "-webhook-private-networks")
	require.NoError(t, changeURL(private, another.ID, "http://app:8080/", true))
}

// A shipment reports whether a remote caller set the URL, because a name may resolve to
// this machine later.
func TestShipmentsOfRemoteCallers(t *testing.T) {
	t.Parallel()
	sender := recorder{make(chan bool, 1)}
	a, endpoint := remoteAccount(t, Options{Sender: sender})
	send := func() bool {
		require.NoError(t, a.Update(func(tx *Tx) error {
			_, err := tx.SendTest(endpoint.ID, &webhook.SendTestParams{Type: "order.paid"})
			return err
		}))
		require.NoError(t, a.engine.Settle(t.Context()))
		return <-sender.remote
	}
	require.True(t, send())
	require.NoError(t, changeURL(a, endpoint.ID, "https://example.org", false))
	require.False(t, send())
	require.NoError(t, changeURL(a, endpoint.ID, "https://example.net", true))
	require.True(t, send())
}
