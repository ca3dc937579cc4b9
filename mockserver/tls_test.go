package mockserver_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/mockserver/internal/certs"
)

// getHealth returns the status and the protocol of a call to the control interface.
func getHealth(t *testing.T, client *http.Client, url string) (status, protocol int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/_mock/health", nil)
	require.NoError(t, err)
	resp, err := client.Do(req)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode, resp.ProtoMajor
}

func TestTLS(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]mockserver.Option{"in memory": nil, "TCP": {mockserver.WithTCP("127.0.0.1:0")}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t, append(opts, mockserver.WithTLS())...)
			require.True(t, strings.HasPrefix(srv.URL(), "https://"), srv.URL())
			pay(t, srv.Client())
			status, protocol := getHealth(t, srv.HTTPClient(), srv.URL())
			require.Equal(t, 200, status)
			require.Equal(t, 2, protocol)
		})
	}
}

func TestTLSInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t, mockserver.WithTLS())
		client := srv.Client()
		pay(t, client)
		<-time.After(time.Hour) // the time of the bubble: the idle connection ends
		pay(t, client)
	})
}

// Other programs trust the CA, for every name of the server.
func TestCertificate(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"), mockserver.WithTLS("mock", "192.0.2.7"), mockserver.WithPublicURL("https://public.test:8420"))
	address := strings.TrimPrefix(srv.URL(), "https://")
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	require.True(t, srv.Certificate().IsCA)
	for host, trusted := range map[string]bool{
		"127.0.0.1": true, "localhost": true, "::1": true, "mock": true, "192.0.2.7": true, "public.test": true, "other": false, "192.0.2.8": false,
	} {
		conn, err := (&tls.Dialer{Config: &tls.Config{RootCAs: roots, ServerName: host}}).DialContext(t.Context(), "tcp", address)
		require.Equal(t, trusted, err == nil, "%s: %v", host, err)
		if err == nil {
			require.NoError(t, conn.Close())
		}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: srv.TLSClientConfig()}}
	defer client.CloseIdleConnections()
	status, protocol := getHealth(t, client, srv.URL())
	require.Equal(t, 200, status)
	require.Equal(t, 1, protocol, "this client does not ask for HTTP/2")

	plain := mockserver.New(t)
	require.Nil(t, plain.Certificate())
	require.Nil(t, plain.TLSClientConfig())
}

func TestPlainHTTPToTLS(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"), mockserver.WithTLS())
	resp, err := http.Get(strings.Replace(srv.URL(), "https:", "http:", 1))
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, 400, resp.StatusCode)
	require.Contains(t, string(body), "use an https:// URL")
}

func TestGivenCertificate(t *testing.T) {
	t.Parallel()
	certificate, _, err := certs.New([]string{"mock.test"})
	require.NoError(t, err)
	certificate.Leaf = nil
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"), mockserver.WithTLS("unused"), mockserver.WithCertificate(certificate))
	pay(t, srv.Client())
	require.Equal(t, []string{"mock.test"}, srv.Certificate().DNSNames)
}

func TestBadTLSOptions(t *testing.T) {
	t.Parallel()
	for want, option := range map[string]mockserver.Option{
		`WithTLS: host "mock:8420" must be a host name or an IP address`: mockserver.WithTLS("localhost", "mock:8420"),
		`WithTLS: host "fe80::1%eth0" must be`:                           mockserver.WithTLS("fe80::1%eth0"),
		"WithCertificate: the certificate or its private key is missing": mockserver.WithCertificate(tls.Certificate{}),
		"WithCertificate: x509: malformed certificate":                   mockserver.WithCertificate(tls.Certificate{Certificate: [][]byte{{1}}, PrivateKey: 1}),
	} {
		_, err := mockserver.Start(t.Context(), option)
		require.ErrorContains(t, err, want)
	}
}

// Clients with prior knowledge use HTTP/2 without TLS.
func TestUnencryptedHTTP2(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"))
	var protocols http.Protocols
	protocols.SetUnencryptedHTTP2(true)
	client := &http.Client{Transport: &http.Transport{Protocols: &protocols, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}}
	defer client.CloseIdleConnections()
	status, protocol := getHealth(t, client, srv.URL())
	require.Equal(t, 200, status)
	require.Equal(t, 2, protocol)

	srv.Fail("GET /payments", mockserver.Reset())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+"/v1/payments", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+srv.NewAccount().Key())
	_, err = client.Do(req) //nolint:bodyclose // there is no response
	require.ErrorContains(t, err, "INTERNAL_ERROR")
}
