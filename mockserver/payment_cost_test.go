//go:build !race

package mockserver_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// paymentAllocations are the maximum allocations of a payment in the handler, by whether
// it has an idempotency key. The engine makes 18 of them.
var paymentAllocations = map[bool]float64{false: 48, true: 50}

// discard is a response that stores nothing.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

// payer returns a function that pays through the handler, without net/http.
func payer(tb testing.TB, keyed bool) func() {
	const body = `{"amount":0.01,"currency":"ssusd","recipient":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"}`
	s, err := mockserver.Start(tb.Context(), mockserver.WithTime(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)), mockserver.WithSeed(1))
	require.NoError(tb, err)
	tb.Cleanup(s.Close)
	content := strings.NewReader(body)
	r, err := http.NewRequestWithContext(tb.Context(), http.MethodPost, "/v1/payments", nil)
	require.NoError(tb, err)
	r.Body, r.ContentLength = io.NopCloser(content), int64(len(body))
	r.Header.Set("Authorization", "Bearer sk_test_bench")
	r.Header.Set("Content-Type", "application/json")
	key, payments := []string{""}, 0
	if keyed {
		r.Header["Idempotency-Key"] = key
	}
	w := &discard{header: http.Header{}}
	return func() {
		payments++
		content.Reset(body)
		clear(w.header)
		key[0] = "key-" + strconv.Itoa(payments)
		if s.Handler().ServeHTTP(w, r); w.status != http.StatusCreated {
			tb.Fatal(w.status)
		}
	}
}

// The test is not parallel, because it counts the allocations of the process.
func TestAllocationsOfPayments(t *testing.T) {
	for keyed, most := range paymentAllocations {
		require.LessOrEqual(t, testing.AllocsPerRun(2000, payer(t, keyed)), most, "with a key: %t", keyed)
	}
}

func BenchmarkPayment(b *testing.B) {
	for keyed := range paymentAllocations {
		b.Run("keyed="+strconv.FormatBool(keyed), func(b *testing.B) {
			pay := payer(b, keyed)
			b.ReportAllocs()
			for b.Loop() {
				pay()
			}
		})
	}
}
