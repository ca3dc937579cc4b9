package webhook_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// unread is a body that must not be read.
type unread struct{ t *testing.T }

func (b unread) Read([]byte) (int, error) {
	b.t.Error("the body is read")
	return 0, io.EOF
}
func (unread) Close() error { return nil }

// endless is a body that counts its read bytes.
type endless struct{ read int }

func (b *endless) Read(p []byte) (int, error) {
	b.read += len(p)
	return len(p), nil
}

const mebibyte = 1 << 20

// padded returns an event of exactly size bytes.
func padded(size int) string {
	const begin, end = `{"id":"evt_long","object":"event","type":"order.paid","data":{"object":{"note":"`, `"}}}`
	return begin + strings.Repeat("x", size-len(begin)-len(end)) + end
}

func TestBodyOfAMebibyte(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events)
	for size, want := range map[int]int{mebibyte: 200, mebibyte + 1: 413} {
		for _, announced := range []bool{true, false} {
			body := padded(size)
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Header = webhook.Sign([]byte(body), time.Unix(t0, 0), k1)
			if !announced {
				r.ContentLength = -1
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			requireAnswer(t, w, want, fmt.Sprint(size, announced))
		}
	}
	require.EqualValues(t, 1, events.calls.Load(), "and its duplicate")
}

// Little more than the limit is read of a long body, and nothing if its length is
// announced.
func TestLongBodiesAreNotRead(t *testing.T) {
	t.Parallel()
	var events counting
	h := newHandler(t, &events)
	body := &endless{}
	r := httptest.NewRequest("POST", "/", body)
	r.ContentLength = -1
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	requireAnswer(t, w, 413, "endless")
	require.Less(t, body.read, 3*mebibyte)

	for name, change := range map[string]func(r *http.Request){
		"10 MB":              func(r *http.Request) { r.ContentLength = 10_000_000 },
		"compressed":         func(r *http.Request) { r.Header.Set("Content-Encoding", "br") },
		"compressed and big": func(r *http.Request) { r.ContentLength, r.Header = 1<<62, http.Header{"Content-Encoding": {"gzip"}} },
	} {
		r := httptest.NewRequest("POST", "/", unread{t})
		change(r)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Contains(t, []int{413, 415}, w.Code, name)
		require.Equal(t, "close", w.Header().Get("Connection"), name)
	}
	require.Zero(t, events.calls.Load())
}

// An announced length allocates little memory before the body arrives.
func TestAnnouncedLengthIsNotBelieved(t *testing.T) {
	t.Parallel()
	var events counting
	body := &endless{}
	r := httptest.NewRequest("POST", "/", readOnce{body})
	r.ContentLength = mebibyte
	w := httptest.NewRecorder()
	newHandler(t, &events).ServeHTTP(w, r)
	requireAnswer(t, w, 401, "read to its end")
	require.LessOrEqual(t, body.read, 32<<10)
}

// readOnce ends after the first read, which shows the size of the buffer.
type readOnce struct{ *endless }

func (b readOnce) Read(p []byte) (int, error) {
	n, _ := b.endless.Read(p)
	return n, io.EOF
}

func TestBodyCutShort(t *testing.T) {
	t.Parallel()
	var events counting
	var reported error
	h := newHandler(t, &events, webhook.WithErrorHook(func(_ context.Context, _ *webhook.Event, err error) { reported = err }))
	r := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader(b1[:20]), &broken{}))
	r.Header = stamped(v01)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	requireAnswer(t, w, 400, "cut short")
	require.ErrorIs(t, reported, io.ErrUnexpectedEOF)
	require.Zero(t, events.calls.Load())
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// piped is a listener of one connection.
type piped struct{ conns chan net.Conn }

func (l *piped) Accept() (net.Conn, error) {
	conn, ok := <-l.conns
	if !ok {
		return nil, errors.New("closed")
	}
	return conn, nil
}
func (l *piped) Close() error   { return nil }
func (l *piped) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// serveOn serves a handler on one connection, and returns the other end.
func serveOn(t *testing.T, h http.Handler) net.Conn {
	t.Helper()
	client, server := net.Pipe()
	l := &piped{make(chan net.Conn, 1)}
	l.conns <- server
	s := &http.Server{Handler: h}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() {
		_ = client.Close()
		close(l.conns)
		_ = s.Close()
		synctest.Wait()
	})
	return client
}

func head(body string) string {
	return fmt.Sprintf("POST /webhooks HTTP/1.1\r\nHost: example.com\r\nStateset-Signature: %s\r\nContent-Length: %d\r\n\r\n", v01, len(body))
}

// trickle writes a body, one byte per second, until the connection is closed.
func trickle(conn net.Conn, body string) {
	for i := range len(body) {
		<-time.After(time.Second)
		if _, err := io.WriteString(conn, body[i:i+1]); err != nil {
			return
		}
	}
}

func TestSlowBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var events counting
		conn := serveOn(t, newHandler(t, &events))
		_, err := io.WriteString(conn, head(b1))
		require.NoError(t, err)
		begin := time.Now()
		go trickle(conn, b1)
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusRequestTimeout, response.StatusCode)
		require.Equal(t, 5*time.Second, time.Since(begin))
		require.True(t, response.Close)
		require.Zero(t, events.calls.Load())
		require.NoError(t, conn.Close())
		<-time.After(3 * time.Second)
	})
}

// Middleware whose ResponseWriter sets no deadlines disables the read timeout, as the
// documentation of WithReadTimeout states. The server's own timeout still applies.
func TestTimeoutHandlerDisablesTheReadTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var events counting
		conn := serveOn(t, http.TimeoutHandler(newHandler(t, &events), time.Hour, ""))
		go func() {
			if _, err := io.WriteString(conn, head(b1)); err != nil {
				return
			}
			trickle(conn, b1)
		}()
		begin := time.Now()
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, response.StatusCode)
		require.Equal(t, time.Duration(len(b1))*time.Second, time.Since(begin))
		require.EqualValues(t, 1, events.calls.Load())
	})
}

// The read timeout applies only to the body. A function may take longer, and the next
// request on the connection is read.
func TestReadTimeoutEndsWithTheBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		events := &counting{answer: func(ctx context.Context, _ int64) error {
			<-time.After(6 * time.Second)
			return ctx.Err()
		}}
		h := newHandler(t, events)
		hungUp := make(chan error, 2)
		conn := serveOn(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(w, r)
			hungUp <- r.Context().Err()
		}))
		reader := bufio.NewReader(conn)
		for range 2 {
			_, err := io.WriteString(conn, head(b1)+b1)
			require.NoError(t, err)
			response, err := http.ReadResponse(reader, nil)
			require.NoError(t, err)
			require.Equal(t, 200, response.StatusCode)
			_, err = io.Copy(io.Discard, response.Body)
			require.NoError(t, err)
			require.NoError(t, <-hungUp, "to who stands around the handler nobody hung up")
			<-time.After(time.Minute)
		}
		require.EqualValues(t, 1, events.calls.Load())
	})
}

// deadlined records the deadlines that are set.
type deadlined struct {
	*httptest.ResponseRecorder
	set []time.Time
}

func (d *deadlined) SetReadDeadline(at time.Time) error {
	d.set = append(d.set, at)
	return nil
}

func TestReadTimeoutIsTakenBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var events counting
		w := &deadlined{ResponseRecorder: httptest.NewRecorder()}
		r := httptest.NewRequest("POST", "/", strings.NewReader(b1))
		r.Header = stamped(v01)
		newHandler(t, &events, webhook.WithReadTimeout(time.Second)).ServeHTTP(w, r)
		requireAnswer(t, w.ResponseRecorder, 200, "handled")
		require.Equal(t, []time.Time{time.Now().Add(time.Second), {}}, w.set)
	})
}
