package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The control token is in no log, response and journal, also when it is sent to the API.
func TestTokenIsNeverPrinted(t *testing.T) {
	t.Parallel()
	const token = "hunter2-hunter2"
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	var log locked
	exit := make(chan int, 1)
	go func() {
		exit <- run(ctx, []string{"-addr", "127.0.0.1:0", "-log-level", "debug", "-control-token", token}, noEnvironment, writer, &log)
	}()
	line, err := bufio.NewReader(reader).ReadString('\n')
	require.NoError(t, err)
	url := strings.TrimSuffix(strings.TrimPrefix(line, "stateset-mock listening on "), "\n")
	send := func(path string, headers ...string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+path, nil)
		require.NoError(t, err)
		req.Close = true
		for i := 0; i < len(headers); i += 2 {
			req.Header.Add(headers[i], headers[i+1])
		}
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NotContains(t, string(body), token)
		return resp.StatusCode, string(body)
	}
	for path, want := range map[string]int{"/v1/payments": 401, "/_mock/health": 200, "/_mock": 200, "/": 200, "/nowhere": 401} {
		status, _ := send(path, "Authorization", "Bearer "+token)
		require.Equal(t, want, status, path)
	}
	status, _ := send("/v1/payments", "Authorization", "Bearer sk_test_a", "X-Mock-Token", token)
	require.Equal(t, 200, status)
	status, _ = send("/_mock/health", "X-Mock-Token", token+token)
	require.Equal(t, 401, status)
	status, journal := send("/_mock/requests", "X-Mock-Token", token)
	require.Equal(t, 200, status)
	require.Contains(t, journal, `"/v1/payments"`)
	cancel()
	require.Equal(t, exitOK, <-exit)
	require.Contains(t, log.String(), "control=token")
	require.NotContains(t, line+log.String(), token)
}
