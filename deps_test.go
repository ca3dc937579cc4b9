package stateset_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a user links is known by name: these modules, and nothing that they or
// anybody else brings along.
func TestDependencies(t *testing.T) {
	t.Parallel()
	allowed := []string{
		"github.com/google/go-querystring", "github.com/hashicorp/go-cleanhttp", "github.com/hashicorp/go-retryablehttp", "github.com/shopspring/decimal",
	}
	for pkg, want := range map[string][]string{
		".": allowed, "./payments": allowed, "./orders": allowed, "./webhook": allowed, "./webhook/sqlstore": allowed, "./mockserver": allowed, "./mockserver/stateset-mock": allowed,
	} {
		require.Equal(t, want, modulesOf(t, pkg), pkg)
	}
}

// testing is not linked into programs that start a mock server.
func TestNothingLinksTesting(t *testing.T) {
	t.Parallel()
	for _, pkg := range []string{".", "./mockserver"} {
		require.NotContains(t, strings.Fields(list(t, pkg, "{{.ImportPath}}")), "testing", pkg)
	}
}

// modulesOf names the modules of others that a package is built from.
func modulesOf(t *testing.T, pkg string) []string {
	t.Helper()
	modules := strings.Fields(list(t, pkg, "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}"))
	slices.Sort(modules)
	return slices.Compact(modules)
}

func list(t *testing.T, pkg, format string) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", format, pkg).Output()
	require.NoError(t, err)
	return string(output)
}
