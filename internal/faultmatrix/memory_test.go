package faultmatrix

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

// A body of 256 MiB that is compressed to a quarter of a MiB uses no more memory than the
// limit for reading.
func TestMatrixBombMemory(t *testing.T) {
	const size, most = 256 << 20, 16 << 20
	t.Run("F24 memory of a gzip bomb", func(t *testing.T) {
		srv := mockserver.New(t)
		client := srv.Client(stateset.WithMaxAttempts(1))
		_, err := client.Payments.Get(t.Context(), "pay_test_456")
		require.NoError(t, err)
		srv.Fail("GET /payments/*", mockserver.GzipBomb(size))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err = client.Payments.Get(t.Context(), "pay_test_456")
		runtime.ReadMemStats(&after)
		require.ErrorIs(t, err, stateset.ErrResponseTooLarge)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(most))
	})
}
