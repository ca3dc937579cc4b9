package webhooks

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/internal/integration/postgres"
)

// postgresDSN is the server that the tests share, each with tables of its own.
var postgresDSN string

// TestMain also is the main function of the processes that the tests start: the test
// binary, started once more, with a receiver to be in its environment.
func TestMain(m *testing.M) {
	if config := os.Getenv(receiverVariable); config != "" {
		if err := receive(config); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	dsn, stop, err := postgres.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, "integration: no PostgreSQL:", err)
		os.Exit(1)
	}
	postgresDSN = dsn
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent(), goleak.Cleanup(func(status int) {
		stop()
		os.Exit(status)
	}))
}
