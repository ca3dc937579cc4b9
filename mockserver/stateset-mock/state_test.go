package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// fundWallet funds a wallet of the account demo.
func fundWallet(t *testing.T, url string) {
	t.Helper()
	body := `{"account":"demo","address":"stateset1customer","amount":{"value":"5.00","denom":"ssusd"}}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/_mock/wallets/fund", bytes.NewBufferString(body))
	require.NoError(t, err)
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	answer, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusOK, resp.StatusCode, "%s", answer)
}

func TestStateIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	first := start(t, "-addr", "127.0.0.1:0", "-state", path)
	fundWallet(t, first.url)
	first.end()
	require.Equal(t, exitOK, <-first.exit)
	document, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(document), "wallet:stateset1customer")

	second := start(t, "-addr", "127.0.0.1:0", "-state", path)
	require.Equal(t, http.StatusOK, get(t, second.url+"/v1/payments", "sk_test_demo"))
	second.end()
	require.Equal(t, exitOK, <-second.exit)
	again, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(again), "wallet:stateset1customer", "the second program has restored and written it")
}

func TestDamagedStateEndsTheProgram(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	require.NoError(t, os.WriteFile(path, []byte("{}"), 0o600))
	var stderr bytes.Buffer
	require.Equal(t, exitFailed, run(context.Background(), []string{"-addr", "127.0.0.1:0", "-state", path}, noEnvironment, io.Discard, &stderr))
	require.Contains(t, stderr.String(), "stateset-mock: -state (STATESET_MOCK_STATE): "+path+": the snapshot is not in the format of stateset-mock. The file was not changed")
	document, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "{}", string(document))
}
