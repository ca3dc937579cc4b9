package mockserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

// TestFaultsOverTLS resets connections below TLS, and streams of HTTP/2.
func TestFaultsOverTLS(t *testing.T) {
	t.Parallel()
	for name, http2 := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t)
			outer := httptest.NewUnstartedServer(srv.Handler())
			outer.EnableHTTP2 = http2
			outer.StartTLS()
			defer outer.Close()
			account := srv.NewAccount()
			send := func() seen {
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, outer.URL+"/v1/payments", strings.NewReader(hundred))
				require.NoError(t, err)
				req.Header.Set("Authorization", "Bearer "+account.Key())
				req.Header.Set("Content-Type", "application/json")
				req.Close = !http2
				resp, err := outer.Client().Do(req)
				if err != nil {
					return seen{err: err}
				}
				defer resp.Body.Close()
				_, err = io.ReadAll(resp.Body)
				return seen{status: resp.StatusCode, err: err}
			}
			for _, at := range []mockserver.FaultOption{mockserver.BeforeAnything(), mockserver.AfterCommit(), mockserver.AfterPercent(50)} {
				fault := srv.Fail("POST /payments", mockserver.Reset(), at)
				got := send()
				if http2 {
					require.ErrorContains(t, got.err, "INTERNAL_ERROR")
				} else {
					got.reset(t)
				}
				fault.Remove()
				require.Equal(t, 201, send().status)
			}
			require.Equal(t, "500.00 ssusd", account.Balance(recipient, "ssusd").String())
		})
	}
}
