package faultmatrix

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

// each expects the same result for every kind. A read has no effect.
func each(w want) map[kind]want {
	read := w
	read.effects = 0
	return map[kind]want{keyed: w, unkeyed: w, safe: read}
}

// onlyOnce expects a successful retry for safe and keyed requests, and an unknown outcome
// for a write without a key. effects is the number of payments of the first attempt.
func onlyOnce(attempts, effects int, is ...error) map[kind]want {
	return map[kind]want{
		keyed:   {attempts: attempts, effects: 1},
		unkeyed: {attempts: 1, effects: effects, outcome: stateset.OutcomeUnknown, stop: stateset.StopNotKeyed, is: is},
		safe:    {attempts: attempts},
	}
}

// never expects three attempts for safe and keyed requests, and an unknown outcome.
func never(effects int, is ...error) map[kind]want {
	spent := want{attempts: 3, effects: effects, outcome: stateset.OutcomeUnknown, stop: stateset.StopAttempts, is: is}
	once := spent
	once.attempts, once.stop = 1, stateset.StopNotKeyed
	read := spent
	read.effects = 0
	return map[kind]want{keyed: spent, unkeyed: once, safe: read}
}

// unsent expects three attempts that send nothing.
func unsent(says string, is ...error) map[kind]want {
	return each(want{attempts: 3, outcome: stateset.OutcomeNotSent, stop: stateset.StopAttempts, is: is, says: []string{says}})
}

// hopeless expects one attempt that sends nothing.
func hopeless(says ...string) map[kind]want {
	return each(want{attempts: 1, outcome: stateset.OutcomeNotSent, stop: stateset.StopPermanent, says: says})
}

// until makes the first n dials fail.
func until(n int, dial func(ctx context.Context, address string) (net.Conn, error)) func(context.Context, int, string, dialFunc) (net.Conn, error) {
	return func(ctx context.Context, attempt int, address string, next dialFunc) (net.Conn, error) {
		if attempt <= n {
			return dial(ctx, address)
		}
		return next(ctx, "tcp", address)
	}
}

// after makes all dials after the first n fail.
func after(n int, dial func(ctx context.Context, address string) (net.Conn, error)) func(context.Context, int, string, dialFunc) (net.Conn, error) {
	return func(ctx context.Context, attempt int, address string, next dialFunc) (net.Conn, error) {
		if attempt > n {
			return dial(ctx, address)
		}
		return next(ctx, "tcp", address)
	}
}

// unresolved is a dial of a name without an address.
func unresolved(e net.DNSError) func(context.Context, string) (net.Conn, error) {
	return func(_ context.Context, address string) (net.Conn, error) {
		named := e
		named.Name, _, _ = net.SplitHostPort(address)
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &named}
	}
}

func address(text string) func(*testing.T, *run) string {
	return func(*testing.T, *run) string { return text }
}

const always = 1000 // more than any call attempts

func TestMatrixDialing(t *testing.T) {
	t.Parallel()
	missing := net.DNSError{Err: "no such host", IsNotFound: true}
	misbehaving := net.DNSError{Err: "server misbehaving", Server: "10.0.0.2:53", IsTemporary: true}
	slow := net.DNSError{Err: "i/o timeout", Server: "10.0.0.2:53", IsTimeout: true}
	runMatrix(t, []scenario{
		{
			name: "F01 DNS NXDOMAIN", base: address("https://api.nowhere.test"), dial: until(always, unresolved(missing)),
			want: hopeless("api.nowhere.test", "no such host"),
		},
		{
			name: "F01 DNS NXDOMAIN, seen through a middleware", dial: until(always, unresolved(missing)), want: hopeless("localhost"),
			client: []stateset.Option{stateset.WithMiddleware(wrapErrors)},
		},
		{name: "F02 DNS SERVFAIL twice", dial: until(2, unresolved(misbehaving)), want: each(want{attempts: 3, sends: 1, effects: 1})},
		{name: "F02 DNS times out once", dial: until(1, unresolved(slow)), want: each(want{attempts: 2, sends: 1, effects: 1})},
		{name: "F02 DNS SERVFAIL for ever", dial: until(always, unresolved(misbehaving)), want: unsent("server misbehaving")},
		{name: "F03 connection refused twice", sockets: true, dial: until(2, refused), want: each(want{attempts: 3, sends: 1, effects: 1})},
		{name: "F03 connection refused for ever", sockets: true, dial: until(always, refused), want: unsent("connection refused", errRefuse)},
		{name: "F04 SYN lost once", dial: until(1, blackhole), want: each(want{attempts: 2, sends: 1, effects: 1}), check: tookEach(10*time.Second, 1)},
		{name: "F04 SYN blackhole", dial: until(always, blackhole), want: unsent("i/o timeout"), check: tookEach(10*time.Second, 3)},
		{name: "F07 TLS handshake stalls", base: address("https://localhost"), dial: until(always, mute), want: unsent("TLS handshake timeout"), check: tookEach(10*time.Second, 3)},
	})
}

// wrapErrors is a middleware that wraps errors, as tracers do.
func wrapErrors(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		response, err := next.RoundTrip(r)
		if err != nil {
			err = fmt.Errorf("traced: %w", err)
		}
		return response, err
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// refused dials a port without a listener. Only the operating system may listen on it.
func refused(ctx context.Context, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "tcp", "127.0.0.1:1")
}

// blackhole is a dial without a response, as of a dialer with the client's timeout.
// Nothing is sent.
func blackhole(ctx context.Context, _ string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 10 * time.Second, ControlContext: func(ctx context.Context, _, _ string, _ syscall.RawConn) error {
		<-ctx.Done()
		return os.ErrDeadlineExceeded // like a dial of the operating system
	}}
	return dialer.DialContext(ctx, "tcp", "127.0.0.1:1")
}

// mute dials a server that accepts and sends nothing.
func mute(context.Context, string) (net.Conn, error) {
	client, server := net.Pipe()
	go func() { _, _ = io.Copy(io.Discard, server) }() // ends with the client
	return client, nil
}

// tookEach checks the duration of the first attempts.
func tookEach(d time.Duration, n int) func(*testing.T, *run) {
	return func(t *testing.T, r *run) {
		for _, a := range r.attempts()[:n] {
			require.Equal(t, d, a.Duration, a.Err)
		}
	}
}
