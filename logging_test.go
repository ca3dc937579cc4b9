package stateset_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/journal"
)

// logLines returns the log of calls that produce every line and every attribute.
// Responses and errors echo the key.
func logLines(t *testing.T) (lines []map[string]any, text string) {
	var log strings.Builder
	synctest.Test(t, func(t *testing.T) {
		store := &spyStore{Store: journal.NewMemoryStore(nil), fail: map[string]error{"settle": errors.New("disk full, had " + wiretest.Key)}}
		lost := func(*http.Request) (*http.Response, error) { return nil, errors.New("lost " + wiretest.Key) }
		skipped := strings.Replace(strings.Replace(payment, "pay_1", "pay_secret", 1), "}", `,"metadata":{"a":[]}}`, 1)
		s := wiretest.New(
			wiretest.Respond(503, "", "X-Request-Id", wiretest.Key), wiretest.Respond(200, skipped),
			lost, lost, lost, lost, lost, wiretest.Respond(201, payment),
			wiretest.Respond(404, `{"error":{"message":"none for `+wiretest.Key+`"}}`),
		)
		client := s.Client(t, stateset.WithLogger(debugLogger(&log)), stateset.WithMaxAttempts(2), stateset.WithAccount("acct_1"),
			stateset.WithJournal(store, "scope"), stateset.WithHeader("X-Hidden", "hidden header"))
		_, err := client.Payments.Get(t.Context(), "pay_secret", stateset.WithQuery("q", "hidden query"))
		require.NoError(t, err)
		_, unknown := client.Payments.Create(t.Context(), tenDollars, stateset.WithIdempotencyKey("order-17-hidden"))
		require.ErrorIs(t, unknown, stateset.ErrOutcomeUnknown)
		_, err = client.Resolve(t.Context(), unknown)
		require.Error(t, err)
		_, err = client.Resolve(t.Context(), unknown)
		require.NoError(t, err)
		_, err = client.Payments.Get(t.Context(), "pay_secret")
		require.Error(t, err)
	})
	for line := range strings.Lines(log.String()) {
		var attrs map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &attrs))
		lines = append(lines, attrs)
	}
	return lines, log.String()
}

// The log has exactly the messages, levels and attributes that docs/telemetry.md lists.
func TestLogIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("docs/telemetry.md")
	require.NoError(t, err)
	levels := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `stateset: ([a-z ]+)` \\| (\\w+) \\|").FindAllStringSubmatch(string(page), -1) {
		levels["stateset: "+row[1]] = strings.ToUpper(row[2])
	}
	documented := map[string][]string{} // attributes by message
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| (?:string|int|duration) \\| ([a-z, ]+) \\|").FindAllStringSubmatch(string(page), -1) {
		for message := range levels {
			if row[2] == "all" || slices.Contains(strings.Split(row[2], ", "), strings.TrimPrefix(message, "stateset: ")) {
				documented[message] = append(documented[message], row[1])
			}
		}
	}
	require.Len(t, levels, 5)

	lines, _ := logLines(t)
	seen := map[string][]string{}
	for _, line := range lines {
		message := line["msg"].(string)
		require.Equal(t, levels[message], line["level"], message)
		for name := range line {
			if !slices.Contains([]string{"time", "level", "msg"}, name) {
				seen[message] = append(seen[message], name)
			}
		}
	}
	for message := range levels {
		slices.Sort(documented[message])
		slices.Sort(seen[message])
		require.Equal(t, documented[message], slices.Compact(seen[message]), message)
	}
}

// No log line contains a secret.
func TestLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	lines, text := logLines(t)
	require.GreaterOrEqual(t, len(lines), 7)
	for _, secret := range []string{wiretest.Sentinel, "pay_secret", "hidden", "https://", "Bearer", "10.00"} {
		require.NotContains(t, text, secret)
	}
	require.Contains(t, text, "sk_test_…", "the masked key")
}
