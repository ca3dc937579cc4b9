package transport

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// A proxy that refuses to connect is between us and the server, which saw nothing. One
// that wants credentials will want them the next time too. What the client gave the
// proxy shows nowhere.
func TestProxyRefusesToConnect(t *testing.T) {
	t.Parallel()
	const password = "sentinel-password"
	answer := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
			w.WriteHeader(status)
		}
	}
	hangUp := func(w http.ResponseWriter, _ *http.Request) { // as if the connection to the server broke off
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = conn.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n"))
		_ = conn.(*net.TCPConn).CloseWrite()
		waitForClose(conn) // what the client says is read, lest its connection be reset
		_ = conn.Close()
	}
	for name, c := range map[string]struct {
		handle http.HandlerFunc
		row    int
		want   verdict
		err    string
	}{
		"credentials wanted":   {answer(407), 2, verdict{1, 1, api.OutcomeNotSent, api.StopPermanent}, "stateset: the proxy wants credentials (407): put them into its URL"},
		"forbidden":            {answer(403), 5, verdict{2, 2, api.OutcomeNotSent, api.StopAttempts}, "Forbidden"},
		"bad gateway":          {answer(502), 5, verdict{2, 2, api.OutcomeNotSent, api.StopAttempts}, "Bad Gateway"},
		"no connection inside": {hangUp, 5, verdict{2, 2, api.OutcomeNotSent, api.StopAttempts}, "EOF"},
	} {
		for kindName, kind := range kinds {
			t.Run(name+"/"+kindName, func(t *testing.T) {
				t.Parallel()
				var connects atomic.Int64
				proxy, err := url.Parse(open(t, func(w http.ResponseWriter, r *http.Request) {
					connects.Add(1)
					if r.Method != http.MethodConnect || r.Header.Get("Authorization") != "" || r.Header.Get("Proxy-Authorization") == "" {
						panic(http.ErrAbortHandler) // the key is for the server, the password for the proxy
					}
					c.handle(w, r)
				}))
				require.NoError(t, err)
				proxy.User = url.UserPassword("me", password)
				hc := DefaultHTTP()
				hc.Transport.(*http.Transport).Proxy = http.ProxyURL(proxy)
				t.Cleanup(hc.CloseIdleConnections)
				client := New(Config{HTTP: hc, Policy: complete(t, api.RetryPolicy{MaxAttempts: 2})})
				client.random = noJitter
				r := newRequest(kind)
				r.URL = &url.URL{Scheme: "https", Host: "api.example.com", Path: "/v1/things"} // never looked up
				_, failure := client.Do(t.Context(), r)
				require.Equal(t, c.row, failure.Row, "%v", failure.Err)
				require.Equal(t, c.want, verdict{len(failure.Attempts), int(connects.Load()), failure.Outcome, failure.Stop}, "%v", failure.Err)
				require.EqualError(t, failure.Err, c.err)
				require.NotContains(t, fmt.Sprintf("%+v %#v", failure.Err, failure.Attempts), password)
			})
		}
	}
}
