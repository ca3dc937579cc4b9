package webhook_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// docs/telemetry.md lists every message of the handler's log with its level.
func TestHandlerLogIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/telemetry.md")
	require.NoError(t, err)
	documented := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(webhook [^`]+)` \\| (\\w+) \\|").FindAllStringSubmatch(string(page), -1) {
		documented[row[1]] = row[2]
	}
	written := map[string]string{}
	for _, file := range []string{"handler.go", "handler_http.go"} {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, call := range regexp.MustCompile(`h\.report\(ctx, slog\.Level(\w+), "([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
			written[call[2]] = map[string]string{"Warn": "warn", "Error": "error"}[call[1]]
		}
		for _, call := range regexp.MustCompile(`h\.debug\(ctx, "([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
			written[call[1]] = "debug"
		}
	}
	require.Len(t, written, 9)
	require.Equal(t, written, documented)
}
