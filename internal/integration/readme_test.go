package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// snippet is the README's block of Go that begins so, with the beginning.
func snippet(t *testing.T, beginning string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(readme), "```go\n"+beginning)
	require.True(t, found, "README.md has no block that begins with %q", beginning)
	code, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	return beginning + code
}

// stranger makes a module of somebody else's, with one file in it, and runs the go
// command there.
func stranger(t *testing.T, file, code string, args ...string) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	sums, err := os.ReadFile("../../go.sum")
	require.NoError(t, err)
	dir := t.TempDir()
	for name, text := range map[string]string{
		file:     code,
		"go.sum": string(sums),
		"go.mod": "module example.com/stranger\n\ngo 1.26\n\nrequire github.com/stateset/stateset-go v0.0.0\n\nreplace github.com/stateset/stateset-go => " + root + "\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	command := exec.Command("go", args...)
	command.Dir = dir
	var stderr strings.Builder
	command.Stderr = &stderr
	output, err := command.Output()
	require.NoError(t, err, "%s%s", output, stderr.String())
	return string(output)
}

// TestTheReadmesProgramRuns runs the first program of the README as a stranger
// would: copied into a module of his own.
func TestTheReadmesProgramRuns(t *testing.T) {
	t.Parallel()
	require.Equal(t, "25.00 ssusd paid\n", stranger(t, "main.go", snippet(t, "package main"), "run", "-mod=mod", "."))
}

// TestTheReadmesTestPasses does the same with the test of the mock server's
// chapter.
func TestTheReadmesTestPasses(t *testing.T) {
	t.Parallel()
	const imports = `package stranger

import (
	"errors"
	"testing"
	"time"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
)

`
	require.Contains(t, stranger(t, "checkout_test.go", imports+snippet(t, "func TestCheckout"), "test", "-mod=mod", "-v", "."), "--- PASS: TestCheckout")
}

// TestTheReadmesReceiverCompiles puts the chapter on webhooks into a program that has
// what the chapter takes for granted, and starts it.
func TestTheReadmesReceiverCompiles(t *testing.T) {
	t.Parallel()
	const before = `package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

func ship(context.Context, string) error { return nil }

func main() {
	_ = os.Setenv("STATESET_WEBHOOK_SECRET", "whsec_of_the_readme_and_nobody")
	store := webhook.NewMemoryStore()
`
	const after = `
	fmt.Println(err)
}
`
	require.Equal(t, "<nil>\n", stranger(t, "main.go", before+snippet(t, "verifier, err :=")+after, "run", "-mod=mod", "."))
}
