package integration

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// build compiles a program of the module.
func build(t *testing.T, target string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), filepath.Base(target))
	command := exec.Command("go", "build", "-o", binary, target)
	command.Dir = "../.."
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return binary
}

// program is a running stateset-mock.
type program struct {
	command *exec.Cmd
	stdout  *bufio.Reader
	url     string
}

var ready = regexp.MustCompile(`^stateset-mock listening on (http://127\.0\.0\.1:[0-9]+)\n$`)

func start(t *testing.T, binary string, args ...string) *program {
	t.Helper()
	p := &program{command: exec.Command(binary, append([]string{"-addr", "127.0.0.1:0"}, args...)...)}
	stdout, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	t.Cleanup(func() { _ = p.command.Process.Kill() })
	p.stdout = bufio.NewReader(stdout)
	line, err := p.stdout.ReadString('\n')
	require.NoError(t, err)
	match := ready.FindStringSubmatch(line)
	require.NotNil(t, match, "the first line is %q", line)
	p.url = match[1]
	return p
}

func (p *program) call(t *testing.T, method, path, key, body string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, p.url+path, strings.NewReader(body))
	require.NoError(t, err)
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	var answer map[string]any
	decoder := json.NewDecoder(response.Body)
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&answer))
	return response.StatusCode, answer
}

func TestTheBinaryServesAnyLanguage(t *testing.T) {
	t.Parallel()
	p := start(t, build(t, "./mockserver/stateset-mock"), "-seed", "7")

	status, answer := p.call(t, "GET", "/_mock/health", "", "")
	require.Equal(t, 200, status)
	require.Equal(t, "ok", answer["status"])

	status, answer = p.call(t, "POST", "/v1/payments", "sk_test_any", `{"amount": 100.00, "currency": "ssusd", "recipient": "stateset1merchantaddress123"}`)
	require.Equal(t, 201, status, answer)
	require.Equal(t, json.Number("100.00"), answer["amount"])
	require.Equal(t, "succeeded", answer["status"])

	status, answer = p.call(t, "POST", "/v1/payments", "sk_test_any", `{"currency": "ssusd", "recipient": "stateset1merchantaddress123"}`)
	require.Equal(t, 400, status)
	require.Equal(t, "The 'amount' parameter is required", answer["error"].(map[string]any)["message"])

	_, before := p.call(t, "GET", "/_mock/clock", "", "")
	status, after := p.call(t, "POST", "/_mock/clock/advance", "", `{"seconds": 3600}`)
	require.Equal(t, 200, status)
	require.Equal(t, json.Number("0"), before["offset_seconds"])
	require.Equal(t, json.Number("3600"), after["offset_seconds"])

	status, answer = p.call(t, "POST", "/_mock/wallets/fund", "", `{"account": "any", "address": "stateset1freshwallet", "amount": {"value": "12.34", "denom": "ssusd"}}`)
	require.Equal(t, 200, status, answer)
	status, answer = p.call(t, "POST", "/v1/order/pay", "sk_test_any",
		`{"order_id": "order_1234567890", "payment_method": {"type": "ssusd", "wallet_address": "stateset1freshwallet", "amount": {"value": "12.34", "denom": "ssusd"}}}`)
	require.Equal(t, 200, status, answer)
	require.Equal(t, "partially_paid", answer["order"].(map[string]any)["payment_status"])

	require.NoError(t, p.command.Process.Signal(syscall.SIGTERM))
	rest, err := io.ReadAll(p.stdout)
	require.NoError(t, err)
	require.Empty(t, string(rest), "standard output has one line")
	require.NoError(t, p.command.Wait(), "SIGTERM ends it with status 0")
}

func TestTheBinaryRefusesWhatItCannotDo(t *testing.T) {
	t.Parallel()
	binary := build(t, "./mockserver/stateset-mock")
	p := start(t, binary)
	for _, test := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"-addr", strings.TrimPrefix(p.url, "http://")}, 1, "in use"},
		{[]string{"-addr", "127.0.0.1:65536"}, 2, "65535"},
		{[]string{"-addr", "127.0.0.1:abc"}, 2, "port"},
		{[]string{"-plan", "gold"}, 2, "enterprise"},
		{[]string{"-colour"}, 2, "colour"},
		{[]string{"serv"}, 2, "serve"},
	} {
		var stderr strings.Builder
		command := exec.Command(binary, test.args...)
		command.Stderr = &stderr
		stdout, err := command.Output()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit, "%v", test.args)
		require.Equal(t, test.status, exit.ExitCode(), "%v", test.args)
		require.Contains(t, stderr.String(), test.says)
		require.Empty(t, stdout)
	}
}
