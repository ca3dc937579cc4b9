package faultmatrix

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
)

func TestMatrixWriting(t *testing.T) {
	t.Parallel()
	runMatrix(t, []scenario{
		{name: "F09 reset while the header is written", dial: firstConn(brokenWrite("POST")), want: onlyOnce(2, 0, errReset)},
		{
			name: "F09 reset while the body is written", dial: firstConn(brokenWrite("\r\n\r\n")),
			want: map[kind]want{keyed: onlyOnce(2, 0)[keyed], unkeyed: onlyOnce(2, 0, errReset)[unkeyed]},
		},
		{
			name: "F14 idle connection ends as the request is written", warm: true, dial: firstConn(staleWrite),
			want: map[kind]want{ // a write of zero bytes is not an attempt; net/http repeats reads
				keyed: {attempts: 1, sends: 1, effects: 1}, unkeyed: {attempts: 1, sends: 1, effects: 1}, safe: {attempts: 1, sends: 2},
			},
		},
		{
			name: "F14 request read on a used connection, then the end", warm: true,
			faults: []failing{fail(mockserver.Disconnect(), mockserver.Times(1))}, want: onUsedConnection(0), check: atOnce,
		},
		{
			name: "F14 effect committed on a used connection, then the end", warm: true,
			faults: []failing{fail(mockserver.Disconnect(), mockserver.AfterCommit(), mockserver.Times(1))}, want: onUsedConnection(1), check: atOnce,
		},
	})
}

// onUsedConnection expects the result of a new connection. net/http repeats a read in the
// same attempt.
func onUsedConnection(effects int) map[kind]want {
	w := onlyOnce(2, effects)
	w[safe] = want{attempts: 1, sends: 2}
	return w
}

// atOnce checks that the first retry after the loss of a reused connection has no
// backoff.
func atOnce(t *testing.T, r *run) {
	if r.kind == keyed {
		require.Equal(t, time.Millisecond, r.attempts()[0].Delay)
	}
}

// firstConn changes the first connection.
func firstConn(change func(net.Conn) net.Conn) func(context.Context, int, string, dialFunc) (net.Conn, error) {
	return func(ctx context.Context, attempt int, address string, next dialFunc) (net.Conn, error) {
		c, err := next(ctx, "tcp", address)
		if err != nil || attempt > 1 {
			return c, err
		}
		return change(c), nil
	}
}

// writeConn is a connection with a custom Write function.
type writeConn struct {
	net.Conn
	write func(b []byte) (int, error)
}

func (c writeConn) Write(b []byte) (int, error) { return c.write(b) }

// brokenWrite resets a connection shortly after a text was written.
func brokenWrite(text string) func(net.Conn) net.Conn {
	return func(c net.Conn) net.Conn {
		return writeConn{c, func(b []byte) (int, error) {
			_, after, _ := bytes.Cut(b, []byte(text))
			n, err := c.Write(b[:min(len(b)-len(after)+5, len(b))])
			if err == nil {
				err = c.(interface{ Reset() error }).Reset()
			}
			return n, errors.Join(&net.OpError{Op: "write", Net: "memory", Err: errReset}, err)
		}}
	}
}

// staleWrite cannot write payments, because the peer has closed the connection.
func staleWrite(c net.Conn) net.Conn {
	return writeConn{c, func(b []byte) (int, error) {
		if strings.Contains(string(b), "/v1/payments") {
			return 0, &net.OpError{Op: "write", Net: "memory", Err: errPipe}
		}
		return c.Write(b)
	}}
}
