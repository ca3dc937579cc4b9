package main

import (
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/certs"
)

func TestTLSFlags(t *testing.T) {
	t.Parallel()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	p := start(t, "-addr", "127.0.0.1:0", "-tls", "-tls-host", "mock", "-tls-host", "192.0.2.7", "-tls-ca-out", ca)
	require.True(t, strings.HasPrefix(p.url, "https://127.0.0.1:"), p.url)
	text, err := os.ReadFile(ca)
	require.NoError(t, err)
	require.NotContains(t, string(text), "PRIVATE")
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(text))
	for _, host := range []string{"127.0.0.1", "localhost", "mock", "192.0.2.7"} {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: host}}}
		resp, err := client.Get(p.url + "/health")
		require.NoError(t, err, host)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, 200, resp.StatusCode)
	}
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

// certificateFiles writes a certificate and its key.
func certificateFiles(t *testing.T) (cert, key string) {
	t.Helper()
	made, _, err := certs.New([]string{"mock"})
	require.NoError(t, err)
	der, err := x509.MarshalECPrivateKey(made.PrivateKey.(*ecdsa.PrivateKey))
	require.NoError(t, err)
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate[0]}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600))
	return cert, key
}

func TestCertificateFiles(t *testing.T) {
	t.Parallel()
	cert, key := certificateFiles(t)
	p := start(t, "-addr", "127.0.0.1:0", "-tls-cert", cert, "-tls-key", key)
	address := strings.TrimPrefix(p.url, "https://")
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	require.NoError(t, err)
	require.Equal(t, []string{"mock"}, conn.ConnectionState().PeerCertificates[0].DNSNames)
	require.NoError(t, conn.Close())
	require.Equal(t, exitOK, runWith(t, nil, "healthcheck", "-addr", address, "-tls-cert", cert).status)
	p.end()
	require.Equal(t, exitOK, <-p.exit)
}

func TestBadTLSFlags(t *testing.T) {
	t.Parallel()
	cert, key := certificateFiles(t)
	for want, args := range map[string][]string{
		"-tls-cert (STATESET_MOCK_TLS_CERT): requires -tls-key":                       {"-tls-cert", cert},
		"-tls-key (STATESET_MOCK_TLS_KEY): requires -tls-cert":                        {"-tls-key", key},
		"-tls-ca-out (STATESET_MOCK_TLS_CA_OUT): requires -tls without":               {"-tls-ca-out", "ca.pem"},
		"-tls-host (STATESET_MOCK_TLS_HOST): requires -tls without":                   {"-tls-host", "a", "-tls-cert", cert, "-tls-key", key},
		"-tls-cert (STATESET_MOCK_TLS_CERT): cannot load the certificate and its key": {"-tls-cert", key, "-tls-key", cert},
		"no such file": {"-tls-cert", cert + ".none", "-tls-key", key},
	} {
		got := runWith(t, nil, append(args, "-addr", "127.0.0.1:0")...)
		require.Equal(t, exitBadFlags, got.status, want)
		require.Contains(t, got.stderr, want)
		require.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
	}
	got := runWith(t, nil, "-addr", "127.0.0.1:0", "-tls", "-tls-ca-out", filepath.Join(t.TempDir(), "none", "ca.pem"))
	require.Equal(t, exitFailed, got.status)
	require.Contains(t, got.stderr, "-tls-ca-out (STATESET_MOCK_TLS_CA_OUT): ")
	require.Empty(t, got.stdout, "not ready")
}
