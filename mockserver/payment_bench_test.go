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

// discard is a response that stores nothing.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkPayment measures the handler without net/http.
func BenchmarkPayment(b *testing.B) {
	const body = `{"amount":0.01,"currency":"ssusd","recipient":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"}`
	for _, keyed := range []bool{false, true} {
		b.Run("keyed="+strconv.FormatBool(keyed), func(b *testing.B) {
			s, err := mockserver.Start(b.Context(), mockserver.WithTime(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)), mockserver.WithSeed(1))
			require.NoError(b, err)
			defer s.Close()
			content := strings.NewReader(body)
			r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "/v1/payments", nil)
			require.NoError(b, err)
			r.Body, r.ContentLength = io.NopCloser(content), int64(len(body))
			r.Header.Set("Authorization", "Bearer sk_test_bench")
			r.Header.Set("Content-Type", "application/json")
			key := []string{""}
			if keyed {
				r.Header["Idempotency-Key"] = key
			}
			w := &discard{header: http.Header{}}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				content.Reset(body)
				clear(w.header)
				key[0] = "key-" + strconv.Itoa(i)
				if s.Handler().ServeHTTP(w, r); w.status != http.StatusCreated {
					b.Fatal(w.status)
				}
			}
		})
	}
}
