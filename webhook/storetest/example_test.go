package storetest_test

import (
	"testing"
	"time"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/storetest"
)

// Call Run in a test of your store. The example tests the store in memory.
func ExampleRun() {
	var t *testing.T // the parameter of the test
	storetest.Run(t, func(t *testing.T, now func() time.Time) webhook.Store {
		return webhook.NewMemoryStore(webhook.StoreClock(now))
	})
}
