package journal

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/internal/integration/postgres"
)

// postgresDSN is the server that the tests share, each with its own tables.
var postgresDSN string

// TestMain is also the main function of the processes that the tests start.
func TestMain(m *testing.M) {
	if config := os.Getenv(workerVariable); config != "" {
		if err := runWorker(config); err != nil {
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
