package stateset_test

import (
	"errors"
	"flag"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sentinel is in the key of every test's client, and must not be seen anywhere else.
const (
	sentinel = "Zq8sentinel7Vx2w"
	testKey  = "sk_test_" + sentinel + "LmKp9"
	liveKey  = "sk_live_" + sentinel + "LmKp9"
)

// script is a scripted server: the answers are given in turn, the last one for
// ever.
type script struct {
	mu      sync.Mutex
	answers []answer
	log     []seen
}

type answer func(*http.Request) (*http.Response, error)

// seen is a request that reached the server.
type seen struct {
	Method, URL, Path string
	Query             url.Values
	Header            http.Header
	Body              string
}

func newServer(answers ...answer) *script { return &script{answers: answers} }

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(b)
	}
	s.mu.Lock()
	s.log = append(s.log, seen{r.Method, r.URL.String(), r.URL.EscapedPath(), r.URL.Query(), r.Header.Clone(), body})
	next := s.answers[min(len(s.log), len(s.answers))-1]
	s.mu.Unlock()
	return next(r)
}

func (s *script) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.log...)
}

func (s *script) last(t *testing.T) seen {
	t.Helper()
	log := s.requests()
	require.NotEmpty(t, log)
	return log[len(log)-1]
}

// respond answers with a status, a body and pairs of header names and values.
func respond(status int, body string, header ...string) answer {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Add(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
	}
}

func reset(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
}

func refuse(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
}

func hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

const (
	payment = `{"id":"pay_1","object":"payment","amount":100,"currency":"USD","status":"succeeded"}`
	empty   = `{"object":"list","data":[],"has_more":false}`
	balance = `{"object":"balance","available":[],"pending":[],"livemode":false}`
)

// newClient makes a client of a scripted server.
func newClient(t testing.TB, s http.RoundTripper, opts ...stateset.Option) *stateset.Client {
	t.Helper()
	client, err := stateset.New(testKey, append([]stateset.Option{stateset.WithHTTPClient(&http.Client{Transport: s})}, opts...)...)
	require.NoError(t, err)
	return client
}

// failed is the error of a call.
func failed(t testing.TB, err error) *stateset.Error {
	t.Helper()
	var e *stateset.Error
	require.ErrorAs(t, err, &e)
	return e
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}
