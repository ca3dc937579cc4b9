package main

import (
	"bufio"
	"context"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "whsec_test_5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4"

func TestDemo(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), nil, "", &out, io.Discard))
	require.Equal(t, `A customer pays an order of 25.00 ssusd. The mock server delivers the event payment.succeeded three times.
  The shop responds to the first delivery with 200 OK.
  The shop responds to the second delivery with 200 OK.
  The shop responds to the third delivery with 200 OK.
  The shop responds to the delivery with a forged signature with 401 Unauthorized.
Number of payments in the books of the shop: 1.
  The order is paid with 25.00 ssusd.
`, out.String())
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s, err := openShop(t.Context(), "file:"+filepath.Join(t.TempDir(), "shop.db"), slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(s.close)
	return s
}

// Two processes of the shop receive each delivery three times.
func TestPaymentsAreBookedOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	srv := mockserver.New(t)
	for range 2 {
		webhooks, err := s.webhooks(secret)
		require.NoError(t, err)
		srv.Webhooks().DeliverTo(webhooks, secret)
	}
	srv.Webhooks().Disturb(webhook.Type("payment.*"), mockserver.Duplicated())
	order, err := pay(t.Context(), srv.Client())
	require.NoError(t, err)
	require.NoError(t, srv.Webhooks().Settle(t.Context()))
	entries, err := s.entries(t.Context())
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.Equal(t, order.ID, entries[0].order)
	require.Equal(t, "25.00 ssusd", entries[0].amount)
}

func TestFailedBookingIsRetried(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	webhooks, err := s.webhooks(secret)
	require.NoError(t, err)
	deliver := func() int {
		w := httptest.NewRecorder()
		webhooks.ServeHTTP(w, webhook.NewTestRequest(secret, webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1", Amount: stateset.SSUSD("1.00")}))
		return w.Code
	}
	_, err = s.db.ExecContext(t.Context(), "ALTER TABLE payments RENAME TO lost")
	require.NoError(t, err)
	require.Equal(t, http.StatusInternalServerError, deliver())
	_, err = s.db.ExecContext(t.Context(), "ALTER TABLE lost RENAME TO payments")
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, deliver())
	require.Equal(t, http.StatusOK, deliver())
	entries, err := s.entries(t.Context())
	require.NoError(t, err)
	require.Equal(t, []entry{{"pay_1", "", "1.00 ssusd"}}, entries)
}

func TestServesUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	file := filepath.Join(t.TempDir(), "shop.db")
	stdout, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-db", file}, secret+",whsec_the_previous_of_two", in, io.Discard)
	}()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	url := strings.TrimSuffix(strings.TrimPrefix(line, "receiving webhooks at "), "\n")

	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	status := func(r *http.Request, err error) int {
		t.Helper()
		require.NoError(t, err)
		response, err := client.Do(r)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		return response.StatusCode
	}
	for key, want := range map[string]int{secret: 200, "whsec_the_previous_of_two": 200, "whsec_of_an_attacker_00000000": 401} {
		signed := webhook.NewTestRequest(key, webhook.PaymentSucceeded, &payments.Payment{ID: "pay_1", Amount: stateset.SSUSD("1.00")})
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, signed.Body)
		r.Header = signed.Header
		require.Equal(t, want, status(r, err))
	}
	health := strings.Replace(url, "/webhooks", "/healthz", 1)
	require.Equal(t, 200, status(http.NewRequestWithContext(t.Context(), http.MethodGet, health, nil)))
	require.Equal(t, 405, status(http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)))
	stop()
	require.NoError(t, <-ended)
}

func TestInvalidOptions(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "shop.db")
	for message, test := range map[string]struct {
		args   []string
		secret string
	}{
		"flag provided but not defined": {[]string{"-unknown"}, secret},
		"secret":                        {[]string{"-db", file}, "short"},
		"unable to open":                {[]string{"-db", filepath.Join(file, "below")}, secret},
		"unknown port":                  {[]string{"-db", file, "-addr", "127.0.0.1:x"}, secret},
	} {
		require.ErrorContains(t, run(t.Context(), test.args, test.secret, io.Discard, io.Discard), message)
	}
	require.ErrorIs(t, run(t.Context(), []string{"-h"}, secret, io.Discard, io.Discard), flag.ErrHelp)
}
