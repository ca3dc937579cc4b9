package faultmatrix

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	stdlog "log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

func TestMatrixTLS(t *testing.T) {
	t.Parallel()
	good := certificate(t, "127.0.0.1", 24*time.Hour)
	expired := certificate(t, "127.0.0.1", -time.Hour)
	other := certificate(t, "other.test", 24*time.Hour)
	scenarios := []scenario{
		{name: "F05 certificate of an unknown authority", base: overTLS(good), want: hopeless("unknown authority")},
		{name: "F05 certificate that has expired", base: overTLS(expired), tune: trust(expired), want: hopeless("expired")},
		{name: "F05 certificate of another host", base: overTLS(other), tune: trust(other), want: hopeless("127.0.0.1")},
	}
	for i := range scenarios {
		s := &scenarios[i]
		s.sockets = true
		s.check = func(t *testing.T, r *run) {
			var refused *tls.CertificateVerificationError
			require.True(t, errors.As(r.err, &refused), "%v", r.err)
		}
		wrapped := *s
		wrapped.name += ", seen through a middleware"
		wrapped.client = []stateset.Option{stateset.WithMiddleware(wrapErrors)}
		scenarios = append(scenarios, wrapped)
	}
	runMatrix(t, append(scenarios,
		scenario{name: "F05 certificate that is good", sockets: true, base: overTLS(good), tune: trust(good), want: each(want{attempts: 1, effects: 1})},
		scenario{
			name: "F06 http on the TLS port", sockets: true, want: each(want{
				attempts: 1, outcome: stateset.OutcomeRejected, stop: stateset.StopDefinitive, says: []string{"400", "HTTPS"},
			}),
			base: func(t *testing.T, r *run) string { return "http" + overTLS(good)(t, r)[len("https"):] },
		},
		scenario{
			name: "F06 TLS on the http port", sockets: true, want: hopeless("HTTP response to HTTPS client"),
			base: func(_ *testing.T, r *run) string { return "https" + r.srv.URL()[len("http"):] },
		},
	))
}

// certificate returns a certificate with its own authority that expires after the
// duration.
func certificate(t *testing.T, host string, valid time.Duration) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(valid),
	}
	if ip := net.ParseIP(host); ip != nil {
		form.IPAddresses = []net.IP{ip}
	} else {
		form.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// trust makes a client trust the authority of the certificate.
func trust(c tls.Certificate) func(*http.Transport) {
	return func(t *http.Transport) {
		pool := x509.NewCertPool()
		pool.AddCert(c.Leaf)
		t.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
}

// overTLS puts the server behind TLS, and returns its address.
func overTLS(c tls.Certificate) func(*testing.T, *run) string {
	return func(t *testing.T, r *run) string {
		outer := httptest.NewUnstartedServer(r.srv.Handler())
		outer.TLS = &tls.Config{Certificates: []tls.Certificate{c}}
		outer.Config.ErrorLog = stdlog.New(io.Discard, "", 0)
		outer.StartTLS()
		t.Cleanup(outer.Close)
		return outer.URL
	}
}
