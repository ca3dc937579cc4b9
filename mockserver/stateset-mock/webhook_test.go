package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

func TestBadWebhookFlags(t *testing.T) {
	t.Parallel()
	const url = "http://127.0.0.1:1/"
	for want, args := range map[string][]string{
		"bad -webhook: want an https URL":                      {"-webhook", "http://example.com"},
		"bad -webhook-secret":                                  {"-webhook", url, "-webhook-secret", "tooshort"},
		"-webhook-secret needs -webhook":                       {"-webhook-secret", "whsec_0123456789abcdef0123456789abcdef"},
		`no type of events is selected by "payment.flown"`:     {"-webhook", url, "-webhook-events", "order.paid,payment.flown"},
		`bad fault "explode": want one of [duplicate`:          {"-webhook-fault", "payment.* explode"},
		"no type of events is selected by \"payment.flown\": ": {"-webhook-fault", "payment.flown drop"},
	} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, exitBadFlags, run(t.Context(), append([]string{"-addr", "127.0.0.1:0"}, args...), &stdout, &stderr), args)
		require.Contains(t, stderr.String(), want)
		require.Equal(t, 1, strings.Count(stderr.String(), "\n"), stderr.String())
		require.NotContains(t, stderr.String(), "tooshort")
		require.Empty(t, stdout.String())
	}
}

// locked is a buffer that the program writes to while a test reads it.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// The program delivers the events of every account, with the fault that was asked for,
// and logs each attempt but never the secret.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	type delivery struct {
		body   []byte
		header http.Header
	}
	got := make(chan delivery, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- delivery{body, r.Header}
	}))
	defer receiver.Close()
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	var log locked
	exit := make(chan int, 1)
	go func() {
		exit <- run(ctx, []string{
			"-addr", "127.0.0.1:0", "-webhook", receiver.URL, "-webhook-events", "payment.succeeded", "-webhook-fault", "payment.* duplicate times=1",
		}, writer, &log)
	}()
	out := bufio.NewReader(reader)
	line, err := out.ReadString('\n')
	require.NoError(t, err)
	url := strings.TrimSuffix(strings.TrimPrefix(line, "stateset-mock listening on "), "\n")
	line, err = out.ReadString('\n')
	require.NoError(t, err)
	secret := strings.TrimSuffix(strings.TrimPrefix(line, "stateset-mock signs webhooks with "), "\n")
	verifier, err := webhook.NewVerifier(secret)
	require.NoError(t, err)

	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/v1/payments",
		strings.NewReader(`{"amount":1.00,"currency":"ssusd","recipient":"stateset1merchantaddress123"}`))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer sk_test_anybody")
	req.Header.Set("Content-Type", "application/json")
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	for range 3 {
		d := <-got
		event, err := verifier.Verify(d.body, d.header)
		require.NoError(t, err)
		require.Equal(t, webhook.Type("payment.succeeded"), event.Type)
	}
	require.Equal(t, 200, control(t, url+"/_mock/webhooks/settle"))
	cancel()
	require.Equal(t, exitOK, <-exit)
	require.Equal(t, 3, strings.Count(log.String(), "msg=webhook type=payment.succeeded event=evt_test_"), log.String())
	require.Contains(t, log.String(), "attempt=1 status=200 took=")
	require.NotContains(t, log.String(), secret)
}

func control(t *testing.T, url string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, nil)
	require.NoError(t, err)
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}
