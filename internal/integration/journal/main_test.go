package journal

import (
	"testing"

	"github.com/stateset/stateset-go/internal/integration/postgres"
)

// postgresDSN is the address of the server that the tests share.
var postgresDSN string

// TestMain is also the main function of the processes that the tests start.
func TestMain(m *testing.M) { postgres.Main(m, workerVariable, runWorker, &postgresDSN) }
