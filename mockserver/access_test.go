package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// health calls the control interface with a pair of header name and value.
func health(t *testing.T, srv *mockserver.Server, name, value string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+"/_mock/health", nil)
	require.NoError(t, err)
	req.Header.Set(name, value)
	resp, err := srv.HTTPClient().Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

func TestControlOptions(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{"in memory": "", "TCP": "127.0.0.1:0"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var opts []mockserver.Option
			if address != "" {
				opts = append(opts, mockserver.WithTCP(address))
			}
			local := mockserver.New(t, opts...)
			require.Equal(t, 200, health(t, local, "X-None", ""))
			require.Equal(t, 403, health(t, local, "Origin", "https://mock.test"))
			token := mockserver.New(t, append(opts, mockserver.WithControlToken("secret"))...)
			require.Equal(t, 401, health(t, token, "X-None", ""))
			require.Equal(t, 200, health(t, token, "X-Mock-Token", "secret"))
			open := mockserver.New(t, append(opts, mockserver.WithOpenControl(), mockserver.WithPublicURL("https://mock.test/"))...)
			require.Equal(t, 200, health(t, open, "X-None", ""))
			require.Equal(t, 200, health(t, open, "Origin", "https://mock.test"))
			require.Equal(t, 403, health(t, open, "Origin", "https://evil.test"))
		})
	}
}

func TestBadAccessOptions(t *testing.T) {
	t.Parallel()
	for want, option := range map[string]mockserver.Option{
		"WithControlToken: the token must have 1 to 255 characters, got 0":   mockserver.WithControlToken(""),
		"WithControlToken: the token must have 1 to 255 characters, got 256": mockserver.WithControlToken(strings.Repeat("x", 256)),
		"quotes: character 1 is not one":                                     mockserver.WithControlToken(`"hunter2"`),
		"character 8 is not one":                                             mockserver.WithControlToken("hunter2\n"),
	} {
		_, err := mockserver.Start(t.Context(), option)
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "hunter2")
	}
	for _, address := range []string{"", "mock:8420", "ftp://mock", "https://", "https://u:hunter2@mock", "https://mock?a", "https://mock?", "https://mock#", "http://[fe80::1%25eth0]/"} {
		_, err := mockserver.Start(t.Context(), mockserver.WithPublicURL(address))
		require.ErrorContains(t, err, "WithPublicURL: must be an http or https URL", address)
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func TestPublicURL(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithPublicURL("https://mock:8420/prefix/"))
	require.Equal(t, "http://localhost", srv.URL())
	sent, err := srv.Client().Invoices.Send(t.Context(), "inv_1234567890", &invoices.SendParams{})
	require.NoError(t, err)
	require.Contains(t, sent.PublicURL, "https://mock:8420/prefix/i/")
	require.Equal(t, sent.PublicURL+".pdf", sent.PDFURL)
}

// A delivery to the control interface has no effect, even in the open mode.
func TestOwnDeliveriesCannotControl(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"), mockserver.WithOpenControl())
	account := srv.NewAccount()
	redirect := httptest.NewServer(http.RedirectHandler(srv.URL()+"/_mock/reset", http.StatusTemporaryRedirect))
	defer redirect.Close()
	receivers := map[string]int{
		srv.URL() + "/_mock/reset": 403,
		strings.Replace(srv.URL(), "127.0.0.1", "localhost", 1) + "/_mock/faults":      403,
		strings.Replace(srv.URL(), "127.0.0.1", "LOCALHOST", 1) + "/%5Fmock/clock/set": 403,
		redirect.URL: 307, // not followed
	}
	statusOf := map[string]int{}
	for url := range receivers {
		require.NoError(t, account.Webhooks().SendTo(url, hookSecret, webhook.PaymentSucceeded))
	}
	account.Webhooks().DeliverToPath("/_mock/reset", srv.Handler(), hookSecret, webhook.PaymentSucceeded)
	receivers["https://handler-1.invalid/_mock/reset"] = 403
	paid := pay(t, account.Client())
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	page, err := account.Client().Webhooks.List(t.Context(), nil)
	require.NoError(t, err)
	for _, endpoint := range page.Data {
		for _, d := range account.Webhooks().Deliveries() {
			if d.EndpointID == endpoint.ID {
				statusOf[endpoint.URL] = d.Attempts[0].StatusCode
			}
		}
	}
	require.Equal(t, receivers, statusOf)
	_, err = account.Client().Payments.Get(t.Context(), paid.ID)
	require.NoError(t, err, "nothing was reset")
}
