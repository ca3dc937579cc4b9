package faultmatrix

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

// wires are the clients of one mock server, by protocol.
var wires = map[string]func(*testing.T, *mockserver.Server) []stateset.Option{
	"in memory": func(*testing.T, *mockserver.Server) []stateset.Option { return nil },
	"HTTP/1.1": func(t *testing.T, srv *mockserver.Server) []stateset.Option {
		return overSockets(t, srv, false)
	},
	"HTTP/2": func(t *testing.T, srv *mockserver.Server) []stateset.Option {
		return overSockets(t, srv, true)
	},
}

// overSockets serves the mock server on a socket.
func overSockets(t *testing.T, srv *mockserver.Server, http2 bool) []stateset.Option {
	s := httptest.NewUnstartedServer(srv.Handler())
	s.EnableHTTP2, s.Config.ErrorLog = http2, log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return []stateset.Option{stateset.WithBaseURL(s.URL), stateset.WithHTTPClient(s.Client())}
}

// A fault has the same result on a new and on a reused connection, for every protocol.
// The server receives as many payments as the call counts attempts.
func TestMatrixColdAndWarm(t *testing.T) {
	t.Parallel()
	late, once := mockserver.AfterCommit(), mockserver.Times(1)
	for _, c := range []struct {
		name     string
		fault    failing
		attempts int
		outcome  stateset.Outcome // empty means success
		effects  int
	}{
		{"F11 effect committed, reset once, one attempt", fail(mockserver.Reset(), late, once), 1, stateset.OutcomeUnknown, 1},
		{"F11 effect committed, reset once, two attempts", fail(mockserver.Reset(), late, once), 2, "", 1},
		{"F11 effect committed, connection ends once", fail(mockserver.Disconnect(), late, once), 2, "", 1},
		{"F11 effect committed, reset always", fail(mockserver.Reset(), late), 2, stateset.OutcomeUnknown, 1},
		{"F10 request read, reset once, one attempt", fail(mockserver.Reset(), once), 1, stateset.OutcomeUnknown, 0},
		{"F21 server error once, one attempt", fail(mockserver.Status(http.StatusServiceUnavailable), once), 1, stateset.OutcomeUnknown, 0},
	} {
		for wire, options := range wires {
			for connection, warm := range map[string]bool{"cold": false, "warm": true} {
				t.Run(c.name+"/"+wire+"/"+connection, func(t *testing.T) {
					t.Parallel()
					srv := mockserver.New(t)
					client := srv.Client(append(options(t, srv), stateset.WithMaxAttempts(c.attempts))...)
					if warm {
						_, err := client.Balance(t.Context())
						require.NoError(t, err)
					}
					c.fault.at(srv, "POST /payments")
					var response stateset.Response
					_, err := client.Payments.Create(t.Context(), matrixPayment(), stateset.WithResponse(&response))
					sends, effects := 0, 0
					for _, r := range srv.Requests() {
						if r.Method == http.MethodPost {
							sends++
						}
						if r.Committed && r.Method == http.MethodPost {
							effects++
						}
					}
					require.Equal(t, c.attempts, sends)
					require.Len(t, response.Attempts, c.attempts)
					require.Equal(t, warm, response.Attempts[0].ConnReused)
					require.Equal(t, c.effects, effects)
					if c.outcome == "" {
						require.NoError(t, err)
						return
					}
					var e *stateset.Error
					require.ErrorAs(t, err, &e)
					require.Equal(t, c.outcome, e.Outcome)
				})
			}
		}
	}
}
