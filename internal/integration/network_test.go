//go:build linux

package integration

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Variables of the test. CI sets them, because its user is not root.
const (
	requireNetworks = "STATESET_TEST_NETWORKS" // namespaces must be available
	builtPrograms   = "STATESET_TEST_PROGRAMS" // the directory of stateset-mock and containerapp
)

// networks are two network namespaces that are connected by a pair of virtual devices,
// like two containers.
type networks struct {
	mock, app string // names of the namespaces
	programs  string // the directory of stateset-mock and containerapp
	ca        string // the file of the mock's CA
}

// newNetworks creates the namespaces. The names mock and app resolve in both.
func newNetworks(t *testing.T) *networks {
	t.Helper()
	if reason := lacksNamespaces(); reason != "" {
		if os.Getenv(requireNetworks) != "" {
			t.Fatal(reason)
		}
		t.Skip("network namespaces: " + reason)
	}
	suffix := fmt.Sprint(os.Getpid() % 100_000)
	n := &networks{mock: "ssm" + suffix, app: "ssa" + suffix, programs: os.Getenv(builtPrograms), ca: filepath.Join(t.TempDir(), "ca.pem")}
	if n.programs == "" {
		n.programs = t.TempDir()
		command(t, "go", "build", "-C", "../..", "-o", filepath.Join(n.programs, "stateset-mock"), "./mockserver/stateset-mock")
		command(t, "go", "build", "-o", filepath.Join(n.programs, "containerapp"), "./containerapp")
	}
	for _, name := range []string{n.mock, n.app} {
		command(t, "ip", "netns", "add", name)
		hosts := filepath.Join("/etc/netns", name) // ip netns exec mounts its files over those in /etc
		t.Cleanup(func() {
			command(t, "ip", "netns", "del", name)
			require.NoError(t, os.RemoveAll(hosts))
		})
		require.NoError(t, os.MkdirAll(hosts, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(hosts, "hosts"), []byte("127.0.0.1 localhost\n10.77.0.1 mock\n10.77.0.2 app\n"), 0o644))
	}
	command(t, "ip", "link", "add", "veth0", "netns", n.mock, "type", "veth", "peer", "name", "veth0", "netns", n.app)
	for i, name := range []string{n.mock, n.app} {
		command(t, "ip", "-n", name, "addr", "add", fmt.Sprintf("10.77.0.%d/24", i+1), "dev", "veth0")
		command(t, "ip", "-n", name, "link", "set", "veth0", "up")
		command(t, "ip", "-n", name, "link", "set", "lo", "up")
	}
	return n
}

// lacksNamespaces returns the reason why this machine cannot run the test, or "".
func lacksNamespaces() string {
	if os.Geteuid() != 0 {
		return "only root can create them"
	}
	for _, program := range []string{"ip", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			return program + " is not installed"
		}
	}
	probe := fmt.Sprint("ssp", os.Getpid()%100_000)
	if output, err := exec.Command("ip", "netns", "add", probe).CombinedOutput(); err != nil {
		return "this machine does not permit them: " + strings.TrimSpace(string(output))
	}
	_ = exec.Command("ip", "netns", "del", probe).Run()
	return ""
}

// command runs a program, and returns its standard output.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	require.NoError(t, err, "%s %s: %s", name, strings.Join(args, " "), stderr.String())
	return string(output)
}

// in runs a program in a namespace.
func (n *networks) in(t *testing.T, namespace string, environment []string, args ...string) string {
	t.Helper()
	return command(t, "ip", append([]string{"netns", "exec", namespace, "env"}, append(environment, args...)...)...)
}

// start runs the mock server on all addresses of its namespace until the test ends.
func (n *networks) start(t *testing.T, args ...string) {
	t.Helper()
	arguments := []string{"netns", "exec", n.mock, filepath.Join(n.programs, "stateset-mock"), "-addr", ":8420", "-public-url", "http://mock:8420"}
	cmd := exec.Command("ip", append(arguments, args...)...)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // ip has replaced itself with the mock server
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "stateset-mock listening on ")
}

// curl calls the mock server from the other namespace. It returns the status and the
// body of the response.
func (n *networks) curl(t *testing.T, args ...string) (status, body string) {
	t.Helper()
	output := n.in(t, n.app, nil, append([]string{"curl", "-sS", "-m", "20", "-w", "\n%{http_code}"}, args...)...)
	i := strings.LastIndexByte(output, '\n')
	return output[i+1:], output[:i]
}

// pay runs the program with the SDK, and returns the ID of its payment.
func (n *networks) pay(t *testing.T, attempts int) string {
	t.Helper()
	environment := []string{"STATESET_API_KEY=sk_test_demo", "STATESET_BASE_URL=http://mock:8420", "STATESET_ALLOW_HTTP=true"}
	output := n.in(t, n.app, environment, filepath.Join(n.programs, "containerapp"), "http://app:8080/hooks")
	id, rest, _ := strings.Cut(output, " ")
	require.Equal(t, fmt.Sprintf("%d payment.succeeded\n", attempts), rest)
	return id
}

// TestNetworks runs the mock server in one namespace, and a program with the SDK, curl and
// a webhook receiver in another.
func TestNetworks(t *testing.T) {
	n := newNetworks(t)
	for mode, test := range map[string]struct {
		flags  []string // of the mock server
		header string   // of curl
		status string   // of calls to the control interface
	}{
		"local":         {nil, "X-None: 1", "403"},
		"token":         {[]string{"-control-token", "s3cret"}, "X-Mock-Token: s3cret", "200"},
		"without token": {[]string{"-control-token", "s3cret"}, "X-None: 1", "401"},
		"open":          {[]string{"-control", "open"}, "X-None: 1", "200"},
	} {
		t.Run(mode, func(t *testing.T) {
			n.start(t, append(test.flags, "-webhook-private-networks")...)
			control := func(path, body string) string {
				args := []string{"-H", test.header, "http://mock:8420/_mock" + path}
				if body != "" {
					args = append(args, "-d", body)
				}
				status, answer := n.curl(t, args...)
				require.Equal(t, test.status, status, "%s: %s", path, answer)
				return answer
			}
			n.check(t, control, test.status == "200")
			status, _ := n.curl(t, "-H", test.header, "-H", "Origin: http://evil.test", "-H", "Host: evil.test", "http://mock:8420/_mock/health")
			require.Equal(t, "403", status, "DNS rebinding")
			n.in(t, n.mock, nil, append([]string{filepath.Join(n.programs, "stateset-mock"), "healthcheck", "-addr", ":8420"}, test.flags...)...)
		})
	}
}

// check uses the mock server. controlled reports whether the control interface is
// available.
func (n *networks) check(t *testing.T, control func(path, body string) string, controlled bool) {
	t.Helper()
	control("/faults", "POST /payments times=1 at=committed do=reset")
	attempts := 1
	if controlled {
		attempts = 2 // the fault lost the first response
	}
	id := n.pay(t, attempts)
	settled, moved := control("/webhooks/settle", "{}"), control("/clock/advance", `{"seconds":3600}`)
	journal, deliveries := control("/requests", ""), control("/webhooks/deliveries", "")
	get := func() string {
		status, _ := n.curl(t, "-H", "Authorization: Bearer sk_test_demo", "http://mock:8420/v1/payments/"+id)
		return status
	}
	require.Equal(t, "200", get())
	control("/reset", "{}")
	if !controlled {
		require.Equal(t, "200", get(), "nothing was reset")
		return
	}
	require.Contains(t, settled, `"offset_seconds":0`)
	require.Contains(t, moved, `"offset_seconds":3600`)
	require.Contains(t, journal, id)
	require.Contains(t, journal, "at=committed do=reset")
	require.Contains(t, deliveries, `"status":"succeeded"`)
	require.Contains(t, deliveries, "http://app:8080/hooks")
	require.Equal(t, "404", get())
}

// TestNetworksWithTLS trusts the CA file from the other namespace.
func TestNetworksWithTLS(t *testing.T) {
	n := newNetworks(t)
	n.start(t, "-tls", "-tls-host", "mock", "-tls-ca-out", n.ca)
	for _, protocol := range []string{"--http1.1", "--http2"} {
		status, body := n.curl(t, protocol, "--cacert", n.ca, "https://mock:8420/health")
		require.Equal(t, "200", status, body)
	}
	healthy := n.in(t, n.mock, []string{"STATESET_MOCK_TLS=true", "STATESET_MOCK_ADDR=:8420"}, filepath.Join(n.programs, "stateset-mock"), "healthcheck")
	require.Equal(t, "stateset-mock: healthy\n", healthy)
}

// TestNetworksKeepTheirDistance checks that another machine cannot register endpoints on
// the mock server's own machine or in private networks.
func TestNetworksKeepTheirDistance(t *testing.T) {
	n := newNetworks(t)
	n.start(t, "-control", "open")
	register := func(url string) string {
		status, _ := n.curl(t, "-H", "Authorization: Bearer sk_test_demo", "-H", "Content-Type: application/json",
			"-d", `{"url":"`+url+`","events":["*"]}`, "http://mock:8420/v1/webhooks")
		return status
	}
	for _, url := range []string{"http://127.0.0.1:8420/_mock/reset", "https://localhost/", "https://[::1]/", "http://app:8080/hooks", "http://mock:8420/_mock/reset"} {
		require.Equal(t, "400", register(url), url)
	}
	require.Equal(t, "201", register("https://app:8080/hooks"), "https is accepted, and refused when the name is resolved")
	require.Equal(t, "201", register("https://mock:8420/_mock/reset"))
}
