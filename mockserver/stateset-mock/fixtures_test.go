package main

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	goodFixtures = `{"accounts":{"demo":{"calls":[{"op":"Orders.Create","id":"ord_1","body":{"customer_id":"cust_test_123","items":[{"product_id":"prod_test_123","quantity":1}]}}]}}}`
	paidFixtures = `{"accounts":{"demo":{"calls":[{"op":"Orders.Cancel","path":{"id":"ord_1"},"body":{"reason":"other"}}]}}}`
	badFixtures  = `{"accounts":{"demo":{"call":[]}}}`
)

// writeFixtures writes files of name and text pairs to a new directory.
func writeFixtures(t *testing.T, pairs ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for i := 0; i < len(pairs); i += 2 {
		require.NoError(t, os.WriteFile(filepath.Join(dir, pairs[i]), []byte(pairs[i+1]), 0o600))
	}
	return dir
}

func TestServeFixtures(t *testing.T) {
	t.Parallel()
	dir := writeFixtures(t, "1.json", goodFixtures, "2.json", paidFixtures)
	for _, path := range []string{dir, filepath.Join(dir, "1.json")} {
		p := start(t, "-addr", "127.0.0.1:0", "-fixtures", path)
		require.Equal(t, http.StatusOK, get(t, p.url+"/v1/orders/ord_1", "sk_test_demo"))
		require.Equal(t, http.StatusNotFound, get(t, p.url+"/v1/orders/ord_1", "sk_test_other"))
		p.end()
		require.Equal(t, exitOK, <-p.exit)
	}
}

func TestBadFixturesEndTheProgram(t *testing.T) {
	t.Parallel()
	dir := writeFixtures(t, "2.json", paidFixtures, "bad.json", badFixtures, "a.yaml", "", "noconfig", "{}")
	const flag, check = "stateset-mock: -fixtures (STATESET_MOCK_FIXTURES): ", "stateset-mock: fixtures check: "
	for file, test := range map[string]struct {
		status int // of serve
		want   string
	}{
		"2.json":   {exitFailed, "2.json: accounts.demo.calls[0]: No such order: 'ord_1'\n"},
		"bad.json": {exitBadFlags, "bad.json: accounts.demo.call: unknown member; did you mean 'calls'?\n"},
		"":         {exitBadFlags, "a.yaml: fixtures must be JSON\n"},
		"noconfig": {exitBadFlags, "must be a .json file or a directory, got "},
		"none":     {exitBadFlags, "stat "},
	} {
		path := filepath.Join(dir, file)
		served := runWith(t, nil, "-addr", "127.0.0.1:0", "-fixtures", path)
		require.Equal(t, test.status, served.status, file)
		require.Empty(t, served.stdout)
		require.Contains(t, served.stderr, flag+test.want)
		require.Equal(t, served, runWith(t, map[string]string{"STATESET_MOCK_FIXTURES": path}, "-addr", "127.0.0.1:0"))
		checked := runWith(t, nil, "fixtures", "check", path)
		require.Equal(t, exitFailed, checked.status, file)
		require.Contains(t, checked.stderr, check+test.want)
	}
}

func TestCheckFixtures(t *testing.T) {
	t.Parallel()
	dir := writeFixtures(t, "1.json", goodFixtures, "2.json", paidFixtures)
	require.Equal(t, outcome{exitOK, "stateset-mock: the fixtures are valid: accounts 1, calls 2\n", ""}, runWith(t, nil, "fixtures", "check", dir))
	require.Equal(t, outcome{exitBadFlags, "", "stateset-mock: fixtures check: FILE|DIR is missing, see -h\n"}, runWith(t, nil, "fixtures", "check"))

	// The result is that of a server with the same flags.
	live := filepath.Join(writeFixtures(t, "live.json", `{"accounts":{"live/demo":{}}}`), "live.json")
	require.Equal(t, exitFailed, runWith(t, nil, "fixtures", "check", live).status)
	require.Equal(t, exitOK, runWith(t, nil, "fixtures", "check", live, "-accept-live-keys").status)
}
