package journaltest_test

import (
	"testing"
	"time"

	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/journaltest"
)

// Call Run in a test of your store. The example tests the store in memory.
func ExampleRun() {
	var t *testing.T // the parameter of the test
	journaltest.Run(t, func(t *testing.T, now func() time.Time) journal.Store {
		return journal.NewMemoryStore(now)
	})
}
