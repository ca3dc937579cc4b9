package transport

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// A server that requires a client certificate closes the connection with an alert. The
// write that fails because of it hides the alert.
func TestAlertBehindFailedWrite(t *testing.T) {
	t.Parallel()
	for _, lost := range []error{net.ErrClosed, fmt.Errorf("wrapped: %w", net.ErrClosed)} {
		for name, kind := range kinds {
			t.Run(fmt.Sprintf("%s/%v", name, lost), func(t *testing.T) {
				t.Parallel()
				failure := failWith(t, kind, refusedConn(t), lost)
				require.Equal(t, 3, failure.Row, "%v", failure.Err)
				require.Equal(t, verdict{1, 0, api.OutcomeNotSent, api.StopPermanent}, verdict{len(failure.Attempts), 0, failure.Outcome, failure.Stop})
				require.ErrorContains(t, failure.Err, "certificate required")
			})
		}
	}
}

// A lost connection without an alert, and an open one, keep their error.
func TestLostWriteWithoutAlert(t *testing.T) {
	t.Parallel()
	near, far := net.Pipe()
	t.Cleanup(func() { near.Close(); far.Close() })
	closed := tls.Client(near, nil)
	closed.Close()
	for name, conn := range map[string]net.Conn{"closed": closed, "clear text": near, "open": openConn(t)} {
		t.Run(name, func(t *testing.T) {
			failure := failWith(t, Unkeyed, conn, net.ErrClosed)
			require.Equal(t, 6, failure.Row, "%v", failure.Err)
			require.Equal(t, api.OutcomeUnknown, failure.Outcome)
			require.ErrorIs(t, failure.Err, net.ErrClosed)
		})
	}
}

// failWith makes a call whose round trip writes to the connection and returns the error.
func failWith(t *testing.T, kind Kind, conn net.Conn, lost error) *Failure {
	t.Helper()
	broken := roundTripper(func(r *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(r.Context())
		trace.GetConn("")
		trace.GotConn(httptrace.GotConnInfo{Conn: conn})
		trace.WroteHeaders()
		return nil, lost
	})
	client := serve(t, nil).client(t, func(c *Config) { c.HTTP = &http.Client{Transport: broken} })
	response, failure := client.Do(t.Context(), newRequest(kind))
	require.Nil(t, response)
	require.NotNil(t, failure)
	return failure
}

// refusedConn returns a closed connection whose reader received the alert.
func refusedConn(t *testing.T) net.Conn {
	t.Helper()
	client := connectTo(t, tls.RequireAnyClientCert)
	_, err := client.Read(make([]byte, 1))
	require.ErrorContains(t, err, "certificate required")
	client.Close()
	return client
}

func openConn(t *testing.T) net.Conn { return connectTo(t, tls.NoClientCert) }

// connectTo returns the client's end of a TLS 1.3 connection after the handshake.
func connectTo(t *testing.T, auth tls.ClientAuthType) *tls.Conn {
	t.Helper()
	config := certificateFor(t, "localhost", time.Hour)
	config.ClientAuth = auth
	near, far := net.Pipe()
	t.Cleanup(func() { near.Close(); far.Close() })
	go func() { _ = tls.Server(far, config).Handshake() }()
	client := tls.Client(near, &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS13}) //nolint:gosec // a pipe of this test
	require.NoError(t, client.Handshake())
	return client
}
