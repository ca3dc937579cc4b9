package redislimit_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/integration/redislimit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// startRedis runs a server that listens to a socket in the directory of the test.
func startRedis(t *testing.T) *redis.Client {
	t.Helper()
	dir, err := os.MkdirTemp("", "stateset-redis") // the path of a socket must be short
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "redis.sock")
	server := exec.Command("redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
	stdout, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start(), "install it: apt-get install redis-server")
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	output := bufio.NewScanner(stdout)
	for ready := false; !ready; ready = strings.Contains(output.Text(), "accept connections") {
		require.True(t, output.Scan(), "redis-server ended before it was ready")
	}
	go func() { _, _ = io.Copy(io.Discard, stdout) }()
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: socket})
	t.Cleanup(func() { _ = client.Close() })
	require.NoError(t, client.Ping(t.Context()).Err())
	return client
}

const payment = `{"id":"pay_1","object":"payment","amount":100,"currency":"USD","status":"succeeded"}`

// connect returns a client whose requests the function counts.
func connect(t *testing.T, count func(), limiter stateset.Limiter) *stateset.Client {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		count()
		_, _ = w.Write([]byte(payment))
	}))
	t.Cleanup(srv.Close)
	client, err := stateset.New("sk_test_redislimit", stateset.WithBaseURL(srv.URL), stateset.WithLimiter(limiter))
	require.NoError(t, err)
	return client
}

// Clients of several processes, each with its own connection, share one bucket: after the
// burst no request is sent earlier than the rate allows.
func TestLimiterIsShared(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	const rate, burst, processes, calls = 200, 5, 4, 10
	var sent atomic.Int64
	var group sync.WaitGroup
	started := time.Now()
	for range processes {
		own := redis.NewClient(server.Options())
		t.Cleanup(func() { _ = own.Close() })
		client := connect(t, func() { sent.Add(1) }, &redislimit.Limiter{Redis: own, Key: "tenant-42", Rate: rate, Burst: burst})
		group.Go(func() {
			for range calls {
				if _, err := client.Payments.Get(context.Background(), "pay_1"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	require.Equal(t, int64(processes*calls), sent.Load())
	require.GreaterOrEqual(t, time.Since(started), (processes*calls-burst)*time.Second/rate)
	expires, err := server.PTTL(t.Context(), "tenant-42").Result()
	require.NoError(t, err)
	require.LessOrEqual(t, expires, burst*time.Second/rate+2*time.Millisecond, "the bucket expires")
}

// The keys of two tenants have buckets of their own.
func TestLimiterOfAnotherKey(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, key := range []string{"one", "two"} {
		limiter := &redislimit.Limiter{Redis: server, Key: key, Rate: 0.0001, Burst: 2}
		require.NoError(t, limiter.Wait(ctx))
		require.NoError(t, limiter.Wait(ctx))
	}
}

// A wait ends with the call, and a Redis that is gone ends the call. Nothing is sent.
func TestLimiterFails(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	client := connect(t, func() { t.Error("a request was sent") }, &redislimit.Limiter{Redis: server, Key: "empty", Rate: 0.0001, Burst: 0})
	_, err := client.Payments.Get(t.Context(), "pay_1", stateset.WithTimeout(50*time.Millisecond))
	require.ErrorIs(t, err, stateset.ErrCallTimeout)
	require.NoError(t, server.Close())
	_, err = client.Payments.Get(t.Context(), "pay_1")
	require.ErrorIs(t, err, redis.ErrClosed)
	var failed *stateset.Error
	require.ErrorAs(t, err, &failed)
	require.Equal(t, stateset.OutcomeNotSent, failed.Outcome)
}
