package certs_test

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/certs"
)

func TestNew(t *testing.T) {
	t.Parallel()
	cert, ca, err := certs.New([]string{"localhost", "mock", "*.mock.test", "127.0.0.1", "::1"})
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	for _, name := range []string{"localhost", "mock", "a.mock.test", "127.0.0.1", "[::1]"} {
		_, err := cert.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name})
		require.NoError(t, err, name)
	}
	for _, name := range []string{"evil.test", "mock.test", "127.0.0.2"} {
		_, err := cert.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name})
		require.Error(t, err, name)
	}
	require.True(t, ca.IsCA)
	require.False(t, cert.Leaf.IsCA)
	require.Less(t, cert.Leaf.NotAfter.Sub(cert.Leaf.NotBefore), 398*24*time.Hour, "some clients accept no more")
	other, _, err := certs.New([]string{"localhost"})
	require.NoError(t, err)
	_, err = other.Leaf.Verify(x509.VerifyOptions{Roots: roots})
	require.Error(t, err, "another CA")
}

func TestCheckHost(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"localhost", "mock", "mock-1.test", "a_b", "*.mock.test", "127.0.0.1", "::1"} {
		require.NoError(t, certs.CheckHost(good), good)
	}
	for _, bad := range []string{"", "mock:8420", "[::1]", "fe80::1%eth0", "https://mock", "a..b", "mock.", "*", "*.", "a b", "mo*ck", "ü"} {
		require.Error(t, certs.CheckHost(bad), bad)
	}
}
