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

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// noEnvironment is an environment without variables.
func noEnvironment(string) string { return "" }

func TestBadWebhookFlags(t *testing.T) {
	t.Parallel()
	const url = "http://127.0.0.1:1/"
	for want, args := range map[string][]string{
		"-webhook-private-networks allows http to other":                     {"-webhook", "http://example.com"},
		"-webhook (STATESET_MOCK_WEBHOOK): must be an https or http URL":     {"-webhook", "ftp://app:8080/", "-webhook-private-networks"},
		"-webhook-secret (STATESET_MOCK_WEBHOOK_SECRET): secret is too":      {"-webhook", url, "-webhook-secret", "tooshort"},
		"-webhook-events (STATESET_MOCK_WEBHOOK_EVENTS): requires -webhook":  {"-webhook-events", "order.paid"},
		"-webhook-secret (STATESET_MOCK_WEBHOOK_SECRET): requires -webhook":  {"-webhook-secret", "whsec_0123456789abcdef0123456789abcdef"},
		`"payment.flown" matches no event type`:                              {"-webhook", url, "-webhook-events", "order.paid,payment.flown"},
		`bad fault "explode": must be one of duplicate, out_of_order, delay`: {"-webhook-fault", "payment.* explode"},
		"\"payment.flown\" matches no event type: ":                          {"-webhook-fault", "payment.flown drop"},
	} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, exitBadFlags, run(t.Context(), append([]string{"-addr", "127.0.0.1:0"}, args...), noEnvironment, &stdout, &stderr), args)
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

// The program delivers the events of every account, applies the fault of the flag, and
// logs each attempt without the secret.
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
		}, noEnvironment, writer, &log)
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

// A secret in the environment is not in the list of processes, and is never printed.
func TestSecretOfTheEnvironment(t *testing.T) {
	t.Parallel()
	const secret = "whsec_0123456789abcdef0123456789abcdef"
	for name, test := range map[string]struct {
		flag, variable, want string
	}{
		"the variable":          {"", secret, secret},
		"the flag goes first":   {"whsec_fedcba9876543210fedcba9876543210", secret, "whsec_fedcba9876543210fedcba9876543210"},
		"without -webhook, too": {"", secret, ""},
	} {
		s := webhookSettings{url: "http://127.0.0.1:1/", secret: test.flag}
		if test.want == "" {
			s.url = ""
		}
		require.NoError(t, s.complete(func(variable string) string { return map[string]string{secretVariable: test.variable}[variable] }), name)
		require.Equal(t, test.want, s.secret, name)
		require.False(t, s.made, name)
	}
	s := webhookSettings{url: "http://127.0.0.1:1/"}
	err := s.complete(func(string) string { return "sk_test_notasecret" })
	require.ErrorContains(t, err, "STATESET_WEBHOOK_SECRET: secret is an API key")
	require.NotContains(t, err.Error(), "notasecret")
	made := webhookSettings{url: s.url}
	require.NoError(t, made.complete(noEnvironment))
	require.True(t, made.made)
}

// The program refuses an invalid secret with an error, because no receiver would accept
// its signatures.
func TestMangledSecretsAreRefused(t *testing.T) {
	t.Parallel()
	const secret = "whsec_0123456789abcdef0123456789abcdef"
	for text, want := range map[string]string{
		`"` + secret + `"`:                    "has quotes",
		"v1," + secret:                        `has text before "whsec_"`,
		"STATESET_WEBHOOK_SECRET=" + secret:   `has text before "whsec_"`,
		"$STATESET_WEBHOOK_SECRET":            "is the name of a variable",
		"${STATESET_WEBHOOK_SECRET}":          "is the name of a variable",
		"\ufeff" + secret:                     "byte order mark",
		secret + "\u200b":                     "invisible character",
		secret + "," + secret:                 `contains "whsec_" twice`,
		"/run/secrets/webhook":                "has an invalid character",
		secret[:len("whsec_")+15] + "\u00e9x": "has an invalid character",
	} {
		for source, fault := range map[string]func(*webhookSettings) error{
			"-webhook-secret (STATESET_MOCK_WEBHOOK_SECRET)": func(s *webhookSettings) error { s.secret = text; return s.complete(noEnvironment) },
			secretVariable: func(s *webhookSettings) error { return s.complete(func(string) string { return text }) },
		} {
			err := fault(&webhookSettings{url: "http://127.0.0.1:1/"})
			require.ErrorContains(t, err, source+": secret ", text)
			require.ErrorContains(t, err, want, text)
			require.NotContains(t, err.Error(), "0123456789")
		}
	}
}

// Containers reach each other by name, over http.
func TestReceiverOfAnotherContainer(t *testing.T) {
	t.Parallel()
	s := webhookSettings{url: "http://app:8080/hooks", private: true}
	require.NoError(t, s.complete(noEnvironment))
	srv := mockserver.New(t, s.options()...)
	require.NoError(t, s.register(srv))
}
