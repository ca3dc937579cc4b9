//go:build !plan9

package memnet_test

import (
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/memnet"
)

// TestReset resets a connection. Bytes that were written before can be read, and then
// both directions fail like those of a socket.
func TestReset(t *testing.T) {
	t.Parallel()
	client, server := connect(t)
	_, err := server.Write([]byte("last"))
	require.NoError(t, err)
	require.NoError(t, server.(*memnet.Conn).Reset())
	got, err := io.ReadAll(client)
	require.Equal(t, "last", string(got))
	require.ErrorIs(t, err, syscall.ECONNRESET)
	var op *net.OpError
	require.ErrorAs(t, err, &op)
	_, err = client.Write([]byte("x"))
	require.ErrorIs(t, err, syscall.ECONNRESET)
	_, err = server.Read(make([]byte, 1))
	require.ErrorIs(t, err, net.ErrClosed)
	_, err = server.Write([]byte("x"))
	require.ErrorIs(t, err, net.ErrClosed)
}

// TestResetEndsReads checks that a reset ends a waiting Read.
func TestResetEndsReads(t *testing.T) {
	t.Parallel()
	client, server := connect(t)
	failed := make(chan error, 1)
	go func() {
		_, err := client.Read(make([]byte, 1))
		failed <- err
	}()
	require.NoError(t, server.(*memnet.Conn).Reset())
	require.ErrorIs(t, <-failed, syscall.ECONNRESET)
}
