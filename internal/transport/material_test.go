package transport

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// t1k is an incompressible kilobyte.
var t1k = func() string {
	var b strings.Builder
	for i := range 256 {
		b.WriteString(string(rune('a'+i*7%26)) + string(rune('a'+i*i%26)) + string(rune('a'+i/26)) + "-")
	}
	return b.String()
}()

func long(n int) string { return strings.Repeat("x", n) }

func zipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

// flipped changes the checksum at the end of a gzip stream.
func flipped(stream string) string {
	b := []byte(stream)
	b[len(b)-8] ^= 0xff
	return string(b)
}

// limiter is a function as a limiter.
type limiter func(context.Context) error

func (f limiter) Wait(ctx context.Context) error { return f(ctx) }

// badProxy returns the error of the client's own transport for a malformed proxy address.
func badProxy(*http.Request) (*url.URL, error) {
	return nil, &permanentError{errors.New("stateset: the proxy address is malformed")}
}

// certificateFor returns a self-signed certificate that expires after the duration.
func certificateFor(t *testing.T, host string, valid time.Duration) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{host}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(valid),
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	require.NoError(t, err)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}

// trust makes the client of the server trust its certificate.
func trust(s *server) {
	leaf, err := x509.ParseCertificate(s.tls.Certificates[0].Certificate[0])
	if err != nil {
		panic(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	s.wireHTTP.TLSClientConfig.RootCAs = pool
}

// trusted returns a config that trusts the certificate of net/http/httptest.
func trusted(t *testing.T) *tls.Config {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	return s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
}

// silent returns a server log that discards all lines.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
