package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// outcome is the output of the program and its exit status.
type outcome struct {
	status         int
	stdout, stderr string
}

func runWith(t *testing.T, environment map[string]string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), args, func(name string) string { return environment[name] }, &stdout, &stderr)
	return outcome{status, stdout.String(), stderr.String()}
}

func TestBadFlags(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"flag provided but not defined: -port\n":                                        {"-port", "1"},
		"flag provided but not defined: -adr (did you mean addr?)\n":                    {"serve", "-adr=hunter2"},
		`unexpected argument "x": only flags are allowed`:                               {"-tls", "x"},
		"bad flag syntax: ---control-token\n":                                           {"---control-token=hunter2"},
		`-control token requires a token: set -control-token`:                           {"-control", "token"},
		"-control local and -control-token cannot be combined":                          {"-control", "local", "-control-token", "hunter2"},
		"-control-token (STATESET_MOCK_CONTROL_TOKEN): must consist of printable ASCII": {"-control-token", `"hunter2"`},
	} {
		got := runWith(t, nil, args...)
		require.Equal(t, exitBadFlags, got.status, args)
		require.Contains(t, got.stderr, want)
		require.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
		require.NotContains(t, got.stderr, "hunter2")
		require.Empty(t, got.stdout)
	}
}

// The error of a bad value names the flag and the variable, from either source.
func TestBadValues(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, value, want string }{
		{"addr", "nonsense", `must be host and port, as in 127.0.0.1:8420, got "nonsense"`},
		{"addr", "127.0.0.1:65536", "must be an address with a port from 0 to 65535"},
		{"addr", "127.0.0.1:abc", "must be an address with a port from 0 to 65535"},
		{"public-url", "mock:8420", "must be an http or https URL"},
		{"tls-host", "mock:8420", `must be a host name or an IP address without port and zone, got "mock:8420"`},
		{"control", "closed", `must be local, token or open, got "closed"`},
		{"control-token", "a b", "must consist of printable ASCII characters without blanks and quotes: character 2 is not one"},
		{"plan", "gold", `must be free, starter, growth or enterprise, got "gold"`},
		{"seed", "-1", `must be an integer from 0 to 18446744073709551615, got "-1"`},
		{"time", "tomorrow", `must be a time as in 2026-01-15T10:00:00Z, got "tomorrow"`},
		{"accept-live-keys", "maybe", `must be true or false, got "maybe"`},
		{"fault", "POST /payments att=read do=reset", `unknown word "att" (did you mean at?)`},
		{"journal", "-1", `must be 0..1000000, got "-1"`},
		{"journal-bytes", "1000", "must be 1048576 or more"},
		{"webhook-fault", "payment.* explode", `bad fault "explode"`},
		{"log-level", "loud", `must be debug, info, warn or error, got "loud"`},
		{"log-format", "xml", `must be text or json, got "xml"`},
	} {
		for _, got := range []outcome{
			runWith(t, nil, "-"+test.name+"="+test.value),
			runWith(t, map[string]string{variable(test.name): test.value}),
			runWith(t, map[string]string{variable(test.name): test.value}, "healthcheck"),
		} {
			require.Equal(t, exitBadFlags, got.status, test.name)
			require.Contains(t, got.stderr, "-"+test.name+" ("+variable(test.name)+"): ")
			require.Contains(t, got.stderr, test.want)
			require.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
		}
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	secret := map[string]string{"STATESET_MOCK_CONTROL_TOKEN": "hunter2"}
	got := runWith(t, secret, "-help")
	require.Equal(t, exitOK, got.status)
	for _, s := range newSettings().table() {
		require.Equal(t, 1, strings.Count(got.stderr, "  "+strings.TrimSpace("-"+s.name+" "+s.value)+"\n"), s.name)
		require.Contains(t, got.stderr, variable(s.name)+"\n")
		require.NotContains(t, strings.ToLower(s.usage), "default", s.name)
	}
	require.Equal(t, 1, strings.Count(got.stderr, "Default: random."))
	require.NotContains(t, got.stderr, "hunter2")
}

// The flag takes precedence over its variable. An empty variable is unset. The variable
// of a repeatable flag has one value per line.
func TestVariables(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args        []string
		environment map[string]string
		want        func(*settings) any
		value       any
	}{
		"variable":          {nil, map[string]string{"STATESET_MOCK_ADDR": ":1"}, func(s *settings) any { return s.address }, ":1"},
		"flag":              {[]string{"-addr", ":2"}, map[string]string{"STATESET_MOCK_ADDR": ":1"}, func(s *settings) any { return s.address }, ":2"},
		"last flag":         {[]string{"-addr", ":2", "-addr", ":3"}, nil, func(s *settings) any { return s.address }, ":3"},
		"empty":             {nil, map[string]string{"STATESET_MOCK_ADDR": ""}, func(s *settings) any { return s.address }, defaultAddress},
		"switch":            {nil, map[string]string{"STATESET_MOCK_WEBHOOK_INSECURE": "1"}, func(s *settings) any { return s.webhook.insecure }, true},
		"switch off":        {[]string{"-webhook-insecure=false"}, map[string]string{"STATESET_MOCK_WEBHOOK_INSECURE": "true"}, func(s *settings) any { return s.webhook.insecure }, false},
		"lines":             {nil, map[string]string{"STATESET_MOCK_WEBHOOK_FAULT": "* drop\n\n payment.* duplicate\r\n"}, func(s *settings) any { return len(s.webhook.faults) }, 2},
		"repeated":          {[]string{"-webhook-fault", "* drop", "-webhook-fault", "* stale"}, map[string]string{"STATESET_MOCK_WEBHOOK_FAULT": "* drop"}, func(s *settings) any { return len(s.webhook.faults) }, 2},
		"token":             {nil, map[string]string{"STATESET_MOCK_CONTROL_TOKEN": "abc"}, func(s *settings) any { return s.control.mode }, "token"},
		"token before open": {nil, map[string]string{"STATESET_MOCK_CONTROL_TOKEN": "abc", "STATESET_MOCK_CONTROL": "open"}, func(s *settings) any { return s.control.mode }, "token"},
		"open":              {[]string{"-control", "open"}, nil, func(s *settings) any { return s.control.mode }, "open"},
		"local":             {nil, nil, func(s *settings) any { return s.control.mode }, "local"},
	} {
		set := newSettings()
		environment := func(name string) string { return test.environment[name] }
		_, err := parse(set.table(), test.args, environment)
		require.NoError(t, err, name)
		require.NoError(t, set.complete(environment), name)
		require.Equal(t, test.value, test.want(set), name)
	}
}

// optionFlags has the flag of every option of the Go API.
var optionFlags = map[string]string{
	"WithTCP":                  "addr",
	"WithPublicURL":            "public-url",
	"WithOpenControl":          "control",
	"WithControlToken":         "control-token",
	"WithTLS":                  "tls",
	"WithCertificate":          "tls-cert",
	"WithPlan":                 "plan",
	"WithSeed":                 "seed",
	"WithLiveKeys":             "accept-live-keys",
	"WithBrowserSecretKeys":    "browser-secret-keys",
	"WithFaults":               "fault",
	"WithWebhookFault":         "webhook-fault",
	"WithPrivateWebhooks":      "webhook-private-networks",
	"WithInsecureWebhooks":     "webhook-insecure",
	"WithServerTimeSignatures": "sign-with-server-clock",
	"WithJournal":              "journal",
	"WithMaxEvents":            "max-events",
	"WithMaxDeliveries":        "max-deliveries",
	"WithMaxIdempotencyKeys":   "max-idempotency-keys",
	"WithLogger":               "log-level",
	"WithFixtures":             "fixtures",
	"WithStateFile":            "state",
	"WithSnapshot":             "state", // the file is a snapshot
	"WithTime":                 "freeze",
	"WithStartTime":            "time",
}

func TestEveryOptionHasAFlag(t *testing.T) {
	t.Parallel()
	flags := map[string]bool{}
	for _, s := range newSettings().table() {
		require.False(t, flags[s.name], "%s is twice in the table", s.name)
		flags[s.name] = true
	}
	for _, option := range exportedOptions(t) {
		flag, ok := optionFlags[option]
		require.True(t, ok, "mockserver.%s has no flag", option)
		require.True(t, flags[flag], "mockserver.%s: there is no flag -%s", option, flag)
	}
}

// exportedOptions are the functions of package mockserver that return an Option.
func exportedOptions(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../*.go")
	require.NoError(t, err)
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() || strings.HasSuffix(path, "_test.go") || fn.Type.Results.NumFields() != 1 {
				continue
			}
			if result, ok := fn.Type.Results.List[0].Type.(*ast.Ident); ok && result.Name == "Option" {
				names = append(names, fn.Name.Name)
			}
		}
	}
	require.Contains(t, names, "WithTCP")
	return names
}

// The variables in the files about containers exist.
func TestVariablesOfTheDocs(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, s := range newSettings().table() {
		known[variable(s.name)] = true
	}
	for _, path := range []string{"Dockerfile", "compose.yaml", "docs/containers.md", "docs/mockserver.md"} {
		text, err := os.ReadFile(filepath.Join("../..", path))
		require.NoError(t, err)
		found := regexp.MustCompile(variablePrefix+"[A-Z_]+").FindAllString(string(text), -1)
		require.NotEmpty(t, found, path)
		for _, name := range found {
			require.True(t, known[name], "%s names %s, which no flag has", path, name)
		}
	}
}

func TestLogFormats(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		format, level string
		lines         int
	}{"text": {"text", "info", 2}, "json": {"json", "info", 2}, "warn": {"json", "warn", 1}, "error": {"text", "error", 0}} {
		var log bytes.Buffer
		set := newSettings()
		_, err := parse(set.table(), []string{"-log-format", test.format, "-log-level", test.level}, noEnvironment)
		require.NoError(t, err)
		logger := set.log.logger(&log)
		logger.Debug("a")
		logger.Info("b")
		logger.Warn("c")
		require.Equal(t, test.lines, strings.Count(log.String(), "\n"), name)
		for line := range strings.Lines(log.String()) {
			require.Equal(t, test.format == "json", json.Valid([]byte(line)), name)
		}
	}
}
