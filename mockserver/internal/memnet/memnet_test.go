package memnet_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/memnet"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// connect returns both ends of a new connection. The end of the test closes them.
func connect(t *testing.T) (client, server net.Conn) {
	t.Helper()
	l := memnet.Listen()
	dialed := make(chan net.Conn, 1)
	go func() {
		conn, err := l.Dial(context.Background())
		if err == nil {
			dialed <- conn
		}
		close(dialed)
	}()
	server, err := l.Accept()
	require.NoError(t, err)
	client = <-dialed
	require.NotNil(t, client)
	t.Cleanup(func() {
		_ = client.Close()
		_ = server.Close()
		_ = l.Close()
	})
	return client, server
}

func TestConnCarriesBytesBothWays(t *testing.T) {
	t.Parallel()
	client, server := connect(t)
	sent := bytes.Repeat([]byte("0123456789"), 100_000) // more than the buffer holds
	var wg sync.WaitGroup
	wg.Go(func() {
		_, _ = client.Write(sent)
		_ = client.(*memnet.Conn).CloseWrite()
	})
	got, err := io.ReadAll(server)
	wg.Wait()
	require.NoError(t, err)
	require.True(t, bytes.Equal(sent, got))

	_, err = server.Write([]byte("answer after half-close"))
	require.NoError(t, err)
	require.NoError(t, server.Close())
	got, err = io.ReadAll(client)
	require.NoError(t, err)
	require.Equal(t, "answer after half-close", string(got))
}

func TestConnAfterClose(t *testing.T) {
	t.Parallel()
	client, server := connect(t)
	_, err := client.Write([]byte("last"))
	require.NoError(t, err)
	require.NoError(t, client.Close())

	_, err = client.Write([]byte("x"))
	require.ErrorIs(t, err, net.ErrClosed)
	_, err = client.Read(make([]byte, 1))
	require.ErrorIs(t, err, net.ErrClosed)
	require.Error(t, client.SetDeadline(time.Now()))

	got, err := io.ReadAll(server)
	require.NoError(t, err)
	require.Equal(t, "last", string(got), "what was written before the close arrives")
	_, err = server.Write([]byte("x"))
	require.Error(t, err)
	require.NotErrorIs(t, err, net.ErrClosed, "the server's own end is open")
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := connect(t)
		begin := time.Now()
		require.NoError(t, client.SetReadDeadline(begin.Add(time.Minute)))
		_, err := client.Read(make([]byte, 1))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(begin))
		var timeout net.Error
		require.ErrorAs(t, err, &timeout)
		require.True(t, timeout.Timeout())

		require.NoError(t, client.SetWriteDeadline(time.Now().Add(time.Second)))
		n, err := client.Write(make([]byte, 1<<20))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.Positive(t, n)
		require.Less(t, n, 1<<20, "the buffer is bounded")

		require.NoError(t, client.SetDeadline(time.Time{}), "a cleared deadline lets calls go on")
		go func() { _, _ = io.Copy(io.Discard, server) }()
		_, err = client.Write([]byte("more"))
		require.NoError(t, err)
	})
}

func TestDeadlineInThePastWakesReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := connect(t)
		failed := make(chan error)
		go func() {
			_, err := client.Read(make([]byte, 1))
			failed <- err
		}()
		synctest.Wait()
		require.NoError(t, client.SetReadDeadline(time.Unix(1, 0)))
		require.ErrorIs(t, <-failed, os.ErrDeadlineExceeded)
	})
}

func TestDialEnds(t *testing.T) {
	t.Parallel()
	l := memnet.Listen()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := l.Dial(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, l.Close())
	require.NoError(t, l.Close())
	_, err = l.Dial(context.Background())
	require.ErrorIs(t, err, net.ErrClosed)
	_, err = l.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
}

// echo responds with the method, the body and the remote address of the request.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(w, r.Method+" "+r.RemoteAddr+" "+string(body))
}

func TestServesHTTPInsideABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := memnet.Listen()
		server := &http.Server{Handler: http.HandlerFunc(echo), ReadHeaderTimeout: time.Second, IdleTimeout: time.Minute}
		var wg sync.WaitGroup
		wg.Go(func() { _ = server.Serve(l) })
		transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return l.Dial(ctx) }}
		client := &http.Client{Transport: transport}

		for range 3 {
			resp, err := client.Post("http://localhost/", "text/plain", strings.NewReader("hello"))
			require.NoError(t, err)
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, "POST memory hello", string(body))
			<-time.After(time.Hour) // the time of the bubble: the idle connection ends, the next one is dialed
		}
		transport.CloseIdleConnections()
		require.NoError(t, server.Close())
		wg.Wait()
	})
}
