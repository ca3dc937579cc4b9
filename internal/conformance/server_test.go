package conformance_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/internal/conformance"
	"github.com/stateset/stateset-go/mockserver"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestMockServer runs the good call of every row against the mock server, each on a new
// account. Webhook deliveries are dropped: the endpoints do not exist.
func TestMockServer(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithWebhookFault("* drop"))
	for _, operation := range conformance.All() {
		t.Run(operation.Name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, operation.Run(t.Context(), srv.NewAccount().Client()))
		})
	}
}
