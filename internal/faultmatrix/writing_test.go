package faultmatrix

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

func TestMatrixWriting(t *testing.T) {
	t.Parallel()
	runMatrix(t, []scenario{
		{name: "F09 reset while the header is written", dial: firstConn(brokenWrite("POST")), want: onlyOnce(2, 0, syscall.ECONNRESET)},
		{
			name: "F09 reset while the body is written", dial: firstConn(brokenWrite("\r\n\r\n")),
			want: map[kind]want{keyed: onlyOnce(2, 0)[keyed], unkeyed: onlyOnce(2, 0, syscall.ECONNRESET)[unkeyed]},
		},
		{
			name: "F14 idle connection ends as the request is written", warm: true, dial: firstConn(staleWrite),
			want: each(want{attempts: 1, sends: 2, effects: 1}), // net/http sends again what was not written at all
		},
		{
			name: "F14 request read on a used connection, then the end", warm: true,
			faults: []failing{fail(mockserver.Disconnect(), mockserver.Times(1))}, want: resent(0),
		},
		{
			name: "F14 effect committed on a used connection, then the end", warm: true,
			faults: []failing{fail(mockserver.Disconnect(), mockserver.AfterCommit(), mockserver.Times(1))}, want: resent(1),
		},
	})
}

// resent wants what net/http does on its own: the request is on the wire twice in one
// attempt, unless it would not be safe.
func resent(effects int) map[kind]want {
	return map[kind]want{
		keyed:   {attempts: 1, sends: 2, effects: 1},
		unkeyed: {attempts: 1, sends: 1, effects: effects, outcome: stateset.OutcomeUnknown, stop: stateset.StopNotKeyed},
		safe:    {attempts: 1, sends: 2},
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

// writeConn is a connection whose writes are someone else's.
type writeConn struct {
	net.Conn
	write func(b []byte) (int, error)
}

func (c writeConn) Write(b []byte) (int, error) { return c.write(b) }

// brokenWrite resets a connection shortly after it has written a text.
func brokenWrite(text string) func(net.Conn) net.Conn {
	return func(c net.Conn) net.Conn {
		return writeConn{c, func(b []byte) (int, error) {
			_, after, _ := bytes.Cut(b, []byte(text))
			n, err := c.Write(b[:min(len(b)-len(after)+5, len(b))])
			if err == nil {
				err = c.(interface{ Reset() error }).Reset()
			}
			return n, errors.Join(&net.OpError{Op: "write", Net: "memory", Err: syscall.ECONNRESET}, err)
		}}
	}
}

// staleWrite cannot write payments any more: the other end is gone.
func staleWrite(c net.Conn) net.Conn {
	return writeConn{c, func(b []byte) (int, error) {
		if strings.Contains(string(b), "/v1/payments") {
			return 0, &net.OpError{Op: "write", Net: "memory", Err: syscall.EPIPE}
		}
		return c.Write(b)
	}}
}
