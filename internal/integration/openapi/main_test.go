//go:build openapi

package openapi

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

const (
	root     = "../../.."
	document = root + "/docs/openapi.json"
	// commandTimeout is enough for a program that downloads what it needs.
	commandTimeout = 5 * time.Minute
)

// workspace returns a new directory with the files of a directory of testdata, and the
// document as openapi.json.
func workspace(t *testing.T, from string) string {
	t.Helper()
	directory := t.TempDir()
	require.NoError(t, os.CopyFS(directory, os.DirFS(filepath.Join("testdata", from))))
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(directory, "openapi.json"), text, 0o600))
	return directory
}

// run runs a program in a directory and returns its standard output.
func run(t *testing.T, directory string, command ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), commandTimeout)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Dir = directory
	c.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "REDOCLY_TELEMETRY=off")
	var complaints bytes.Buffer
	c.Stderr = &complaints
	printed, err := c.Output()
	require.NoError(t, err, "%v\n%s%s", command, printed, complaints.String())
	return string(printed)
}

// requireQuickstart checks what the clients print: the order is paid, 12.50 of 25.00 is
// refunded, and an unknown order is an error with a code.
func requireQuickstart(t *testing.T, printed string) {
	t.Helper()
	require.Equal(t, "paid succeeded 12.5 resource_not_found\n", printed)
}

// mock returns the address of a server. Its traffic is not recorded.
func mock(t *testing.T) string {
	t.Helper()
	srv, err := mockserver.Start(t.Context(), mockserver.WithTCP("127.0.0.1:0"))
	require.NoError(t, err)
	t.Cleanup(srv.Close)
	return srv.URL()
}
