package repocheck

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDependencies names every module that a program links.
func TestDependencies(t *testing.T) {
	t.Parallel()
	allowed := []string{
		"github.com/google/go-querystring", "github.com/hashicorp/go-cleanhttp", "github.com/hashicorp/go-retryablehttp", "github.com/shopspring/decimal",
	}
	for pkg, want := range map[string][]string{
		".": allowed, "./api": {"github.com/shopspring/decimal"}, "./payments": allowed, "./orders": allowed, "./webhook": allowed, "./webhook/sqlstore": allowed, "./journal/sqljournal": {}, "./mockserver": allowed, "./mockserver/stateset-mock": allowed,
	} {
		require.Equal(t, want, modulesOf(t, pkg), pkg)
	}
}

// TestNothingLinksTesting checks that a program with a mock server does not link testing.
func TestNothingLinksTesting(t *testing.T) {
	t.Parallel()
	for _, pkg := range []string{".", "./mockserver"} {
		require.NotContains(t, strings.Fields(list(t, pkg, "{{.ImportPath}}")), "testing", pkg)
	}
}

// modulesOf returns the other modules that a package is built from.
func modulesOf(t *testing.T, pkg string) []string {
	t.Helper()
	modules := strings.Fields(list(t, pkg, "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}"))
	slices.Sort(modules)
	return slices.Compact(modules)
}

func list(t *testing.T, pkg, format string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", format, pkg)
	command.Dir = "../.."
	output, err := command.Output()
	require.NoError(t, err)
	return string(output)
}
