package storetest_test

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/stateset/stateset-go/webhook"
	"github.com/stateset/stateset-go/webhook/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(_ *testing.T, now func() time.Time) webhook.Store {
		return webhook.NewMemoryStore(webhook.StoreClock(now))
	})
}
