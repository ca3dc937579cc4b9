package postgres

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// Main is the TestMain of a package whose tests share a server and start processes of
// the test binary. Each test uses its own tables. A process has a configuration in the
// environment variable, and calls process with it. Otherwise Main stores the address of
// the server in dsn, and runs the tests.
func Main(m *testing.M, variable string, process func(config string) error, dsn *string) {
	if config := os.Getenv(variable); config != "" {
		if err := process(config); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	address, stop, err := Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, "integration: no PostgreSQL:", err)
		os.Exit(1)
	}
	*dsn = address
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent(), goleak.Cleanup(func(status int) {
		stop()
		os.Exit(status)
	}))
}
