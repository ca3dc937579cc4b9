package repocheck

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEndpointRecipe follows the recipe in CONTRIBUTING.md in a copy of the module. It
// adds POST /payments/{id}/dispute, runs the generators, and runs the tests that the
// recipe names.
func TestEndpointRecipe(t *testing.T) {
	t.Parallel()
	dir := copyModule(t)
	patch, err := filepath.Abs(filepath.Join("testdata", "dispute.patch"))
	require.NoError(t, err)
	run(t, dir, "git", "apply", "-C1", patch)
	run(t, dir, "go", "generate", "./payments")
	run(t, dir, "go", "test", "-vet=off", "./internal/spec", "-update")
	run(t, dir, "go", "test", "-vet=off", "-run", "^ExampleService_Dispute$", "./payments")
	run(t, dir, "go", "test", "-vet=off", "-run", "^(TestMockServer|TestRequests|TestEveryOperationHasARow|TestEveryCallHasARow)$", "./internal/conformance")
}

// TestRecipeIsThePatch checks that the recipe shows the code that the patch adds.
func TestRecipeIsThePatch(t *testing.T) {
	t.Parallel()
	patch, err := os.ReadFile(filepath.Join("testdata", "dispute.patch"))
	require.NoError(t, err)
	added := map[string]bool{}
	for line := range strings.Lines(string(patch)) {
		if code, ok := strings.CutPrefix(line, "+"); ok {
			added[strings.TrimSpace(code)] = true
		}
	}
	guide, err := os.ReadFile("../../CONTRIBUTING.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(guide), "## Add an endpoint")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := 0
	for i, block := range strings.Split(section, "```") {
		code, isGo := strings.CutPrefix(block, "go\n")
		if i%2 == 0 || !isGo {
			continue
		}
		blocks++
		for line := range strings.Lines(code) {
			require.True(t, added[strings.TrimSpace(line)] || strings.TrimSpace(line) == "", "not in the patch: %s", line)
		}
	}
	require.Greater(t, blocks, 5)
}

// copyModule copies the module's files to a new directory.
func copyModule(t *testing.T) string {
	t.Helper()
	dir, root := t.TempDir(), "../.."
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == ".git" || entry.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(dir, relative), 0o755)
		}
		if !entry.Type().IsRegular() || entry.Name() == ".git" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, relative), text, 0o644)
	}))
	return dir
}

func run(t *testing.T, dir string, name string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s %s:\n%s", name, strings.Join(args, " "), out)
}
