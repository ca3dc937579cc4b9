package httpapi

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/memnet"
)

// listen starts the API in memory, and returns a function that connects to it.
func (f *testServer) listen(overTLS bool) (dial func() net.Conn) {
	f.t.Helper()
	inner := memnet.Listen()
	quiet := slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	outer := &httptest.Server{Listener: f.server.Listener(inner), EnableHTTP2: true,
		Config: &http.Server{Handler: f.server, MaxHeaderBytes: 1 << 20, ConnContext: f.server.ConnContext, ErrorLog: quiet, DisableGeneralOptionsHandler: true}}
	if overTLS {
		outer.StartTLS()
	} else {
		outer.Start()
	}
	f.t.Cleanup(outer.Close)
	return func() net.Conn {
		conn, err := inner.Dial(f.t.Context())
		require.NoError(f.t, err)
		f.t.Cleanup(func() { _ = conn.Close() })
		return conn
	}
}

// exchange sends text and returns the response, and whether the server closed the
// connection after it.
func exchange(t *testing.T, conn net.Conn, text string) (resp *http.Response, body string, closed bool) {
	t.Helper()
	go func() { _, _ = io.WriteString(conn, text) }() // the server may not read all of it
	from := bufio.NewReader(conn)
	resp, err := http.ReadResponse(from, nil)
	require.NoError(t, err)
	read, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	if !resp.Close {
		return resp, string(read), false
	}
	_, err = from.ReadByte()
	return resp, string(read), err == io.EOF
}

const goodHeaders = "Host: localhost\r\nAuthorization: Bearer sk_test_abc\r\n"

// malformed are requests that net/http refuses before it calls a handler.
var malformed = map[string]struct {
	request string
	status  int
	message string
}{
	"no HTTP":                {"hello\r\n\r\n", 400, "The request is not valid HTTP: check the request line, the headers and the encoding of the URL"},
	"a blank in the path":    {"GET /v1/orders/a b HTTP/1.1\r\n" + goodHeaders + "\r\n", 400, "The request is not valid HTTP: check the request line, the headers and the encoding of the URL"},
	"bad percent-encoding":   {"GET /v1/orders/%zz HTTP/1.1\r\n" + goodHeaders + "\r\n", 400, "The request is not valid HTTP: check the request line, the headers and the encoding of the URL"},
	"no Host":                {"GET /v1/orders HTTP/1.1\r\n\r\n", 400, "The request is not valid HTTP: missing required Host header"},
	"bad Host":               {"GET /v1/orders HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "The request is not valid HTTP: malformed Host header"},
	"control character":      {"GET /v1/orders HTTP/1.1\r\n" + goodHeaders + "X-A: a\x01b\r\n\r\n", 400, "The request is not valid HTTP: check the request line, the headers and the encoding of the URL"},
	"another version":        {"GET /v1/orders HTTP/3.0\r\n" + goodHeaders + "\r\n", 505, "The request is not valid HTTP: unsupported protocol version"},
	"two lengths":            {"POST /v1/orders HTTP/1.1\r\n" + goodHeaders + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400, "The request is not valid HTTP: check the request line, the headers and the encoding of the URL"},
	"transfer encoding":      {"POST /v1/orders HTTP/1.1\r\n" + goodHeaders + "Transfer-Encoding: gzip\r\n\r\nx", 501, "The Transfer-Encoding header must be 'chunked' or absent"},
	"expectation":            {"POST /v1/orders HTTP/1.1\r\n" + goodHeaders + "Expect: a-cookie\r\nContent-Length: 2\r\n\r\n{}", 417, "The Expect header must be '100-continue' or absent"},
	"headers over the limit": {"GET /v1/orders HTTP/1.1\r\n" + goodHeaders + "X-A: " + strings.Repeat("a", maxHead) + "\r\n\r\n", 431, "The request line and the headers are larger than 65536 bytes: send fewer or shorter headers"},
	"path over the limit":    {"GET /v1/orders/" + strings.Repeat("a", maxHead) + " HTTP/1.1\r\n" + goodHeaders + "\r\n", 431, "The request line and the headers are larger than 65536 bytes: send fewer or shorter headers"},
	"over net/http's limit":  {"GET /v1/orders HTTP/1.1\r\n" + goodHeaders + "X-A: " + strings.Repeat("a", 2<<20), 431, "The request line and the headers are larger than 65536 bytes: send fewer or shorter headers"},
}

// Every response has the error body of the API, whether a handler made it or net/http.
func TestMalformedRequests(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	dial := f.listen(false)
	for name, test := range malformed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp, body, _ := exchange(t, dial(), test.request)
			requireEnvelope(t, resp, body, test.status, test.message)
		})
	}
}

func requireEnvelope(t *testing.T, resp *http.Response, body string, status int, message string) {
	t.Helper()
	require.Equal(t, status, resp.StatusCode, body)
	require.Equal(t, "application/json", resp.Header.Get("Content-Type"))
	require.Equal(t, "stateset-mock/dev", resp.Header.Get("Server"))
	require.Equal(t, "false", resp.Header.Get("Stateset-Should-Retry"))
	require.Equal(t, "*", resp.Header.Get("Access-Control-Allow-Origin"))
	require.NotEmpty(t, resp.Header.Get("Date"))
	require.EqualValues(t, len(body), resp.ContentLength)
	var envelope errorBody
	require.NoError(t, json.Unmarshal([]byte(body), &envelope), body)
	require.Equal(t, message, envelope.Error.Message)
	require.Equal(t, []string{"invalid_request_error", "request_invalid"}, []string{envelope.Error.Type, envelope.Error.Code})
	require.Regexp(t, `^req_[a-z0-9]{24}$`, envelope.Error.RequestID)
	require.Equal(t, envelope.Error.RequestID, resp.Header.Get("X-Request-Id"))
}

func TestPlainHTTPToTLS(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	resp, body, closed := exchange(t, f.listen(true)(), "GET /v1/orders HTTP/1.1\r\n"+goodHeaders+"\r\n")
	requireEnvelope(t, resp, body, 400, "This port requires TLS, and the client sent plain HTTP: use an https:// URL")
	require.True(t, closed)
}

// Headers over the limit have a JSON response in HTTP/2, too.
func TestLargeHeadersOverTLS(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	dial := f.listen(true)
	for _, version := range []string{"h2", "http/1.1"} {
		var protocols http.Protocols
		protocols.SetHTTP1(version == "http/1.1")
		protocols.SetHTTP2(version == "h2")
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, Protocols: &protocols,
			DialContext: func(context.Context, string, string) (net.Conn, error) { return dial(), nil }}
		defer transport.CloseIdleConnections()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://localhost/v1/orders", nil)
		require.NoError(t, err)
		r.Header.Set("X-A", strings.Repeat("a", maxHead))
		resp, err := transport.RoundTrip(r)
		require.NoError(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		requireEnvelope(t, resp, string(body), 431, "The request line and the headers are larger than 65536 bytes: send fewer or shorter headers")
	}
}

// OPTIONS * concerns the server as a whole. net/http would respond without a request ID.
func TestOptionsOfTheServer(t *testing.T) {
	t.Parallel()
	resp, _, _ := exchange(t, newTestServer(t).listen(false)(), "OPTIONS * HTTP/1.1\r\n"+goodHeaders+"\r\n")
	require.Equal(t, 204, resp.StatusCode)
	require.Regexp(t, `^req_[a-z0-9]{24}$`, resp.Header.Get("X-Request-Id"))
}

// Responses of handlers stay as they are, whatever their status and text.
func TestOtherWritesStay(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "H", "HTTP/1.1 ", "HTTP/1.1 400", "HTTP/1.1 400 Bad Request\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 400 Bad Request\r\n\r\n",
		"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n400 Bad Request",
		"HTTP/1.1 417 Expectation Failed\r\nX-Request-Id: req_1\r\nContent-Length: 0\r\n\r\n",
		`{"a":"HTTP/1.1 400 Bad Request"}`,
	} {
		status, _ := ownResponse([]byte(text))
		require.Zero(t, status, text)
	}
	f := newTestServer(t)
	conn := f.listen(false)()
	for range 2 {
		resp, body, closed := exchange(t, conn, fmt.Sprintf("POST /v1/payments HTTP/1.1\r\n%sContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}", goodHeaders))
		require.Equal(t, 400, resp.StatusCode)
		require.Contains(t, body, "parameter_missing")
		require.False(t, closed)
	}
}
