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

// t1k is a kilobyte that does not compress away.
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

// limiter is a limiter made of a function.
type limiter func(context.Context) error

func (f limiter) Wait(ctx context.Context) error { return f(ctx) }

// badProxy is what the client's own transport says of a malformed proxy address.
func badProxy(*http.Request) (*url.URL, error) {
	return nil, &permanentError{errors.New("stateset: the proxy address is malformed")}
}

// certificateFor makes a self-signed certificate that ends so long from now.
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

// trust makes the server's client believe its certificate's issuer.
func trust(s *server) {
	leaf, err := x509.ParseCertificate(s.tls.Certificates[0].Certificate[0])
	if err != nil {
		panic(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	s.wireHTTP.TLSClientConfig.RootCAs = pool
}

// trusted believes the certificate of net/http/httptest.
func trusted(t *testing.T) *tls.Config {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	return s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
}

// silent is a server's log that nobody reads.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
