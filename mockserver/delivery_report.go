package mockserver

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/mockserver/internal/dispatch"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
	"github.com/stateset/stateset-go/webhook"
)

// reportMissed fails the test for deliveries to a path that a handler does not serve.
func (s *Server) reportMissed(t TB) {
	t.Helper()
	missed := s.sender.Missed()
	order := func(a, b dispatch.Miss) int { return cmp.Or(cmp.Compare(a.Path, b.Path), a.Status-b.Status) }
	for _, miss := range slices.SortedFunc(maps.Keys(missed), order) {
		t.Errorf("mockserver: %s got status %d from POST %s: the handler does not serve this path; "+
			"pass its path to DeliverToPath, or register the route POST %s", count(int64(missed[miss]), "webhook delivery", "webhook deliveries"), miss.Status, miss.Path, miss.Path)
	}
}

// logDeliveries logs the latest deliveries that did not succeed at their first attempt.
func (s *Server) logDeliveries(t TB) {
	t.Helper()
	var lines []string
	for _, d := range s.engine.Deliveries(nil) {
		if d.Status != webhook.DeliverySucceeded || len(d.Attempts) > 1 {
			lines = append(lines, deliveryLine(d))
		}
	}
	if len(lines) == 0 {
		return
	}
	last := lines[max(0, len(lines)-loggedRequests):]
	t.Logf("mockserver: the last %d of %d webhook deliveries that did not succeed at once:", len(last), len(lines))
	for _, line := range last {
		t.Logf("  %s", line)
	}
}

// deliveryLine describes a delivery and the results of its attempts.
func deliveryLine(d engine.AccountDelivery) string {
	to := "a deleted endpoint"
	if d.URL != "" {
		to = mask.URL(d.URL)
	}
	results := make([]string, len(d.Attempts))
	for i, attempt := range d.Attempts {
		if results[i] = attempt.Error; attempt.StatusCode != 0 {
			results[i] = fmt.Sprint(attempt.StatusCode)
		}
	}
	if len(results) == 0 {
		results = []string{"none"}
	}
	return fmt.Sprintf("%s %s %s to %s of %s, attempts: %s", d.ID, d.Status, d.Type, to, d.Account, strings.Join(results, ", "))
}
