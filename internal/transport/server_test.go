package transport

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// server is a scripted server in memory. It reads the requests that net/http writes, and
// responds to each with the next step of its script. Its waits take no time in a synctest
// bubble.
type server struct {
	script   []answer          // the last step repeats
	refuse   func(n int) error // dial n (from 1) fails with this error
	tls      *tls.Config       // nil for clear text
	deaf     bool              // accepts connections and reads nothing
	greet    string            // accepts connections, writes this, and reads nothing
	mu       sync.Mutex
	seen     []sighting
	dials    int
	conns    []net.Conn
	group    sync.WaitGroup
	wireHTTP *http.Transport
}

// sighting is a request that the server received.
type sighting struct {
	method, target string
	header         http.Header
	body           string
	conn           int // starts at 1
	at             time.Time
}

// answer responds to one request. It reports whether the connection stays open.
type answer func(conn net.Conn, r *http.Request) bool

// serve starts a server.
func serve(t *testing.T, script ...answer) *server {
	s := &server{script: script}
	s.wireHTTP = &http.Transport{
		DialContext: s.dial, TLSHandshakeTimeout: 10 * time.Second, MaxIdleConnsPerHost: 100,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}
	t.Cleanup(s.close)
	return s
}

func (s *server) close() {
	s.wireHTTP.CloseIdleConnections()
	s.mu.Lock()
	for _, c := range s.conns {
		_ = c.Close()
	}
	s.mu.Unlock()
	s.group.Wait()
}

func (s *server) dial(context.Context, string, string) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dials++
	if s.refuse != nil {
		if err := s.refuse(s.dials); err != nil {
			return nil, err
		}
	}
	near, far := net.Pipe()
	reset := new(atomic.Bool)
	served := &servedConn{far, reset}
	s.conns = append(s.conns, far)
	number := s.dials
	s.group.Go(func() { s.talk(number, served) })
	return &dialledConn{near, reset}, nil
}

func (s *server) talk(number int, conn net.Conn) {
	defer conn.Close()
	if s.greet != "" {
		s.group.Go(func() { raw(s.greet)(conn, nil) }) // while the client writes its request
	}
	if s.deaf || s.greet != "" {
		waitForClose(conn)
		return
	}
	if s.tls != nil {
		secured := tls.Server(conn, s.tls)
		if secured.Handshake() != nil {
			waitForClose(conn) // until the client has read the alert
			return
		}
		conn = secured
	}
	reader := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil || !s.note(number, r, body)(conn, r) {
			return
		}
	}
}

// note records the request and returns its answer.
func (s *server) note(conn int, r *http.Request, body []byte) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, sighting{r.Method, r.RequestURI, r.Header, string(body), conn, time.Now()})
	return s.script[min(len(s.seen), len(s.script))-1]
}

// requests returns the received requests.
func (s *server) requests() []sighting {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sighting(nil), s.seen...)
}

func (s *server) dialled() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dials
}

// client returns a client of the server. Defaults: the default policy and no jitter;
// edits change them.
func (s *server) client(t *testing.T, edits ...func(*Config)) *Client {
	t.Helper()
	config := Config{HTTP: &http.Client{Transport: s.wireHTTP}, Classify: classify}
	for _, edit := range edits {
		edit(&config)
	}
	policy, err := Complete(config.Policy)
	require.NoError(t, err)
	config.Policy = policy
	c := New(config)
	c.random = noJitter
	return c
}

// dialledConn is the client's end of a connection. It distinguishes a reset from a close.
type dialledConn struct {
	net.Conn
	reset *atomic.Bool
}

func (c *dialledConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err == io.EOF && c.reset.Load() {
		err = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", errReset)}
	}
	return n, err
}

// servedConn is the server's end of a connection.
type servedConn struct {
	net.Conn
	reset *atomic.Bool
}

// waitForClose returns when the client has closed the connection.
func waitForClose(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// raw writes bytes. The connection stays open.
func raw(text string) answer {
	return func(conn net.Conn, _ *http.Request) bool {
		_, err := io.WriteString(conn, text)
		return err == nil
	}
}

// reply is a complete response with a body and header lines.
func reply(status int, body string, header ...string) answer {
	return func(conn net.Conn, r *http.Request) bool {
		lines := append([]string{"HTTP/1.1 " + strconv.Itoa(status) + " Answer"}, header...)
		text := ""
		if r.Method != http.MethodHead && status != 204 && status != 304 {
			lines, text = append(lines, "Content-Length: "+strconv.Itoa(len(body))), body
		}
		_, err := io.WriteString(conn, strings.Join(lines, "\r\n")+"\r\n\r\n"+text)
		return err == nil
	}
}

// ended writes bytes and closes the connection.
func ended(text string) answer {
	return func(conn net.Conn, r *http.Request) bool { raw(text)(conn, r); return false }
}

// reset writes bytes and resets the connection.
func reset(text string) answer {
	return func(conn net.Conn, r *http.Request) bool {
		raw(text)(conn, r)
		conn.(*servedConn).reset.Store(true)
		return false
	}
}

// stalled writes bytes and then nothing until the client closes the connection.
func stalled(text string) answer {
	return func(conn net.Conn, r *http.Request) bool {
		raw(text)(conn, r)
		waitForClose(conn)
		return false
	}
}

// after calls a function before the response.
func after(f func(), next answer) answer {
	return func(conn net.Conn, r *http.Request) bool { f(); return next(conn, r) }
}

// code returns the body of an error with a code.
func code(name string) string { return `{"error":{"code":"` + name + `"}}` }
