package conformance_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/webhook"
)

// TestEndOfTime makes every call in the last hour of the year 9999. The mock server
// rejects terms that end later, and returns no time of the year 10000.
func TestEndOfTime(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)), mockserver.WithWebhookFault("* drop"))
	for _, operation := range conformance.All() {
		client := srv.NewAccount().Client(stateset.WithMaxAttempts(1))
		if err := operation.Run(t.Context(), client); err != nil {
			require.ErrorIs(t, err, stateset.ErrInvalidRequest, operation.Name)
		}
	}
	requireYears(t, srv)
}

// TestEventsAtTheEndOfTime sends a test event of every type.
func TestEventsAtTheEndOfTime(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)), mockserver.WithWebhookFault("* drop"))
	client := srv.NewAccount().Client(stateset.WithMaxAttempts(1))
	endpoint, err := client.Webhooks.Create(t.Context(), &webhook.CreateParams{URL: "https://shop.example.com/webhooks", Events: []webhook.Type{webhook.AllTypes}})
	require.NoError(t, err)
	sent := 0
	for _, kind := range webhook.KnownTypes() {
		_, err := client.Webhooks.SendTest(t.Context(), endpoint.ID, &webhook.SendTestParams{Type: kind})
		if err != nil {
			require.ErrorContains(t, err, "would be later than the year 9999", kind)
			continue
		}
		sent++
	}
	require.Greater(t, sent, 30)
	requireYears(t, srv)
}

// requireYears checks the responses of a server whose clock is near its end.
func requireYears(t *testing.T, srv *mockserver.Server) {
	t.Helper()
	requests := srv.Requests()
	require.NotEmpty(t, requests)
	for _, r := range requests {
		require.Less(t, r.Status, http.StatusInternalServerError, "%s", r)
		require.NotRegexp(t, `"\d{5,}-\d\d-\d\d`, string(r.ResponseBody), "%s", r)
	}
}
