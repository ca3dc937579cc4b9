//go:build openapi

package openapi

import "testing"

// TestNode runs programs of npm. testdata/ts/package-lock.json pins them.
func TestNode(t *testing.T) {
	directory := workspace(t, "ts")
	run(t, directory, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	t.Run("redocly", func(t *testing.T) {
		run(t, directory, "npx", "--no-install", "redocly", "lint", "--extends=recommended", "openapi.json")
	})
	t.Run("spectral", func(t *testing.T) {
		run(t, directory, "npx", "--no-install", "spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "error", "openapi.json")
	})
	t.Run("typescript", func(t *testing.T) {
		run(t, directory, "npx", "--no-install", "openapi-typescript", "openapi.json", "-o", "stateset.ts")
		run(t, directory, "npx", "--no-install", "tsc", "-p", ".")
		requireQuickstart(t, run(t, directory, "node", "quickstart.js", mock(t)))
	})
}
