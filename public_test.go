package stateset_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

func public(t *testing.T, s *wiretest.Recorder, opts ...stateset.Option) *stateset.Client {
	t.Helper()
	client, err := stateset.NewPublic(append([]stateset.Option{stateset.WithHTTPClient(&http.Client{Transport: s})}, opts...)...)
	require.NoError(t, err)
	return client
}

func TestPublicClient(t *testing.T) {
	t.Setenv("STATESET_API_KEY", wiretest.Key)
	t.Setenv("STATESET_BASE_URL", "http://localhost:1")
	s := wiretest.New(wiretest.Respond(200, `{"reserves":{"total_value_usd":"5.00"}}`))
	client := public(t, s)
	got, err := client.Stablecoin.Reserves(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "5.00 USD", got.Reserves.TotalValue.String())
	require.Equal(t, "https://api.stateset.com/v1/stablecoin/reserves", s.Last(t).URL)
	require.NotContains(t, s.Last(t).Header, "Authorization")
	require.Equal(t, "stateset.Client(https://api.stateset.com/v1, no key)", fmt.Sprint(client))

	derived, err := client.With(stateset.WithBaseURL("http://127.0.0.1:8420"))
	require.NoError(t, err)
	_, err = derived.Stablecoin.Reserves(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:8420/v1/stablecoin/reserves", s.Last(t).URL)
	require.NotContains(t, s.Last(t).Header, "Authorization")
}

func TestPublicClientAgainstTheMock(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t)
	client, err := stateset.NewPublic(stateset.WithBaseURL(srv.URL()), stateset.WithHTTPClient(srv.HTTPClient()))
	require.NoError(t, err)
	got, err := client.Stablecoin.Reserves(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "125000000.00 USD", got.Reserves.TotalValue.String(), "the report for callers without a key")
	_, err = client.Payments.List(t.Context(), nil)
	require.EqualError(t, err, "stateset: Payments.List: key: is required: create the client with stateset.New")
	require.Len(t, srv.Requests(), 1)
}

func TestPublicClientAndDo(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{}`))
	client := public(t, s)
	require.NoError(t, client.Do(t.Context(), "GET", "/stablecoin/reserves?format=summary", nil, nil))
	require.NotContains(t, s.Only(t).Header, "Authorization")
	for _, call := range [][2]string{{"GET", "/payments"}, {"POST", "/stablecoin/reserves"}, {"GET", "/stablecoin/reserves/2026"}} {
		err := client.Do(t.Context(), call[0], call[1], nil, nil)
		require.EqualError(t, err, "stateset: Do: key: is required: create the client with stateset.New", call)
	}
	require.Len(t, s.Requests(), 1)
}

func TestPublicClientHasNoAccount(t *testing.T) {
	t.Parallel()
	_, err := stateset.NewPublic(stateset.WithAccount("acct_1"))
	require.EqualError(t, err, "stateset: WithAccount: requires an API key: create the client with stateset.New")
	s := wiretest.New()
	client := public(t, s)
	_, err = client.With(stateset.WithAccount("acct_1"))
	require.EqualError(t, err, "stateset: WithAccount: requires an API key: create the client with stateset.New")
	_, err = client.Stablecoin.Reserves(t.Context(), nil, stateset.WithAccount("acct_1"))
	require.EqualError(t, err, "stateset: Stablecoin.Reserves: WithAccount: requires an API key: create the client with stateset.New")
	require.Empty(t, s.Requests())
}

// Lists make their calls in another way.
func TestPublicClientWalksNoList(t *testing.T) {
	t.Parallel()
	s := wiretest.New()
	for payment, err := range public(t, s).Payments.All(t.Context(), &payments.ListParams{}) {
		require.Nil(t, payment)
		require.EqualError(t, err, "stateset: Payments.List: key: is required: create the client with stateset.New")
	}
	require.Empty(t, s.Requests())
}

func TestNewPublicRefusesBadOptions(t *testing.T) {
	t.Parallel()
	_, err := stateset.NewPublic(stateset.WithMaxAttempts(99))
	require.EqualError(t, err, "stateset: WithMaxAttempts: must be 1..10, got 99")
	_, err = stateset.NewPublic(stateset.WithBaseURL("http://example.com"))
	require.ErrorContains(t, err, "http is accepted for loopback only")
}
