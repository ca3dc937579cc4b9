//go:build openapi

package openapi

import "testing"

// Versions of the generator and of the package that its code imports.
const (
	generator = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2"
	runtime   = "github.com/oapi-codegen/runtime@v1.9.0"
)

// TestGo builds the client in a module of its own.
func TestGo(t *testing.T) {
	directory := workspace(t, "go")
	run(t, directory, "go", "mod", "init", "quickstart")
	run(t, directory, "mkdir", "api")
	run(t, directory, "go", "run", generator, "-config", "oapi-codegen.yaml", "openapi.json")
	run(t, directory, "go", "get", runtime)
	run(t, directory, "go", "vet", "./...")
	requireQuickstart(t, run(t, directory, "go", "run", ".", mock(t)))
}
