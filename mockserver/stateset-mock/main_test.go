package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// asProgram makes the test binary run as the program.
const asProgram = "STATESET_MOCK_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	goleak.VerifyTestMain(m)
}

// started is a running program.
type started struct {
	url  string
	end  context.CancelFunc
	exit chan int
}

// start runs the program and waits for its first line of output.
func start(t *testing.T, args ...string) *started {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	p := &started{end: cancel, exit: make(chan int, 1)}
	reader, writer := io.Pipe()
	go func() {
		p.exit <- run(ctx, args, noEnvironment, writer, io.Discard)
		_ = writer.Close()
	}()
	line, err := bufio.NewReader(reader).ReadString('\n')
	require.NoError(t, err)
	p.url = strings.TrimSuffix(strings.TrimPrefix(line, "stateset-mock listening on "), "\n")
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	return p
}

func get(t *testing.T, url, key string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+key)
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

func TestServesUntilItIsEnded(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", "127.0.0.1:0", "-plan", "free", "-seed", "1")
	require.Regexp(t, `^http://127\.0\.0\.1:\d+$`, p.url)
	require.Equal(t, 200, get(t, p.url+"/v1/payments", "sk_test_a"))
	require.Equal(t, 401, get(t, p.url+"/v1/payments", "sk_live_a"))

	var stdout, stderr bytes.Buffer
	require.Equal(t, exitFailed, run(t.Context(), []string{"-addr", strings.TrimPrefix(p.url, "http://")}, noEnvironment, &stdout, &stderr))
	require.Contains(t, stderr.String(), "address already in use")
	require.Empty(t, stdout.String())
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", "127.0.0.1:0", "-fault", "GET /v1/payments times=1 do=status:503", "-fault", "GET /v1/orders do=status:418")
	require.Equal(t, 503, get(t, p.url+"/v1/payments", "sk_test_a"))
	require.Equal(t, 200, get(t, p.url+"/v1/payments", "sk_test_a"))
	require.Equal(t, 418, get(t, p.url+"/v1/orders", "sk_test_a"))
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

func TestUnusedFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args   []string
		status int
		report string
	}{
		"unused":   {[]string{"-fault", "POST /paymentz do=reset"}, exitOK, `stateset-mock: the fault f1 "POST /paymentz do=reset" fired 0 times`},
		"strict":   {[]string{"-strict-faults", "-fault", "POST /paymentz do=reset"}, exitUnused, `stateset-mock: the fault f1 "POST /paymentz do=reset"`},
		"optional": {[]string{"-strict-faults", "-fault", "POST /payments do=reset optional", "-fault", "flaky"}, exitOK, ""},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var stdout, stderr bytes.Buffer
		args := append([]string{"-addr", "127.0.0.1:0", "-log-level", "error"}, test.args...)
		require.Equal(t, test.status, run(ctx, args, noEnvironment, &stdout, &stderr), name)
		require.True(t, strings.HasPrefix(stderr.String(), test.report), "%s: %s", name, stderr.String())
		require.Equal(t, test.report == "", stderr.Len() == 0, stderr.String())
	}
}

func TestJournalFlag(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", "127.0.0.1:0", "-journal", "2", "-journal-bytes", "2000000")
	for range 3 {
		require.Equal(t, 200, get(t, p.url+"/v1/payments", "sk_test_a"))
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/_mock/requests", nil)
	require.NoError(t, err)
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(string(body), `"operation":"Payments.List"`), string(body))
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

func TestLiveKeys(t *testing.T) {
	t.Parallel()
	p := start(t, "-addr", "localhost:0", "-accept-live-keys")
	require.Equal(t, 200, get(t, p.url+"/v1/payments", "sk_live_a"))
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

func TestWarnsBeyondLoopback(t *testing.T) {
	t.Parallel()
	for address, loopback := range map[string]bool{
		defaultAddress: true, "localhost:1": true, "[::1]:1": true,
		"0.0.0.0:1": false, ":1": false, "192.0.2.1:1": false, "example.com:1": false,
	} {
		require.Equal(t, loopback, onLoopback(address), address)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitOK, run(ctx, []string{"-addr", ":0"}, noEnvironment, &stdout, &stderr))
	require.Contains(t, stderr.String(), "level=WARN msg=\"other machines can reach the server, and read all data with any test key\" address=:0")
	require.Equal(t, 1, strings.Count(stdout.String(), "\n"))
}

func TestSignals(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-addr", "127.0.0.1:0")
		cmd.Env = append(os.Environ(), asProgram+"=1")
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		out := bufio.NewReader(stdout)
		line, err := out.ReadString('\n')
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(line, "stateset-mock listening on http://127.0.0.1:"), line)
		require.NoError(t, cmd.Process.Signal(signal))
		rest, err := io.ReadAll(out)
		require.NoError(t, err)
		require.Empty(t, rest, "one line is all")
		require.NoError(t, cmd.Wait(), "status 0")
	}
}
